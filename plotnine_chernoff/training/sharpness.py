"""How sharp pictures are: what is lost when their resolution is halved.

Imports NumPy.
"""

from __future__ import annotations

import numpy as np


def details(images: np.ndarray) -> float:
    """
    Deviation of what is lost when pictures are halved in resolution

    Parameters
    ----------
    images : array, (N, H, W, 3)
        With an even height and width.

    Returns
    -------
    float
        In the images' unit.
    """
    n, h, w, _ = images.shape
    blocks = images.reshape(n, h // 2, 2, w // 2, 2, 3).astype(np.float32)
    return float(np.std(blocks - blocks.mean((2, 4), keepdims=True)))
