"""Colours of hair and eyes, and the textures that all portraits share.

May import `assets`, `person`, `hair`, `mesh`, numpy and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .hair import HAIR_STYLES
from .mesh import smoothstep

if TYPE_CHECKING:
    from .assets import Assets
    from .person import Portrait

__all__ = [
    "LUMA",
    "OPAQUE",
    "FixedTextures",
    "eye_texture",
    "fixed_textures",
    "hair_color",
    "interpolate",
    "linear",
    "read_texture",
]

Floats = NDArray[np.floating]
OPAQUE = np.ones((1, 1), np.float32)
LUMA = np.array([0.3, 0.6, 0.1], np.float32)

# sRGB of the hair by melanin 0..1 (blond to black), ash and red.
_MELANIN = np.array([0.0, 0.22, 0.45, 0.68, 0.86, 1.0])
_ASH = np.array(
    [
        [190, 168, 136],
        [156, 130, 98],
        [116, 90, 66],
        [80, 58, 44],
        [50, 38, 32],
        [28, 24, 23],
    ],
    float,
)
_RED = np.array(
    [
        [188, 145, 106],
        [158, 104, 68],
        [128, 72, 44],
        [100, 52, 32],
        [58, 34, 26],
        [32, 22, 20],
    ],
    float,
)
_GREY = np.array([182, 178, 173], float)
_IRISES = ("brown", "brownlight", "green", "blue")
_IRIS_PLACES = (0.0, 0.45, 0.72, 1.0)
# The core brown iris is maroon; this turns it into a natural brown.
_TEETH_TINT = np.array([1.02, 0.95, 0.84], np.float32)
_BROWN_CORRECTION = np.array([0.85, 1.35, 1.15], np.float32)


def linear(color) -> Floats:
    """Convert sRGB 0..255 to linear RGB 0..1 (any shape)"""
    c = np.asarray(color, np.float32) / 255
    return np.where(
        c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4
    ).astype(np.float32)


def interpolate(x: float, places: NDArray, colors: NDArray) -> NDArray:
    return np.array([np.interp(x, places, c) for c in colors.T])


def hair_color(portrait: Portrait) -> Floats:
    """The linear RGB of the hair, mildly grey with age"""
    melanin = portrait["hair_melanin"]
    ash = interpolate(melanin, _MELANIN, _ASH)
    red = interpolate(melanin, _MELANIN, _RED)
    red_share = portrait["hair_redness"] ** 1.5
    color = ash + (red - ash) * red_share
    grey = 0.85 * float(smoothstep(28.0, 78.0, portrait["age"]))
    # The locks reflect more than a plain surface of that colour.
    return 0.72 * linear(color + (_GREY - color) * grey)


def read_texture(assets: Assets, name: str) -> Floats:
    """A texture as linear RGB, with alpha 0..1 if it has one"""
    stored = assets[name]
    color = linear(stored[:, :, :3])
    if stored.shape[2] == 3:
        return color
    return np.dstack([color, stored[:, :, 3].astype(np.float32) / 255])


# --------------------------------------------------- textures of a kind


@dataclass(frozen=True)
class FixedTextures:
    """
    Textures that are the same for all portraits

    Attributes
    ----------
    hair : tuple of float arrays, shape (512, 512, 3)
        Relative brightness of each hair style, to be tinted.
    hair_alpha : tuple of float arrays, shape (512, 512)
    irises : float array, shape (4, 512, 512, 3)
    eye_alpha, lash_alpha, teeth_alpha : float arrays
    lash, teeth, tongue : float arrays, shape (., ., 3)
    """

    hair: tuple[Floats, ...]
    hair_alpha: tuple[Floats, ...]
    irises: Floats
    eye_alpha: Floats
    lash: Floats
    lash_alpha: Floats
    teeth: Floats
    teeth_alpha: Floats
    tongue: Floats


def _strands() -> Floats:
    """Noise along v of standard deviation 1: locks and single strands"""
    source = np.random.default_rng(4).normal(size=(512, 512))
    total = np.zeros((512, 512))
    for across, share in ((0.7, 1.0), (2.5, 0.8), (7.0, 0.7)):
        layer = ndimage.gaussian_filter(source, (60, across), mode="wrap")
        total += share * layer / layer.std()
    return total / total.std()


@lru_cache(maxsize=2)
def fixed_textures(assets: Assets) -> FixedTextures:
    """Prepare the textures that do not depend on the portrait"""
    strands = _strands()
    hair, hair_alpha = [], []
    for style in HAIR_STYLES:
        texture = read_texture(assets, f"hairtex_{style}")
        luma, alpha = texture[:, :, :3] @ LUMA, texture[:, :, 3]
        # The textures have painted highlights, which look like patches:
        # keep what is finer, for the light makes its own.
        painted = ndimage.gaussian_filter(luma * alpha, 7.0)
        painted /= np.maximum(ndimage.gaussian_filter(alpha, 7.0), 1e-2)
        bright = np.clip(luma / np.maximum(painted, 2e-3), 0.4, 1.8) ** 0.8
        bright = 1.15 * bright * np.clip(1 + 0.24 * strands, 0.35, 1.9)
        hair.append(
            np.repeat(bright[:, :, None], 3, axis=2).astype(np.float32)
        )
        # Soften the edges of the locks, which else turn into dots.
        soft = np.clip(1.4 * ndimage.gaussian_filter(alpha, 1.5), 0, 1)
        hair_alpha.append(soft.astype(np.float32))
    eyes = [read_texture(assets, f"eyetex_{iris}") for iris in _IRISES]
    irises = np.stack([eye[:, :, :3] for eye in eyes])
    # Only the iris is saturated; leave the white of the eye alone.
    most, least = irises[0].max(2), irises[0].min(2)
    iris = smoothstep(0.3, 0.8, (most - least) / np.maximum(most, 1e-3))
    correction = 1 + iris[:, :, None] * (_BROWN_CORRECTION - 1)
    irises[0] = irises[0] * correction + 0.010 * iris[:, :, None]
    # Painted irises glow; living ones are darker and greyer.
    grey = (irises @ LUMA)[..., None]
    irises = np.clip(grey + 0.62 * (irises - grey), 0, 1) ** 0.9 * 0.80
    lash = read_texture(assets, "lashtex_02")
    teeth = read_texture(assets, "teethtex")
    return FixedTextures(
        hair=tuple(hair),
        hair_alpha=tuple(hair_alpha),
        irises=irises.astype(np.float32),
        eye_alpha=np.ascontiguousarray(eyes[0][:, :, 3]),
        lash=np.ascontiguousarray(lash[:, :, :3] * 0.3 + 0.004),
        lash_alpha=np.ascontiguousarray(lash[:, :, 3]),
        teeth=np.ascontiguousarray(
            np.clip(teeth[:, :, :3] ** 0.8 * _TEETH_TINT, 0, 0.9)
        ),
        teeth_alpha=np.ascontiguousarray(teeth[:, :, 3]),
        tongue=np.full((2, 2, 3), 0.25, np.float32)
        * np.array([1, 0.35, 0.35], np.float32),
    )


def eye_texture(portrait: Portrait, assets: Assets) -> Floats:
    """Blend the irises by eye colour; linear RGB, shape (512, 512, 3)"""
    irises = fixed_textures(assets).irises
    place = float(
        np.interp(portrait["eye_color"], _IRIS_PLACES, range(len(_IRISES)))
    )
    first = min(int(place), len(_IRISES) - 2)
    share = np.float32(place - first)
    return irises[first] * (1 - share) + irises[first + 1] * share
