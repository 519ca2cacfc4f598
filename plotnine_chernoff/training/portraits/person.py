"""One portrait: values of attributes, and the person who shows them.

May import the training table and NumPy only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..attributes import COORDINATES, TAUGHT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import ArrayLike

__all__ = [
    "IDENTITY",
    "PERSON",
    "Portrait",
    "linear_rgb",
    "portrait_from_latent",
]

PERSON = tuple(name for name in COORDINATES if name not in TAUGHT)
"""Names of the coordinates that make a person"""
IDENTITY = tuple(name for name in PERSON if name.startswith("identity_"))
"""Those of the shape of the face"""


@dataclass(frozen=True)
class Portrait:
    """

    One portrait: values of attributes, and the person who shows them

    What is not said is neutral: a pleasant, friendly-neutral person of 40.

    Parameters
    ----------
    values : mapping of str to float
        Attributes, in their units.
    person : mapping of str to float
        Coordinates of the person, as the training table has them.

    Raises
    ------
    ValueError
        A name is unknown, or a value outside its ends.
    """

    values: Mapping[str, float] = field(default_factory=dict)
    person: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for given, valid in ((self.values, TAUGHT), (self.person, PERSON)):
            unknown = [name for name in given if name not in valid]
            if unknown:
                raise ValueError(
                    f"Unknown {', '.join(map(repr, unknown))}. Valid: "
                    f"{', '.join(valid)}."
                )
            for name, value in given.items():
                low, high = COORDINATES[name].ends
                if not low <= value <= high:
                    raise ValueError(
                        f"{name} must be from {low:g} to {high:g}, got "
                        f"{value}."
                    )

    def __getitem__(self, name: str) -> float:
        """Value of a coordinate, in its unit"""
        given = self.values if name in TAUGHT else self.person
        return given.get(name, COORDINATES[name].neutral)

    def vector(self) -> np.ndarray:
        """All numbers, in the order of the training table"""
        return np.array([self[name] for name in COORDINATES])

    @property
    def identity(self) -> np.ndarray:
        """Coordinates of the face's shape, -2 to 2; 0 is the mean"""
        return np.array([self[name] for name in IDENTITY])

    @property
    def ethnicity(self) -> tuple[float, float, float]:
        """Mixture of three sets of head shapes; positive, sums to 1"""
        powers = (
            1.0,
            math.exp(0.9 * self["ethnicity_0"]),
            math.exp(0.9 * self["ethnicity_1"]),
        )
        total = sum(powers)
        return powers[0] / total, powers[1] / total, powers[2] / total

    @property
    def clothes(self) -> tuple[float, float, float]:
        """Linear RGB, a calm color"""
        return linear_rgb(
            0.30 + 0.45 * self["clothes_light"],
            0.045 * self["clothes_red"],
            0.050 * self["clothes_yellow"],
        )


def portrait_from_latent(t: ArrayLike) -> Portrait:
    """

    The portrait of a standard normal vector

    Every entry acts alone and continuously, so attributes and person are
    independent of each other when the entries are.

    Parameters
    ----------
    t : array-like, (K,)
        In the order of the training table.

    Returns
    -------
    Portrait
        Of zeros: a symmetric, friendly-neutral, androgynous person of 48
        (the middle of the drawn ages).

    Raises
    ------
    ValueError
        `t` has another shape, or is not finite.
    """
    vector = np.asarray(t, dtype=float)
    if vector.shape != (len(COORDINATES),):
        raise ValueError(
            f"t must have shape ({len(COORDINATES)},), got {vector.shape}."
        )
    if not np.isfinite(vector).all():
        raise ValueError("t must be finite.")
    numbers = {
        name: float(COORDINATES[name].values(value))
        for name, value in zip(COORDINATES, vector, strict=True)
    }
    return Portrait(
        {name: numbers[name] for name in TAUGHT},
        {name: numbers[name] for name in PERSON},
    )


def linear_rgb(
    lightness: float, a: float, b: float
) -> tuple[float, float, float]:
    """Linear RGB of an Oklab color, clipped to the gamut"""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    red, green, blue = (min(max(c, 0.004), 0.9) for c in rgb)
    return red, green, blue
