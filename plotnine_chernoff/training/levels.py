"""Which smaller pictures of a generator are pictures of their own.

Imports NumPy and how faces are reduced when they are drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..draw.pixmap import resize

if TYPE_CHECKING:
    from ..model.face_model import FaceModel

MOST_DIFFERENCE = 2.0
"""Levels of 255 by which a smaller picture may differ from the reduced one"""
LEAST_SIDE = 64
"""Side of the smallest pictures that are tried: the smallest one taught"""
_FACES = 64


def measure_levels(model: FaceModel) -> dict[int, float]:
    """
    How far smaller pictures are from the full ones, reduced as they are drawn

    Parameters
    ----------
    model : FaceModel

    Returns
    -------
    out : dict of int to float
        For each side from `LEAST_SIDE` on, below the full one, the mean
        absolute difference of varied faces in levels of 255, in the worst
        channel.
    """
    z = np.random.RandomState(0).randn(_FACES, model.config.z_dim)
    codes, matte = model.map(z), model.has_matte
    full = model.synthesize(codes, matte=matte)
    found = {}
    for side in model.config.picture_sides[:-1]:
        if side >= LEAST_SIDE:
            small = model.synthesize(codes, matte=matte, resolution=side)
            found[side] = _difference(full, small)
    return found


def _difference(full: np.ndarray, small: np.ndarray) -> float:
    side = small.shape[1]
    # Channel by channel: Pillow takes a fourth one for opacity.
    reduced = [
        np.stack([resize(c, side) for c in np.moveaxis(picture, -1, 0)], -1)
        for picture in full
    ]
    off = np.abs(small.astype(float) - np.stack(reduced))
    return float(off.mean((0, 1, 2)).max())
