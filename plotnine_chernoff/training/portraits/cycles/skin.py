"""Skin and iris: colour and relief as maps, painted for each portrait.

May import ``table``, ``arithmetic``, ``atlas``, ``body``, ``hair_color``,
``hairline`` and the assets.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from .arithmetic import between, smoothstep
from .atlas import SIZE, draw_uv_map, skin_atlas
from .body import ages, presentation, years
from .hair_color import hair_color
from .hairline import scalp_density

if TYPE_CHECKING:
    from ..assets import Assets
    from .table import Portrait

__all__ = [
    "atlas_maps",
    "beard_shadow",
    "iris_color",
    "look_up",
    "skin_map",
    "skin_tone",
]

Floats = np.ndarray

# sRGB from light to dark: warm all the way, never grey.
_TONES = np.array(
    [
        [230, 184, 155],
        [217, 167, 134],
        [204, 150, 116],
        [170, 116, 84],
        [140, 93, 67],
        [110, 71, 52],
    ],
    float,
)
_IRIS_PLACES = (0.0, 0.25, 0.45, 0.72, 1.0)
_IRISES = np.array(  # linear RGB
    [
        [0.050, 0.022, 0.010],
        [0.100, 0.048, 0.020],
        [0.125, 0.082, 0.036],
        [0.100, 0.115, 0.065],
        [0.105, 0.155, 0.220],
    ]
)


def iris_color(portrait: Portrait) -> Floats:
    """Linear RGB, shape (3,)."""
    # Light eyes are rare in dark skin.
    place = portrait["eye_color"] * (1 - 0.7 * portrait["skin_tone"])
    return between(place, _IRIS_PLACES, _IRISES)


def skin_tone(portrait: Portrait) -> Floats:
    """Linear RGB of the plain skin, shape (3,)."""
    places = np.linspace(0, 1, len(_TONES))
    return (between(portrait["skin_tone"], places, _TONES) / 255) ** 2.2


@lru_cache(maxsize=2)
def atlas_maps(assets: Assets) -> dict[str, Floats]:
    """Masks 0..1 of brows, beard and lips, shape (SIZE, SIZE)."""
    atlas = skin_atlas(assets)
    layers = {"beard": atlas.beard, "lips": atlas.lips}
    layers |= {f"brow{k}": atlas.brows[k] for k in range(3)}
    maps = {}
    for name, layer in layers.items():
        full = np.zeros(SIZE * SIZE, np.float32)
        full[atlas.texels] = layer
        maps[name] = full.reshape(SIZE, SIZE)
    return maps


def look_up(mask: Floats, uv: Floats) -> Floats:
    row = np.clip(((1 - uv[:, 1]) * SIZE).astype(int), 0, SIZE - 1)
    column = np.clip((uv[:, 0] * SIZE).astype(int), 0, SIZE - 1)
    return mask[row, column]


@lru_cache(maxsize=2)
def _places(assets: Assets) -> Floats:
    """Where each texel lies, relative to the eyes, (n, 3)."""
    base, faces = assets.vertices, assets["skin_f"]
    uv = assets["base_vt"].astype(np.float32)
    seen = base[faces][:, :, 1].max(1) > 5.5
    triangle, bary = draw_uv_map(uv[assets["skin_ft"][seen]])
    corners = base[faces[seen]][np.maximum(triangle, 0)]
    place = (corners * bary[..., None]).sum(2)
    place -= assets.proxy("eye").fit(base).mean(0) * [0, 1, 1]
    return place.reshape(-1, 3)[skin_atlas(assets).texels]


@lru_cache(maxsize=2)
def _lines(assets: Assets) -> dict[str, Floats]:
    """Depth of the lines of age at the texels, 0..1, (n,) each."""
    x, y, z = _places(assets).T
    wide = np.abs(x)
    forehead = np.zeros_like(x)
    for k, level in enumerate((0.44, 0.525, 0.61, 0.69)):
        line = level - 0.10 * x * x + 0.012 * np.sin(7 * wide + 2.3 * k)
        strength = smoothstep(0.52 - 0.06 * k, 0.25, wide)
        forehead += strength * np.exp(-(((y - line) / 0.018) ** 2))
    dx, dy = wide - 0.47, y + 0.01
    radius, angle = np.hypot(dx, dy), np.arctan2(dy, dx)
    feet = np.zeros_like(x)
    rays = ((0.75, 0.17), (0.30, 0.26), (-0.12, 0.28), (-0.55, 0.24))
    for k, (ray, far) in enumerate(rays):
        bent = ray + 0.4 * (radius - 0.1) * (1 if k < 2 else -1)
        window = smoothstep(0.03, 0.08, radius)
        window = window * smoothstep(far, far * 0.5, radius)
        across = (angle - bent) * radius
        feet += window * np.exp(-((across / 0.012) ** 2))
    feet *= (z > -0.9) & (np.abs(angle) < 1.4)
    # Two short lines between the brows.
    frown = np.exp(-(((wide - 0.065) / 0.013) ** 2))
    frown = frown * smoothstep(0.06, 0.14, y) * smoothstep(0.32, 0.22, y)
    # From the wings of the nose to the corners of the mouth and down.
    fold_x = 0.20 + 0.20 * smoothstep(-0.36, -0.72, y)
    fold = np.exp(-(((wide - fold_x) / 0.036) ** 2)) * (z > -0.6)
    fold = fold * smoothstep(-0.34, -0.44, y) * smoothstep(-0.82, -0.60, y)
    # Under the eyes.
    pouch_y = -0.175 + 0.55 * (wide - 0.31) ** 2
    pouch = np.exp(-(((y - pouch_y) / 0.018) ** 2)) * (z > -0.75)
    pouch = pouch * smoothstep(0.12, 0.18, wide) * smoothstep(0.52, 0.44, wide)
    hollow = np.exp(
        -(((y + 0.11) / 0.06) ** 2) - ((wide - 0.27) / 0.14) ** 2
    ) * (z > -0.75)
    lid = np.exp(-(((y - 0.03) / 0.055) ** 2) - ((wide - 0.31) / 0.15) ** 2)
    every = {
        "forehead": forehead,
        "feet": feet,
        "frown": frown,
        "fold": fold,
        "pouch": pouch,
        "hollow": hollow,
        "lid": lid * (z > -0.75),
    }
    return {k: v.astype(np.float32) for k, v in every.items()}


@lru_cache(maxsize=2)
def beard_shadow(assets: Assets) -> Floats:
    """The beard's mask with soft edges, shape (SIZE, SIZE)."""
    return ndimage.gaussian_filter(atlas_maps(assets)["beard"], 13.0)


