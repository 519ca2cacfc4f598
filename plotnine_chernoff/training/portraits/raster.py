"""Numba kernels that find the visible triangle of each sample.

May import numba, numpy and the material numbers of `mesh`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from .mesh import CLOTH, HAIR

__all__ = ["project", "rasterize"]


@njit(cache=True, fastmath=True)
def hash_unit(a, b, c):
    """A pseudo-random number in 0..1 from three integers"""
    mixed = a * 374761393 + b * 668265263 + c * 2147483647
    h = np.uint32(mixed & 0xFFFFFFFF)
    h = np.uint32((h ^ (h >> np.uint32(13))) * np.uint32(1274126177))
    h = h ^ (h >> np.uint32(16))
    return (h & np.uint32(0xFFFFFF)) / 16777216.0


@njit(cache=True, fastmath=True)
def sample_scalar(texture, u, v):
    """Bilinear sample of a (h, w) texture; u, v wrap around"""
    height, width = texture.shape[0], texture.shape[1]
    fx = (u - math.floor(u)) * width - 0.5
    fy = (1 - (v - math.floor(v))) * height - 0.5
    ix, iy = math.floor(fx), math.floor(fy)
    fx -= ix
    fy -= iy
    i0, i1 = min(max(iy, 0), height - 1), min(max(iy + 1, 0), height - 1)
    j0, j1 = min(max(ix, 0), width - 1), min(max(ix + 1, 0), width - 1)
    top = texture[i0, j0] * (1 - fx) + texture[i0, j1] * fx
    low = texture[i1, j0] * (1 - fx) + texture[i1, j1] * fx
    return top * (1 - fy) + low * fy


@njit(cache=True, fastmath=True)
def project(points, center, frame, scale, size):
    """
    Project points along the third axis of a frame

    Parameters
    ----------
    points : float array, shape (n, 3)
    center : float array, shape (3,)
        Falls on the middle of the picture.
    frame : float array, shape (3, 3)
        Unit vectors to the right, up and to the viewer.
    scale : float
        Samples a decimetre.
    size : int
        Samples of the picture.

    Returns
    -------
    float array, shape (n, 3)
        As `rasterize` takes it; heights to the viewer plus 100.
    """
    # A plain loop: a library product would start threads for nothing.
    screen = np.empty((points.shape[0], 3))
    for n in range(points.shape[0]):
        for k in range(3):
            total = 0.0
            for c in range(3):
                total += (points[n, c] - center[c]) * frame[k, c]
            screen[n, k] = total
        screen[n, 0] = screen[n, 0] * scale + size / 2
        screen[n, 1] = screen[n, 1] * scale + size / 2
        screen[n, 2] += 100.0
    return screen


@njit(cache=True, fastmath=True)
def _strand_noise(u):
    """Smooth noise 0..1 along the edge of a cut, one value a strand"""
    x = u * 110.0
    i = math.floor(x)
    f = x - i
    f = f * f * (3 - 2 * f)
    return hash_unit(i, 7, 3) * (1 - f) + hash_unit(i + 1, 7, 3) * f


@njit(cache=True, fastmath=True)
def rasterize(
    screen, faces, uv, material, rest, alphas, gain, cut, collar, grid,
    depth, triangle, bary0, bary1,
):  # fmt: skip
    """
    Draw triangles into the depth, triangle and barycentric buffers

    Transparency is a dither over the `grid` x `grid` samples of a
    pixel, so that the order of the triangles does not matter.

    Parameters
    ----------
    screen : float array, shape (n, 3)
        x and y in samples; the third entry grows towards the viewer and
        is affine on the screen (1 / distance in perspective).
    faces : int array, shape (m, 3)
    uv, rest : float arrays, shapes (m, 3, 2) and (m, 3, 3)
        Texture coordinates and unposed positions of the corners.
    material : int array, shape (m,)
    alphas : tuple of float arrays
        Opacity texture of each material; 1 x 1 means opaque.
    gain : float array
        Factor of the opacity of each material.
    cut : float array
        Unposed height below which each material fades out.
    collar : float array, shape (4,)
        Height, slope, depth and curvature of the neckline.
    grid : int
        Samples a pixel along one axis.
    depth, triangle, bary0, bary1 : arrays, shape (h, w)
        Buffers, changed in place.
    """
    height, width = depth.shape
    levels = grid * grid
    for t in range(faces.shape[0]):
        a, b, c = faces[t, 0], faces[t, 1], faces[t, 2]
        x0, y0 = screen[a, 0], screen[a, 1]
        x1, y1 = screen[b, 0], screen[b, 1]
        x2, y2 = screen[c, 0], screen[c, 1]
        area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        if area == 0:
            continue
        left = int(max(0, math.floor(min(x0, x1, x2))))
        right = int(min(width - 1, math.ceil(max(x0, x1, x2))))
        top = int(max(0, math.floor(min(y0, y1, y2))))
        bottom = int(min(height - 1, math.ceil(max(y0, y1, y2))))
        if left > right or top > bottom:
            continue
        m = material[t]
        alpha = alphas[m]
        blended = alpha.shape[0] > 1
        inverse = 1.0 / area
        for y in range(top, bottom + 1):
            for x in range(left, right + 1):
                px, py = x + 0.5, y + 0.5
                w1 = ((px - x0) * (y2 - y0) - (x2 - x0) * (py - y0)) * inverse
                w2 = ((x1 - x0) * (py - y0) - (px - x0) * (y1 - y0)) * inverse
                w0 = 1 - w1 - w2
                if w0 < -1e-6 or w1 < -1e-6 or w2 < -1e-6:
                    continue
                z = w0 * screen[a, 2] + w1 * screen[b, 2] + w2 * screen[c, 2]
                if z <= depth[y, x]:
                    continue
                # Perspective-correct weights.
                q0 = w0 * screen[a, 2] / z
                q1 = w1 * screen[b, 2] / z
                q2 = 1 - q0 - q1
                if blended:
                    u = q0 * uv[t, 0, 0] + q1 * uv[t, 1, 0] + q2 * uv[t, 2, 0]
                    v = q0 * uv[t, 0, 1] + q1 * uv[t, 1, 1] + q2 * uv[t, 2, 1]
                    opacity = sample_scalar(alpha, u, v)
                    if m < HAIR:
                        opacity *= gain[m]
                    else:
                        # Thin out by strands rather than by pixels.
                        if gain[m] < 1:
                            strand = 2 * gain[m] - _strand_noise(u * 1.7)
                            opacity *= min(1.0, max(0.0, strand))
                        level = (
                            q0 * rest[t, 0, 1]
                            + q1 * rest[t, 1, 1]
                            + q2 * rest[t, 2, 1]
                        )
                        if level < cut[m] + 0.25:
                            edge = cut[m] - 0.14 * _strand_noise(u)
                            e = (level - edge) / 0.04 + 0.5
                            if e < 1:
                                opacity *= max(0.0, e)
                    k = (y % grid) * grid + (x % grid)
                    layer = t if m >= HAIR else t // 2
                    turn = int(hash_unit(x // grid, y // grid, layer) * levels)
                    if opacity < ((k * 5 + turn) % levels + 0.5) / levels:
                        continue
                if m == CLOTH:
                    rx = q0 * rest[t, 0, 0] + q1 * rest[t, 1, 0]
                    rx += q2 * rest[t, 2, 0]
                    ry = q0 * rest[t, 0, 1] + q1 * rest[t, 1, 1]
                    ry += q2 * rest[t, 2, 1]
                    rz = q0 * rest[t, 0, 2] + q1 * rest[t, 1, 2]
                    rz += q2 * rest[t, 2, 2]
                    line = collar[0] - collar[1] * (rz - collar[2])
                    if ry > line + collar[3] * abs(rx):
                        continue
                depth[y, x] = z
                triangle[y, x] = t
                bary0[y, x] = q0
                bary1[y, x] = q1
