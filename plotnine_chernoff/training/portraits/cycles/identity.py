"""What makes a face another one: mixtures of pairs of morph targets.

May import ``table`` and numpy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .table import IDENTITY

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ETHNICITIES", "IDENTITY_PAIRS", "identity_axes", "sides"]

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
