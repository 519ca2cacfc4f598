"""Hair: which styles show at a length, how each is cut, parted and fitted.

May import `assets`, `person`, `mesh`, numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .mesh import smoothstep

if TYPE_CHECKING:
    from .assets import Assets
    from .mesh import Vectors
    from .person import Portrait

__all__ = [
    "HAIR_STYLES",
    "emergence",
    "fit_hair",
    "hair_layers",
    "hidden_scalp",
    "stubble_density",
]

HAIR_STYLES = ("short04", "short01", "long01")


def stubble_density(hair_length: float) -> float:
    """The density 0..1 of hair dots painted on the scalp"""
    return float(smoothstep(0.0, 0.10, hair_length))


def hair_layers(hair_length: float) -> tuple[np.ndarray, np.ndarray]:
    """
    Opacity and cut of each style for a hair length 0..1

    Neighbouring styles overlap: the longer one fades in over the shorter
    one, which leaves only when it is covered. The long style appears at
    the temples, close to the head, while the short one is still there
    (alone, such a cut looks like an awning), then grows.

    Returns
    -------
    opacity : float array, shape (3,)
        0..1 for each of `HAIR_STYLES`.
    cut : float array, shape (3,)
        Height of the cut relative to the chin, in decimetres.
    """
    h = hair_length
    opacity = np.array(
        [
            smoothstep(0.04, 0.12, h) * (1 - smoothstep(0.42, 0.50, h)),
            smoothstep(0.18, 0.28, h) * (1 - smoothstep(0.42, 0.48, h)),
            smoothstep(0.33, 0.37, h),
        ]
    )
    growth = np.clip((h - 0.36) / 0.64, 0.0, 1.0)
    return opacity, np.array([-1e9, -1e9, 0.85 - 1.48 * growth])


def emergence(hair_length: float) -> tuple[float, float, float]:
    """
    How far each style stands out of the head, 0 sunk .. 1 in place

    A style that comes or goes grows out of the scalp or sinks into it,
    which needs less transparency than a cross-fade.
    """
    h = hair_length
    return (
        float(smoothstep(0.02, 0.20, h)),
        float(smoothstep(0.16, 0.36, h) * (1 - smoothstep(0.36, 0.48, h))),
        float(smoothstep(0.30, 0.44, h)),
    )


def _parted(hair: Vectors, eye_middle: Vectors, part: float) -> Vectors:
    """Roll the top of the hair sideways, which moves the parting there"""
    x, y = hair[:, 0], hair[:, 1] - eye_middle[1]
    angle = np.arctan2(x, y)
    turn = 0.42 * part * (1.0 - smoothstep(0.2, 1.4, np.abs(angle)))
    radius = np.hypot(x, y)
    rolled = hair.copy()
    rolled[:, 0] = radius * np.sin(angle + turn)
    rolled[:, 1] = eye_middle[1] + radius * np.cos(angle + turn)
    return rolled


def _fringed(hair: Vectors, eye_middle: Vectors, fringe: float) -> Vectors:
    """Roll the front of the hair down over the forehead"""
    x, y, z = (hair - eye_middle).T
    share = 1.0 - smoothstep(0.35, 0.80, np.abs(np.arctan2(x, z + 0.9)))
    height, depth = y - 0.35, z + 0.85
    angle, radius = np.arctan2(height, depth), np.hypot(height, depth)
    share = share * smoothstep(0.0, 0.30, angle)
    share = fringe * share * (1.0 - smoothstep(0.35, 1.45, angle))
    rolled, radius = hair.copy(), radius * (1.0 + 0.07 * share)
    rolled[:, 1] = eye_middle[1] + 0.35 + radius * np.sin(angle - 0.5 * share)
    rolled[:, 2] = eye_middle[2] - 0.85 + radius * np.cos(angle - 0.5 * share)
    return rolled


def fit_hair(
    style: str,
    vertices: Vectors,
    eye_middle: Vectors,
    portrait: Portrait,
    grown: float,
    assets: Assets,
) -> Vectors:
    """Fit one hair style and give it wave and volume"""
    hair = assets.proxy(f"hair_{style}").fit(vertices)
    below_top = eye_middle[1] + 1.2 - hair[:, 1]
    if style == "long01":
        # Not yet while shorter hair is there, which would look through.
        alone = smoothstep(0.40, 0.48, portrait["hair_length"])
        bare = 1.0 - smoothstep(0.0, 0.3, portrait["fringe"])
        hair = _parted(hair, eye_middle, alone * bare * portrait["hair_part"])
        hair = _fringed(hair, eye_middle, alone * portrait["fringe"])
        angle = np.arctan2(hair[:, 0], hair[:, 2] - eye_middle[2] + 1.0)
        amount = 0.12 * portrait["hair_wave"] * smoothstep(0.9, 2.4, below_top)
        phase = 5.5 * below_top + 2.0 * np.sin(2.0 * angle)
        sideways = np.abs(np.cos(angle)) + 0.6 * np.sign(hair[:, 0])
        hair = hair + np.stack(
            [
                amount * np.sin(phase) * sideways,
                0.0 * amount,
                0.6 * amount * np.cos(0.9 * phase),
            ],
            axis=1,
        )
        # Round the crown, which the parting makes pointed.
        crown = smoothstep(0.0, 0.4, below_top)
        crown = crown * (1.0 - smoothstep(0.8, 1.7, below_top))
        hair[:, 0] *= 1.0 + 0.13 * crown
        # Short cuts hug the head; only long hair falls wide.
        hug = 0.22 * (1.0 - smoothstep(0.36, 1.0, portrait["hair_length"]))
        hair[:, 0] *= 1.0 - hug * smoothstep(0.7, 2.0, below_top)
    volume = portrait["hair_volume"]
    hair[:, 0] *= 1.0 + 0.10 * volume * smoothstep(0.2, 1.5, below_top)
    center = eye_middle + np.array([0.0, 0.35, -0.85], np.float32)
    hair = center + (hair - center) * (1.0 - 0.13 * (1.0 - grown))
    return hair.astype(np.float32)


def hidden_scalp(
    portrait: Portrait, scalp: Vectors, height: Vectors, front: Vectors
) -> Vectors:
    """
    How far the skin is drawn in where hair covers it, (n,)

    Else it would poke through, above all where hair is parted or falls over
    the forehead.

    Parameters
    ----------
    portrait : Portrait
    scalp, front : float arrays, shape (n,)
        Share 0..1 of each vertex in the scalp, and in the middle of the face.
    height : float array, shape (n,)
        Above the eyes.
    """
    sunk = 0.07 * smoothstep(0.05, 0.25, portrait["hair_length"]) * scalp
    fringe = portrait["fringe"]
    start = 0.80 - 0.32 * fringe
    forehead = front * smoothstep(start, start + 0.25, height)
    hidden = np.maximum(
        0.4 * smoothstep(0.8, 1.15, height),
        0.3 * fringe * forehead,
    )
    long = smoothstep(0.38, 0.46, portrait["hair_length"])
    return np.maximum(sunk, long * hidden).astype(np.float32)
