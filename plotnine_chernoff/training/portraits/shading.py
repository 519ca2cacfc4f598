"""Numba kernels that light the visible samples and average them.

May import numba, numpy, `raster` and the material numbers of
`mesh`.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit

from .mesh import CLOTH, EYE, HAIR, SKIN, TEETH, TONGUE
from .raster import sample_scalar

__all__ = ["Lights", "Surface", "average_irradiance", "develop", "shade"]

KEY, RIM, DOME = 1, 2, 0


class Surface(NamedTuple):
    """
    Corner attributes of all triangles; hair comes last

    `points`, `normals`: (m, 3, 3); `uv`: (m, 3, 2); `material`:
    (m,); `tangent_u`, `tangent_v`: (m, 3); `strands`: directions of
    the hair at the corners of the triangles from `first_hair` on.
    """

    points: np.ndarray
    normals: np.ndarray
    uv: np.ndarray
    material: np.ndarray
    tangent_u: np.ndarray
    tangent_v: np.ndarray
    strands: np.ndarray
    first_hair: int


class Lights(NamedTuple):
    """
    Directional lights with shadow maps

    `direction`, `color`: (n, 3); `kind`: (n,), dome lights have no
    highlight; `frame`: (n, 3, 3), axes of the shadow map; `shadow`:
    (n, s, s), heights towards the light; `center`: (3,); `scale`:
    shadow texels a decimetre.
    """

    direction: np.ndarray
    color: np.ndarray
    kind: np.ndarray
    frame: np.ndarray
    shadow: np.ndarray
    center: np.ndarray
    scale: float


@njit(cache=True, fastmath=True)
def _sample_color(texture, u, v, out):
    height, width = texture.shape[0], texture.shape[1]
    fx = (u - math.floor(u)) * width - 0.5
    fy = (1 - (v - math.floor(v))) * height - 0.5
    ix, iy = math.floor(fx), math.floor(fy)
    fx -= ix
    fy -= iy
    i0, i1 = min(max(iy, 0), height - 1), min(max(iy + 1, 0), height - 1)
    j0, j1 = min(max(ix, 0), width - 1), min(max(ix + 1, 0), width - 1)
    for c in range(3):
        top = texture[i0, j0, c] * (1 - fx) + texture[i0, j1, c] * fx
        low = texture[i1, j0, c] * (1 - fx) + texture[i1, j1, c] * fx
        out[c] = top * (1 - fy) + low * fy


@njit(cache=True, fastmath=True)
def _dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@njit(cache=True, fastmath=True)
def _normalize(a):
    scale = 1 / (math.sqrt(_dot(a, a)) + 1e-9)
    for c in range(3):
        a[c] *= scale


@njit(cache=True, fastmath=True)
def _lit(lights, i, position, bias):
    """The unshadowed share 0..1 of a light at a point"""
    frame, size = lights.frame[i], lights.shadow.shape[1]
    d0 = position[0] - lights.center[0]
    d1 = position[1] - lights.center[1]
    d2 = position[2] - lights.center[2]
    x = frame[0, 0] * d0 + frame[0, 1] * d1 + frame[0, 2] * d2
    y = frame[1, 0] * d0 + frame[1, 1] * d1 + frame[1, 2] * d2
    z = frame[2, 0] * d0 + frame[2, 1] * d1 + frame[2, 2] * d2
    x = x * lights.scale + size * 0.5 - 0.5
    y = y * lights.scale + size * 0.5 - 0.5
    level = z + 100.0 + bias
    ix, iy = math.floor(x), math.floor(y)
    if ix < 1 or iy < 1 or ix >= size - 2 or iy >= size - 2:
        return 1.0
    fx, fy = x - ix, y - iy
    shadow = lights.shadow[i]
    s00 = 1.0 if shadow[iy, ix] < level else 0.0
    s01 = 1.0 if shadow[iy, ix + 1] < level else 0.0
    s10 = 1.0 if shadow[iy + 1, ix] < level else 0.0
    s11 = 1.0 if shadow[iy + 1, ix + 1] < level else 0.0
    top = s00 * (1 - fx) + s01 * fx
    low = s10 * (1 - fx) + s11 * fx
    return top * (1 - fy) + low * fy


@njit(cache=True, fastmath=True)
def _add_diffuse(m, facing, shadow, color, out):
    """Add a light's diffuse part; skin wraps, most of all in red"""
    front = max(facing, 0.0)
    if m == SKIN:
        wrap = max(facing + 0.28, 0.0) / 1.28
        out[0] += color[0] * (0.55 * wrap * wrap + 0.45 * front) * shadow
        wrap = max(facing + 0.12, 0.0) / 1.12
        green = 0.6 * wrap * wrap + 0.4 * front if wrap > 0 else 0.0
        out[1] += color[1] * (0.4 * green + 0.6 * front) * shadow
        out[2] += color[2] * front * shadow
        return
    if m >= HAIR:
        amount = 0.9 * max(facing + 0.4, 0.0) / 1.4
    else:
        amount = max(facing + 0.1, 0.0) / 1.1
    for c in range(3):
        out[c] += color[c] * amount * shadow


