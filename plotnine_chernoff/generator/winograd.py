"""Convolution 3 x 3 with a quarter of the multiplications, by tiles.

Imports TensorFlow and NumPy. Worth it where channels are many, so that
products weigh more than moving tiles.
"""

from __future__ import annotations

import numpy as np

from .tensorflow_alone import import_tensorflow

tf = import_tensorflow()

TILE = 4
"""Pixels that a tile adds to the output along each axis"""

# Of the points that are exact in binary these lose least in single
# precision, half as much as the usual 0, 1, -1, 2, -2.
_POINTS = (0, 3 / 4, -3 / 4, 3 / 2, -3 / 2)
_SIZE = len(_POINTS) + 1


def _matrices() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """
    What turns kernels, tiles and products: y = O (K k * T t)

    The transpose of Toom and Cook's multiplication of polynomials at
    `_POINTS` and infinity; Winograd's F(4, 3) of Lavin & Gray, "Fast
    Algorithms for Convolutional Neural Networks" (CVPR 2016).
    """
    points = np.array(_POINTS, float)
    out = np.zeros((TILE, _SIZE))
    kernel = np.zeros((_SIZE, 3))
    tile = np.zeros((_SIZE, _SIZE))
    for j, p in enumerate(points):
        others = np.delete(points, j)
        out[:, j] = p ** np.arange(TILE)
        kernel[j] = p ** np.arange(3) / np.prod(p - others)
        tile[j, :-1] = np.poly(others)[::-1]
    out[-1, -1] = kernel[-1, -1] = 1
    tile[-1] = np.poly(points)[::-1]
    return out, kernel, tile


_OUT, _KERNEL, _TILES = _matrices()


def transform_kernel(kernel: np.ndarray) -> np.ndarray:
    """Kernel (3, 3, Cin, Cout) as `multiply` wants it: (36, Cin, Cout)"""
    both = np.einsum("ia,jb,abco->ijco", _KERNEL, _KERNEL, kernel)
    return both.reshape(-1, *kernel.shape[2:]).astype(np.float32)


def to_tiles(x):
    """
    Overlapping tiles of images, transformed

    Parameters
    ----------
    x : tensor, (N, H, W, C)
        H and W are multiples of `TILE`.

    Returns
    -------
    tensor, (36, N * H/4 * W/4, C)
    """
    n, h, w, c = x.shape
    x = tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]])
    # One axis after the other: 12 sums to compile instead of 42.
    rows = [x[:, i : i + h - TILE + 1 : TILE] for i in range(_SIZE)]
    x = tf.stack(_combine(_TILES, rows))
    columns = [x[:, :, :, j : j + w - TILE + 1 : TILE] for j in range(_SIZE)]
    x = tf.stack(_combine(_TILES, columns), 1)
    return tf.reshape(x, (_SIZE**2, n * h * w // TILE**2, c))


def from_tiles(products, n: int, h: int, w: int):
    """Images (N, H, W, Cout) from (36, N * H/4 * W/4, Cout)"""
    c = products.shape[-1]
    rows, columns = h // TILE, w // TILE
    x = tf.reshape(products, (_SIZE, _SIZE, n, rows, columns, c))
    x = tf.stack(_combine(_OUT, [x[:, j] for j in range(_SIZE)]), 4)
    x = tf.stack(_combine(_OUT, [x[i] for i in range(_SIZE)]), 2)
    return tf.reshape(x, (n, h, w, c))


def _combine(matrix: np.ndarray, parts: list) -> list:
    """Sums of the parts, weighed by the rows of the matrix"""
    sums = []
    for row in matrix:
        terms = [
            part if weight == 1 else part * float(weight)
            for weight, part in zip(row, parts, strict=True)
            if weight
        ]
        sums.append(sum(terms[1:], terms[0]))
    return sums
