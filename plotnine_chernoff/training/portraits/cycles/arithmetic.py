"""Smooth steps and colours. May import numpy only."""

from __future__ import annotations

import numpy as np

__all__ = ["between", "linear", "linear_rgb", "smoothstep"]


def smoothstep(low, high, x):
    """Rise smoothly from 0 at `low` to 1 at `high` (any order)"""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def between(x: float, places, colors: np.ndarray) -> np.ndarray:
    """The colour at x between others, (n, 3), that stand at places"""
    return np.array([np.interp(x, places, c) for c in colors.T])


def linear(color) -> np.ndarray:
    """Convert sRGB 0..255 to linear RGB 0..1 (any shape)"""
    c = np.asarray(color, np.float32) / 255
    return np.where(
        c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4
    ).astype(np.float32)


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