@njit(cache=True, fastmath=True)
def _add_highlight(
    m, facing, toward_view, normal, view, light, strand, albedo, half,
    shadow, color, out,
):  # fmt: skip
    for c in range(3):
        half[c] = light[c] + view[c]
    _normalize(half)
    nh = max(0.0, _dot(normal, half))
    fresnel = 0.028 + 0.972 * (1 - max(0.0, _dot(view, half))) ** 5
    if m >= HAIR:
        th = _dot(strand, half)
        sine = math.sqrt(max(0.0, 1 - th * th))
        side = max(0.0, min(1.0, facing * 1.5 + 0.3)) * shadow
        narrow, broad = sine**60 * 0.09 * side, sine**12 * 0.07 * side
        for c in range(3):
            out[c] += color[c] * (narrow + broad * albedo[c] * 6)
        return
    if facing <= 0:
        return
    if m in (SKIN, TEETH, TONGUE):
        power = 24.0 if m == SKIN else 60.0
        k = 0.7 * (power + 2) / 8 * nh**power + 0.3 * 90.0 / 8 * nh**88
        k *= fresnel * facing * (0.9 if m == SKIN else 1.5)
    elif m == EYE:
        k = fresnel * 420.0 / 8 * nh**400 * 1.1
    elif m == CLOTH:
        k = 0.02 * facing * (1 - toward_view) ** 3
    else:
        k = 0.0
    for c in range(3):
        out[c] += color[c] * k * shadow


@njit(cache=True, fastmath=True)
def shade(
    triangle, bary0, bary1, surface, textures, bump, bump_strength, cloth,
    eye_white, lights, camera, eyes, albedo_out, diffuse_out, highlight_out,
    material_out,
):  # fmt: skip
    """
    Light every visible sample

    Parameters
    ----------
    triangle, bary0, bary1 : arrays, shape (h, w)
        Result of `rasterize`.
    surface : Surface
    textures : tuple of float arrays, shape (., ., 3)
        Linear RGB of each material.
    bump : float array, shape (., .)
        Height map of the skin.
    bump_strength : float
    cloth : float array, shape (3,)
        Linear RGB.
    eye_white : float
        Light added to the eyeballs, which would else drown in shadow.
    lights : Lights
    camera : float array, shape (3,)
    eyes : float array, shape (2, 4)
        Centre and radius of the eyeballs.
    albedo_out, diffuse_out, highlight_out : float arrays, shape (h, w, 3)
    material_out : int array, shape (h, w)
        Written; the material is -1 where nothing was hit.
    """
    normal, position, albedo = np.zeros(3), np.zeros(3), np.zeros(3)
    diffuse, highlight = np.zeros(3), np.zeros(3)
    view, strand, half = np.zeros(3), np.zeros(3), np.zeros(3)
    for y in range(triangle.shape[0]):
        for x in range(triangle.shape[1]):
            t = triangle[y, x]
            if t < 0:
                material_out[y, x] = -1
                continue
            q0, q1 = bary0[y, x], bary1[y, x]
            q2 = 1 - q0 - q1
            m = surface.material[t]
            points, normals = surface.points[t], surface.normals[t]
            uv = surface.uv[t]
            for c in range(3):
                position[c] = (
                    q0 * points[0, c] + q1 * points[1, c] + q2 * points[2, c]
                )
                normal[c] = (
                    q0 * normals[0, c]
                    + q1 * normals[1, c]
                    + q2 * normals[2, c]
                )
                view[c] = camera[c] - position[c]
                diffuse[c] = 0.0
                highlight[c] = 0.0
            _normalize(view)
            u = q0 * uv[0, 0] + q1 * uv[1, 0] + q2 * uv[2, 0]
            v = q0 * uv[0, 1] + q1 * uv[1, 1] + q2 * uv[2, 1]
            if m == CLOTH:
                for c in range(3):
                    albedo[c] = cloth[c]
            else:
                _sample_color(textures[m], u, v, albedo)

            bias, lid = 0.045, 1.0
            if m == SKIN:
                e = 0.001
                gu = sample_scalar(bump, u + e, v)
                gu -= sample_scalar(bump, u - e, v)
                gv = sample_scalar(bump, u, v + e)
                gv -= sample_scalar(bump, u, v - e)
                for c in range(3):
                    normal[c] -= bump_strength * (
                        gu * surface.tangent_u[t, c]
                        + gv * surface.tangent_v[t, c]
                    )
            elif m == EYE:
                near = 0
                best = 1e9
                for k in range(2):
                    d = 0.0
                    for c in range(3):
                        d += (position[c] - eyes[k, c]) ** 2
                    if d < best:
                        best, near = d, k
                for c in range(3):
                    normal[c] = position[c] - eyes[near, c]
                # The upper lid shades the eyeball below it.
                rise = normal[1] / eyes[near, 3]
                lid = 1 - 0.5 * min(1.0, max(0.0, rise + 0.05) / 0.55)
                bias = 0.05
            elif m >= HAIR:
                bias = 0.10
                own = surface.strands[t - surface.first_hair]
                for c in range(3):
                    strand[c] = (
                        q0 * own[0, c] + q1 * own[1, c] + q2 * own[2, c]
                    )
                _normalize(strand)
                # Round the sheets: bend normals away from the head.
                side = 0.55 if _dot(normal, view) > 0 else -0.55
                for c in range(3):
                    half[c] = position[c] - lights.center[c]
                _normalize(half)
                for c in range(3):
                    normal[c] = side * normal[c] + 0.6 * half[c]
            _normalize(normal)
            toward_view = _dot(normal, view)
            if toward_view < 0 and m < HAIR and m != EYE:
                if m != SKIN:
                    for c in range(3):
                        normal[c] = -normal[c]
                toward_view = -toward_view

            for i in range(lights.direction.shape[0]):
                light = lights.direction[i]
                facing = _dot(normal, light)
                if facing < -0.45:
                    continue
                shadow = _lit(lights, i, position, bias)
                if m >= HAIR:
                    shadow = 0.3 + 0.7 * shadow
                _add_diffuse(m, facing, shadow, lights.color[i], diffuse)
                if lights.kind[i] != 0:
                    _add_highlight(
                        m, facing, toward_view, normal, view, light, strand,
                        albedo, half, shadow, lights.color[i], highlight,
                    )  # fmt: skip
            for c in range(3):
                if m == TEETH:
                    # Side teeth lie in the shadow of the cheeks.
                    diffuse[c] = diffuse[c] * 0.6 + 0.48
                    diffuse[c] *= 0.5 + 0.5 * toward_view
                elif m == CLOTH:
                    # Else the inside of the collar is a black sliver.
                    diffuse[c] = diffuse[c] * 0.85 + 0.14
                elif m == EYE:
                    diffuse[c] = (diffuse[c] * 0.75 + eye_white) * lid
                albedo_out[y, x, c] = albedo[c]
                diffuse_out[y, x, c] = diffuse[c]
                highlight_out[y, x, c] = highlight[c]
            material_out[y, x] = m


