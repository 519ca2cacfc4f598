"""`adopt`: convert, sample, label, fit, calibrate, evaluate, sheets.

Each stage is made of what the ones before it gave. What is done is kept in a
ledger; each stage also goes on inside where it was stopped, by its own files.
Imports NumPy and pandas; the parts of this package inside the stages.
"""

from __future__ import annotations

import json
import shutil
import sys
import warnings
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from filelock import FileLock, Timeout
from tqdm import tqdm

from ...atomic import write_whole
from ...attributes import ATTRIBUTES, check_names
from ...model.face_model import FaceModel
from ...model.files import fingerprint
from ..label import PHOTO, choose_labeler, label_with
from ..reduced import Reduced
from ..sample import make_samples
from ..sample_set import SampleSet
from ..svm import LabelError
from . import estimate, sheets
from .card import adopted_card, plot_lines
from .ledger import Ledger, digest, file_digest
from .options import Options

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

STYLE_MIXING = 0.25
MIN_LABELS = 100
_EVALUATED_PERSONS = 7


def adopt(
    source: str | Path,
    out: str | Path,
    progress: bool = True,
    tell: Callable[[str], Any] = print,
    **options: Any,
) -> FaceModel:
    """
    Make a calibrated face model of somebody's network

    Parameters
    ----------
    source : str or Path
        A checkpoint that `FaceModel.from_checkpoint` reads, or a model
        directory, of which only the generator is taken.
    out : str or Path
        The model directory to make. Samples and what is learned on the way
        are kept beside it, in ``<out>.adopt``.
    progress : bool
        Show a bar for each stage.
    tell : callable
        Gets each line that is said.
    **options
        Of `Options`.

    Returns
    -------
    FaceModel

    Raises
    ------
    ValueError
        An option out of its range, or a source that cannot be read.
    FileExistsError
        `out` is there and was not made by an adoption.
    BlockingIOError
        Another adoption to `out` is at work.
    """
    return Adoption(source, out, Options(**options), progress, tell).run()


