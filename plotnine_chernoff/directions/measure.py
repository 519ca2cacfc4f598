"""Reading attributes off faces that do not exist yet: codes in, numbers out.

Streams: memory does not grow with the number of faces. Imports NumPy, pandas
and tqdm; the model brings the rest.
"""

from __future__ import annotations

import hashlib
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pandas as pd

from ..atomic import write_whole
from .progress import Bar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tqdm import tqdm

    Codes = Callable[[np.ndarray], np.ndarray]
    Reader = Callable[[Codes, int, str], np.ndarray]

CHUNK = 64
"""Faces that are in memory at once"""
PERSON_SEED = 2_000_000_000
"""Seeds of the persons that fits and evaluations draw, far from samples'"""


class Generator(Protocol):
    """What fitting needs of a model: `FaceModel` has it"""

    @property
    def num_styles(self) -> int: ...

    @property
    def w_avg(self) -> np.ndarray: ...

    def map(
        self, z: np.ndarray, truncation_psi: float = 1.0
    ) -> np.ndarray: ...

    def synthesize(self, w_plus: np.ndarray) -> np.ndarray: ...


class Measure:
    """
    Draws faces and reads their attributes

    Parameters
    ----------
    generator : Generator
        Draws the faces.
    label : callable
        Images (N, H, W, 3), uint8, to a table with a column an attribute.
    attributes : sequence of str
        The A columns to keep, in this order.
    progress : bool or tqdm
        Show a progress bar for each call, or move this one.
    memory : Path, optional
        Folder that keeps readings, so that a run that was stopped needs not
        draw the same faces again. To be deleted at the end. The first
        readings found there are checked: those of another labeler are
        forgotten.

    Attributes
    ----------
    count : int
        Faces drawn so far.
    unread : int
        Those of which some reading is missing.
    """

    def __init__(
        self,
        generator: Generator,
        label: Callable[[np.ndarray], pd.DataFrame],
        attributes: Sequence[str],
        progress: bool | tqdm = True,
        memory: Path | None = None,
    ):
        self.generator, self.label = generator, label
        self.attributes = tuple(attributes)
        self.progress = progress
        self.memory = memory
        self._checked = False
        self.count = 0
        self.unread = 0

    def __call__(
        self,
        codes: Codes,
        n: int,
        what: str,
    ) -> np.ndarray:
        """
        Readings of n faces

        Parameters
        ----------
        codes : callable
            Gives the W+ codes of the faces with some numbers, 0 to n - 1.
        n : int
            How many faces.
        what : str
            Shown beside the progress bar.

        Returns
        -------
        array, (n, A)
        """
        out = np.empty((n, len(self.attributes)))
        with self._bar(n, what) as bar:
            for start in range(0, n, CHUNK):
                rows = np.arange(start, min(start + CHUNK, n))
                out[rows] = self._remembered(codes(rows))
                bar.update(len(rows))
        self.count += n
        self.unread += int(np.isnan(out).any(1).sum())
        return out

    @contextmanager
    def _bar(self, n, what):
        if not isinstance(self.progress, bool):
            self.progress.set_postfix_str(what)
            yield self.progress
            return
        with Bar(
            total=n,
            desc=what,
            unit="face",
            leave=False,
            disable=not self.progress,
        ) as bar:
            yield bar

    def _remembered(self, w_plus):
        if self.memory is None:
            return self._read(w_plus)
        about = f"{getattr(self.generator, 'fingerprint', '')}"
        about += " ".join(self.attributes)
        digest = hashlib.sha256(about.encode())
        digest.update(np.ascontiguousarray(w_plus).data)
        path = self.memory / f"{digest.hexdigest()[:32]}.npy"
        known = np.load(path) if path.exists() else None
        if known is not None and self._checked:
            return known
        read = self._read(w_plus)
        if known is not None and not _same(read, known):
            shutil.rmtree(self.memory)
        self._checked = True
        self.memory.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda file: np.save(file, read))
        return read

    def _read(self, w_plus):
        return read_columns(
            self.label, self.generator.synthesize(w_plus), self.attributes
        )


class LinearMeasure(Measure):
    """
    Stands in where there is no labeler: reads attributes off W+ linearly

    Parameters
    ----------
    generator, attributes, progress
        As for `Measure`; nothing is drawn.
    center : array, (w_dim,)
    readout : array, (A, w_dim)
    offset : array, (A,)
        Reading at `center`.
    shares : array, (A, num_styles)
        What each row of W+ contributes to the reading; rows sum to 1.
    """

    def __init__(self, generator, attributes, center, readout, offset, shares):
        super().__init__(generator, _no_label, attributes, progress=False)
        self.center, self.readout = center, readout
        self.offset, self.shares = offset, shares

    def _read(self, w_plus):
        reading = (w_plus - self.center) @ self.readout.T
        return np.einsum("nla,al->na", reading, self.shares) + self.offset


class GaugeMeasure(Measure):
    """
    Reads attributes off W+ where it is known to hold them

    Parameters
    ----------
    generator, attributes
        As for `Measure`; nothing is drawn.
    gauge : callable
        W+ codes (N, num_styles, w_dim) to a table of attributes.
    """

    def __init__(self, generator, attributes, gauge):
        super().__init__(generator, gauge, attributes, progress=False)

    def _read(self, w_plus):
        return read_columns(self.label, w_plus, self.attributes)


def _same(read, known) -> bool:
    """Whether readings are equal, up to the rounding of a labeler"""
    return read.shape == known.shape and np.allclose(
        read, known, rtol=1e-3, atol=1e-4, equal_nan=True
    )


def _no_label(_images):
    raise NotImplementedError("A linear measure draws no faces")


def read_columns(label, images, attributes) -> np.ndarray:
    """
    Readings (N, A) of images by a callable, in this order of attributes

    Missing ones, as where no face was found, are NaN.

    Raises
    ------
    ValueError
        The callable lacks an attribute or gives another number of rows.
    """
    table = pd.DataFrame(label(images))
    missing = [a for a in attributes if a not in table]
    if missing or len(table) != len(images):
        raise ValueError(
            f"The labeler must give one row for each of {len(images)} "
            f"images, with the columns {', '.join(attributes)}; got "
            f"{len(table)} rows, columns {', '.join(map(str, table))}."
        )
    return table[list(attributes)].to_numpy(np.float64)


def reading_spread(read: np.ndarray) -> np.ndarray:
    """
    Standard deviation (A,) of readings (N, A); missing ones are left out

    Infinite where there is none, so that nothing counts as a response.
    """
    known = np.ma.masked_invalid(read)
    sd = known.std(0).filled(0)
    return np.where(sd > 0, sd, np.inf)


def draw_persons(
    generator: Generator, n: int, psi: float, seed: int = 0
) -> np.ndarray:
    """
    W+ codes (n, num_styles, w_dim) of n persons, the same for a seed

    None of them is among the samples, whose seeds are small.
    """
    z_dim = _z_dim(generator)
    z = [
        np.random.RandomState(PERSON_SEED + 10_000 * seed + i).randn(z_dim)
        for i in range(n)
    ]
    return np.asarray(generator.map(np.array(z), psi))


def _z_dim(generator) -> int:
    config = getattr(generator, "config", None)
    return getattr(config, "z_dim", 512)
