"""Pixels to CIE L*a*b*, where distances are as seen. Imports NumPy."""

from __future__ import annotations

import numpy as np


def lab(pixels: np.ndarray) -> np.ndarray:
    """CIE L*a*b* under D65 of sRGB pixels (..., 3), uint8"""
    values = np.arange(256) / 255
    linear = np.where(
        values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4
    )
    x = linear.astype(np.float32)[pixels] @ _TO_XYZ.T
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.stack(
        [
            116 * f[..., 1] - 16,
            500 * (f[..., 0] - f[..., 1]),
            200 * (f[..., 1] - f[..., 2]),
        ],
        -1,
    )


# IEC 61966-2-1, rows divided by the white of D65.
_TO_XYZ = np.array(
    [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ],
    np.float32,
) / np.array([[0.9505], [1.0], [1.089]], np.float32)
