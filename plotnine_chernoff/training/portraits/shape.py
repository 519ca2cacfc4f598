"""The face without its pose: who it is, how old, with what expression.

May import `assets`, `person`, `mesh`, numpy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .person import IDENTITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .assets import Assets
    from .mesh import Vectors
    from .person import Portrait

__all__ = ["add_expression", "add_identity", "add_macro"]

ETHNICITIES = ("caucasian", "african", "asian")

# Paired morph targets that make a person: name, low end, high end, spread
# of the weight. Spreads keep every draw well away from caricature.
IDENTITY_PAIRS = (
    ("head/head-scale-horiz", "decr", "incr", 0.24),
    ("head/head-fat", "decr", "incr", 0.18),
    ("head/head-angle", "in", "out", 0.20),
    ("head/head", "square", "oval", 0.30),
    ("head/head", "triangular", "invertedtriangular", 0.28),
    ("head/head", "rectangular", "round", 0.32),
    ("nose/nose-base", "down", "up", 0.30),
    ("nose/nose-curve", "concave", "convex", 0.30),
    ("nose/nose-flaring", "decr", "incr", 0.28),
    ("nose/nose-greek", "decr", "incr", 0.20),
    ("nose/nose-hump", "decr", "incr", 0.28),
    ("nose/nose-point", "down", "up", 0.30),
    ("nose/nose-point-width", "decr", "incr", 0.32),
    ("nose/nose-scale-depth", "decr", "incr", 0.25),
    ("nose/nose-scale-horiz", "decr", "incr", 0.42),
    ("nose/nose-scale-vert", "decr", "incr", 0.35),
    ("nose/nose-trans", "down", "up", 0.22),
    ("nose/nose-volume", "decr", "incr", 0.25),
    ("nose/nose-width1", "decr", "incr", 0.28),
    ("nose/nose-width2", "decr", "incr", 0.28),
    ("nose/nose-width3", "decr", "incr", 0.32),
    ("mouth/mouth-scale-horiz", "decr", "incr", 0.38),
    ("mouth/mouth-scale-vert", "decr", "incr", 0.25),
    ("mouth/mouth-lowerlip-height", "decr", "incr", 0.32),
    ("mouth/mouth-upperlip-height", "decr", "incr", 0.32),
    ("mouth/mouth-lowerlip-volume", "decr", "incr", 0.35),
    ("mouth/mouth-upperlip-volume", "decr", "incr", 0.35),
    ("mouth/mouth-cupidsbow", "decr", "incr", 0.25),
    ("mouth/mouth-trans", "down", "up", 0.25),
    ("eyes/l-eye-scale", "decr", "incr", 0.25),
    ("eyes/l-eye-trans", "in", "out", 0.32),
    ("eyes/l-eye-trans", "down", "up", 0.22),
    ("eyes/l-eye-corner1", "down", "up", 0.22),
    ("eyes/l-eye-corner2", "down", "up", 0.30),
    ("eyes/l-eye-eyefold", "down", "up", 0.15),
    ("eyes/l-eye-height2", "decr", "incr", 0.07),
    ("eyebrows/eyebrows-angle", "down", "up", 0.25),
    ("eyebrows/eyebrows-trans", "down", "up", 0.28),
    ("cheek/l-cheek-bones", "decr", "incr", 0.38),
    ("cheek/l-cheek-inner", "decr", "incr", 0.28),
    ("cheek/l-cheek-volume", "decr", "incr", 0.38),
    ("chin/chin-bones", "decr", "incr", 0.32),
    ("chin/chin-height", "decr", "incr", 0.32),
    ("chin/chin-jaw-drop", "decr", "incr", 0.28),
    ("chin/chin-prominent", "decr", "incr", 0.28),
    ("chin/chin-width", "decr", "incr", 0.32),
    ("chin/chin-cleft", "decr", "incr", 0.15),
    ("ears/l-ear-scale", "decr", "incr", 0.28),
    ("ears/l-ear-lobe", "decr", "incr", 0.20),
    ("forehead/forehead-scale-vert", "decr", "incr", 0.25),
    ("forehead/forehead-temple", "decr", "incr", 0.25),
    ("forehead/forehead-nubian", "decr", "incr", 0.22),
)
_IDENTITY_SEED = 20


def sides(name: str) -> tuple[str, ...]:
    group, base = name.split("/")
    if base.startswith("l-"):
        return (name, f"{group}/r-{base[2:]}")
    return (name,)


@lru_cache(maxsize=1)
def identity_axes() -> NDArray[np.float64]:
    """Axes of identity: orthogonal mixtures of the pairs, shape (12, n)"""
    rng = np.random.default_rng(_IDENTITY_SEED)
    spread = np.array([pair[3] for pair in IDENTITY_PAIRS])
    random = rng.normal(size=(len(spread), len(IDENTITY)))
    axes = np.linalg.qr(random)[0].T
    return 0.85 * axes * np.sqrt(len(spread) / len(IDENTITY)) * spread


def add_identity(
    vertices: Vectors, portrait: Portrait, assets: Assets
) -> None:
    weights = portrait.identity @ identity_axes()
    weights = 0.8 * np.tanh(weights / 0.8)
    for (base, low, high, _), weight in zip(
        IDENTITY_PAIRS, weights.tolist(), strict=True
    ):
        end = high if weight > 0 else low
        for name in sides(f"{base}-{end}"):
            assets.morph(vertices, name, abs(weight))


def _age_weights(age: float) -> dict[str, float]:
    """Weights of the child, young and old shapes; they sum to 1"""
    if age < 34.0:
        # Some of a child's features at 18 reads as youth.
        child = 0.36 * (34.0 - age) / 16.0
        return {"child": child, "young": 1.0 - child}
    old = (age - 34.0) / 46.0
    return {"young": 1.0 - old, "old": old}


def add_macro(vertices: Vectors, portrait: Portrait, assets: Assets) -> None:
    """Add the shapes of gender, age, ethnicity and weight"""
    # Slightly beyond the ends: the base shapes differ too little.
    male = 0.5 + 0.60 * portrait["gender"]
    weight = 0.26 + 0.34 * portrait["weight"]
    thin = max(0.0, 1.0 - 2.0 * weight)
    heavy = max(0.0, 2.0 * weight - 1.0)
    bodies = {
        "averagemuscle-minweight": 0.85 * thin,
        "averagemuscle-averageweight": 0.85 * (1.0 - thin - heavy),
        "averagemuscle-maxweight": 0.85 * heavy,
        "maxmuscle-minweight": 0.15 * thin,
        "maxmuscle-averageweight": 0.15 * (1.0 - thin - heavy),
        "maxmuscle-maxweight": 0.15 * heavy,
    }
    for gender, gender_share in (("male", male), ("female", 1.0 - male)):
        for age, age_share in _age_weights(portrait["age"]).items():
            share = gender_share * age_share
            for race, part in zip(
                ETHNICITIES, portrait.ethnicity, strict=True
            ):
                name = f"macro/{race}-{gender}-{age}"
                assets.morph(vertices, name, share * part)
            for body, part in bodies.items():
                name = f"macro/universal-{gender}-{age}-{body}"
                assets.morph(vertices, name, share * part)
            ideal = (
                f"macro/{gender}-{age}-averagemuscle-averageweight-"
                "idealproportions"
            )
            assets.morph(vertices, ideal, 0.8 * share)
    # A stronger jaw and brow, or fuller lips and softer chin.
    g = portrait["gender"]
    end = "incr" if g > 0 else "decr"
    assets.morph(vertices, f"chin/chin-width-{end}", 0.30 * abs(g))
    assets.morph(vertices, f"chin/chin-bones-{end}", 0.30 * abs(g))
    assets.morph(vertices, f"neck/neck-scale-horiz-{end}", 0.40 * abs(g))
    assets.morph(vertices, f"nose/nose-volume-{end}", 0.25 * abs(g))
    assets.morph(
        vertices,
        f"eyebrows/eyebrows-trans-{'down' if g > 0 else 'up'}",
        0.15 * abs(g),
    )
    end = "decr" if g > 0 else "incr"
    assets.morph(vertices, f"mouth/mouth-lowerlip-volume-{end}", 0.3 * abs(g))
    assets.morph(vertices, f"mouth/mouth-upperlip-volume-{end}", 0.3 * abs(g))
    for side in ("l", "r"):
        assets.morph(vertices, f"eyes/{side}-eye-scale-incr", 0.52 - 0.17 * g)
        assets.morph(vertices, f"eyes/{side}-eye-height2-incr", 0.22)


class _Face:
    """Adds expression units, mixed over the ethnicities' versions"""

    def __init__(self, vertices: Vectors, portrait: Portrait, assets: Assets):
        self._vertices = vertices
        self._assets = assets
        self._mixture = tuple(
            zip(ETHNICITIES, portrait.ethnicity, strict=True)
        )

    def move(self, unit: str, weight: float) -> None:
        """Add one unit; `*` in its name stands for left and right"""
        names = (
            [unit.replace("*", side) for side in ("left", "right")]
            if "*" in unit
            else [unit]
        )
        for name in names:
            for race, part in self._mixture:
                self._assets.morph(
                    self._vertices, f"expr/{race}/{name}", weight * part
                )

    def shape(self, target: str, weight: float) -> None:
        """Add an ordinary target on both sides"""
        for name in sides(target):
            self._assets.morph(self._vertices, name, weight)


