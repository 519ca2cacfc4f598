"""FaceModel: a StyleGAN2 with its directions and its labeler.

The one place where values become faces. Imports NumPy, pandas and the files;
Keras and TensorFlow only when the first latent is mapped or face is drawn.
"""

from __future__ import annotations

import os
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..faces.persons import plain_person, seed_of
from ..generator.config import GeneratorConfig
from ..generator.initialize import random_arrays
from . import files
from .find import find

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    import pandas as pd

    from .edits import Edits
    from .labeler import Labeler

PRECISIONS = ("float32", "bfloat16")
PERSON_PSI = 0.7
"""Truncation of the persons that `person` asks for"""


class FaceModel:
    """
    A StyleGAN2 generator, how to edit its faces, and how to read them

    Made by `FaceModel.load`, `FaceModel.from_checkpoint` or
    `FaceModel.random`.

    Parameters
    ----------
    config : GeneratorConfig
        Sizes of the generator.
    arrays : mapping of name to array
        Its weights, as `GeneratorConfig.weight_shapes` lists them.
    edits : Edits, optional
        What `fit` learned: directions in W+ and their calibration.
    labeler : Labeler, optional
        Network that reads attributes off images.
    description : dict, optional
        Name, licence, provenance: the free part of `model.json`.
    card : str
        The model card, Markdown.
    persons : dict of name to array (num_styles, w_dim), optional
        Known faces, such as projected photographs: `person` with such a name
        shows that face, which keeps its own attributes where none are given.
    """

    def __init__(
        self,
        config: GeneratorConfig,
        arrays: Mapping[str, np.ndarray],
        edits: Edits | None = None,
        labeler: Labeler | None = None,
        description: dict[str, Any] | None = None,
        card: str = "",
        persons: dict[str, np.ndarray] | None = None,
    ):
        self.config = config
        self.edits = edits
        self.labeler = labeler
        self.description = dict(description or {})
        self.card = card
        self.persons = dict(persons or {})
        self.weights = arrays

    # Making models

    @classmethod
    def load(cls, name_or_path: str | Path = "default") -> FaceModel:
        """
        Load a model

        Parameters
        ----------
        name_or_path : str or Path
            Name of a bundled model, a model directory, or
            ``hf://owner/name[@revision]`` for one on the Hugging Face hub
            (needs the extra `hub`).

        Returns
        -------
        FaceModel

        Raises
        ------
        ModelFileError
            There is no such model, or its files are missing, truncated or
            do not belong together. Damaged weights are found when they are
            first needed.
        ImportError
            A model of the hub is asked for without huggingface_hub.
        """
        path = find(name_or_path)
        return _load(path, (path / "model.json").stat().st_mtime_ns)

    @classmethod
    def from_checkpoint(
        cls, path: str | Path, class_index: int | None = None
    ) -> FaceModel:
        """
        Read one of NVIDIA's StyleGAN2 checkpoints

        Parameters
        ----------
        path : str or Path
            A pickle of the TensorFlow or the PyTorch code. It is read by an
            allow-list; nothing in it is executed.
        class_index : int, optional
            Of a network that was trained with class labels: the class to
            keep, from 0.

        Returns
        -------
        FaceModel
            Without directions: sample, label and fit come next.

        Raises
        ------
        ValueError
            The file is damaged, or of another kind; what it is, is said.
        """
        from ..checkpoints import read_checkpoint

        checkpoint = read_checkpoint(path, class_index)
        config = dict(checkpoint.config)
        config.pop("num_styles", None)
        origin = {
            k: files.printable(v) if isinstance(v, str) else v
            for k, v in checkpoint.origin.items()
        }
        name = files.printable(Path(path).stem)
        description = {
            "name": name,
            "licence": origin.get("licence", "unknown"),
            "provenance": origin,
        }
        card = (
            f"# {name}\n\nConverted from a checkpoint; no "
            "directions have been fitted yet.\n\n"
            + "".join(f"- {k}: {v}\n" for k, v in origin.items())
        )
        return cls(
            GeneratorConfig(**config),
            checkpoint.weights,
            description=description,
            card=card,
        )

    @classmethod
    def random(
        cls,
        resolution: int = 64,
        channel_base: int = 32768,
        seed: int = 0,
        **kwargs: Any,
    ) -> FaceModel:
        """
        An untrained network for tests and benchmarks

        Parameters
        ----------
        resolution : int
            A power of two from 8 to 1024.
        channel_base : int
            Channels at resolution r are ``min(channel_base / r, 512)``;
            32768 at 1024 pixels is config F.
        seed : int
            Of the weights.
        **kwargs : Any
            Further fields of `GeneratorConfig`.

        Returns
        -------
        FaceModel
            Without directions; its pictures show no faces.

        Raises
        ------
        ValueError
            There are no such networks.
        """
        config = GeneratorConfig.from_base(resolution, channel_base, **kwargs)
        name = f"random-{resolution}-{channel_base}-{seed}"
        return cls(
            config,
            random_arrays(config, seed),
            description={"name": name, "licence": "none needed"},
            card="Random weights: no faces.\n",
        )

    def save(self, path: str | Path, *, overwrite: bool = False) -> None:
        """
        Write the model to a directory, whole or not at all

        Parameters
        ----------
        path : str or Path
            The directory to make.
        overwrite : bool
            Replace a model that is there.

        Raises
        ------
        FileExistsError
            `path` exists and may not be replaced.
        """
        description = self.description | {
            "fingerprint": self.fingerprint,
            "architecture": self.config.to_dict(),
        }
        description.pop("edits", None)
        description.pop("labeler", None)
        arrays: dict[str, Any] = {"generator": self.weights}
        if self.edits is not None:
            description["edits"], arrays["directions"] = self.edits.to_files()
        if self.labeler is not None:
            description["labeler"], arrays["labeler"] = self.labeler.to_files()
        if self.persons:
            arrays["persons"] = self.persons
        files.write_model(
            Path(path), description, arrays, self.card, overwrite=overwrite
        )

    # What it is

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the generator's weights"""
        return files.fingerprint(self.weights)

    @property
    def edit_fingerprint(self) -> str:
        """Tells faces apart: by weights, edits and precision"""
        arrays = {} if self.edits is None else self.edits.to_files()[1]
        if self.persons:
            known = {f"person/{k}": v for k, v in self.persons.items()}
            arrays = arrays | known
        rounded = "" if self.precision == "float32" else f"-{self.precision}"
        return f"{self.fingerprint}-{files.fingerprint(arrays)}{rounded}"

    @cached_property
    def precision(self) -> str:
        """
        Type of the convolutions, from `CHERNOFF_PRECISION`

        "float32", which gives the same faces on all machines of a kind, or
        "bfloat16", faster where the processor multiplies it (large networks
        by a third to a half) at more than 50 dB to float32.

        Raises
        ------
        ValueError
            The variable says something else.
        """
        precision = os.environ.get("CHERNOFF_PRECISION", "float32")
        if precision not in PRECISIONS:
            raise ValueError(
                f"CHERNOFF_PRECISION must be {' or '.join(PRECISIONS)}, got "
                f"{precision!r}."
            )
        return precision

    @property
    def name(self) -> str:
        """Name of the model"""
        return self.description.get("name", "unnamed")

    @property
    def licence(self) -> str:
        """Licence of the weights"""
        return self.description.get("licence", "unknown")

    @property
    def resolution(self) -> int:
        """Height and width of the faces, pixels"""
        return self.config.resolution

    @property
    def num_styles(self) -> int:
        """Rows of a W+ code"""
        return self.config.num_styles

    @property
    def has_matte(self) -> bool:
        """Whether faces can be cut out of their background"""
        return self.config.image_channels == 4

    @property
    def attributes(self) -> tuple[str, ...]:
        """Attributes that the model can edit"""
        return () if self.edits is None else self.edits.attributes

    @property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """What the model reaches of each attribute, in its unit"""
        return {} if self.edits is None else dict(self.edits.ranges)

    @property
    def levels(self) -> tuple[int, ...]:
        """
        Smaller sides at which the network's own picture is the reduced one

        Plots draw faces of few pixels at them.
        """
        return tuple(sorted(map(int, self.description.get("levels", ()))))

    @property
    def crops(self) -> dict[str, tuple[float, float, float]]:
        """Where parts are: left, top, side, of the picture's side"""
        crops = self.description.get("crops", {})
        return {name: tuple(part) for name, part in crops.items()}

    @property
    def spacing(self) -> dict[str, tuple[float, ...]]:
        """Values of attributes that are evenly apart to the eye"""
        spacing = self.description.get("spacing", {})
        return {name: tuple(values) for name, values in spacing.items()}

    @property
    def w_avg(self) -> np.ndarray:
        """Mean of W (w_dim,), where the mean face lies"""
        return np.asarray(self.weights["mapping/w_avg"], np.float32)

    def __repr__(self):
        return (
            f"<FaceModel {self.name!r}: {self.resolution} x "
            f"{self.resolution}, {self.num_styles} styles, attributes: "
            f"{', '.join(self.attributes) or 'none'}>"
        )

    # What it does

    def map(self, z: np.ndarray, truncation_psi: float = 1.0) -> np.ndarray:
        """
        W+ codes of latents

        Parameters
        ----------
        z : array, (N, z_dim)
            Standard normal latents.
        truncation_psi : float
            Distance from the mean face, 0 to 1 (Karras et al. 2019,
            section 2.2 of the supplement): smaller is more average.

        Returns
        -------
        array, (N, num_styles, w_dim), float32

        Raises
        ------
        ValueError
            `z` has another shape, or is not finite.
        """
        z = np.asarray(z, np.float32)
        if z.ndim != 2 or z.shape[1] != self.config.z_dim:
            raise ValueError(
                f"z must have shape (N, {self.config.z_dim}), got {z.shape}."
            )
        if not np.isfinite(z).all():
            raise ValueError("z must be finite.")
        w = self._runtime.map(z)
        w = self.w_avg + truncation_psi * (w - self.w_avg)
        w_plus = np.repeat(w[:, None], self.num_styles, axis=1)
        return w_plus.astype(np.float32)

    def synthesize(
        self,
        w_plus: np.ndarray,
        raw: bool = False,
        noise: dict[str, np.ndarray] | None = None,
        matte: bool = False,
        resolution: int | None = None,
    ) -> np.ndarray:
        """
        Faces of W+ codes

        Parameters
        ----------
        w_plus : array, (N, num_styles, w_dim)
        raw : bool
            Give the network's own output instead of pixels.
        noise : dict of name to array, (N, r, r), optional
            Noise of each face for each of `config.noise_layers`, instead of
            the constants that are stored with the weights.
        matte : bool
            Give the matte as a fourth channel, where the model has one: the
            share of each pixel that is not background.
        resolution : int, optional
            Stop at the sum of RGB images of this side, which costs less. It
            is a picture where `levels` says so.

        Returns
        -------
        array, (N, H, W, 3), or (N, H, W, 4) with `matte`
            uint8, or float32 in about [-1, 1] with `raw`.

        Raises
        ------
        ValueError
            `w_plus` or `noise` has another shape, or is not finite; the
            model has no matte, or no sum of that `resolution`.
        """
        w_plus = np.asarray(w_plus, np.float32)
        shape = (self.num_styles, self.config.w_dim)
        if w_plus.ndim != 3 or w_plus.shape[1:] != shape:
            raise ValueError(
                f"w_plus must have shape (N, {shape[0]}, {shape[1]}), got "
                f"{w_plus.shape}."
            )
        if not np.isfinite(w_plus).all():
            raise ValueError("w_plus must be finite.")
        if noise is not None:
            layers = self.config.noise_layers.items()
            expected = {k: (len(w_plus), r, r) for k, r in layers}
            if {k: np.shape(v) for k, v in noise.items()} != expected:
                raise ValueError(
                    "noise must have an array (N, r, r) for each of "
                    f"config.noise_layers, here {expected}."
                )
        if matte:
            self._need_matte()
        sides = self.config.picture_sides
        if resolution is not None and resolution not in sides:
            raise ValueError(
                f"resolution must be one of {', '.join(map(str, sides))}, "
                f"got {resolution!r}."
            )
        made = self._runtime.synthesize(w_plus, raw, noise, resolution)
        return made if matte else made[..., :3]

    def edit(
        self,
        values: pd.DataFrame,
        person: Sequence[Hashable] | None = None,
    ) -> np.ndarray:
        """
        W+ codes of faces with these attribute values

        Parameters
        ----------
        values : DataFrame
            One row a face; columns are attributes in their units. Those
            that are absent are neutral; values out of `ranges` are clipped.
        person : sequence of N hashables or codes, optional
            Which base face each row starts from: the same value, the same
            person. By default, and where it is None, the mean face. An array
            of shape (w_dim,) or (num_styles, w_dim), as projectors find for a
            picture, is the code itself; like all persons it is first
            brought to neutral attributes, where the model has directions.

        Returns
        -------
        array, (N, num_styles, w_dim), float32

        Raises
        ------
        ValueError
            The model has no directions, or not for one of the columns; a
            person is an array of another shape.
        """
        known = self._known(person, len(values))
        if known.any():
            return self._edit_known(values, person, known)
        base = self._base(person, len(values))
        if self.edits is None and values.columns.empty:
            return np.array(
                np.broadcast_to(base, (len(values), *base.shape[1:]))
            )
        if self.edits is None:
            raise ValueError(
                f"Model {self.name!r} has no directions yet, so its faces "
                "cannot be edited. Run 'chernoff sample', 'chernoff label' "
                "and 'chernoff fit' first."
            )
        return self.edits.apply(values, base)

    def faces(
        self,
        values: pd.DataFrame,
        person: Sequence[Hashable] | None = None,
        matte: bool = False,
    ) -> np.ndarray:
        """
        Faces with these attribute values

        Equal rows are drawn once, and kept for the next call.

        Parameters
        ----------
        values, person
            As for `edit`.
        matte : bool
            As for `synthesize`.

        Returns
        -------
        array, (N, H, W, 3), or (N, H, W, 4) with `matte`, uint8

        Raises
        ------
        ValueError
            As for `edit`; or there is no `matte` to draw.
        """
        from ..faces.requests import request_faces

        if matte:
            self._need_matte()
        faces = request_faces(self, values, person)
        return faces.images[faces.index][..., : 4 if matte else 3]

    def label(self, images: np.ndarray) -> pd.DataFrame:
        """
        Read attributes off images

        Parameters
        ----------
        images : array, (N, H, W, 3), uint8

        Returns
        -------
        DataFrame
            One row an image, one column an attribute, in its unit.

        Raises
        ------
        ValueError
            The model brings no labeler.
        """
        if self.labeler is None:
            raise ValueError(
                f"Model {self.name!r} brings no labeler. Use another model's, "
                "or labels of your own ('chernoff label --help')."
            )
        return self.labeler.read(images)

    @cached_property
    def _runtime(self):
        from ..generator.backend import load_tensorflow

        load_tensorflow()
        from ..generator.runtime import Runtime

        return Runtime(self.config, self.weights, self.precision)

    def _need_matte(self):
        if not self.has_matte:
            raise ValueError(
                f"Model {self.name!r} has no matte: its faces cannot be cut "
                "out of their background."
            )

    def _known(self, person, n) -> np.ndarray:
        """Which rows show a person of `persons`: array of bool, (n,)"""
        if not self.persons or person is None:
            return np.zeros(n, bool)
        return np.array(
            [
                not isinstance(p, np.ndarray)
                and plain_person(p) in self.persons
                for p in person
            ]
        )

    def _edit_known(self, values, person, known) -> np.ndarray:
        """Codes of rows of which some show persons with codes of their own"""
        shape = (self.num_styles, self.config.w_dim)
        out = np.empty((len(values), *shape), np.float32)
        names: list[Any] = [plain_person(p) for p in person]
        base = np.array(
            [self.persons[p] for p, k in zip(names, known, strict=True) if k]
        )
        own = values[known]
        if self.edits is not None:
            base = self.edits.apply_to_known(own, base)
        elif not values.columns.empty:
            self.edit(own)  # says what is missing
        out[known] = base
        if not known.all():
            others = [p for p, k in zip(names, known, strict=True) if not k]
            out[~known] = self.edit(values[~known], others)
        return out

    def _base(self, person, n) -> np.ndarray:
        """W+ codes of the persons to start from: (1 or N, styles, w_dim)"""
        shape = (1, self.num_styles, self.config.w_dim)
        mean = np.broadcast_to(self.w_avg, shape)
        if person is None:
            return np.array(mean)
        if len(person) != n:
            raise ValueError(
                f"person must have one entry for each of the {n} rows, got "
                f"{len(person)}."
            )
        codes = [self._code(p) for p in person]
        seeds = [
            None if c is not None else seed_of(p)
            for c, p in zip(codes, person, strict=True)
        ]
        distinct = sorted({s for s in seeds if s is not None})
        z = [
            np.random.RandomState(s).randn(self.config.z_dim) for s in distinct
        ]
        latents = np.array(z).reshape(-1, self.config.z_dim)
        bases = np.concatenate([mean, self.map(latents, PERSON_PSI)])
        which = {None: 0} | {s: i + 1 for i, s in enumerate(distinct)}
        return (
            np.stack(
                [
                    bases[which[s]] if c is None else c
                    for s, c in zip(seeds, codes, strict=True)
                ]
            )
            if n
            else bases[:0]
        )

    def _code(self, person) -> np.ndarray | None:
        """The W+ code (styles, w_dim) that a person is given as, if any"""
        if not (np.ndim(person) and isinstance(person, (np.ndarray, list))):
            return None
        shape = (self.num_styles, self.config.w_dim)
        code = np.asarray(person)
        if code.shape not in (shape, shape[1:], (1, shape[1])):
            raise ValueError(
                "A person may be given as a code of shape "
                f"({shape[1]},) or {shape}, got {code.shape}."
            )
        if code.dtype.kind not in "fiu" or not np.isfinite(code).all():
            raise ValueError(
                "A person's code must be made of finite numbers, got "
                f"{code.dtype}."
            )
        return np.broadcast_to(code.astype(np.float32), shape)


