"""What a user may say about an adoption. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..label import PHOTO

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Options:
    """
    What a user may say about an adoption

    Parameters
    ----------
    samples : int
        Faces to sample and label.
    labeler : str
        "photo", the name or directory of a model that brings one, or
        package.module:function.
    attributes : sequence of str, optional
        Which to learn; by default all that the labeler reads.
    precision : "float32" or "bfloat16", optional
        Of the convolutions; by default as everywhere.
    resolution : int
        Of the pictures that are only read, at most the model's.
    faces, persons : int
        Faces of each round of calibration and of the evaluation; base faces
        to edit.
    dask : str, optional
        Address of a scheduler whose workers sample.
    seed : int
    """

    samples: int = 4096
    labeler: str = PHOTO
    attributes: Sequence[str] | None = None
    precision: str | None = None
    resolution: int = 256
    faces: int = 512
    persons: int = 16
    dask: str | None = None
    seed: int = 0
