"""The training table: what a rendered portrait is told by.

One row for each attribute, and one for each number that makes a person; what
the renderer draws, and where it sits in Z and W, derives from it. How each is
drawn is said in `portraits`. Imports the attribute table, NumPy and SciPy's
normal law.
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
        Of a portrait that does not say, unless the attribute table does.
    mirrored : bool, optional
        Whether it changes its sign in a mirror, unless that table says.
    fleeting : bool, optional
        Whether it is what a face does, or may take off. Portraits vary it;
        the faces of a model keep it neutral unless data drive it, for it
        would be read as data.
    """

    name: str
    ends: tuple[float, float]
    rows: tuple[int, int]
    law: Law = uniform
    usual: float = 0.0
    mirrored: bool = False
    fleeting: bool = False

    @property
    def is_attribute(self) -> bool:
        """Whether data can drive it"""
        return self.name in ATTRIBUTES

    @property
    def still(self) -> bool:
        """Whether all faces of a model have it neutral"""
        return self.fleeting and not self.is_attribute

    @property
    def neutral(self) -> float:
        """Of a portrait that does not say"""
        if self.is_attribute:
            return ATTRIBUTES[self.name].neutral
        return self.usual

    @property
    def odd(self) -> bool:
        """Whether it changes its sign in a mirror"""
        if self.is_attribute:
            return ATTRIBUTES[self.name].mirrored
        return self.mirrored

    def values(self, t: Floats) -> Floats:
        """Values of standard normal numbers"""
        low, high = self.ends
        return low + (high - low) * self.law(t)

    def standardized(self, values: Any) -> Any:
        """Values with mean 0 and variance 1, were they even"""
        low, high = self.ends
        return ((values - low) / (high - low) - 0.5) / UNIFORM_SD


# Rows of W+: shape before expression before colour, as style mixing finds it
# in networks trained on photographs. Taught so, coarse rows of one code go
# with fine rows of another.
_ATTRIBUTES = (
    Coordinate("yaw", (-36, 36), (0, 5)),
    Coordinate("squint", (-1, 1), (3, 8)),
    Coordinate("age", (18, 78), (2, LAST)),
    Coordinate("smile", (-1, 1), (2, 8)),
    Coordinate("skin_tone", (0, 1), (4, LAST)),
    Coordinate("gender", (-1, 1), (1, 10)),
    Coordinate("hair_length", (0, 1), (0, 7)),
    Coordinate("brow_slant", (-1, 1), (2, 8), calm, fleeting=True),
    Coordinate("brow_height", (-1, 1), (2, 8), calm, fleeting=True),
    Coordinate("eye_size", (-1, 1), (0, 8), calm, usual=0.3),
    Coordinate("gaze", (-1, 1), (3, 8), calm, mirrored=True, fleeting=True),
    Coordinate(
        "mouth_open", (0, 1), (2, 8), varied_above_zero(0.5), fleeting=True
    ),
    Coordinate("mouth_width", (-1, 1), (0, 8), calm),
    Coordinate("nose_length", (-1, 1), (0, 7), calm),
    Coordinate("nose_width", (-1, 1), (0, 7), calm),
    Coordinate("face_width", (-1, 1), (0, 6), calm),
    Coordinate("jaw", (-1, 1), (0, 6), calm),
    Coordinate("pitch", (-14, 14), (0, 5), calm),
    Coordinate("hair_color", (0, 1), (4, LAST), usual=0.5),
    Coordinate("hair_curl", (0, 1), (1, 9), usual=0.15),
    Coordinate(
        "beard", (0, 1), (2, LAST), varied_above_zero(0.4), fleeting=True
    ),
    Coordinate(
        "glasses", (0, 1), (2, LAST), varied_above_zero(0.4), fleeting=True
    ),
)
_PERSON = (
    *(
        Coordinate(f"identity_{k}", (-2, 2), (0, 7), limited(2))
        for k in range(12)
    ),
    Coordinate("ethnicity_0", (-2, 2), (0, 7), limited(2)),
    Coordinate("ethnicity_1", (-2, 2), (0, 7), limited(2)),
    Coordinate("hair_redness", (0, 1), (4, LAST), usual=0.35),
    Coordinate("eye_color", (0, 1), (5, LAST), usual=0.35),
    Coordinate("clothes_light", (0, 1), (4, LAST), usual=0.4),
    Coordinate("clothes_red", (-1.6, 1.6), (4, LAST), limited(1.6)),
    Coordinate(
        "clothes_yellow", (-1.6, 1.6), (4, LAST), limited(1.6), usual=-0.9
    ),
    Coordinate("hair_volume", (0, 1), (0, 7), usual=0.6),
    Coordinate("weight", (0, 1), (0, 6), usual=0.45),
    Coordinate("hair_part", (-1, 1), (0, 7), usual=0.6, mirrored=True),
    Coordinate("fringe", (0, 0.85), (0, 7), varied_above_zero(0.35)),
)
_QUALITY = Coordinate(
    "quality", (0, 1), (4, LAST), varied_below_one(DEGRADED), usual=1.0
)

TRACED = MappingProxyType({c.name: c for c in _ATTRIBUTES + _PERSON})
"""What a rendered portrait is told by, in the order of its tables"""
TRACED_ATTRIBUTES = tuple(c.name for c in _ATTRIBUTES)
"""What its face can be told to show"""
TRACED_PERSON = tuple(c.name for c in _PERSON)
"""Those that make a person"""

# The order is the layout of Z and W, and of the labeler's outputs, in every
# model that was made since. What is new in the table goes to its end.
_LAYOUT = (
    "yaw",
    "squint",
    "age",
    "smile",
    "skin_tone",
    "gender",
    "hair_length",
    "quality",
    *(f"identity_{k}" for k in range(12)),
    "ethnicity_0",
    "ethnicity_1",
    "hair_color",
    "hair_redness",
    "eye_color",
    "clothes_light",
    "clothes_red",
    "clothes_yellow",
    "hair_curl",
    "hair_volume",
    "weight",
    "hair_part",
    "fringe",
)


_ROWS = TRACED | {_QUALITY.name: _QUALITY}
_LATER = [n for n in TRACED if n not in _LAYOUT]
_TABLE = tuple(_ROWS[name] for name in (*_LAYOUT, *_LATER))
FIRST_LAYOUT = len(_LAYOUT)
"""How many of them were there when the first bundled faces were taught"""
COORDINATES = MappingProxyType({c.name: c for c in _TABLE})
"""All coordinates by name, in the order of the layout"""
TAUGHT = tuple(c.name for c in _TABLE if c.is_attribute)
"""The attributes among them"""
COLUMN = MappingProxyType({name: k for k, name in enumerate(COORDINATES)})
"""Where each coordinate stands in arrays of them"""
EVEN = tuple(n for n in COORDINATES if n not in TRACED_PERSON)
"""Those that W holds in their unit: all but what makes a person"""
EVEN_COLUMNS = np.array([COLUMN[name] for name in EVEN])
"""Where these stand"""
MIRROR = np.array([-1.0 if c.odd else 1.0 for c in _TABLE])
"""What standard normal coordinates are multiplied by in a mirror image"""
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
    return np.stack([normals(count, seed, n) for n in COORDINATES], axis=1)


def normals(count: int, seed: int, name: str) -> Floats:
    """Standard normal numbers of one coordinate, (count,), by its name"""
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return rng.normal(size=count)