@lru_cache(maxsize=4)
def _load(path: Path, _modified: int) -> FaceModel:
    description = files.read_json(path / "model.json")
    try:
        config = GeneratorConfig(**description["architecture"])
    except ValueError as e:
        raise files.ModelFileError(
            f"{path / 'model.json'} does not describe a generator: {e}"
        ) from None
    expected = description["fingerprint"]
    arrays = files.StoredArrays(
        path / "generator.safetensors", config.weight_shapes(), expected
    )
    edits = labeler = None
    if description.get("edits") is not None:
        from .edits import Edits

        edits = Edits.from_files(
            description["edits"],
            files.read_arrays(path / "directions.safetensors"),
            config,
        )
    if description.get("labeler") is not None:
        from .labeler import Labeler

        labeler = Labeler.from_files(
            description["labeler"],
            files.read_arrays(path / "labeler.safetensors"),
        )
    model = FaceModel(
        config,
        arrays,
        edits,
        labeler,
        {
            k: v
            for k, v in description.items()
            if k not in ("format", "format_version")
        },
        files.read_card(path / "card.md"),
        _read_persons(path / "persons.safetensors", config),
    )
    # Weights that are others are refused when the first face needs them.
    model.fingerprint = expected
    if edits is not None and edits.fingerprint != expected:
        raise files.ModelFileError(
            f"{path} is mixed up: its directions belong to another generator "
            f"({edits.fingerprint[:12]}, this one is {expected[:12]}). Run "
            "'chernoff fit' with this model."
        )
    return model


def _read_persons(path: Path, config: GeneratorConfig) -> dict[str, Any]:
    """Known faces of a model directory; most have none"""
    if not path.is_file():
        return {}
    from ..checkpoints.code_files import check_code

    found = files.read_arrays(path)
    try:
        return {k: check_code(v, config, k) for k, v in found.items()}
    except ValueError as e:
        raise files.ModelFileError(
            f"{path} does not fit the model: {e}"
        ) from None
