"""Cut-out faces put before varied backgrounds and cropped as people crop.

What a labeler of photographs is fitted and tested on: faces of which the
truth is known, but not the same grey behind each, nor the same framing.
Imports NumPy, SciPy and Pillow.
"""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import ndimage


def compose(faces: np.ndarray, seed: int = 0) -> list[np.ndarray]:
    """
    Faces as on photographs

    Parameters
    ----------
    faces : array, (N, H, W, 4), uint8
        With a matte as fourth channel.
    seed : int
        The picture with number i depends on `seed + i` and its face alone.

    Returns
    -------
    list of array, (H, W, 3), uint8
    """
    return [_compose(face, seed + i) for i, face in enumerate(faces)]


def _compose(face, seed) -> np.ndarray:
    rng = np.random.default_rng(seed)
    side = len(face)
    # FFHQ's framing varies little once eyes and mouth are aligned: some per
    # cent in size, place and tilt.
    size = side / rng.uniform(0.85, 1.2)
    angle = np.deg2rad(rng.normal(0, 3))
    x, y = side / 2 + rng.normal(0, 0.03, 2) * side
    c, s = np.cos(angle) * size / side, np.sin(angle) * size / side
    half = side / 2
    matrix = (c, -s, x - (c - s) * half, s, c, y - (s + c) * half)
    # What lies below the picture's edge goes on: shoulders are not cut off.
    more = side // 2
    grown = np.pad(face, ((more, more), (more, more), (0, 0)), "edge")
    grown[:more, :, 3] = 0
    matrix = np.add(matrix, (0, 0, more, 0, 0, more))
    cut = Image.fromarray(grown).transform(
        (side, side),
        Image.Transform.AFFINE,
        tuple(matrix),
        Image.Resampling.BICUBIC,
    )
    pixels = np.asarray(cut).astype(np.float32)
    matte = pixels[..., 3:] / 255
    scene = _background(rng, side)
    mixed = pixels[..., :3] * matte + scene * (1 - matte)
    # Exposure and white balance, mild.
    mixed = mixed * rng.uniform(0.92, 1.08) * rng.uniform(0.97, 1.03, 3)
    return np.clip(mixed + 0.5, 0, 255).astype(np.uint8)


def _background(rng, side) -> np.ndarray:
    """Two colours mixed by soft or sharp noise: walls, leaves, lights"""
    colors = rng.uniform(15, 240, (2, 3))
    grey = colors.mean(1, keepdims=True)
    colors = grey + rng.uniform(0.1, 0.8) * (colors - grey)
    noise = ndimage.gaussian_filter(
        rng.normal(size=(side, side)), side * 2.0 ** rng.uniform(-7, -2)
    )
    noise = (noise - noise.mean()) / noise.std()
    share = 1 / (1 + np.exp(-noise * rng.uniform(0.2, 4)))
    return colors[0] + share[..., None] * (colors[1] - colors[0])
