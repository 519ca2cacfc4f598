"""What a portrait is told by: the attributes and the person, by name.

May import numpy, pandas and scipy only.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import norm

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ATTRIBUTES",
    "COORDINATES",
    "IDENTITY_SIZE",
    "PERSON",
    "Coordinate",
    "Portrait",
    "draw",
    "mirrored",
]

IDENTITY_SIZE = 12
_IDENTITY_LIMIT = 2.0


@dataclass(frozen=True)
class Coordinate:
    """One number that a portrait is told by.

    Attributes
    ----------
    name : str
    low, high : float
        What is drawn, and what is accepted.
    neutral : float
        Of a portrait that does not say.
    at_neutral : float
        Share of the portraits that have the neutral value exactly, because
        most people have not what the coordinate adds (a beard, glasses).
    normal : bool
        Whether the draw is a softly limited normal one, not an even one.
    spread : float
        Below 1, the ends of an even draw are rarer: faces that are extreme
        in everything at once are no persons any more.
    odd : bool
        Whether it changes sign in a mirror.
    """

    name: str
    low: float
    high: float
    neutral: float
    at_neutral: float = 0.0
    normal: bool = False
    spread: float = 1.0
    odd: bool = False

    def from_normal(self, t: np.ndarray) -> np.ndarray:
        """Values of standard normal numbers."""
        if self.normal:
            return self.high * np.tanh(t / self.high)
        share = norm.cdf(self.spread * t)
        if self.at_neutral:
            # The neutral value is the low end of what is often absent.
            share = np.maximum(share - self.at_neutral, 0)
            share = share / (1 - self.at_neutral)
        return self.low + (self.high - self.low) * share


_CALM = 0.8

_ATTRIBUTES = (
    Coordinate("yaw", -36, 36, 0, odd=True),
    Coordinate("squint", -1, 1, 0),
    Coordinate("age", 18, 78, 40),
    Coordinate("smile", -1, 1, 0),
    Coordinate("skin_tone", 0, 1, 0.35),
    Coordinate("gender", -1, 1, 0),
    Coordinate("hair_length", 0, 1, 0.4),
    Coordinate("brow_slant", -1, 1, 0, spread=_CALM),
    Coordinate("brow_height", -1, 1, 0, spread=_CALM),
    Coordinate("eye_size", -1, 1, 0, spread=_CALM),
    Coordinate("gaze", -1, 1, 0, odd=True, spread=_CALM),
    Coordinate("mouth_open", 0, 1, 0, at_neutral=0.5),
    Coordinate("mouth_width", -1, 1, 0, spread=_CALM),
    Coordinate("nose_length", -1, 1, 0, spread=_CALM),
    Coordinate("nose_width", -1, 1, 0, spread=_CALM),
    Coordinate("face_width", -1, 1, 0, spread=_CALM),
    Coordinate("jaw", -1, 1, 0, spread=_CALM),
    Coordinate("pitch", -14, 14, 0, spread=_CALM),
    Coordinate("hair_color", 0, 1, 0.65),
    Coordinate("hair_curl", 0, 1, 0.25),
    Coordinate("beard", 0, 1, 0, at_neutral=0.6),
    Coordinate("glasses", 0, 1, 0, at_neutral=0.6),
)
_PERSON = (
    *(
        Coordinate(
            f"identity_{k}", -_IDENTITY_LIMIT, _IDENTITY_LIMIT, 0, normal=True
        )
        for k in range(IDENTITY_SIZE)
    ),
    Coordinate("ethnicity_0", -2, 2, 0, normal=True),
    Coordinate("ethnicity_1", -2, 2, 0, normal=True),
    Coordinate("hair_redness", 0, 1, 0.35),
    Coordinate("eye_color", 0, 1, 0.35),
    Coordinate("clothes_light", 0, 1, 0.4),
    Coordinate("clothes_red", -1.6, 1.6, 0, normal=True),
    Coordinate("clothes_yellow", -1.6, 1.6, 0, normal=True),
    Coordinate("hair_volume", 0, 1, 0.4),
    Coordinate("weight", 0, 1, 0.45),
    Coordinate("hair_part", -1, 1, 0, odd=True),
    Coordinate("fringe", 0, 0.85, 0, at_neutral=0.65),
)

COORDINATES = MappingProxyType({c.name: c for c in _ATTRIBUTES + _PERSON})
"""All coordinates by name"""
ATTRIBUTES = tuple(c.name for c in _ATTRIBUTES)
"""Names of those that data may drive"""
PERSON = tuple(c.name for c in _PERSON)
"""Names of those that make a person"""


@dataclass(frozen=True)
class Portrait:
    """One portrait: the values of attributes, and the person who shows them.

    What is not told is neutral. Units and ends of the attributes are those
    of the package's table of attributes, where they are in it.

    Attributes
    ----------
    values : mapping of str to float
        By name of attribute.
    person : mapping of str to float
        By name of the person's coordinate.

    Raises
    ------
    ValueError
        A name is unknown, or a value outside of its range.
    """

    values: Mapping[str, float] = field(default_factory=dict)
    person: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind, given, valid in (
            ("attribute", self.values, ATTRIBUTES),
            ("coordinate of a person", self.person, PERSON),
        ):
            unknown = [str(n) for n in given if n not in valid]
            if unknown:
                raise ValueError(
                    f"Unknown {kind} {', '.join(map(repr, unknown))}. "
                    f"Valid names: {', '.join(valid)}."
                )
            for name, value in given.items():
                c = COORDINATES[name]
                if not c.low <= value <= c.high:
                    raise ValueError(
                        f"{name} must be within {c.low:g} to {c.high:g}, "
                        f"got {value}."
                    )

    @classmethod
    def from_row(cls, row: Mapping[Any, float]) -> Portrait:
        """The portrait of one row of a table as `draw` makes it."""
        return cls(
            {n: float(row[n]) for n in ATTRIBUTES if n in row},
            {n: float(row[n]) for n in PERSON if n in row},
        )

    def __getitem__(self, name: str) -> float:
        c = COORDINATES[name]
        given = self.values if name in ATTRIBUTES else self.person
        return float(given.get(name, c.neutral))

    def replace(self, **changes: float) -> Portrait:
        """The same portrait with some numbers changed, by name."""
        values, person = dict(self.values), dict(self.person)
        for name, value in changes.items():
            (values if name in ATTRIBUTES else person)[name] = value
        return Portrait(values, person)


def normals(count: int, seed: int) -> pd.DataFrame:
    """The standard normal numbers of which `draw` makes values."""
    return pd.DataFrame(
        {
            name: np.random.default_rng(
                [seed, zlib.crc32(name.encode())]
            ).normal(size=count)
            for name in COORDINATES
        }
    )


def draw(count: int, seed: int) -> pd.DataFrame:
    """Draw portraits at random, all coordinates independent of each other.

    Each coordinate has a stream of random numbers of its own, by its name,
    so that a further one leaves the others as they are.

    Parameters
    ----------
    count : int
    seed : int

    Returns
    -------
    DataFrame
        One row a portrait, one column a coordinate, in their units.
    """
    columns = {}
    for name, numbers in normals(count, seed).items():
        c = COORDINATES[str(name)]
        values = c.from_normal(numbers.to_numpy())
        columns[name] = values.astype(np.float32).clip(c.low, c.high)
    return pd.DataFrame(columns)


def mirrored(table: pd.DataFrame) -> pd.DataFrame:
    """The coordinates of the mirror images of portraits."""
    odd = [n for n in table if COORDINATES[n].odd]
    return table.assign(**{n: -table[n] for n in odd})
