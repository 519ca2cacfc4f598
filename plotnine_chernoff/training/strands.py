"""Hair that a regression cannot foresee: flow noise and oriented energies.

Imports NumPy, SciPy and TensorFlow. Distances of pixels make a cloud of
strands that they cannot foresee. Streaks along the fall of hair give the
network something to make strands of, and a distance of local energies asks
how strong strands are and which way they run, not where each lies.
"""

from __future__ import annotations

import numpy as np
import tensorflow as tf
from scipy.ndimage import map_coordinates

_CROWN = (0.5, 0.2)  # x and y, as shares of the picture
_ORIENTATIONS, _SIZE, _WAVELENGTH = 8, 9, 4.0
_WINDOW = 96


def flow_noise(resolution: int, seed: int) -> np.ndarray:
    """
    White noise smeared along the fall of hair

    Line integral convolution (Cabral and Leedom, "Imaging Vector Fields
    Using Line Integral Convolution", SIGGRAPH 1993) along a field that
    points away from the crown above, and downwards below.

    Parameters
    ----------
    resolution : int
    seed : int

    Returns
    -------
    array, (resolution, resolution)
        With mean 0 and deviation 1.
    """
    r = resolution
    noise = np.random.RandomState(seed).randn(r, r)
    rows, columns = np.mgrid[0:r, 0:r]
    x, y = (columns + 0.5) / r - _CROWN[0], (rows + 0.5) / r - _CROWN[1]
    away = np.stack([y, x]) / (np.hypot(x, y) + 1e-6)
    down = np.stack([np.ones_like(x), 0.15 * np.sign(x)])
    below = 1 / (1 + np.exp(-(y - 0.12) / 0.05))
    field = (1 - below) * away + below * down
    field /= np.hypot(*field)
    out = np.zeros((r, r))
    for sign in (1, -1):
        at = np.stack([rows, columns]).astype(float)
        for _ in range(max(3, r // 20)):
            out += map_coordinates(noise, at, order=1, mode="wrap")
            at = at + sign * np.stack(
                [
                    map_coordinates(f, at, order=1, mode="nearest")
                    for f in field
                ]
            )
    return (out - out.mean()) / out.std()


def _gabor_pairs():
    """Even and odd filters without mean, (size, size, 1, 2 orientations)"""
    half = _SIZE // 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    filters = []
    for a in np.arange(_ORIENTATIONS) * np.pi / _ORIENTATIONS:
        across = x * np.cos(a) + y * np.sin(a)
        along = y * np.cos(a) - x * np.sin(a)
        window = np.exp(-((across / 1.4) ** 2) / 2 - (along / 2.6) ** 2 / 2)
        for wave in (np.cos, np.sin):
            f = window * wave(2 * np.pi * across / _WAVELENGTH)
            f -= window * f.sum() / window.sum()
            filters.append(f / np.linalg.norm(f))
    return np.stack(filters, -1)[:, :, None].astype(np.float32)


_BANK = _gabor_pairs()


def _energies(images, levels=3):
    """Mean strength of each orientation in windows of 8, on a pyramid"""
    grey = tf.tensordot(images[..., :3], [0.3, 0.59, 0.11], 1)[..., None]
    out = []
    for _ in range(levels):
        f = tf.nn.conv2d(grey, _BANK, 1, "SAME")
        strength = tf.sqrt(f[..., 0::2] ** 2 + f[..., 1::2] ** 2 + 1e-4)
        out.append(tf.nn.avg_pool2d(strength, 8, 4, "SAME"))
        grey = tf.nn.avg_pool2d(grey, 2, 2, "VALID")
    return out


def _window(*images):
    """The same random window of each"""
    size = images[0].shape[1]
    side = min(_WINDOW, size)
    top, left = (
        tf.random.uniform((), 0, size - side + 1, tf.int32) for _ in range(2)
    )
    return [x[:, top : top + side, left : left + side] for x in images]


def texture_distance(made, target):
    """
    Relative L1 distance of local energies of oriented filters

    Large pictures are compared in one random window, which costs less.

    Parameters
    ----------
    made, target : tensors, (N, H, W, 3 or more), in [-1, 1]

    Returns
    -------
    tensor
        A number, the sum over three levels of a pyramid.
    """
    made, target = _window(made, target)
    return sum(
        tf.reduce_mean(tf.abs(a - b)) / (tf.reduce_mean(b) + 1e-3)
        for a, b in zip(_energies(made), _energies(target), strict=True)
    )
