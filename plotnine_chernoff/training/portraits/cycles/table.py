"""What a portrait is told by: the attributes and the person, by name.

Derives from the training table. May import that, numpy and pandas only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ...attributes import TRACED as COORDINATES
from ...attributes import TRACED_ATTRIBUTES as ATTRIBUTES
from ...attributes import TRACED_PERSON as PERSON
from ...attributes import normals

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ATTRIBUTES",
    "COORDINATES",
    "IDENTITY",
    "PERSON",
    "Portrait",
    "draw",
    "mirrored",
]

IDENTITY = tuple(name for name in PERSON if name.startswith("identity_"))
"""Coordinates of the shape of the face"""


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
                low, high = COORDINATES[name].ends
                if not low <= value <= high:
                    raise ValueError(
                        f"{name} must be within {low:g} to {high:g}, "
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
    for name, c in COORDINATES.items():
        values = c.values(normals(count, seed, name)).astype(np.float32)
        columns[name] = values.clip(*c.ends)
    return pd.DataFrame(columns)


def mirrored(table: pd.DataFrame) -> pd.DataFrame:
    """The coordinates of the mirror images of portraits."""
    odd = [n for n in table if COORDINATES[n].odd]
    return table.assign(**{n: -table[n] for n in odd})