def _add_age(face: _Face, age: float) -> None:
    """
    Add what the macro shapes lack between 18 and 40, and after 60

    Everything moves in proportion to the years, so that no part of the
    range looks like another.
    """
    youth = (38.0 - age) / 20.0
    past = max(0.0, age - 24.0) / 54.0
    face.shape("head/head-age-decr", 0.55 * max(0.0, youth))
    face.shape("head/head-age-incr", 0.30 * max(0.0, -youth))
    face.shape("eyes/l-eye-scale-incr", 0.30 * max(0.0, youth))
    face.shape("cheek/l-cheek-volume-incr", 0.30 * max(0.0, youth))
    face.shape("cheek/l-cheek-volume-decr", 0.14 * max(0.0, -youth))
    face.shape("eyes/l-eye-bag-incr", 0.55 * past)
    face.shape("mouth/mouth-laugh-lines-in", 0.60 * past)
    for lip in ("upper", "lower"):
        face.shape(f"mouth/mouth-{lip}lip-volume-incr", 0.30 * max(0.0, youth))
        face.shape(f"mouth/mouth-{lip}lip-volume-decr", 0.45 * past)
    face.shape("neck/neck-double-incr", 0.35 * max(0.0, -youth))


def _add_smile(face: _Face, smile: float) -> None:
    """Add a smile, or a frown"""
    # Neutral faces look stern: hint a smile.
    face.shape("mouth/mouth-angles-up", 0.20)
    smile = 0.22 + 0.78 * smile
    joy, gloom = max(0.0, smile), max(0.0, -smile)
    # The lips part late, so that half a smile is a closed one.
    face.move("mouth-corner-puller", 0.92 * joy)
    face.move("mouth-part-later", 0.36 * max(0.0, joy - 0.45) / 0.55)
    face.move("nose-*-dilatation", 0.15 * joy)
    face.move("eye-*-slit", 0.15 * joy * joy)
    face.shape("cheek/l-cheek-volume-incr", 0.40 * joy)
    face.shape("cheek/l-cheek-trans-up", 0.45 * joy)
    face.shape("eyes/l-eye-bag-incr", 0.25 * joy)
    face.shape("mouth/mouth-laugh-lines-in", 0.50 * joy)
    face.move("mouth-depression", 1.45 * gloom)
    face.move("mouth-compression", 0.15 * gloom)
    face.shape("mouth/mouth-angles-down", 0.60 * gloom)
    face.move("eyebrows-*-inner-up", 0.45 * gloom)


