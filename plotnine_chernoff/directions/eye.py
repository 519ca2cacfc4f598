"""What the eye gets of faces: how much attributes move, how small they may be.

Tables for the documentation, and the spacing that scales use. Imports NumPy,
pandas, Pillow and the measure of salience.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from PIL import Image

from ..attributes import ATTRIBUTES
from ..faces.crops import CROPS, crop_of
from ..faces.salience import (
    default_range,
    even_values,
    salience,
    steps_apart,
    sweep,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from ..model.face_model import FaceModel

STEPS = 20
"""Steps of a sweep over an attribute"""
PIXELS = (12, 16, 24, 32, 48, 64, 96)
"""Pixels on the side of small faces"""
_ROUNDS = 6
_READ_AT_ONCE = 64


def salience_table(model: FaceModel, steps: int = STEPS) -> pd.DataFrame:
    """
    How much of the picture each attribute moves, and how evenly

    Parameters
    ----------
    model : FaceModel
        With edits.
    steps : int
        Equal steps of each attribute over its default range.

    Returns
    -------
    DataFrame
        One row an attribute, the most salient first. `ends`: from the face
        at one end to that at the other, in the unit of
        `faces.salience.MEASURE`; `way`: the sum of the steps between them;
        `unequal`: the largest step by the smallest.
    """
    table = salience(model).rename("ends").to_frame()
    for name in table.index:
        _, distances = sweep(model, name, steps)
        table.loc[name, "way"] = distances.sum()
        table.loc[name, "unequal"] = distances.max() / max(
            distances.min(), 1e-9
        )
    return table


def spacing(
    model: FaceModel, steps: int = STEPS
) -> dict[str, tuple[float, ...]]:
    """
    Values of the attributes without a unit that are evenly apart to the eye

    Years and degrees stay as they are.

    Parameters
    ----------
    model : FaceModel
        With edits.
    steps : int
        From the lowest value to the highest.

    Returns
    -------
    dict of str to tuple of float
        `steps + 1` increasing values from the lowest to the highest of the
        default range, for `model.json`.
    """
    found = {}
    for name in model.attributes:
        if ATTRIBUTES[name].unit != "strength":
            continue
        values, distances = sweep(model, name, steps)
        for _ in range(_ROUNDS):
            # Distances do not add up: a part of a step is more than a part
            # of its distance. So what is evened out is measured again.
            values = even_values(values, distances, steps + 1)
            distances = steps_apart(model, name, values)
        found[name] = tuple(round(float(v), 4) for v in values)
    return found


def small_faces(
    model: FaceModel,
    label: Callable[[np.ndarray], pd.DataFrame] | None = None,
    faces: int = 256,
    pixels: Sequence[int] = PIXELS,
    seed: int = 0,
) -> pd.DataFrame:
    """
    How well attributes are read off faces of few pixels, by crop

    Faces vary in all attributes at once. What a crop shows is reduced to so
    many pixels and enlarged again; around it is the neutral face, the same
    for all.

    Parameters
    ----------
    model : FaceModel
        With edits.
    label : callable, optional
        Images to a table of attributes; by default the model's labeler.
    faces : int
    pixels : sequence of int
        Sides to reduce to.
    seed : int

    Returns
    -------
    DataFrame
        One row a crop and a number of pixels, one column an attribute:
        R2 of what is read with a straight line through it, as the labeler
        was trained on large faces and reads small ones with a bias.
    """
    names = [a for a in model.attributes if not ATTRIBUTES[a].of_picture]
    rng = np.random.default_rng(seed)
    asked = pd.DataFrame(
        {a: rng.uniform(*default_range(model, a), faces) for a in names}
    )
    images = model.faces(asked)
    neutral = model.faces(
        pd.DataFrame({names[0]: [ATTRIBUTES[names[0]].neutral]})
    )
    rows = {}
    for crop in (None, *CROPS):
        part = crop_of(model, crop)
        for side in pixels:
            shown = [reduced(i, neutral[0], part, side) for i in images]
            read = pd.concat(
                [
                    (label or model.label)(
                        np.stack(shown[i : i + _READ_AT_ONCE])
                    )
                    for i in range(0, faces, _READ_AT_ONCE)
                ],
                ignore_index=True,
            )
            rows["all" if crop is None else crop, side] = {
                a: _straight_r2(asked.loc[:, a], read.loc[:, a]) for a in names
            }
    table = pd.DataFrame(rows).T
    table.index.names = ["crop", "pixels"]
    return table


def reduced(
    image: NDArray[np.uint8],
    around: NDArray[np.uint8],
    part: tuple[float, float, float],
    pixels: int,
) -> NDArray[np.uint8]:
    """
    A picture of which a part is seen at few pixels, before another picture
    """
    left, top, side = (round(len(image) * p) for p in part)
    box = slice(top, top + side), slice(left, left + side)
    seen = Image.fromarray(image[box])
    small = seen.resize((pixels, pixels), Image.Resampling.LANCZOS)
    out = around.copy()
    out[box] = np.asarray(small.resize(seen.size, Image.Resampling.BICUBIC))
    return out


def _straight_r2(asked: pd.Series, read: pd.Series) -> float:
    if read.nunique() < 2:
        return 0.0
    return float(np.corrcoef(asked, read)[0, 1] ** 2)
