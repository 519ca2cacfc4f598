"""Quality: finished pictures, made worse. Imports NumPy and SciPy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.typing import NDArray


def degrade(image: NDArray[np.uint8], quality: float) -> NDArray[np.uint8]:
    """
    Lower the quality of a picture, continuously

    Parameters
    ----------
    image : uint8 array, shape (h, w, 3)
    quality : float
        1 returns the image unchanged; towards 0 it is blurred, fainter
        and slightly blocky.

    Returns
    -------
    uint8 array, shape (h, w, 3)

    Raises
    ------
    ValueError
        The quality is not from 0 to 1.
    """
    if not 0 <= quality <= 1:
        raise ValueError(f"quality must lie in 0..1, got {quality}")
    loss = 1.0 - quality
    if loss == 0.0:
        return image
    height, width = image.shape[:2]
    sigma = 0.022 * height * loss
    picture = ndimage.gaussian_filter(
        image.astype(np.float32), (sigma, sigma, 0), mode="nearest"
    )
    # Blocks as of a strong compression: pull towards the block's mean.
    block = max(2, height // 24)
    rows, columns = np.arange(0, height, block), np.arange(0, width, block)
    sums = np.add.reduceat(np.add.reduceat(picture, rows, 0), columns, 1)
    tall = np.append(rows[1:], height) - rows
    wide = np.append(columns[1:], width) - columns
    mean = sums / np.outer(tall, wide)[:, :, None]
    mean = mean.repeat(tall, 0).repeat(wide, 1)
    picture += 0.45 * loss**2 * (mean - picture)
    grey = np.float32(150.0)
    picture = grey + (picture - grey) * (1 - 0.45 * loss)
    return np.clip(picture + 0.5, 0, 255).astype(np.uint8)
