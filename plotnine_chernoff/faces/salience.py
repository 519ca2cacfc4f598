"""How much of the picture each attribute moves, in a measure of the eye.

Imports numpy, pandas, Pillow and the requests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from PIL import Image

from ..attributes import ATTRIBUTES
from .color import lab
from .requests import reach, request_faces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from .requests import Model

MEASURE = (
    "root mean square over pixels of the color difference (CIE 1976, Delta E)"
    " of faces of 64 pixels"
)
"""The measure of the eye, in words"""
_PIXELS = 64


def distance(
    one: NDArray[np.uint8], other: NDArray[np.uint8]
) -> NDArray[np.float64]:
    """
    How far apart two pictures are to the eye

    Parameters
    ----------
    one, other : array of uint8, (N, H, W, 3 or 4)
        Pictures, pair by pair; a matte is ignored.

    Returns
    -------
    out : array, (N,)
        In the unit of `MEASURE`: 0 for equal pictures; 1 is hardly visible.
    """
    difference = _seen(one) - _seen(other)
    return np.sqrt((difference**2).sum(-1).mean((1, 2)))


def _seen(pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    """
    L*a*b* of pictures as small as faces in a figure are
    """
    size = (_PIXELS, _PIXELS)
    small = [
        np.asarray(
            Image.fromarray(p[..., :3]).resize(size, Image.Resampling.BOX)
        )
        for p in pictures
    ]
    return lab(np.stack(small)).astype(float)


def sweep(
    model: Model, name: str, steps: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Equal steps of one attribute, and how far apart the faces are to the eye

    Returns
    -------
    values : array, (steps + 1,)
        Of the attribute, over the range of its default scale.
    distances : array, (steps,)
        From each face to the next.
    """
    values = np.linspace(*default_range(model, name), steps + 1)
    return values, steps_apart(model, name, values)


def steps_apart(
    model: Model, name: str, values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """
    How far apart faces are to the eye, from each to the next

    Parameters
    ----------
    model : Model
    name : str
        Name of an attribute.
    values : array, (N,)
        Of the attribute.

    Returns
    -------
    out : array, (N - 1,)
        In the unit of `MEASURE`.
    """
    faces = request_faces(model, pd.DataFrame({name: values}))
    pictures = np.stack([faces.pictures[i] for i in faces.index])
    return distance(pictures[:-1], pictures[1:])


def default_range(model: Model, name: str) -> tuple[float, float]:
    """
    What a default scale asks of an attribute: as far as the model reaches
    """
    low, high = np.clip(ATTRIBUTES[name].range, *reach(model, name))
    return float(low), float(high)


def salience(model: Model, names: Sequence[str] | None = None) -> pd.Series:
    """
    How far apart the faces at the two ends of each attribute are to the eye

    Parameters
    ----------
    model : Model
    names : sequence of str, optional
        Attributes; by default all that the model has.

    Returns
    -------
    out : Series
        In the unit of `MEASURE`, by name, the largest first.
    """
    names = list(model.attributes) if names is None else list(names)
    ends = pd.DataFrame(
        [{name: end} for name in names for end in default_range(model, name)]
    ).fillna({name: ATTRIBUTES[name].neutral for name in names})
    faces = request_faces(model, ends)
    pictures = np.stack([faces.pictures[i] for i in faces.index])
    apart = distance(pictures[::2], pictures[1::2])
    return pd.Series(apart, names, name="salience").sort_values(
        ascending=False, kind="stable"
    )


def even_values(
    values: NDArray[np.float64], distances: NDArray[np.float64], n: int
) -> NDArray[np.float64]:
    """
    Values of an attribute whose faces are equally far apart to the eye

    Parameters
    ----------
    values, distances : array
        As of `sweep`.
    n : int
        How many.
    """
    # Where faces do not change at all any value would do.
    steps = distances + max(float(distances.sum()), 1.0) * 1e-6
    along = np.concatenate([[0.0], np.cumsum(steps)])
    return np.interp(np.linspace(0, along[-1], n), along, values)