@njit(cache=True, fastmath=True)
def average_irradiance(diffuse, material, grid):
    """
    Average the skin's light a pixel

    Returns
    -------
    cover : float array, shape (h, w)
        Share 0..1 of the samples that are skin.
    light : float array, shape (h, w, 3)
        Sum of their diffuse light, over the number of all samples.
    """
    size = material.shape[0] // grid
    cover = np.zeros((size, size), np.float32)
    light = np.zeros((size, size, 3), np.float32)
    part = 1.0 / (grid * grid)
    for y in range(size * grid):
        for x in range(size * grid):
            if material[y, x] == SKIN:
                cover[y // grid, x // grid] += part
                for c in range(3):
                    light[y // grid, x // grid, c] += diffuse[y, x, c] * part
    return cover, light


@njit(cache=True, fastmath=True)
def _curve(x):
    """Mild filmic curve with a soft shoulder"""
    y = (x * (2.2 * x + 0.06)) / (x * (1.85 * x + 0.52) + 0.13)
    return min(1.0, max(0.0, y))


@njit(cache=True, fastmath=True)
def develop(
    albedo, diffuse, highlight, material, softening, background, grid,
    exposure, out,
):  # fmt: skip
    """
    Combine light and colour, average the samples, encode as sRGB

    Parameters
    ----------
    albedo, diffuse, highlight, material : arrays
        Result of `shade`.
    softening : float array, shape (h, w, 3)
        Ratio of the blurred to the sharp light of the skin (subsurface
        scattering).
    background : float array, shape (h, w, 3)
        Linear RGB.
    grid : int
    exposure : float
    out : uint8 array, shape (h, w, 4)
        Written: the picture, and the share of each pixel that is not
        background.
    """
    size = out.shape[0]
    total, value = np.zeros(3), np.zeros(3)
    part = 1.0 / (grid * grid)
    for y in range(size):
        for x in range(size):
            total[:] = 0
            covered = 0
            for j in range(y * grid, (y + 1) * grid):
                for i in range(x * grid, (x + 1) * grid):
                    m = material[j, i]
                    covered += m >= 0
                    for c in range(3):
                        if m < 0:
                            value[c] = background[y, x, c] * exposure * 1.25
                            continue
                        soft = softening[y, x, c] if m == SKIN else 1.0
                        value[c] = exposure * (
                            diffuse[j, i, c] * soft * albedo[j, i, c]
                            + highlight[j, i, c]
                        )
                    luma = 0.25 * value[0] + 0.65 * value[1] + 0.1 * value[2]
                    luma = max(luma, 1e-4)
                    ratio = _curve(luma) / luma
                    for c in range(3):
                        total[c] += 0.55 * _curve(value[c])
                        total[c] += 0.45 * min(1.0, value[c] * ratio)
            for c in range(3):
                o = total[c] * part
                if o < 0.0031308:
                    o = 12.92 * o
                else:
                    o = 1.055 * o ** (1 / 2.4) - 0.055
                out[y, x, c] = np.uint8(min(255.0, max(0.0, o * 255 + 0.5)))
            out[y, x, 3] = np.uint8(255 * covered * part + 0.5)
