"""What the landmarks and pixels of a found face say, in units of their own.

Each function takes a `Face` and gives one number that grows with the
attribute; `maps` turns it into the attribute's unit. Imports NumPy and SciPy.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from .find import SIDE, Face

# Of MediaPipe's face mesh.
_OVAL_ENDS = (234, 454)
_EYE_ENDS = (33, 263)
_FOREHEAD, _CHIN = 10, 152
_LIPS, _MOUTH_ENDS = (13, 14), (61, 291)
_OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365),
    *(379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93),
    *(234, 127, 162, 21, 54, 103, 67, 109),
)
_SKIN = (50, 280, 101, 330, 205, 425, 151, 108, 337)
"""Cheeks, and the forehead"""


def axes(face: Face) -> np.ndarray:
    """
    Which way the head looks

    Returns
    -------
    array, (3, 3)
        Unit vectors to the picture's right, down and away from the viewer,
        as seen from the head.
    """
    across = face.mesh[_OVAL_ENDS[1]] - face.mesh[_OVAL_ENDS[0]]
    down = face.mesh[_CHIN] - face.mesh[_FOREHEAD]
    across = across / np.linalg.norm(across)
    down = down - across * (down @ across)
    down = down / np.linalg.norm(down)
    return np.stack([across, down, np.cross(across, down)])


def yaw(face: Face) -> float:
    """Degrees, from the depth of the oval's ends"""
    across = axes(face)[0]
    return float(np.degrees(np.arctan2(across[2], across[0])))


def smile(face: Face) -> float:
    """How high and how far apart the corners of the mouth are"""
    frontal = face.mesh @ axes(face).T
    left, right = frontal[list(_MOUTH_ENDS)]
    eyes = np.linalg.norm(np.subtract(*frontal[list(_EYE_ENDS)]))
    lift = frontal[list(_LIPS), 1].mean() - (left[1] + right[1]) / 2
    return float((lift + 0.25 * (right[0] - left[0])) / eyes)


def squint(face: Face) -> float:
    """Height of the eyes' opening over its width, negative"""
    turn = np.cos(np.deg2rad(yaw(face)))
    size = np.ptp(face.eyes, axis=1)
    return float(-(size[:, 1] / size[:, 0]).mean() * turn)


def skin_tone(face: Face) -> float:
    """
    Individual typology angle of cheeks and forehead, degrees, negative

    The middle of nine places' middles: hair, glasses, beards and shines
    cover some of them. Chardon et al. 1991.
    """
    lightness, _, yellow = _skin_color(lab(face.pixels), face)
    return float(-np.degrees(np.arctan2(lightness - 50, max(yellow, 1))))


def hair_length(face: Face) -> float:
    """Area of what has the crown's color, is joined to it and is no skin"""
    hair = hair_mask(face)
    down = face.mesh[_CHIN, 1] - face.mesh[_FOREHEAD, 1]
    return float(hair.sum() / down**2)


def quality(face: Face) -> float:
    """Finest details against coarser ones in the face, log of the ratio"""
    grey = lab(face.pixels)[..., 0]
    inside = oval(face) & face.inside
    fine = grey - ndimage.gaussian_filter(grey, 1)
    coarse = ndimage.gaussian_filter(grey, 1) - ndimage.gaussian_filter(
        grey, 4
    )
    return float(np.log((fine[inside].std() + 1e-3) / (coarse[inside].std() + 1e-3)))


def oval(face: Face) -> np.ndarray:
    """(SIDE, SIDE), bool: the face without hair and ears"""
    drawn = Image.new("1", (SIDE, SIDE))
    corners = [tuple(p) for p in face.mesh[list(_OVAL), :2]]
    ImageDraw.Draw(drawn).polygon(corners, fill=1)
    return np.asarray(drawn)


def hair_mask(face: Face) -> np.ndarray:
    """(SIDE, SIDE), bool: the hair of the head, as far as color tells"""
    color = ndimage.gaussian_filter(lab(face.pixels), (1.5, 1.5, 0))
    skin = _skin_color(color, face)
    middle = face.mesh[list(_OVAL), :2].mean(0)
    top = face.mesh[[54, 103, 67, 109, 10, 338, 297, 332, 284], :2] - middle
    seeds = np.concatenate(
        [middle + top * far for far in (1.15, 1.25, 1.35, 1.45)]
    )
    x, y = seeds.round().astype(int).clip(0, SIDE - 1).T
    ok = face.inside[y, x]
    if not ok.any():
        return np.zeros((SIDE, SIDE), bool)
    x, y = x[ok], y[ok]
    return color, skin, (x, y)


def _skin_color(color, face) -> np.ndarray:
    """(3,) the middle color of the skin's places"""
    found = []
    for x, y in face.mesh[list(_SKIN), :2].round().astype(int):
        x, y = np.clip((x, y), 5, SIDE - 6)
        patch = color[y - 5 : y + 6, x - 5 : x + 6]
        found.append(np.median(patch.reshape(-1, 3), axis=0))
    return np.median(found, axis=0)


def lab(pixels: np.ndarray) -> np.ndarray:
    """CIE L*a*b* under D65 of sRGB pixels (..., 3), uint8"""
    values = np.arange(256) / 255
    linear = np.where(
        values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4
    )
    x = linear.astype(np.float32)[pixels] @ _TO_XYZ.T
    f = np.where(x > 0.008856, np.cbrt(x), 7.787 * x + 16 / 116)
    return np.stack(
        [
            116 * f[..., 1] - 16,
            500 * (f[..., 0] - f[..., 1]),
            200 * (f[..., 1] - f[..., 2]),
        ],
        -1,
    )


# IEC 61966-2-1, rows divided by the white of D65.
_TO_XYZ = (
    np.array(
        [
            [0.4124, 0.3576, 0.1805],
            [0.2126, 0.7152, 0.0722],
            [0.0193, 0.1192, 0.9505],
        ],
        np.float32,
    )
    / np.array([[0.9505], [1.0], [1.089]], np.float32)
)
