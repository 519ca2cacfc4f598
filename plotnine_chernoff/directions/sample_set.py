"""Sample sets: pictures of random latents, and the table of their labels.

A directory that any number of runs can fill, stop and merge by copying. Only
the pictures take time to make, so they alone decide what is there; latents
and codes follow from the seeds. Imports NumPy, pandas and Pillow.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from PIL import Image

from ..atomic import sweep, write_whole
from ..attributes import ATTRIBUTES
from ..model.files import parse_json
from .label_tables import MAX_SEED, read_label_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model.face_model import FaceModel
    from .reduced import Reduced

BATCH = 32
_COPY = re.compile(r"labels-[0-9a-f]{12}\.csv")
_MAX_SIDE = 1024
_PICTURE = re.compile(r"seed(\d{4,})\.png")


@dataclass(frozen=True)
class Settings:
    """
    What every sample of a set shares

    Parameters
    ----------
    fingerprint : str
        The generator.
    truncation_psi : float
    style_mixing : float
        Share of the samples that are style-mixed.
    z_dim, num_styles : int
    noise : "stored", "seeded" or "none"
        Where the noise of each picture is from.
    resolution : int, optional
        Of the pictures, where it is not the model's.
    """

    fingerprint: str
    truncation_psi: float
    style_mixing: float
    z_dim: int
    num_styles: int
    noise: str = "stored"
    resolution: int | None = None


class SampleSet:
    """
    A directory of samples

    Parameters
    ----------
    directory : str or Path
        Holds `samples.json` (the settings), `images/seed0000.png` ...,
        `labels.csv` (one row a seed), and, for those who want arrays,
        `latents.npy` and `w.npy`, whose rows are those of the table.

    Notes
    -----
    To merge sets, copy their directories over each other, in any order. All
    tables named `labels*.csv` are read. Each set keeps a second copy of its
    labels under a name of its own, so that a `labels.csv` that is copied over
    another takes no labels away.
    """

    def __init__(self, directory: str | Path):
        self.directory = Path(directory)

    # What is there

    @property
    def settings(self) -> Settings:
        """
        What the samples share

        Raises
        ------
        ValueError
            The directory is no sample set.
        """
        from ..model.schema import fault_of
        from .sample_schema import SampleSettings

        path = self.directory / "samples.json"
        if not path.is_file():
            raise ValueError(
                f"{self.directory} is not a sample set: it has no "
                "samples.json. Make one with 'chernoff sample MODEL DIR'."
            )
        try:
            data = parse_json(path)
            fault = fault_of(SampleSettings, data)
            if fault is not None:
                raise ValueError(fault)
        except (ValueError, OSError) as e:
            raise ValueError(
                f"{path} is damaged: {e}. Run 'chernoff sample' into a new "
                "directory and copy the images there."
            ) from None
        return Settings(**data)

    def seeds(self) -> list[int]:
        """Seeds of the pictures that are there, ascending"""
        folder = self.directory / "images"
        if not folder.is_dir():
            return []
        # Opening what is no file, as a named pipe, might wait for ever.
        found = (
            _PICTURE.fullmatch(entry.name)
            for entry in os.scandir(folder)
            if entry.is_file()
        )
        seeds = {int(m[1][:12]) for m in found if m}
        return sorted(s for s in seeds if s < MAX_SEED)

    def check(self) -> None:
        """
        Make sure that it is a sample set with pictures

        Raises
        ------
        ValueError
            It is not: what it lacks.
        """
        _ = self.settings
        if not self.seeds():
            raise ValueError(
                f"{self.directory} has no pictures yet. Run 'chernoff sample' "
                "first."
            )

    def path(self, seed: int) -> Path:
        """Where the picture of a seed is"""
        return self.directory / "images" / f"seed{seed:04d}.png"

    def images(
        self, seeds: Sequence[int], batch: int = BATCH
    ) -> Iterator[np.ndarray]:
        """
        Pictures (up to `batch`, H, W, 3), uint8, a batch at a time

        Raises
        ------
        ValueError
            A picture is missing or damaged.
        """
        size = None
        for start in range(0, len(seeds), batch):
            pictures = []
            for seed in seeds[start : start + batch]:
                picture = self._read(seed)
                size = size or picture.shape
                if picture.shape != size:
                    raise ValueError(
                        f"{self.path(seed)} has {picture.shape[1]} x "
                        f"{picture.shape[0]} pixels, those before it "
                        f"{size[1]} x {size[0]}. Delete it and run 'chernoff "
                        "sample' again."
                    )
                pictures.append(picture)
            yield np.stack(pictures)

    def _read(self, seed):
        path = self.path(seed)
        try:
            with Image.open(path) as picture:
                # Before it is unfolded: a small file may announce any size.
                if max(picture.size) > _MAX_SIDE:
                    raise ValueError(
                        f"{picture.size[0]} x {picture.size[1]} pixels"
                    )
                return np.asarray(picture.convert("RGB"))
        except (
            OSError,
            SyntaxError,
            ValueError,
            Image.DecompressionBombError,
        ) as e:
            raise ValueError(
                f"{path} is missing or damaged ({e}). Delete it and run "
                "'chernoff sample' again."
            ) from None

    def crossovers(self, seeds: Iterable[int]) -> np.ndarray:
        """First row from the second latent of each seed; 0 for plain ones"""
        s = self.settings
        return np.array([_crossover(int(n), s) for n in seeds], int)

    def codes(
        self, model: FaceModel, seeds: Sequence[int]
    ) -> tuple[np.ndarray, np.ndarray]:
        """
        W of the early and the late rows of each seed

        Returns
        -------
        two arrays, (N, w_dim), float32
        """
        return codes(model, self.settings, seeds)

    # The table

    def labels(self) -> pd.DataFrame:
        """
        Labels of all pictures that are there

        Returns
        -------
        DataFrame
            Indexed by seed; columns are attributes in the order of the
            attribute table. Missing labels are NaN.

        Raises
        ------
        ValueError
            A table is damaged.
        """
        seeds = pd.Index(self.seeds(), name="seed", dtype="int64")
        out = pd.DataFrame(index=seeds)
        own = self.directory / "labels.csv"
        others = sorted(set(self.directory.glob("labels*.csv")) - {own})
        # Where tables differ, our own is the newest.
        for path in [own, *others]:
            if path.is_file():
                out = out.combine_first(_read_table(path))
        names = [a for a in ATTRIBUTES if a in out]
        return out.reindex(index=seeds, columns=names)

    def write_labels(self, labels: pd.DataFrame) -> None:
        """
        Replace `labels.csv`, whole or not at all

        Parameters
        ----------
        labels : DataFrame
            As `labels` gives it. A row is written for every picture.
        """
        table = labels.reindex(pd.Index(self.seeds(), name="seed"))
        known = table.dropna(how="all")
        table.insert(0, "crossover", self.crossovers(table.index))
        self._write_table(table, "labels.csv")
        copies = self._copies()
        if len(known):
            digest = hashlib.sha256(known.index.to_numpy().tobytes())
            name = f"labels-{digest.hexdigest()[:12]}.csv"
            self._write_table(known, name)
            copies.pop(self.directory / name, None)
        for path, seeds in copies.items():
            if seeds <= set(table.index):
                path.unlink(missing_ok=True)

    def _write_table(self, table, name):
        text = table.to_csv(float_format="%.6g", lineterminator="\n")
        write_whole(self.directory / name, lambda f: f.write(text.encode()))

    def _copies(self) -> dict[Path, set[int]]:
        """Second copies of labels, ours and merged ones, and their seeds"""
        found = self.directory.glob("labels-*.csv")
        return {
            path: set(_read_table(path).index)
            for path in found
            if _COPY.fullmatch(path.name) and path.is_file()
        }

    # Making it

    def prepare(self, settings: Settings) -> None:
        """
        Make the directory, or check that it holds samples of this kind

        Raises
        ------
        ValueError
            It holds samples of another generator, or made otherwise.
        """
        if (self.directory / "samples.json").exists():
            there = self.settings
            if there != settings:
                differs = {
                    k: (v, getattr(settings, k))
                    for k, v in asdict(there).items()
                    if v != getattr(settings, k)
                }
                raise ValueError(
                    f"{self.directory} holds other samples: "
                    + ", ".join(
                        f"{k} is {a}, not {b}" for k, (a, b) in differs.items()
                    )
                    + ". Choose another directory."
                )
        images = self.directory / "images"
        images.mkdir(parents=True, exist_ok=True)
        for folder in (self.directory, images):
            sweep(folder)
        text = json.dumps(asdict(settings), indent=2) + "\n"
        write_whole(
            self.directory / "samples.json", lambda f: f.write(text.encode())
        )

    def write_arrays(self, model: FaceModel) -> None:
        """Write `latents.npy` and `w.npy` anew, from the seeds there are"""
        seeds, s = self.seeds(), self.settings
        z = np.empty((len(seeds), s.z_dim), np.float32)
        for i, n in enumerate(seeds):
            z[i] = draw(n, s)[0]
        w, _ = self.codes(model, seeds)
        for name, array in (("latents", z), ("w", w)):
            write_whole(
                self.directory / f"{name}.npy",
                lambda f, array=array: np.save(f, array),
            )


def draw(seed: int, settings: Settings) -> tuple[np.ndarray, np.ndarray, int]:
    """
    Latents of one sample

    Parameters
    ----------
    seed : int
    settings : Settings

    Returns
    -------
    z : array, (z_dim,)
        ``RandomState(seed).randn(z_dim)``, as NVIDIA's code draws it.
    z_late : array, (z_dim,)
        The next numbers of the same stream; for plain samples equal to z.
    crossover : int
        First row of W+ that is `z_late`'s; 0 where the sample is plain.
    """
    rng = np.random.RandomState(seed)
    z = rng.randn(settings.z_dim)
    if rng.rand() >= settings.style_mixing:
        return z, z, 0
    crossover = rng.randint(1, settings.num_styles)
    return z, rng.randn(settings.z_dim), int(crossover)


def codes(
    model: FaceModel | Reduced, settings: Settings, seeds: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """As `SampleSet.codes`, for samples of which no directory is at hand"""
    s, n = settings, len(seeds)
    out = np.empty((2, n, len(model.w_avg)), np.float32)
    for start in range(0, n, BATCH):
        drawn = [draw(k, s) for k in seeds[start : start + BATCH]]
        # A short batch is filled up: other sizes round differently, and a
        # seed should give the same picture in any range of seeds.
        full = drawn + drawn[:1] * (BATCH - len(drawn))
        mixed = any(crossover for _, _, crossover in drawn)
        for k in range(2 if mixed else 1):
            z = np.array([latents[k] for latents in full])
            w = model.map(z, s.truncation_psi)[: len(drawn), 0]
            out[k:, start : start + len(drawn)] = w
    return out[0], out[1]


@lru_cache(maxsize=2**20)
def _crossover(seed: int, settings: Settings) -> int:
    """Of `draw`, remembered: tables are written again and again"""
    return draw(seed, settings)[2]


@dataclass(frozen=True)
class Samples:
    """
    Codes of labelled samples

    Parameters
    ----------
    w : array, (N, w_dim)
        W of each sample; of a style-mixed one, its first rows'.
    labels : DataFrame
        N rows, a column an attribute; missing ones allowed.
    w_late : array, (N, w_dim), optional
        W of the later rows of style-mixed samples.
    crossover : array of int, (N,), optional
        First row of `w_late`; 0 for samples that are not mixed.
    """

    w: np.ndarray
    labels: pd.DataFrame
    w_late: np.ndarray | None = None
    crossover: np.ndarray | None = None

    @property
    def mixed(self) -> np.ndarray:
        """Which samples are style-mixed: array of bool, (N,)"""
        if self.crossover is None:
            return np.zeros(len(self.w), bool)
        return np.asarray(self.crossover) > 0

    def row_scores(self, normal: np.ndarray, center, num_styles: int):
        """Scores (M, num_styles) of the rows of the M mixed samples"""
        m = self.mixed
        early = (self.w[m] - center) @ normal
        late = (np.asarray(self.w_late)[m] - center) @ normal
        rows = np.arange(num_styles)
        is_late = rows >= np.asarray(self.crossover)[m, None]
        return np.where(is_late, late[:, None], early[:, None])


def load_samples(model: FaceModel, directory: str | Path) -> Samples:
    """
    Codes and labels of a sample set

    Parameters
    ----------
    model : FaceModel
        The generator that made it.
    directory : str or Path

    Returns
    -------
    Samples

    Raises
    ------
    ValueError
        The directory is no sample set, another generator made it, or it has
        no labels.
    """
    there = SampleSet(directory)
    made_by = there.settings.fingerprint
    if made_by != model.fingerprint:
        raise ValueError(
            f"{directory} holds samples of another generator: fingerprint "
            f"{made_by[:12]}, model {model.name!r} has "
            f"{model.fingerprint[:12]}. Run 'chernoff sample' with this model."
        )
    labels = there.labels()
    if not labels.notna().any(axis=None):
        raise ValueError(
            f"{directory} has no labels. Run 'chernoff label {directory}'."
        )
    seeds = [int(s) for s in labels.index]
    w, w_late = there.codes(model, seeds)
    labels = labels.reset_index(drop=True)
    return Samples(w, labels, w_late, there.crossovers(seeds))


def in_units(labels: pd.DataFrame) -> pd.DataFrame:
    """
    Labels in the units of the attribute table

    Parameters
    ----------
    labels : DataFrame
        Columns are attributes, on any scale.

    Returns
    -------
    DataFrame
        Degrees and years are taken as they are. A strength has no scale of
        its own (0 to 1 in one service, 0 to 100 in another): such columns
        are stretched linearly, so that their 2nd and 98th percentiles become
        the ends of the attribute's range.
    """
    out = labels.astype(np.float64)
    for name in labels.columns:
        low, high = ATTRIBUTES[name].range
        near, far = out[name].quantile([0.02, 0.98])
        if ATTRIBUTES[name].unit == "strength" and near < far:
            scaled = (out[name] - near) / (far - near)
            out[name] = low + (high - low) * scaled
    return out


def _read_table(path: Path) -> pd.DataFrame:
    with suppress(KeyError, ValueError, TypeError, UnicodeDecodeError):
        table = pd.read_csv(path).set_index("seed")
        table = table.loc[:, [a for a in ATTRIBUTES if a in table]]
        seeds, numbers = table.index, table.to_numpy(np.float64)
        if (
            seeds.dtype.kind == "i"
            and not seeds.has_duplicates
            and not np.isinf(numbers).any()
        ):
            return table
    # As tables of users are read: it says what is wrong, and where.
    return read_label_table(path)[0]