@lru_cache(maxsize=2)
def _spots(assets: Assets) -> Floats:
    """Age spots 0..1 at the texels, (n,)."""
    rng = np.random.default_rng(7)
    field = ndimage.gaussian_filter(rng.normal(size=(SIZE, SIZE)), 2.6)
    field = field / field.std()
    spots = smoothstep(2.0, 2.7, field)
    return spots.ravel()[skin_atlas(assets).texels].astype(np.float32)


def skin_map(portrait: Portrait, assets: Assets) -> Floats:
    """Paint the skin of a portrait.

    Returns
    -------
    float array, shape (SIZE, SIZE, 4)
        Linear RGB, and the height of the relief (0..1, 0.5 flat) as alpha;
        row 0 at v = 1.
    """
    atlas, lines = skin_atlas(assets), _lines(assets)
    g, beard = presentation(portrait), portrait["beard"]
    age = years(portrait)
    youth, old = ages(age)
    aged = float(np.clip((age - 20) / 55, 0, 1))
    feminine, masculine = np.clip([-g, g], 0.0, 1.2).tolist()
    tone = skin_tone(portrait)

    # The painted skins of three ages, two genders, two complexions; a little
    # beyond the oldest.
    place = float(np.interp(age, (18.0, 44.0, 74.0), (0, 1, 2)))
    place += 0.25 * smoothstep(66.0, 78.0, age)
    by_age = (
        max(0.0, 1 - place),
        place if place < 1 else 2 - place,
        max(0.0, place - 1),
    )
    male = 0.5 + 0.5 * g
    dark = float(smoothstep(0.35, 0.95, 0.10 + 0.84 * portrait["skin_tone"]))
    shares = [
        a * b * c
        for a in by_age
        for b in (male, 1 - male)
        for c in (1 - dark, dark)
    ]
    mixed = np.zeros_like(atlas.layers[0])
    for share, layer in zip(shares, atlas.layers, strict=True):
        if share != 0:
            mixed += np.float32(share) * layer
    fine = mixed[:, 3]
    color = (
        mixed[:, :3]
        + ((0.04 + 0.55 * aged) * np.clip(fine, -0.3, 0.1))[:, None]
    )
    # The old skins are flushed in patches: it is their relief that tells age.
    color -= 0.65 * aged * (color - color.mean(1, keepdims=True))
    color -= 0.15 * aged * (color - color.mean())
    color = color * tone.astype(np.float32)
    mottle = 0.014 * atlas.pores + (0.018 + 0.008 * old) * atlas.blotches
    color *= (1 + mottle)[:, None]

    def shade(amount: Floats, tint) -> None:
        """Multiply by a tint where the amount is 1."""
        color[:] *= 1 - amount[:, None] * (1 - np.array(tint, np.float32))

    def cover(amount: Floats, paint) -> None:
        """Lay a colour over it where the amount is 1."""
        color[:] += amount[:, None] * (np.array(paint, np.float32) - color)

    shade(
        (0.42 + 0.25 * feminine - 0.20 * old) * atlas.blush, (1.08, 0.74, 0.80)
    )
    # Lips: rosy and full of colour, or pale and close to the skin.
    lips = (0.42 - 0.36 * g) * (1 - 0.30 * old)
    shade(np.clip(lips, 0, 1) * atlas.lips, (0.84, 0.42, 0.52))
    paint = feminine * (1 - 0.10 * old)
    shade(0.50 * paint * atlas.lips, (0.92, 0.48, 0.58))
    # Paint is seen on any skin.
    opaque = 0.25 + 0.25 * portrait["skin_tone"]
    cover(opaque * paint * atlas.lips, (0.44, 0.08, 0.11))
    # Painted lids, and a shadow of stubble.
    shade(0.55 * paint * lines["lid"], (0.60, 0.50, 0.50))
    dots = np.clip(1 + 0.15 * atlas.hairs, 0.3, 1.6)
    stubble = 0.85 * float(smoothstep(-0.2, 1.2, g))
    stubble = stubble + 0.30 * float(smoothstep(0.0, 0.3, beard))
    shadow = beard_shadow(assets).ravel()[atlas.texels]
    hair = hair_color(portrait)
    cover(
        np.clip(stubble * shadow * dots, 0, 0.8),
        0.36 * tone * [0.92, 0.98, 1.02] + 0.10 * np.minimum(hair, tone),
    )
    # Under hair the scalp is in its shade, and takes its colour: cropped
    # hair is a shadow, and partings do not shine.
    length = portrait["hair_length"]
    grown = 0.45 * float(smoothstep(0.0, 0.04, length)) + 0.45 * float(
        smoothstep(0.10, 0.30, length)
    )
    cover(
        np.clip(
            grown
            * scalp_density(_places(assets), portrait)
            * (0.6 + 0.4 * dots),
            0,
            0.92,
        ),
        np.minimum(0.55 * hair, 0.30 * tone + 0.25 * hair),
    )
    # The brow's shadow under its hairs.
    brows = (
        np.array([feminine, max(0.0, 1 - abs(g)), masculine], np.float32)
        @ atlas.brows
    )
    shade(np.clip((0.42 + 0.24 * g) * brows, 0, 1), (0.36, 0.34, 0.34))

    # Lines of age, some of them only when the face moves.
    joy = max(0.0, portrait["smile"])
    deep = old * (1.55 - 0.20 * portrait["skin_tone"])
    deep *= 1 + 0.22 * float(smoothstep(52.0, 78.0, age))
    height = (
        0.22 * deep * lines["forehead"]
        + (0.27 * deep + 0.08 * joy * aged) * lines["feet"]
        + 0.12 * deep * lines["frown"]
        + (0.38 * deep + 0.05 * joy * aged) * lines["fold"]
        + 0.32 * deep * lines["pouch"]
    )
    # Shade is in dark skin already.
    pale = 1 - 0.4 * portrait["skin_tone"]
    shade(np.clip(2.2 * pale * height, 0, 0.85), (0.62, 0.46, 0.42))
    shade(
        (0.10 + 0.58 * deep * pale - 0.10 * youth) * lines["hollow"],
        (0.72, 0.60, 0.62),
    )
    spots = _spots(assets) * float(smoothstep(0.45, 1.0, old))
    shade(0.5 * spots * (1 - 0.6 * portrait["skin_tone"]), (0.72, 0.58, 0.48))
    # Colour leaves the skin with the years.
    grey = color.mean(1, keepdims=True)
    color += 0.05 * deep * (grey - color)

    bump = (
        fine * (0.10 + 1.80 * aged) + 0.005 * (1 + aged) * atlas.pores - height
    )
    out = np.zeros((SIZE * SIZE, 4), np.float32)
    out[:, 3] = 0.5
    out[atlas.texels, :3] = np.clip(color, 0.003, 0.95)
    out[atlas.texels, 3] = np.clip(0.5 + bump, 0, 1)
    return out.reshape(SIZE, SIZE, 4)


@lru_cache(maxsize=2)
def gloss_masks(assets: Assets) -> Floats:
    """Lips and oily places as red and green, shape (SIZE, SIZE, 4)."""
    atlas = skin_atlas(assets)
    out = np.zeros((SIZE * SIZE, 4), np.float32)
    out[atlas.texels, 0] = atlas.lips
    out[atlas.texels, 1] = np.clip(0.5 + 0.2 * atlas.blotches, 0, 1)
    out[:, 3] = 1
    soft = ndimage.gaussian_filter(out.reshape(SIZE, SIZE, 4), (1, 1, 0))
    return soft.astype(np.float32)
