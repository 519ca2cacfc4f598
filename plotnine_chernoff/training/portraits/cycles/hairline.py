"""Where hair grows on the head, and how densely.

May import ``arithmetic``, ``body`` and numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arithmetic import smoothstep
from .body import presentation

if TYPE_CHECKING:
    from .table import Portrait

__all__ = ["hairline", "scalp_density"]

Floats = np.ndarray


def hairline(
    place: Floats, recede: float = 0.0, temples: float = 0.0
) -> Floats:
    """Density 0..1 of the hair at places relative to the eyes, (n,).

    Parameters
    ----------
    place : float array, shape (n, 3)
    recede, temples : float
        How far the whole line and its corners are drawn back, decimetres.
    """
    x, y, z = place.T
    wide = np.abs(x)
    wobble = 0.02 * np.sin(9 * wide + 3 * z) + 0.02 * np.sin(
        23 * wide - 11 * y
    )
    rise = y + 0.10 * smoothstep(0.3, 0.6, wide) + wobble
    corner = np.exp(-(((wide - 0.44) / 0.21) ** 2))
    back = recede + temples * corner
    # A line that recedes goes over the curved forehead, up and back.
    rise = rise - 0.9 * back * smoothstep(-1.1, -0.5, z)
    top = smoothstep(0.62, 0.78, rise)
    edge = -0.80 + 0.38 * smoothstep(0.0, 0.60, y) - 0.35 * temples
    side = smoothstep(edge + 0.08, edge - 0.06, z + wobble)
    low = -0.78 + 0.50 * smoothstep(-1.35, -0.95, z)
    side = side * smoothstep(low, low + 0.25, y)
    ears = smoothstep(0.72, 0.77, wide) * smoothstep(0.30, 0.20, y)
    return np.maximum(top, side * (1 - ears)) * (y > -1.2)


def _recession(portrait: Portrait) -> tuple[float, float]:
    """How far line and corners are drawn back, by gender and age."""
    g, old = presentation(portrait), float(smoothstep(28, 78, portrait["age"]))
    masculine = max(0.0, 0.5 + 0.5 * g) ** 2
    recede = -0.02 + 0.05 * masculine + (0.03 + 0.20 * masculine) * old
    temples = 0.10 * masculine + (0.04 + 0.22 * masculine) * old
    return recede, temples


def scalp_density(place: Floats, portrait: Portrait) -> Floats:
    """Density of the hair at places relative to the eyes, 0..1.15, (n,)."""
    density = hairline(place, *_recession(portrait))
    return density * (1.15 - 0.45 * _thinning(place, portrait))


def _thinning(place: Floats, portrait: Portrait) -> Floats:
    """How far hair has gone from the top with age, (n,)."""
    old = float(smoothstep(45, 80, portrait["age"]))
    masculine = 0.1 + 0.9 * max(0.0, 0.5 + 0.5 * presentation(portrait)) ** 2
    top = smoothstep(0.7, 1.0, place[:, 1])
    return old * masculine * top