class Adoption:
    """One adoption; `run` does what is not done yet"""

    def __init__(
        self,
        source: str | Path,
        out: str | Path,
        options: Options,
        progress: bool = True,
        tell: Callable[[str], Any] = print,
    ):
        self.source, self.out, self.options = Path(source), Path(out), options
        self.progress, self.tell = progress, tell
        check_names(options.attributes or ())
        o = options
        if o.samples < MIN_LABELS or o.faces < 8 or o.persons < 1:
            raise ValueError(
                f"An adoption needs at least {MIN_LABELS} samples, 8 faces "
                f"and 1 person, got {o.samples}, {o.faces} and {o.persons}."
            )
        self.work = self.out.with_name(f"{self.out.name}.adopt")
        if self.out.exists() and not self.work.exists():
            raise FileExistsError(
                f"{self.out} exists, and was not made by 'chernoff adopt'. "
                "Choose another name."
            )

    def run(self) -> FaceModel:
        """
        Do every stage that is not done

        Returns
        -------
        FaceModel
            As written.

        Raises
        ------
        BlockingIOError
            Another adoption to the same place is at work.
        """
        self.work.mkdir(parents=True, exist_ok=True)
        # The system opens it when its process ends, however that ends.
        try:
            lock = FileLock(self.work / "lock").acquire(timeout=0)
        except Timeout:
            raise BlockingIOError(
                f"Another adoption to {self.out} is at work. Wait for it, "
                "or stop it: this command then goes on where it was."
            ) from None
        with lock:
            return self._run()

    def _run(self) -> FaceModel:
        self.ledger = Ledger(self.work / "ledger.json")
        self._stage("convert", self._source_inputs(), self._convert)
        self.model = self._load()
        self.generator = Reduced(
            self.model, min(self.options.resolution, self.model.resolution)
        )
        self.read = self._labeler()
        self._say_plan()
        chain = self._sample_inputs()
        self._stage("sample", chain, self._sample)
        chain = self._label_inputs(chain)
        self._stage("label", chain, self._label)
        self.labels = SampleSet(self.work / "samples").labels()
        why_not = self._why_no_faces()
        o = self.options
        chain = {"labels": digest(self.labels.to_csv()), "options": chain}
        chain |= {"faces": o.faces, "persons": o.persons, "seed": o.seed}
        if why_not is None:
            self._stage("fit", chain, self._fit)
            if self._unlearned() is None:
                self._stage("calibrate", chain, self._calibrate)
            why_not = self._unlearned()
        if why_not is None:
            self._stage("evaluate", chain, self._evaluate)
        self._stage("sheets", chain, lambda: self._sheets(why_not))
        return self._report(why_not)

    # Stages

    def _stage(self, name, inputs, do) -> None:
        if self.ledger.is_done(name, inputs) and self._there(name):
            self.tell(f"{name}: done before")
            return
        # Half of it may be replaced when this is stopped.
        before = self.ledger.inputs(name)
        self.ledger.forget(name)
        if before is not None:
            why = "files are gone" if before == inputs else "inputs changed"
            self.tell(f"{name}: done again, for its {why}")
        do()
        self.ledger.record(name, inputs)

    def _there(self, name) -> bool:
        """Whether the files of a stage that was done are still there"""
        wanted = {
            "convert": self.out / "model.json",
            "sample": self.work / "samples" / "samples.json",
            "label": self.work / "samples" / "labels.csv",
            "calibrate": self.work / "edits.json",
            "evaluate": self.work / "evaluation.json",
            "sheets": self.out / "sheets",
        }
        return name not in wanted or wanted[name].exists()

    def _convert(self) -> None:
        self.tell(f"convert: {self.source}")
        if self.source.is_dir():
            whole = FaceModel.load(self.source)
            about = whole.description
            model = FaceModel(
                whole.config,
                dict(whole.weights),
                description={
                    "name": self.out.name,
                    "licence": whole.licence,
                    "provenance": about.get("provenance", {}),
                },
                card=f"# {self.out.name}\n",
            )
        else:
            model = FaceModel.from_checkpoint(self.source)
            model.description["name"] = self.out.name
        model.save(self.out, overwrite=True)

    def _sample(self) -> None:
        o, folder = self.options, self.work / "samples"
        said = self._settings() | {"precision": self.model.precision}
        if self._is_of_another("sampled.json", said):
            shutil.rmtree(folder, ignore_errors=True)
            self._forget_readings()
            self._write("sampled.json", said)
        make_samples(
            self.model,
            folder,
            range(o.samples),
            style_mixing=STYLE_MIXING,
            resolution=self.generator.resolution,
            dask=o.dask,
            progress=self.progress,
        )

    def _label(self) -> None:
        samples = SampleSet(self.work / "samples")
        said = self._labeler_identity()
        if self._is_of_another("labeler.json", said):
            # Labels of another labeler are on another scale.
            for table in samples.directory.glob("labels*.csv"):
                table.unlink()
            self._forget_readings()
            self._write("labeler.json", said)
        label_with(samples, self.read, progress=self.progress)

    def _fit(self) -> None:
        (self.work / "edits.json").unlink(missing_ok=True)
        try:
            self._fitter = self._learn()
        except LabelError as e:
            self._give_up(str(e))

    def _calibrate(self) -> None:
        if not hasattr(self, "_fitter"):
            # What it had read is remembered, so this takes little.
            self._fitter = self._learn()
        with self._bar("calibrate") as bar, _quiet():
            self._fitter.progress = bar
            self._fitter._learned[1].progress = bar
            try:
                edits = self._fitter.calibrate().edits_
            except LabelError as e:
                self._give_up(str(e))
                return
        described, arrays = edits.to_files()
        self._save_edits(described, arrays)

    def _evaluate(self) -> None:
        from ..evaluate import evaluate_model

        self.generator.edits = self._edits()
        with self._bar("evaluate") as bar:
            found = evaluate_model(
                self.generator,  # pyright: ignore
                self.read,
                self.options.faces,
                self.options.seed,
                progress=bar,
                persons=min(_EVALUATED_PERSONS, self.options.persons),
                memory=self.work / "readings",
            )
        told = {"evaluation": found.to_dict(), "card": found.to_card()}
        self._write("evaluation.json", told)

    def _sheets(self, why_not) -> None:
        """The model as a whole, and its pictures"""
        model = copy(self.model)
        evaluation = None
        if why_not is None:
            model.edits = self._edits()
            evaluation = self._read("evaluation.json")
            model.description["evaluation"] = evaluation["evaluation"]
        model.card = adopted_card(
            model, self.options, self._left_out(), why_not, evaluation
        )
        model.save(self.out, overwrite=True)
        folder = self.out / "sheets"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        names = model.attributes if why_not is None else ()
        with tqdm(
            total=1 + len(names),
            desc="sheets",
            unit="sheet",
            disable=not self.progress,
        ) as bar:
            sheets.contact_sheet(self.generator).save(folder / "persons.png")
            bar.update()
            for name in names:
                sheet = sheets.sweep_sheet(
                    self.generator,
                    model.edits,  # pyright: ignore
                    name,
                )
                sheet.save(folder / f"{name}.png")
                bar.update()

    # What stages share

    def _learn(self):
        from ..fit import EditFitter, load_samples

        o = self.options
        with self._bar("fit") as bar, _quiet():
            fitter = EditFitter(
                label=self.read,
                min_labels=MIN_LABELS,
                spread=min(256, o.faces),
                persons=o.persons,
                faces=o.faces,
                seed=o.seed,
                progress=bar,
                memory=self.work / "readings",
            )
            samples = load_samples(self.model, self.work / "samples")
            return fitter.learn(self.generator, samples)

    @contextmanager
    def _bar(self, stage):
        total = self._faces_to_draw()[stage]
        with tqdm(
            total=total, desc=stage, unit="face", disable=not self.progress
        ) as bar:
            yield bar
            # The total was a guess.
            bar.total = bar.n
            bar.refresh()

    def _faces_to_draw(self) -> dict[str, int]:
        o = self.options
        return estimate.fit_faces(
            len(self._wanted()), self.model.num_styles, o.persons, o.faces
        )

    def _load(self) -> FaceModel:
        loaded = copy(FaceModel.load(self.out))
        loaded.edits, loaded.labeler = None, None
        if self.options.precision is not None:
            loaded.precision = self.options.precision
        return loaded

    def _labeler(self) -> Callable[[np.ndarray], pd.DataFrame]:
        name, wanted = self.options.labeler, self.options.attributes
        if self._names_a_function():
            read = choose_labeler(self.model, function=name)
        else:
            read = choose_labeler(self.model, name)

        def chosen(images: np.ndarray) -> pd.DataFrame:
            table = pd.DataFrame(read(images))
            kept = [a for a in ATTRIBUTES if a in table]
            if wanted is not None:
                kept = [a for a in kept if a in wanted]
            if not kept:
                raise ValueError(
                    f"The labeler {name!r} reads none of "
                    f"{', '.join(wanted or ATTRIBUTES)}; it reads "
                    f"{', '.join(map(str, table))}."
                )
            return table.loc[:, kept]

        return chosen

    def _wanted(self) -> list[str]:
        return list(self.options.attributes or ATTRIBUTES)

    def _edits(self):
        from ...model.edits import Edits
        from ...model.files import read_arrays

        return Edits.from_files(
            self._read("edits.json")["edits"],
            read_arrays(self.work / "edits.safetensors"),
            self.model.config,
        )

    def _save_edits(self, described, arrays) -> None:
        from safetensors.numpy import save

        write_whole(
            self.work / "edits.safetensors", lambda f: f.write(save(arrays))
        )
        self._write("edits.json", {"edits": described})

    def _give_up(self, why: str) -> None:
        self._write("edits.json", {"edits": None, "why": why})

    def _unlearned(self) -> str | None:
        """Why nothing could be learned, if so"""
        if not (self.work / "edits.json").exists():
            return None
        return self._read("edits.json").get("why")

    def _is_of_another(self, name, said) -> bool:
        """Whether what this file tells of was made of something else"""
        try:
            return self._read(name) != said
        except (OSError, ValueError):
            return True

    def _forget_readings(self) -> None:
        shutil.rmtree(self.work / "readings", ignore_errors=True)

    def _write(self, name, content) -> None:
        text = json.dumps(content)
        write_whole(self.work / name, lambda f: f.write(text.encode()))

    def _read(self, name) -> dict[str, Any]:
        return json.loads((self.work / name).read_text(encoding="utf-8"))

    # Inputs

    def _source_inputs(self) -> dict[str, Any]:
        if self.source.is_dir():
            return {"model": FaceModel.load(self.source).fingerprint}
        if not self.source.is_file():
            raise FileNotFoundError(
                f"There is no file {self.source} to adopt: name a checkpoint "
                "or a model directory."
            )
        return {"file": file_digest(self.source)}

    def _settings(self) -> dict[str, Any]:
        size = self.generator.resolution
        return {
            "fingerprint": self.model.fingerprint,
            "style_mixing": STYLE_MIXING,
            "resolution": None if size == self.model.resolution else size,
        }

    def _sample_inputs(self) -> dict[str, Any]:
        return self._settings() | {
            "samples": self.options.samples,
            "precision": self.model.precision,
        }

    def _label_inputs(self, chain) -> dict[str, Any]:
        return chain | {"labeler": self._labeler_identity()}

    def _names_a_function(self) -> bool:
        name = self.options.labeler
        return ":" in name and not name.startswith("hf://")

    def _labeler_identity(self) -> dict[str, Any]:
        """Of the labeler that `_labeler` has loaded"""
        name = self.options.labeler
        found: dict[str, Any] = {"name": name, "attributes": self._wanted()}
        if name == PHOTO:
            from ..photo.maps import FILE

            # Readings are made by the code as much as by the maps.
            parts = sorted(FILE.parent.glob("*.py"))
            found["files"] = digest([file_digest(p) for p in [FILE, *parts]])
        elif self._names_a_function():
            code = sys.modules[name.partition(":")[0]].__file__
            found["code"] = file_digest(Path(code)) if code else None
        else:
            labeler = FaceModel.load(name).labeler
            described, arrays = labeler.to_files()  # pyright: ignore
            found["weights"] = digest(described, fingerprint(arrays))
        return found

    # What is said

    def _say_plan(self) -> None:
        o, model = self.options, self.model
        self.tell(
            f"adopt: {self.source.name} to {self.out}: {model.resolution} x "
            f"{model.resolution} pixels, {model.num_styles} styles, read at "
            f"{self.generator.resolution}; {o.samples} samples, labeler "
            f"{o.labeler}"
        )
        cost = estimate.measure(self.generator, self.read)
        faces = {"sample": o.samples} | self._faces_to_draw()
        seconds = {"sample": o.samples * cost.draw}
        seconds["label"] = o.samples * cost.label
        for stage in ("fit", "calibrate", "evaluate"):
            seconds[stage] = faces[stage] * (cost.draw + cost.label)
        there = (self.out / "generator.safetensors").stat().st_size
        disk = (o.samples * cost.bytes + 2 * there) / 1e6
        self.tell(
            f"measured here: {1000 * cost.draw:.0f} ms to draw a face, "
            f"{1000 * cost.label:.0f} ms to read it"
        )
        for stage, time in seconds.items():
            self.tell(f"  {stage:<10} about {estimate.words(time)}")
        self.tell(
            f"  in all about {estimate.words(sum(seconds.values()))}, "
            f"{disk:.0f} MB of disk; stop it at any moment, it goes on there"
        )

    def _why_no_faces(self) -> str | None:
        found = int(self.labels.notna().any(axis=1).sum())
        if found >= MIN_LABELS:
            return None
        return (
            f"the labeler finds a face in {found} of {len(self.labels)} "
            f"samples, and {MIN_LABELS} are needed: this network shows no "
            "faces, or there are too few samples"
        )

    def _left_out(self) -> dict[str, str]:
        """Attributes that the model will not have, and why"""
        out = {
            a: "the labeler does not read it"
            for a in self._wanted()
            if a not in self.labels
        }
        if (self.work / "edits.json").exists():
            edits = self._read("edits.json")["edits"]
            out |= {} if edits is None else edits["notes"]["skipped"]
        return out

    def _report(self, why_not) -> FaceModel:
        for name, why in self._left_out().items():
            self.tell(f"left out: {name}: {why}")
        model = FaceModel.load(self.out)
        if why_not is not None:
            self.tell(f"{self.out} has no directions: {why_not}.")
            return model
        for name, (low, high) in model.ranges.items():
            self.tell(f"{name:<12} reaches {low:.3g} to {high:.3g}")
        self.tell(f"{self.out}: card.md, sheets/. Plot with it:\n")
        self.tell(plot_lines(self.out, model.attributes))
        return model


@contextmanager
def _quiet():
    """Warnings tell what the report says"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield
