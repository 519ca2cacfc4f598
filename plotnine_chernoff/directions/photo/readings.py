"""What the landmarks and pixels of a found face say, in units of their own.

Each function takes a `Face` and gives one number that grows with the
attribute; `maps` turns it into the attribute's unit. Imports NumPy and SciPy.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

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
_BROW_TO_BROW = (54, 103, 67, 109, 10, 338, 297, 332, 284)
_CROWN = (1.08, 1.13, 1.18)
"""
Where the crown's hair is, in distances of the oval's upper edge: short hair
has the background behind it soon
"""
_BAND = 1.6
"""How far from the head's middle hair is looked for, in half faces"""
_UNLIKE, _ALIKE = 6.0, 14.0
"""Differences of color that make two things, and most within one's hair"""
_WEIGHTS = np.array([0.3, 1, 1], np.float32)
_FAINT = 0.05
_BALD = 0.4
"""Smallest share of the crown that must be hair"""


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
    """How high, and a little how far apart, the corners of the mouth are"""
    frontal = face.mesh @ axes(face).T
    left, right = _MOUTH_ENDS
    eyes = np.linalg.norm(np.subtract(*frontal[list(_EYE_ENDS)]))
    # Heights as seen: the mesh's depth of the corners is not so sure.
    heights = face.mesh[:, 1]
    lift = heights[list(_LIPS)].mean() - heights[list(_MOUTH_ENDS)].mean()
    width = frontal[right, 0] - frontal[left, 0]
    return float((lift + 0.1 * width) / eyes)


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
    lightness, _, yellow = _skin_color(face.lab, face.mesh[:, :2], 5)
    return float(-np.degrees(np.arctan2(lightness - 50, max(yellow, 1))))


def hair_length(face: Face) -> float:
    """Area of the hair beside and above the face; what hangs counts thrice"""
    hair = hair_mask(face)
    top, chin = face.mesh[[_FOREHEAD, _CHIN], 1] / 2
    hangs = np.arange(len(hair)) > top + 0.4 * (chin - top)
    area = hair.sum() + 2 * hair[hangs].sum()
    return float(area / (chin - top) ** 2)


def quality(face: Face) -> float:
    """Details of two pixels against those of four in the face, logarithm"""
    grey = face.lab[..., 0]
    inside = oval(face) & face.inside
    blurred = [ndimage.gaussian_filter(grey, s) for s in (1.4, 2.8, 5.6)]
    fine, coarse = (
        (a - b)[inside].std() + _FAINT for a, b in pairwise(blurred)
    )
    return float(np.log(fine / coarse))


def oval(face: Face) -> np.ndarray:
    """(SIDE, SIDE), bool: the face without hair and ears"""
    drawn = Image.new("1", (SIDE, SIDE))
    corners = [tuple(p) for p in face.mesh[list(_OVAL), :2]]
    ImageDraw.Draw(drawn).polygon(corners, fill=1)
    return np.asarray(drawn)


def hair_mask(face: Face) -> np.ndarray:
    """
    The hair of the head, as far as color tells

    What is more like the band above the forehead than like the skin, or
    like what is seen at the picture's edge, and is joined to that band.

    Returns
    -------
    array, (SIDE / 2, SIDE / 2), bool
    """
    color = ndimage.gaussian_filter(face.lab[::2, ::2], (1, 1, 0))
    inside, mesh = face.inside[::2, ::2], face.mesh[:, :2] / 2
    middle = mesh[list(_OVAL)].mean(0)
    arc = mesh[list(_BROW_TO_BROW)] - middle
    seeds = np.stack([middle + far * arc for far in _CROWN])
    x, y = seeds.round().astype(int).clip(0, SIDE // 2 - 1).T
    skin = _skin_color(color, mesh)[None]
    hairy = inside[y, x] & (_apart(color[y, x], skin) > _UNLIKE)
    if hairy.mean() < _BALD:
        return np.zeros_like(inside)
    x, y = x[hairy], y[hairy]
    # Beside a turned head's short hair some see the background: most rule.
    crown = np.median(color[y, x], axis=0)[None]
    own = _apart(color[y, x], crown) < _ALIKE
    x, y = x[own], y[own]
    if not len(x):
        return np.zeros_like(inside)
    hair = _clusters(color[y, x], 2)
    behind = _clusters(color[_behind(inside, mesh, middle)])
    # At tight crops hair is at the picture's edge too.
    behind = behind[_apart(behind, crown) > _UNLIKE]
    others = np.concatenate([skin, behind])
    like = _apart(color, hair)
    mask = inside & (like < _apart(color, others)) & (like < _ALIKE)
    half = (mesh[_OVAL_ENDS[1], 0] - mesh[_OVAL_ENDS[0], 0]) / 2
    mask &= np.abs(np.arange(SIDE // 2) - middle[0]) < _BAND * half
    mask &= ~oval(face)[::2, ::2]
    rows = np.arange(SIDE // 2)[:, None]
    neck = np.abs(np.arange(SIDE // 2) - middle[0]) < 0.7 * half
    mask &= ~(neck & (rows > mesh[_CHIN, 1]))
    mask = ndimage.binary_opening(mask)
    labelled: Any = ndimage.label(mask)
    parts = labelled[0]
    joined = np.unique(parts[y, x])
    return np.isin(parts, joined[joined > 0])


def _behind(inside, mesh, middle) -> np.ndarray:
    """Where the background is seen: the picture's edge, far from the head"""
    rows, columns = np.indices(inside.shape)
    inner = np.asarray(ndimage.binary_erosion(inside, iterations=6), bool)
    edge = inside & ~inner
    half = (mesh[_OVAL_ENDS[1], 0] - mesh[_OVAL_ENDS[0], 0]) / 2
    far = np.abs(columns - middle[0]) > _BAND * half
    return edge & far & (rows < mesh[_EYE_ENDS[0], 1])


def _apart(color, others) -> np.ndarray:
    """Distance to the nearest color; lightness counts less, for shading"""
    if not len(others):
        return np.full(color.shape[:-1], np.inf)
    apart = (color[..., None, :] - others) * _WEIGHTS
    return np.sqrt((apart**2).sum(-1)).min(-1)


def _clusters(colors, n=3, rounds=5) -> np.ndarray:
    """(up to n, 3) middles of the darkest, middle and lightest of colors"""
    if not len(colors):
        return colors
    parts = np.array_split(np.argsort(colors[:, 0]), min(n, len(colors)))
    middles = np.array([np.median(colors[p], axis=0) for p in parts])
    for _ in range(rounds):
        apart = ((colors[:, None] - middles) ** 2).sum(-1)
        nearest = apart.argmin(1)
        for k in range(len(middles)):
            if (nearest == k).any():
                middles[k] = np.median(colors[nearest == k], axis=0)
    return middles


def _skin_color(color, mesh, r=3) -> np.ndarray:
    """(3,) the middle color of the skin's places"""
    found = []
    for x, y in mesh[list(_SKIN)].round().astype(int):
        x, y = np.clip((x, y), r, len(color) - r - 1)
        patch = color[y - r : y + r + 1, x - r : x + r + 1]
        found.append(np.median(patch.reshape(-1, 3), axis=0))
    return np.median(found, axis=0)
