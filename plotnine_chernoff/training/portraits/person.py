"""Parameters of a portrait, and their map from a standard normal vector.

May import numpy and the standard library only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "ATTRIBUTES",
    "ATTRIBUTE_RANGES",
    "IDENTITY_SIZE",
    "LATENT_SIZE",
    "Portrait",
    "portrait_from_latent",
]

IDENTITY_SIZE = 12

ATTRIBUTE_RANGES: dict[str, tuple[float, float]] = {
    "yaw": (-36.0, 36.0),
    "squint": (-1.0, 1.0),
    "age": (18.0, 78.0),
    "smile": (-1.0, 1.0),
    "skin_tone": (0.0, 1.0),
    "gender": (-1.0, 1.0),
    "hair_length": (0.0, 1.0),
    "quality": (0.0, 1.0),
}
"""Sampled range of each attribute, in the order of the latent vector."""

ATTRIBUTES = tuple(ATTRIBUTE_RANGES)

# What a Portrait accepts, where that is more than what is sampled.
_ACCEPTED = {
    **ATTRIBUTE_RANGES,
    "yaw": (-45.0, 45.0),
    "age": (18.0, 80.0),
    "hair_melanin": (0.0, 1.0),
    "hair_redness": (0.0, 1.0),
    "eye_color": (0.0, 1.0),
    "hair_wave": (0.0, 1.0),
    "hair_volume": (0.0, 1.0),
    "weight": (0.0, 1.0),
    "hair_part": (-1.0, 1.0),
    "fringe": (0.0, 1.0),
}

_IDENTITY_LIMIT = 2.0


@dataclass(frozen=True)
class Portrait:
    """One portrait: eight attributes and the person who shows them.

    The defaults are a pleasant, friendly-neutral person of about 40.

    Attributes
    ----------
    yaw : float
        Degrees, -36..36; positive turns the nose to the viewer's right.
    squint : float
        -1 wide open eyes, 0 neutral, 1 nearly closed.
    age : float
        Years, 18..80. Includes a fixed mild greying of the hair.
    smile : float
        -1 frown, 0 friendly-neutral, 1 broad smile.
    skin_tone : float
        0 light .. 1 dark; independent of every shape.
    gender : float
        -1 feminine, 0 androgynous, 1 masculine.
    hair_length : float
        0 bald, .3 short, .6 jaw length, 1 below the picture.
    quality : float
        0 blurred and faint .. 1 clean. ``render`` ignores it; it is the
        argument of ``degrade``.
    identity : tuple of 12 floats
        Coordinates of the face's shape, each about -2..2; 0 is the mean.
    ethnicity : tuple of 3 floats
        Mixture of three sets of head shapes; positive, sums to 1.
    hair_melanin : float
        0 light blond .. 1 black.
    hair_redness : float
        0 ash .. 1 red.
    eye_color : float
        0 dark brown, .4 hazel, .6 green, 1 blue.
    clothes : tuple of 3 floats
        Linear RGB, 0..1.
    hair_wave, hair_volume, weight : float
        0..1, from straight, flat and slim to wavy, full and heavy.
    hair_part : float
        Where long hair is parted, from one side to the other, -1..1.
    fringe : float
        How far long hair falls over the forehead, 0..1. A fringe has no
        parting at the side.
    """

    yaw: float = 0.0
    squint: float = 0.0
    age: float = 40.0
    smile: float = 0.0
    skin_tone: float = 0.35
    gender: float = 0.0
    hair_length: float = 0.5
    quality: float = 1.0
    identity: tuple[float, ...] = (0.0,) * IDENTITY_SIZE
    ethnicity: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3)
    hair_melanin: float = 0.65
    hair_redness: float = 0.3
    eye_color: float = 0.35
    clothes: tuple[float, float, float] = (0.13, 0.17, 0.22)
    hair_wave: float = 0.3
    hair_volume: float = 0.4
    weight: float = 0.45
    hair_part: float = 0.0
    fringe: float = 0.0

    def __post_init__(self) -> None:
        for name, (low, high) in _ACCEPTED.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(
                    f"{name} must lie in {low}..{high}, got {value}"
                )
        if len(self.identity) != IDENTITY_SIZE:
            raise ValueError(f"identity needs {IDENTITY_SIZE} numbers")
        if min(self.ethnicity) < 0 or abs(sum(self.ethnicity) - 1) > 1e-6:
            raise ValueError("ethnicity must be positive and sum to 1")
        if min(self.clothes) < 0 or max(self.clothes) > 1:
            raise ValueError("clothes must be linear RGB in 0..1")

    def vector(self) -> np.ndarray:
        """Return all numbers as one float vector (for comparisons)."""
        return np.hstack([getattr(self, f.name) for f in fields(self)])


def _uniform(t: float) -> float:
    """Normal distribution function: a normal t becomes uniform in 0..1."""
    return 0.5 * math.erfc(-t / math.sqrt(2.0))


def _limit(t: float, limit: float) -> float:
    """Softly limit t to -limit..limit; nearly t itself when small."""
    return limit * math.tanh(t / limit)


def _mixture(second: float, third: float) -> tuple[float, float, float]:
    """Softmax of 0 and two numbers: positive shares that sum to 1."""
    powers = 1.0, math.exp(second), math.exp(third)
    total = sum(powers)
    return powers[0] / total, powers[1] / total, powers[2] / total


def _calm_color(
    lightness: float, a: float, b: float
) -> tuple[float, float, float]:
    """Linear RGB of an Oklab colour, clipped to the gamut."""
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


# Entries of the latent vector, after the attributes.
_IDENTITY = slice(len(ATTRIBUTES), len(ATTRIBUTES) + IDENTITY_SIZE)
_REST = _IDENTITY.stop
LATENT_SIZE = _REST + 13
"""Length of the vector ``portrait_from_latent`` takes (33)."""


def portrait_from_latent(t: ArrayLike) -> Portrait:
    """Return the portrait of a standard normal vector.

    Every entry acts alone and continuously, so attributes and person are
    independent of each other when the entries are.

    Parameters
    ----------
    t : array-like, shape (LATENT_SIZE,)
        0..7: the attributes in the order of ``ATTRIBUTES``, uniform over
        ``ATTRIBUTE_RANGES``; 8..19: identity; 20, 21: ethnicity of the
        shape; 22, 23: hair melanin and redness; 24: eye colour; 25..27:
        lightness, green-red and blue-yellow of the clothes; 28: wave,
        29: volume of the hair; 30: body weight; 31: parting; 32: fringe,
        which half of all have not.

    Returns
    -------
    Portrait
        The zero vector gives a symmetric, friendly-neutral, androgynous
        person of 48 (the middle of the sampled ages).
    """
    vector = np.asarray(t, dtype=float)
    if vector.shape != (LATENT_SIZE,):
        raise ValueError(f"need shape ({LATENT_SIZE},), got {vector.shape}")
    if not np.isfinite(vector).all():
        raise ValueError("the latent vector must be finite")
    values = vector.tolist()
    attributes = {
        name: low + (high - low) * _uniform(value)
        for (name, (low, high)), value in zip(
            ATTRIBUTE_RANGES.items(), values, strict=False
        )
    }
    rest = values[_REST:]
    return Portrait(
        **attributes,
        identity=tuple(_limit(v, _IDENTITY_LIMIT) for v in values[_IDENTITY]),
        ethnicity=_mixture(
            0.9 * _limit(rest[0], 2.0), 0.9 * _limit(rest[1], 2.0)
        ),
        hair_melanin=_uniform(rest[2] + 0.25),
        hair_redness=_uniform(rest[3] - 0.25),
        eye_color=_uniform(rest[4]),
        clothes=_calm_color(
            0.30 + 0.45 * _uniform(rest[5]),
            0.045 * _limit(rest[6], 1.6),
            0.050 * _limit(rest[7], 1.6),
        ),
        hair_wave=_uniform(rest[8]),
        hair_volume=_uniform(rest[9]),
        weight=_uniform(rest[10]),
        hair_part=math.tanh(rest[11]),
        fringe=min(max(1.9 * _uniform(rest[12]) - 0.9, 0.0), 0.85),
    )
