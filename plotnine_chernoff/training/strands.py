"""Hair that a regression cannot foresee: flow noise and oriented energies.

Imports NumPy, SciPy and TensorFlow. Distances of pixels make a cloud of
strands that they cannot foresee. Streaks along the fall of hair give the
network something to make strands of, and a distance of local energies asks
how strong strands are and which way they run, not where each lies.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import tensorflow as tf
from scipy.ndimage import map_coordinates

_CROWN = (0.5, 0.2)  # x and y, as shares of the picture
_ORIENTATIONS, _WAVELENGTH, _LEVELS = 16, 4.0, 3
_ACROSS, _ALONG = 1.4, 5.5  # deviations of the filters' windows, pixels
_FLOOR = 0.05  # of energies, whose smaller differences are not seen
_WINDOW = 64


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


@cache
def _spectra(side):
    """Spectra of even and, times i, odd filters: (orientations, side, side)"""
    along_axis = np.arange(side) - side // 2
    y, x = along_axis[:, None], along_axis
    filters = []
    for a in np.arange(_ORIENTATIONS) * np.pi / _ORIENTATIONS:
        across = x * np.cos(a) + y * np.sin(a)
        along = y * np.cos(a) - x * np.sin(a)
        window = np.exp(-((across / _ACROSS) ** 2 + (along / _ALONG) ** 2) / 2)
        wave = window * np.exp(2j * np.pi * across / _WAVELENGTH)
        wave -= window * wave.sum() / window.sum()
        size = np.linalg.norm(wave.real), np.linalg.norm(wave.imag)
        filters.append(wave.real / size[0] + 1j * wave.imag / size[1])
    return np.fft.fft2(filters).astype(np.complex64)


def _energies(grey):
    """Mean strength of each orientation in windows of 8, (..., h, w, 1)"""
    side = grey.shape[1]
    spectrum = tf.signal.fft2d(tf.cast(grey, tf.complex64))
    waves = tf.signal.ifft2d(spectrum[:, None] * _spectra(side))
    strength = tf.math.real(waves) ** 2 + tf.math.imag(waves) ** 2
    strength = tf.sqrt(tf.reshape(strength, (-1, side, side, 1)) + 1e-4)
    return tf.nn.avg_pool2d(strength, 8, 4, "SAME")


def _window(*images):
    """The same random window of each"""
    size = images[0].shape[1]
    side = min(_WINDOW, size)
    top, left = (
        tf.random.uniform((), 0, size - side + 1, tf.int32) for _ in range(2)
    )
    return [tf.slice(x, [0, top, left], [-1, side, side]) for x in images]


def texture_distance(made, target):
    """
    Mean difference of the logarithms of local energies of oriented filters

    The filters are long, so that felt is not taken for strands; logarithms
    weigh hair like the strong edges of eyes and glasses. Large pictures are
    compared in one random window, which costs less.

    Parameters
    ----------
    made, target : tensors, (N, H, W, 3 or more), in [-1, 1]

    Returns
    -------
    tensor
        A number, the sum over three levels of a pyramid.
    """
    grey = [
        tf.tensordot(x[..., :3], [0.3, 0.59, 0.11], 1) for x in (made, target)
    ]
    loss = tf.constant(0.0)
    for _ in range(_LEVELS):
        a, b = (_energies(x) + _FLOOR for x in _window(*grey))
        loss += tf.reduce_mean(tf.abs(tf.math.log(a / b)))
        grey = [
            tf.nn.avg_pool2d(x[..., None], 2, 2, "VALID")[..., 0] for x in grey
        ]
    return loss