def _add_squint(face: _Face, squint: float) -> None:
    """Close the eyes, or open them wide"""
    closed, wide = max(0.0, squint), max(0.0, -squint)
    face.move("eye-*-slit", 0.83 * closed)
    face.move("eye-*-closure", 0.16 * closed)
    face.move("eyebrows-*-down", 0.20 * closed)
    face.shape("cheek/l-cheek-trans-up", 0.15 * closed)
    face.move("eye-*-opened-up", 1.40 * wide)
    face.move("eyebrows-*-up", 0.60 * wide)


def _add_brows(face: _Face, gender: float) -> None:
    """Lift the brows a little, for neutral faces look stern"""
    face.move("eyebrows-*-up", 0.36)
    face.move("eyebrows-*-inner-up", 0.50 + 0.20 * gender)


_BRUSHES = {
    "age": _add_age,
    "gender": _add_brows,
    "smile": _add_smile,
    "squint": _add_squint,
}
"""How attributes move the face, each beside what it does to skin and hair"""


def add_expression(
    vertices: Vectors, portrait: Portrait, assets: Assets
) -> None:
    """Add what attributes do to the face beside its macro shape"""
    face = _Face(vertices, portrait, assets)
    for name, add in _BRUSHES.items():
        add(face, portrait[name])
