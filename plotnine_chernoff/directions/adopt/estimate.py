"""How long an adoption takes here, and how much disk: measured, then told.

Imports NumPy and pandas.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ..measure import draw_persons

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from ..reduced import Reduced

_FEW = 8


@dataclass(frozen=True)
class Estimate:
    """
    What one face costs

    Parameters
    ----------
    draw, label : float
        Seconds.
    bytes : float
        Of its picture on disk.
    """

    draw: float
    label: float
    bytes: float


def measure(
    generator: Reduced, label: Callable[[np.ndarray], pd.DataFrame]
) -> Estimate:
    """Draw and read a few faces, twice: the first ones compile and load"""
    codes = draw_persons(generator, _FEW, 1.0, 4000)
    images = generator.synthesize(codes)
    label(images)
    start = time.perf_counter()
    images = generator.synthesize(codes + np.float32(1e-3))
    drawn = time.perf_counter()
    label(images)
    read = time.perf_counter()
    file = BytesIO()
    Image.fromarray(images[0]).save(file, "png")
    return Estimate((drawn - start) / _FEW, (read - drawn) / _FEW, file.tell())


def fit_faces(
    attributes: int, styles: int, persons: int, faces: int
) -> dict[str, int]:
    """
    About how many faces fit, calibrate and evaluate draw

    Some styles are tried in larger and larger sets until they carry enough,
    so the first number is a guess: on our networks it is right to a third.
    """
    return {
        "fit": min(256, faces) + 3 * attributes * styles * persons,
        "calibrate": attributes * 17 * min(5, persons + 1) + 5 * faces,
        "evaluate": min(256, faces)
        + 2 * faces
        + attributes * (21 * (persons + 1) + 4 * persons),
    }


def words(seconds: float) -> str:
    """A duration as people say it"""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours"
