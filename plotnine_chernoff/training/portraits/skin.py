"""The skin map: complexion, age, brows, lips, beard, scalp.

May import `assets`, `person`, `hair`, `mesh`, `raster`,
`textures`, numpy, numba and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import njit
from scipy import ndimage

from .hair import HAIR_STYLES, stubble_density
from .mesh import smoothstep
from .raster import rasterize
from .textures import (
    LUMA,
    OPAQUE,
    Floats,
    hair_color,
    interpolate,
    linear,
    read_texture,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .assets import Assets
    from .person import Portrait

__all__ = ["skin_texture"]

SIZE = 1024  # texels of the skin map along one side
# sRGB 0..255 of the skin from light to dark.
_TONES = np.array(
    [
        [226, 180, 152],
        [214, 165, 134],
        [196, 146, 114],
        [167, 118, 88],
        [132, 91, 69],
        [104, 72, 57],
    ],
    float,
)
_AGES = ("young", "middleage", "old")
_GENDERS = ("male", "female")
_COMPLEXIONS = ("lightskinned", "darkskinned")


@dataclass(frozen=True)
class _SkinAtlas:
    """
    The used texels of the skin map, as lists of n texels

    Attributes
    ----------
    texels : int array, shape (n,)
        Flat position of each texel in the (SIZE, SIZE) map.
    layers : float array, shape (12, n, 4)
        Colour relative to the face's mean, and fine relief, of each age,
        gender and complexion (in that nesting).
    pores, blotches, hairs : float arrays, shape (n,)
        Noise of standard deviation 1: fine, broad, and of single hairs.
    lips, beard, scalp, blush : float arrays, shape (n,)
        Masks 0..1.
    brows : float array, shape (3, n)
        Opacity of feminine, androgynous and masculine eyebrows.
    """

    texels: NDArray[np.int64]
    layers: Floats
    pores: Floats
    blotches: Floats
    hairs: Floats
    lips: Floats
    beard: Floats
    scalp: Floats
    blush: Floats
    brows: Floats


def draw_uv_map(uv_corners: NDArray) -> tuple[NDArray, NDArray]:
    """
    Draw triangles at their texture coordinates

    Parameters
    ----------
    uv_corners : float array, shape (m, 3, 2)

    Returns
    -------
    triangle : int array, shape (SIZE, SIZE)
        -1 where there is none.
    weights : float array, shape (SIZE, SIZE, 3)
    """
    count = len(uv_corners)
    screen = np.ones((count * 3, 3))
    screen[:, 0] = uv_corners[:, :, 0].ravel() * SIZE
    screen[:, 1] = (1 - uv_corners[:, :, 1].ravel()) * SIZE
    triangle = np.full((SIZE, SIZE), -1, np.int32)
    bary0 = np.zeros((SIZE, SIZE), np.float32)
    bary1 = np.zeros((SIZE, SIZE), np.float32)
    materials = 6 + len(HAIR_STYLES)
    rasterize(
        screen,
        np.arange(count * 3, dtype=np.int32).reshape(-1, 3),
        uv_corners.astype(np.float32),
        np.zeros(count, np.int32),
        np.zeros((count, 3, 3), np.float32),
        (OPAQUE,) * materials,
        np.ones(materials),
        np.full(materials, -1e9),
        np.zeros(4),
        1,
        np.zeros((SIZE, SIZE)),
        triangle,
        bary0,
        bary1,
    )
    return triangle, np.stack([bary0, bary1, 1 - bary0 - bary1], 2)


def _bake_brow(
    assets: Assets, number: str, uv_of_vertex: Floats
) -> NDArray[np.float64]:
    """
    Draw one pair of eyebrows into the skin map, shape (SIZE, SIZE)

    As part of the skin the brows move with it, need no dither, and can be
    blended with each other.
    """
    brow = assets.proxy(f"brow_{number}")
    weights = brow.weights / brow.weights.sum(1, keepdims=True)
    skin_uv = (uv_of_vertex[brow.anchors] * weights[:, :, None]).sum(1)
    triangle, bary = draw_uv_map(skin_uv[brow.faces])
    own = brow.uv[brow.uv_faces][np.maximum(triangle, 0)]
    own = (own * bary[:, :, :, None]).sum(2)
    alpha = assets[f"browtex_{number}"][:, :, 3].astype(float) / 255
    alpha = ndimage.gaussian_filter(alpha, 0.8)
    size = len(alpha)
    places = [
        (1 - own[:, :, 1]) * size - 0.5,
        own[:, :, 0] * size - 0.5,
    ]
    drawn = ndimage.map_coordinates(alpha, places, order=1, mode="nearest")
    return np.where(triangle >= 0, drawn, 0.0)


def _enlarge(image: NDArray) -> Floats:
    larger = ndimage.zoom(image, 2, order=3, mode="nearest")
    return np.asarray(larger, np.float32)


def _skin_layer(assets: Assets, name: str) -> Floats:
    """Colour over mean face colour, and relief, (SIZE, SIZE, 4)"""
    color = read_texture(assets, name)
    face = [color[300:360, 425:450], color[225:285, 425:450]]
    color = color / np.concatenate(face, 0).reshape(-1, 3).mean(0)
    luma = color @ LUMA
    relief = luma - ndimage.gaussian_filter(luma, 3.0)
    planes = [*np.moveaxis(color, 2, 0), relief]
    return np.stack([_enlarge(plane) for plane in planes], 2)


def _noise(seed: int, *sigmas: float) -> Floats:
    rng = np.random.default_rng(seed)
    source = rng.normal(size=(SIZE, SIZE))
    total = np.zeros((SIZE, SIZE))
    for sigma in sigmas:
        layer = ndimage.gaussian_filter(source, sigma)
        total += layer / layer.std()
    return (total / total.std()).astype(np.float32)


def _lip_mask(young: Floats) -> NDArray[np.float64]:
    """Find the lips as the reddest place about the mouth"""
    rows, columns = slice(470, 590), slice(890, 985)
    red = young[:, :, 0] / np.maximum(young[:, :, 1], 1e-3)
    window = red[rows, columns]
    base = np.median(window)
    mask = np.zeros((SIZE, SIZE))
    mask[rows, columns] = np.clip((window - base * 1.12) / (base * 0.25), 0, 1)
    return ndimage.gaussian_filter(ndimage.grey_opening(mask, 3), 1.5)


def _beard_mask(position: NDArray, lips: NDArray) -> NDArray:
    """Mark where a beard grows, from positions relative to the lips"""
    x = np.abs(position[:, :, 0])
    y, z = position[:, :, 1], position[:, :, 2]
    top = 0.26 - 0.10 * smoothstep(0.0, 0.25, x)
    top = top - 0.30 * smoothstep(0.2, 0.45, x)
    top = top + 1.25 * smoothstep(0.45, 0.85, x)
    low = y + 0.25 * smoothstep(-0.9, -0.2, z)
    mask = smoothstep(0.0, 0.12, top - y) * smoothstep(-0.60, -0.36, low)
    mask *= smoothstep(-1.6, -1.1, z) * smoothstep(-1.0, -0.75, y)
    mask *= 1 - np.clip(ndimage.gaussian_filter(lips, 2.5) * 1.3, 0, 1)
    return ndimage.gaussian_filter(mask, 3)


def _scalp_mask(position: NDArray, margin: float = 0.0) -> NDArray[np.float64]:
    """
    Mark where hair grows on the head, from positions relative to the eyes

    The edge is the hairline of the shortest cut, which grows out of it,
    moved outwards by `margin` decimetres.
    """
    x, y, z = np.moveaxis(position, 2, 0)
    rise = y + margin + 0.10 * smoothstep(0.3, 0.6, np.abs(x))
    top = smoothstep(0.62, 0.78, rise)
    edge = -0.86 + 0.30 * smoothstep(0.05, 0.66, y)
    side = smoothstep(edge + 0.07, edge - 0.07, z - 3.0 * margin)
    side = side * smoothstep(-0.75, -0.45, y)
    ears = smoothstep(0.72, 0.77, np.abs(x)) * smoothstep(0.30, 0.20, y)
    mask = np.maximum(top, side * (1 - ears))
    mask[y < -50] = 0
    return ndimage.gaussian_filter(mask, 2.5)


def _blush_mask(position: NDArray) -> NDArray:
    """Mark cheeks and the tip of the nose, relative to the eyes"""
    x, y = np.abs(position[:, :, 0]), position[:, :, 1]
    front = smoothstep(-0.9, -0.3, position[:, :, 2])
    cheek = ((x - 0.42) / 0.20) ** 2 + ((y + 0.38) / 0.16) ** 2
    nose = (x / 0.14) ** 2 + ((y + 0.42) / 0.14) ** 2
    return front * (np.exp(-cheek) + 0.6 * np.exp(-nose))


@lru_cache(maxsize=2)
def skin_atlas(assets: Assets) -> _SkinAtlas:
    base, faces = assets.vertices, assets["skin_f"]
    uv_faces = assets["skin_ft"]
    uv = assets["base_vt"].astype(np.float32)
    seen = base[faces][:, :, 1].max(1) > 5.5
    triangle, bary = draw_uv_map(uv[uv_faces[seen]])
    inside = triangle >= 0
    corners = base[faces[seen]][np.maximum(triangle, 0)]
    position = (corners * bary[:, :, :, None]).sum(2)
    position[~inside] = -99
    uv_of_vertex = np.zeros((len(base), 2), np.float32)
    uv_of_vertex[faces.ravel()] = uv[uv_faces.ravel()]

    texels = np.flatnonzero(ndimage.binary_dilation(inside, iterations=4))

    def pick(plane: NDArray) -> Floats:
        return plane.reshape(SIZE * SIZE, *plane.shape[2:])[texels].astype(
            np.float32
        )

    young = _skin_layer(assets, "skin_young_lightskinned_female")
    lips = _lip_mask(young)
    on_lips = (lips > 0.5) & (position[:, :, 1] > 0)
    eye = assets.proxy("eye").fit(base).mean(0)
    beard = _beard_mask(position - position[on_lips].mean(0), lips)
    scalp = _scalp_mask(position - eye)
    names = [
        f"skin_{age}_{complexion}_{gender}"
        for age in _AGES
        for gender in _GENDERS
        for complexion in _COMPLEXIONS
    ]
    # The skins come with hair painted about the hairline: take it off.
    painted = pick(_scalp_mask(position - eye, margin=0.12))[:, None]
    bare = np.array([1.0, 1.0, 1.0, 0.0], np.float32)
    # Picked one by one: whole, all twelve maps take 200 MB.
    skins = (pick(_skin_layer(assets, name)) for name in names)
    layers = [layer + painted * (bare - layer) for layer in skins]
    arched, thin, plain, thick = (
        _bake_brow(assets, number, uv_of_vertex)
        for number in ("011", "006", "001", "008")
    )
    # The arched brows have gaps, which the thin ones fill.
    brows = (np.maximum(arched, 0.9 * thin), plain, thick)
    return _SkinAtlas(
        texels=texels,
        layers=np.stack(layers),
        pores=pick(_noise(1, 0.8, 2.2)),
        blotches=pick(_noise(2, 9.0)),
        hairs=pick(_noise(3, 0.9)),
        lips=pick(lips),
        beard=pick(beard),
        scalp=pick(scalp),
        blush=pick(_blush_mask(position - eye)),
        brows=np.stack([pick(brow) for brow in brows]),
    )


@njit(cache=True, fastmath=True)
def _paint_skin(
    texels, layers, numbers, weights, pores, blotches, hairs, lips, beard,
    scalp, blush, brow_layers, tone, contrast, relief, pore_relief,
    lip_amount, beard_amount, scalp_amount, blush_amount, brow_weights,
    hair, brow_color, color_out, bump_out,
):  # fmt: skip
    """Mix the layers texel by texel and paint the rest over them"""
    for n in range(texels.shape[0]):
        y, x = texels[n] // color_out.shape[1], texels[n] % color_out.shape[1]
        fine = 0.0
        for k in range(numbers.shape[0]):
            fine += weights[k] * layers[numbers[k], n, 3]
        shade = contrast * min(max(fine, -0.3), 0.1)
        mottle = 1 + 0.016 * pores[n] + 0.022 * blotches[n]
        dots = max(0.0, 1 + 0.22 * hairs[n])
        cover = min(0.85, beard[n] * beard_amount * dots)
        cover = max(cover, min(0.97, scalp[n] * scalp_amount * dots))
        brow = 0.0
        for k in range(brow_weights.shape[0]):
            brow += brow_weights[k] * brow_layers[k, n]
        brow = min(1.0, brow)
        for c in range(3):
            value = 0.0
            for k in range(numbers.shape[0]):
                value += weights[k] * layers[numbers[k], n, c]
            value = (value + shade) * tone[c] * mottle
            value *= 1 - blush_amount * blush[n] * (
                -0.12 if c == 0 else (0.30 if c == 1 else 0.20)
            )
            value *= 1 - lip_amount * lips[n] * (
                0.22 if c == 0 else (0.58 if c == 1 else 0.45)
            )
            grown = min(1.0, scalp[n] * scalp_amount)
            painted = min(0.6 * hair[c], 0.55 * value)
            painted += grown * (hair[c] - painted)
            value += cover * (painted - value)
            value += brow * (min(brow_color[c], 0.7 * value) - value)
            color_out[y, x, c] = min(max(value, 0.003), 0.95)
        bump_out[y, x] = fine * relief + pores[n] * pore_relief


def skin_texture(portrait: Portrait, assets: Assets) -> tuple[Floats, Floats]:
    """
    Paint the skin map of a portrait

    Returns
    -------
    color : float array, shape (1024, 1024, 3)
        Linear RGB.
    bump : float array, shape (1024, 1024)
        Height of the relief.
    """
    atlas = skin_atlas(assets)
    years, g = portrait["age"], portrait["gender"]
    age = float(np.interp(years, (18.0, 44.0, 74.0), (0.0, 1.0, 2.0)))
    ages = (max(0.0, 1 - age), 1 - abs(age - 1), max(0.0, age - 1))
    male = 0.5 + 0.5 * g
    tone = 0.10 + 0.84 * portrait["skin_tone"]
    dark = float(smoothstep(0.3, 0.9, tone))
    shares = np.array(
        [
            a * g * c
            for a in ages
            for g in (male, 1 - male)
            for c in (1 - dark, dark)
        ],
        np.float32,
    )
    numbers = np.flatnonzero(shares > 0)
    places = np.linspace(0, 1, len(_TONES))
    tone_color = linear(interpolate(portrait["skin_tone"], places, _TONES))
    aged = float(np.clip((years - 20) / 55, 0, 1))
    brow_weights = np.array([max(0.0, -g), 1 - abs(g), max(0.0, g)])
    hair = hair_color(portrait)
    # Very light brows would vanish: keep them darker than the hair.
    brow_color = 0.32 * hair + 0.08 * hair.mean()
    brow_color = brow_color / (1 + 5.0 * brow_color.mean())
    color = np.zeros((SIZE, SIZE, 3), np.float32)
    bump = np.zeros((SIZE, SIZE), np.float32)
    _paint_skin(
        atlas.texels,
        atlas.layers,
        numbers,
        shares[numbers],
        atlas.pores,
        atlas.blotches,
        atlas.hairs,
        atlas.lips,
        atlas.beard,
        atlas.scalp,
        atlas.blush,
        atlas.brows,
        tone_color,
        0.10 + 0.30 * aged,
        0.30 + 1.70 * aged,
        0.008 + 0.012 * aged,
        (1.15 - 0.5 * aged) * (0.16 + 0.40 * float(smoothstep(0.6, -1.0, g))),
        0.45 * float(smoothstep(0.0, 1.1, g)),
        1.45 * stubble_density(portrait["hair_length"]),
        0.36 - 0.10 * g - 0.20 * aged,
        1.15 * brow_weights,
        hair,
        brow_color.astype(np.float32),
        color,
        bump,
    )
    return color, bump
