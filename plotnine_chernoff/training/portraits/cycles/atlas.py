"""What MakeHuman's painters made: the skins as one atlas, and the teeth.

May import ``arithmetic``, the assets, numpy and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from .arithmetic import linear, smoothstep

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..assets import Assets

__all__ = ["SIZE", "draw_uv_map", "skin_atlas", "teeth_texture"]

Floats = np.ndarray
SIZE = 1024  # texels of the skin map along one side
_LUMA = np.array([0.3, 0.6, 0.1], np.float32)
_AGES = ("young", "middleage", "old")
_GENDERS = ("male", "female")
_COMPLEXIONS = ("lightskinned", "darkskinned")
_TEETH_TINT = np.array([1.02, 0.95, 0.84], np.float32)


def _read_texture(assets: Assets, name: str) -> Floats:
    """A texture as linear RGB, with alpha 0..1 if it has one"""
    stored = assets[name]
    color = linear(stored[:, :, :3])
    if stored.shape[2] == 3:
        return color
    return np.dstack([color, stored[:, :, 3].astype(np.float32) / 255])


def teeth_texture(assets: Assets) -> tuple[Floats, Floats]:
    """Linear RGB and alpha 0..1 of the teeth"""
    teeth = _read_texture(assets, "teethtex")
    white = np.clip(teeth[:, :, :3] ** 0.8 * _TEETH_TINT, 0, 0.9)
    return white, teeth[:, :, 3]


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
    lips, beard, blush : float arrays, shape (n,)
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
        The first that covers a texel, -1 where there is none.
    weights : float array, shape (SIZE, SIZE, 3)
    """
    x = (uv_corners[:, :, 0] * SIZE).astype(np.float64)
    y = ((1 - uv_corners[:, :, 1]) * SIZE).astype(np.float64)
    left, top = (np.floor(v.min(1)).clip(0).astype(int) for v in (x, y))
    right, low = (
        np.ceil(v.max(1)).clip(max=SIZE - 1).astype(int) for v in (x, y)
    )
    wide, tall = (right - left + 1).clip(0), (low - top + 1).clip(0)
    # All texels about all triangles, one after the other.
    count = wide * tall
    t = np.repeat(np.arange(len(count)), count)
    k = np.arange(len(t)) - np.repeat(count.cumsum() - count, count)
    row, column = top[t] + k // wide[t], left[t] + k % wide[t]
    (x0, x1, x2), (y0, y1, y2) = x[t].T, y[t].T
    px, py = column + 0.5 - x0, row + 0.5 - y0
    x1, x2, y1, y2 = x1 - x0, x2 - x0, y1 - y0, y2 - y0
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = 1 / (x1 * y2 - x2 * y1)
        w1 = (px * y2 - x2 * py) * inverse
        w2 = (x1 * py - px * y1) * inverse
    bary = np.stack([1 - w1 - w2, w1, w2], 1)
    # Degenerate triangles have no weights, and cover nothing.
    inside = np.flatnonzero((bary >= -1e-6).all(1))
    texel, first = np.unique((row * SIZE + column)[inside], return_index=True)
    inside = inside[first]
    triangle = np.full(SIZE * SIZE, -1, np.int32)
    triangle[texel] = t[inside]
    two = np.zeros((SIZE * SIZE, 2), np.float32)
    two[texel] = bary[inside, :2]
    weights = np.stack([*two.T, 1 - two[:, 0] - two[:, 1]], 1)
    return triangle.reshape(SIZE, SIZE), weights.reshape(SIZE, SIZE, 3)


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
    color = _read_texture(assets, name)
    face = [color[300:360, 425:450], color[225:285, 425:450]]
    color = color / np.concatenate(face, 0).reshape(-1, 3).mean(0)
    luma = color @ _LUMA
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


def _scalp_mask(position: NDArray, margin: float) -> NDArray[np.float64]:
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
        blush=pick(_blush_mask(position - eye)),
        brows=np.stack([pick(brow) for brow in brows]),
    )
