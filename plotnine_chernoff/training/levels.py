"""Which smaller pictures of a generator are pictures of their own.

Imports NumPy, pandas, how faces are reduced when they are drawn, and how
sharpness is measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..draw.pixmap import resize
from .sharpness import details

if TYPE_CHECKING:
    from ..model.face_model import FaceModel

MOST_DIFFERENCE = 2.0
"""Levels of 255 by which a smaller picture may differ from the reduced one"""
LEAST_SHARPNESS = 0.85
"""Share of the reduced one's sharpness that it must have, for hair's sake"""
LEAST_SIDE = 64
"""Side of the smallest pictures that are tried: the smallest one taught"""
_FACES = 64


def measure_levels(model: FaceModel) -> pd.DataFrame:
    """
    How far smaller pictures are from the full ones, reduced as they are drawn

    Parameters
    ----------
    model : FaceModel

    Returns
    -------
    out : DataFrame
        For each side from `LEAST_SIDE` on, below the full one: `difference`,
        the mean absolute one of varied faces in levels of 255, in the worst
        channel; `sharpness`, as a share of that of the reduced pictures (see
        `details`); `good`, whether plots may use them.
    """
    z = np.random.RandomState(0).randn(_FACES, model.config.z_dim)
    codes, matte = model.map(z), model.has_matte
    full = model.synthesize(codes, matte=matte)
    rows = {}
    for side in model.config.picture_sides[:-1]:
        if side >= LEAST_SIDE:
            small = model.synthesize(codes, matte=matte, resolution=side)
            reduced = np.stack([_reduced(picture, side) for picture in full])
            off = np.abs(small.astype(float) - reduced)
            sharpness = details(small[..., :3]) / details(reduced[..., :3])
            rows[side] = float(off.mean((0, 1, 2)).max()), sharpness
    columns = ["difference", "sharpness"]
    out = pd.DataFrame.from_dict(rows, "index", columns=columns)
    return out.assign(
        good=(out["difference"] <= MOST_DIFFERENCE)
        & (out["sharpness"] >= LEAST_SHARPNESS)
    )


def _reduced(picture: np.ndarray, side: int) -> np.ndarray:
    # Channel by channel: Pillow takes a fourth one for opacity.
    return np.stack(
        [resize(c, side) for c in np.moveaxis(picture, -1, 0)], axis=-1
    )
