"""Faces from values: each distinct face is made once and remembered.

`request_faces` turns rows of attribute values into pictures with one call of
the model. Imports numpy, pandas, cachetools, the attribute table
and the cache on disk.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from warnings import warn

import numpy as np
import pandas as pd
from cachetools import LRUCache

from ..attributes import ATTRIBUTES, check_names
from .persons import plain_person, seed_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = (
    "Faces",
    "Model",
    "Order",
    "check_attributes",
    "clear_cache",
    "level_of",
    "reach",
    "request_faces",
)

CACHE_BYTES = 256 * 2**20
"""Bound on the memory of remembered faces"""
MANY = 2000
"""Faces to make beyond which a warning tells what they cost"""
# Faces between two steps of the progress bar; networks make up to 8 at once.
_PIECE = 24


class Model(Protocol):
    """What a model of faces must have to be drawn"""

    @property
    def edit_fingerprint(self) -> str: ...

    @property
    def attributes(self) -> tuple[str, ...]: ...

    @property
    def ranges(self) -> Mapping[str, tuple[float, float]]: ...

    @property
    def resolution(self) -> int: ...

    @property
    def has_matte(self) -> bool: ...

    def edit(
        self,
        values: pd.DataFrame,
        person: Sequence[Hashable] | None = None,
    ) -> NDArray[np.float32]: ...

    # With `levels`, it also takes one of them as `resolution`.
    def synthesize(
        self, w_plus: NDArray[np.float32], *, matte: bool = False
    ) -> NDArray[np.uint8]: ...


@dataclass(frozen=True)
class Faces:
    """
    Pictures of distinct faces, and which of them each row shows

    Parameters
    ----------
    pictures : sequence of array of uint8, (H, W, 3) or (H, W, 4)
        The distinct faces, in the order in which rows first ask for them.
        The fourth channel is the matte, where the model has one. They are
        shared, and cannot be written to.
    index : array of intp, (N,)
        For each row the position of its face in `pictures`.
    keys : sequence of hashables
        What tells each picture from all others.
    shape : (int, int, int)
        Of a picture.
    """

    pictures: Sequence[NDArray[np.uint8]]
    index: NDArray[np.intp]
    keys: Sequence[Hashable]
    shape: tuple[int, int, int]

    @cached_property
    def images(self) -> NDArray[np.uint8]:
        """A copy of the pictures as one array, (D, H, W, 3) or (D, H, W, 4)"""
        return np.array(self.pictures, np.uint8).reshape(-1, *self.shape)


_cache: LRUCache[Hashable, NDArray[np.uint8]] = LRUCache(
    CACHE_BYTES, getsizeof=lambda picture: picture.nbytes
)
_lock = Lock()


def clear_cache() -> None:
    """Forget the faces that are remembered in memory"""
    with _lock:
        _cache.clear()


def request_faces(
    model: Model,
    values: pd.DataFrame,
    person: Sequence[Hashable] | None = None,
    resolution: int | None = None,
) -> Faces:
    """
    Pictures for rows of attribute values

    Rows that ask for the same face share one picture. Faces that are not
    remembered from earlier requests are made in one call of the model.
    The same values give the same pixels on every call.

    A progress bar appears after two seconds, unless the environment has
    `CHERNOFF_PROGRESS=0`. Faces of a model with a `fingerprint` are kept on
    disk, in the user's cache directory. `CHERNOFF_CACHE=DIRECTORY` keeps all
    faces there instead, `CHERNOFF_CACHE=off` none.

    Parameters
    ----------
    model : FaceModel
        The model that makes the faces.
    values : DataFrame
        One row a face, one column an attribute, in the attribute's unit.
        Attributes without a column are neutral. Values that the model cannot
        reach are clipped to its range.
    person : sequence, optional
        For each row which person to show. `None` is the mean face.
    resolution : int, optional
        One of the model's `levels`: side of smaller pictures, which cost
        less.

    Returns
    -------
    out : Faces
        Distinct pictures and an index from rows to pictures.

    Raises
    ------
    ValueError
        A column that is not an attribute of the model, or values that are
        not finite numbers.
    """
    return Order(model, values, person).make(resolution)


class Order:
    """
    The distinct faces that rows of attribute values ask for, not made yet

    Parameters
    ----------
    model, values, person
        As for `request_faces`.

    Raises
    ------
    ValueError
        As `request_faces`.
    """

    def __init__(
        self,
        model: Model,
        values: pd.DataFrame,
        person: Sequence[Hashable] | None = None,
    ):
        self.model = model
        self._table, self._names = _check_values(model, values)
        self._people = _check_person(person, len(self._table))
        self._with_person = person is not None
        self._rows, self.index = _distinct(self._table, self._people)

    def __len__(self) -> int:
        return len(self._rows)

    def make(self, resolution: int | None = None) -> Faces:
        """
        The faces, made if they are not remembered

        Parameters
        ----------
        resolution : int, optional
            As for `request_faces`.
        """
        shape = _shape(self.model, resolution)
        keys = self._keys(resolution)
        with _lock:
            found = [_cache.get(key) for key in keys]

        wanted = [j for j, face in enumerate(found) if face is None]
        disk = _disk_cache(self.model) if wanted else None
        if disk is not None:
            for j in wanted:
                found[j] = disk.get(keys[j], shape)
            wanted = [j for j in wanted if found[j] is None]
        if wanted:
            which = self._rows[wanted]
            people = [self._people[i] for i in which]
            made = _make(
                self.model,
                pd.DataFrame(self._table[which], columns=list(self._names)),
                people if self._with_person else None,
                resolution,
            )
            for j, face in zip(wanted, made, strict=True):
                # A copy, so that one remembered face doesn't keep its batch.
                found[j] = face.copy()
            if disk is not None:
                disk.put(
                    (keys[j], face)
                    for j, face in zip(wanted, made, strict=True)
                )
        pictures = [face for face in found if face is not None]
        for key, face in zip(keys, pictures, strict=True):
            face.flags.writeable = False
            # Larger than all that is remembered: made again each time.
            with _lock, suppress(ValueError):
                _cache[key] = face
        return Faces(pictures, self.index, keys, shape)

    def _keys(self, resolution: int | None) -> list[Hashable]:
        """What tells the faces from all others"""
        fingerprint = self.model.edit_fingerprint
        level = () if resolution is None else (resolution,)
        return [
            (
                fingerprint,
                self._names,
                self._table[i].tobytes(),
                # Scales give the seed of a person in place of the name.
                seed_of(self._people[i]),
                *level,
            )
            for i in self._rows
        ]


def level_of(model: Model, pixels: float) -> int | None:
    """
    Side of the smallest pictures of a model that have enough pixels

    Parameters
    ----------
    model : FaceModel
    pixels : float
        On the side of a picture, as many as its drawing has a use for.

    Returns
    -------
    out : int or None
        One of the model's `levels`; None for its full pictures.
    """
    levels = getattr(model, "levels", ())
    return min((r for r in levels if r >= pixels), default=None)


def _check_values(
    model: Model, values: pd.DataFrame
) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """
    Values as a table of floats that the model can reach, and their names

    The columns come in the order of the attribute table. Values are rounded
    to a ten-thousandth of the attribute's range, which nobody can see, so
    that noise in the last digits doesn't cost a face.
    """
    if hasattr(values, "to_pandas"):
        values = values.to_pandas()  # pyright: ignore[reportCallIssue]
    if not isinstance(values, pd.DataFrame):
        raise ValueError(
            "Attribute values must be a data frame with one row a face, "
            f"not {type(values).__name__}."
        )
    given = [str(c) for c in values.columns]
    check_attributes(model, given)
    twice = sorted({c for c in given if given.count(c) > 1})
    if twice:
        raise ValueError(f"Attribute given twice: {', '.join(twice)}.")

    names = tuple(a for a in ATTRIBUTES if a in given)
    table = np.empty((len(values), len(names)))
    for j, name in enumerate(names):
        column = _numbers(name, values[name])
        low, high = reach(model, name)
        width = abs(np.subtract(*ATTRIBUTES[name].range))
        digits = 4 - int(np.floor(np.log10(width)))
        # Adding zero turns -0.0 into 0.0, whose bytes differ.
        table[:, j] = np.clip(column.round(digits), low, high) + 0.0
    return table, names


def reach(model: Model, name: str) -> tuple[float, float]:
    """
    What a model can reach of an attribute, in its unit

    The range of the table, where the model does not say otherwise.
    """
    return model.ranges.get(name, ATTRIBUTES[name].range)


def check_attributes(model: Model, names: Sequence[str]) -> None:
    """
    Refuse attributes that do not exist or that the model cannot edit

    Parameters
    ----------
    model : FaceModel
        The model that has to make the faces.
    names : sequence of str
        Names of attributes.

    Raises
    ------
    ValueError
        What is wrong, and what to do.
    """
    check_names(names)
    known = tuple(model.attributes)
    lacking = [n for n in names if n not in known]
    if not lacking:
        return
    called = getattr(model, "name", None) or "This model"
    if not known:
        raise ValueError(
            f"{called} has no directions yet, so it cannot show "
            f"{', '.join(lacking)}. Make them with the commands "
            "'chernoff sample', 'chernoff label' and 'chernoff fit'."
        )
    raise ValueError(
        f"{called} has no attribute {', '.join(map(repr, lacking))}. "
        f"Its attributes: {', '.join(known)}."
    )


def _numbers(name: str, column: Any) -> NDArray[np.float64]:
    try:
        if column.dtype.kind not in "iufb":
            raise TypeError
        numbers = column.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        raise ValueError(
            f"Values of {name} must be numbers ({ATTRIBUTES[name].unit}), "
            f"but the column has dtype {column.dtype}."
        ) from None
    bad = int((~np.isfinite(numbers)).sum())
    if bad:
        raise ValueError(
            f"Values of {name} must be finite numbers, but {bad} of "
            f"{len(numbers)} are missing or infinite. Drop those rows or "
            "replace the values."
        )
    return numbers


def _check_person(person: Sequence[Hashable] | None, n: int) -> list[Hashable]:
    if person is None:
        return [None] * n
    if isinstance(person, (str, bytes)) or not hasattr(person, "__len__"):
        raise ValueError(
            "person must be a sequence with one entry a row, "
            f"not {type(person).__name__}."
        )
    if len(person) != n:
        raise ValueError(
            f"person has {len(person)} entries for {n} rows of values."
        )
    return [plain_person(p) for p in person]


def _distinct(
    table: NDArray[np.float64], people: Sequence[Hashable]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First row of each distinct face, and the face of each row"""
    codes: dict[Hashable, int] = {}
    who = np.array([codes.setdefault(p, len(codes)) for p in people], float)
    both = np.column_stack([table, who.reshape(len(table))])
    if not len(both):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    _, first, inverse = np.unique(
        both, axis=0, return_index=True, return_inverse=True
    )
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order], rank[inverse.reshape(-1)]


