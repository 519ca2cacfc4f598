"""How close pictures are to others. Imports NumPy."""

from __future__ import annotations

import numpy as np


def psnr(reference: np.ndarray, images: np.ndarray, peak: float) -> float:
    """Peak signal-to-noise ratio in dB; infinite where nothing differs"""
    error = np.mean((reference.astype(np.float64) - images) ** 2)
    return float(10 * np.log10(peak**2 / error)) if error else np.inf
