"""The training table: what a rendered portrait is told by.

One row for each attribute that the bundled faces are taught, and one for each
number that makes a person. How each is drawn is said in `portraits`. Imports
the attribute table, NumPy and SciPy's normal law.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.stats import norm

from ..attributes import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Law = Callable[[Floats], Floats]

UNIFORM_SD = sqrt(1 / 12)
"""Standard deviation of the uniform law on an interval of length 1"""
DEGRADED = 0.02
"""Share of portraits whose picture is degraded at all"""
LAST = 11
"""Stands for the last row of W+ of any network"""


def uniform(t: Floats) -> Floats:
    """Standard normal numbers to even ones from 0 to 1"""
    return norm.cdf(t)


def shifted(by: float) -> Law:
    """Like `uniform`, with more at one end"""
    return lambda t: norm.cdf(t + by)


def limited(at: float) -> Law:
    """Normal in the middle, softly limited at so many deviations"""
    return lambda t: (1 + np.tanh(t / at)) / 2


def varied_below_one(share: float) -> Law:
    """1 for all but a share, which is spread evenly from 0 to 1"""
    return lambda t: np.clip(norm.cdf(t) / share, 0, 1)


def varied_above_zero(share: float, most: float = 1.0) -> Law:
    """0 for all but a share, which is spread evenly from 0 up"""
    return lambda t: np.clip((norm.cdf(t) - (1 - share)) / share, 0, most)


def calm(t: Floats) -> Floats:
    """As `uniform`, with fewer at the ends"""
    return norm.cdf(0.8 * t)


@dataclass(frozen=True)
class Coordinate:
    """
    One number that a portrait is told by

    Parameters
    ----------
    name : str
        Of an attribute, or of something that makes a person.
    ends : tuple[float, float]
        Between which portraits are drawn. Of an attribute a little beyond
        the range of the attribute table, in its unit.
    rows : tuple[int, int]
        First and last row of W+ at which it may act.
    law : callable
        From standard normal numbers to the way from one end to the other,
        0 to 1.
    usual : float, optional
        Of a portrait that does not say. An attribute's is its neutral value.
    """

    name: str
    ends: tuple[float, float]
    rows: tuple[int, int]
    law: Law = uniform
    usual: float = 0.0

    @property
    def is_attribute(self) -> bool:
        """Whether data can drive it"""
        return self.name in ATTRIBUTES

    @property
    def neutral(self) -> float:
        """Of a portrait that does not say"""
        if self.is_attribute:
            return ATTRIBUTES[self.name].neutral
        return self.usual

    def values(self, t: Floats) -> Floats:
        """Values of standard normal numbers"""
        low, high = self.ends
        return low + (high - low) * self.law(t)

    def standardized(self, values: Any) -> Any:
        """Values with mean 0 and variance 1, were they even"""
        low, high = self.ends
        return ((values - low) / (high - low) - 0.5) / UNIFORM_SD


# The order is the layout of Z and W, and of the labeler's outputs, in every
# model that was made since: new rows go at the end, whatever they are.
#
# Rows of W+: shape before expression before colour, as style mixing finds it
# in networks trained on photographs. Taught so, coarse rows of one code go
# with fine rows of another.
_TABLE = (
    Coordinate("yaw", (-36, 36), (0, 5)),
    Coordinate("squint", (-1, 1), (3, 8)),
    Coordinate("age", (18, 78), (2, LAST)),
    Coordinate("smile", (-1, 1), (2, 8)),
    Coordinate("skin_tone", (0, 1), (4, LAST)),
    Coordinate("gender", (-1, 1), (1, 10)),
    Coordinate("hair_length", (0, 1), (0, 7)),
    Coordinate("quality", (0, 1), (4, LAST), varied_below_one(DEGRADED)),
    *(
        Coordinate(f"identity_{k}", (-2, 2), (0, 7), limited(2))
        for k in range(12)
    ),
    Coordinate("ethnicity_0", (-2, 2), (0, 7), limited(2)),
    Coordinate("ethnicity_1", (-2, 2), (0, 7), limited(2)),
    Coordinate("hair_melanin", (0, 1), (4, LAST), shifted(0.25), 0.65),
    Coordinate("hair_redness", (0, 1), (4, LAST), shifted(-0.25), 0.3),
    Coordinate("eye_color", (0, 1), (5, LAST), usual=0.35),
    Coordinate("clothes_light", (0, 1), (4, LAST), usual=0.4),
    Coordinate("clothes_red", (-1.6, 1.6), (4, LAST), limited(1.6)),
    Coordinate("clothes_yellow", (-1.6, 1.6), (4, LAST), limited(1.6)),
    Coordinate("hair_wave", (0, 1), (1, 9), usual=0.3),
    Coordinate("hair_volume", (0, 1), (0, 7), usual=0.4),
    Coordinate("weight", (0, 1), (0, 6), usual=0.45),
    Coordinate("hair_part", (-1, 1), (0, 7), limited(1)),
    Coordinate("fringe", (0, 1), (0, 7), varied_above_zero(10 / 19, 0.85)),
    # What only the path-traced portraits show, drawn as they draw it.
    Coordinate("brow_slant", (-1, 1), (2, 8), calm),
    Coordinate("brow_height", (-1, 1), (2, 8), calm),
    Coordinate("eye_size", (-1, 1), (0, 8), calm),
    Coordinate("gaze", (-1, 1), (3, 8), calm),
    Coordinate("mouth_open", (0, 1), (2, 8), varied_above_zero(0.5)),
    Coordinate("mouth_width", (-1, 1), (0, 8), calm),
    Coordinate("nose_length", (-1, 1), (0, 7), calm),
    Coordinate("nose_width", (-1, 1), (0, 7), calm),
    Coordinate("face_width", (-1, 1), (0, 6), calm),
    Coordinate("jaw", (-1, 1), (0, 6), calm),
    Coordinate("pitch", (-14, 14), (0, 5), calm),
    Coordinate("beard", (0, 1), (2, LAST), varied_above_zero(0.4)),
    Coordinate("glasses", (0, 1), (2, LAST), varied_above_zero(0.4)),
)

FIRST_LAYOUT = 33
"""How many of them were there when the first bundled faces were taught"""
COORDINATES = MappingProxyType({c.name: c for c in _TABLE})
"""All coordinates by name, in the order of the layout"""
TAUGHT = tuple(c.name for c in _TABLE if c.is_attribute)
"""The attributes among them"""
COLUMN = MappingProxyType({name: k for k, name in enumerate(COORDINATES)})
"""Where each coordinate stands in arrays of them"""
TAUGHT_COLUMNS = np.array([COLUMN[name] for name in TAUGHT])
"""Where the attributes stand"""
QUALITY = COORDINATES["quality"]
"""The attribute that is drawn on finished pictures, by `degrade`"""


def draw(count: int, seed: int) -> Floats:
    """
    Standard normal coordinates of portraits

    Each coordinate has random numbers of its own, by its name, so that one
    more leaves the others as they are.

    Returns
    -------
    array, (count, K)
    """
    columns = [
        np.random.default_rng([seed, zlib.crc32(name.encode())]).normal(
            size=count
        )
        for name in COORDINATES
    ]
    return np.stack(columns, axis=1)


def columns_of(names) -> NDArray[np.intp]:
    """
    Where the coordinates of this table stand among others' names

    Raises
    ------
    ValueError
        One of them is not there.
    """
    names = list(names)
    missing = [name for name in COORDINATES if name not in names]
    if missing:
        raise ValueError(
            f"These portraits were drawn without {', '.join(missing)}. Render "
            "others into a new directory."
        )
    return np.array([names.index(name) for name in COORDINATES])