def _disk_cache(model: Model):
    if os.environ.get("CHERNOFF_CACHE") == "off":
        return None
    # Pillow takes a while to import.
    from .disk import disk_cache

    return disk_cache(lasting=hasattr(model, "fingerprint"))


def _shape(
    model: Model, resolution: int | None = None
) -> tuple[int, int, int]:
    """Shape of one picture"""
    side = int(resolution or model.resolution)
    return side, side, 4 if model.has_matte else 3


def _make(
    model: Model,
    values: pd.DataFrame,
    person: Sequence[Hashable] | None,
    resolution: int | None,
) -> NDArray[np.uint8]:
    from tqdm import tqdm

    codes = model.edit(values, person=person)
    # Models need not know what they are not asked for.
    asked: dict[str, Any] = {"matte": True} if model.has_matte else {}
    if resolution is not None:
        asked["resolution"] = resolution
    pieces = []
    with tqdm(
        total=len(codes),
        desc="Faces",
        unit="face",
        delay=2,
        leave=False,
        disable=os.environ.get("CHERNOFF_PROGRESS") == "0",
    ) as bar:
        for start in range(0, len(codes), _PIECE):
            begin = time.monotonic()
            some = codes[start : start + _PIECE]
            piece = np.asarray(model.synthesize(some, **asked))
            pieces.append(piece)
            bar.update(len(piece))
            # The first piece also starts the network.
            if start == _PIECE and len(codes) > MANY:
                seconds = (time.monotonic() - begin) / _PIECE
                _warn_of_many(len(codes), seconds, piece[0].nbytes)
    images = np.concatenate(pieces)
    expected = len(values), *_shape(model, resolution)
    if images.shape != expected or images.dtype != np.uint8:
        raise ValueError(
            f"The model must give uint8 pictures of shape {expected}, "
            f"but gave {images.dtype} of shape {images.shape}."
        )
    return images


def _warn_of_many(n: int, seconds: float, nbytes: int):
    warn(
        f"{n} different faces have to be made, which takes about "
        f"{n * seconds / 60:.1f} minutes and {n * nbytes / 2**20:.0f} MiB. "
        "Rows with the same values share a face: round or bin the data, or "
        "map fewer attributes.",
        stacklevel=2,
    )
