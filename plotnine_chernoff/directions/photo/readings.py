"""What the landmarks and pixels of a found face say, in units of their own.

Each function takes a `Face` and gives one number that grows with the
attribute; `maps` turns it into the attribute's unit. Imports NumPy and SciPy.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.special import expit

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

# A grid about the head, turned with it, but straight down below the ears, as
# hair hangs: in heights of the face below its upper edge, and in halves of
# its width from its middle.
_DOWN, _ASIDE = np.meshgrid(
    np.arange(-0.975, 1.3, 0.05), np.arange(-2.35, 2.4, 0.1), indexing="ij"
)
_FAR = np.abs(_ASIDE)
_FACE = (_ASIDE / 0.9) ** 2 + ((_DOWN - 0.45) / 0.57) ** 2 < 1
_CROWN = (_ASIDE / 1.3) ** 2 + ((_DOWN - 0.4) / 0.95) ** 2 < 1
_CROWN &= (_FAR < 1) & (_DOWN < 0.1) & ~_FACE
_BEHIND = (_FAR > 1.6) & (_DOWN < 0.1) | (_DOWN < -0.55)
"""Where the background is seen, and hair hardly ever"""
_ABOVE = (_FAR < 0.8) & (np.abs(_DOWN + 0.325) < 0.275)
_BESIDE = (np.abs(_FAR - 1.5) < 0.6) & (np.abs(_DOWN - 0.9) < 0.3)
"""From the cheeks to the shoulders, where long hair hangs"""
_EARS = int((_DOWN[:, 0] < 0.4).sum())
"""Number of the row"""
_LOOSE = 0.1
"""Share of that which short hair, shadows and blurred edges seem to fill"""
_WEIGHTS = np.array([0.5, 1, 1], np.float32)
"""Lightness counts less, for shading"""
_UNLIKE_SKIN, _UNLIKE_WALL, _ALIKE = 5.0, 6.0, 12.0
"""Differences of color that make two things, and most within one's hair"""
_SOFT, _HAIRS = 3.0, 13.0
"""Differences of color over which hair ends, and at which at the latest"""
_FEWEST = 4
"""Cells of the crown that tell its color"""
_FAINT = 0.05


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
    """
    How much of the room beside cheeks, jaw and neck is hair

    And, by a tenth, of that above the forehead: that tells short hair from
    none.
    """
    # Means of four: every other pixel would lie half a pixel to one side.
    rows = face.lab[::2] + face.lab[1::2]
    small = (rows[:, ::2] + rows[:, 1::2]) / 4
    small = ndimage.gaussian_filter(small, (1.5, 1.5, 0))
    at = np.floor(_places(face) / 2).astype(int)
    x, y = at.clip(0, SIDE // 2 - 1).transpose(2, 0, 1)
    seen = face.inside[::2, ::2][y, x] & (at >= 0).all(-1)
    seen &= (at < SIDE // 2).all(-1)
    hair = _hair(small[y, x], seen, _skin_color(small, face.mesh[:, :2] / 2))
    hanging = _hanging(hair)[_BESIDE & seen]
    filled = hanging.sum() / max(hanging.size, 1)
    return float(max(filled - _LOOSE, 0) + 0.1 * hair[_ABOVE].mean())


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


def _places(face) -> np.ndarray:
    """(rows, columns, 2): where the grid's cells lie in the frame"""
    across, down, _ = axes(face)
    top, chin = face.mesh[[_FOREHEAD, _CHIN]]
    left, right = face.mesh[list(_OVAL_ENDS)]
    ears = (left + right) / 2
    aside = _ASIDE[..., None] * np.linalg.norm(right - left) / 2
    below = _DOWN[..., None] * np.linalg.norm(chin - top)
    below = below - (ears - top) @ down
    down = np.where(below < 0, down[:2], (0, 1))
    return ears[:2] + aside * across[:2] + below * down


def _hair(color, seen, skin) -> np.ndarray:
    """
    How likely each cell of the grid is hair, 0 to 1

    By whether its color is more like that of the crown, where this is
    neither skin nor background, than like these two.
    """
    wall = _clusters(color[seen & _BEHIND], 4)
    crown = color[seen & _CROWN]
    hairy = crown[_apart(crown, skin[None]) > _UNLIKE_SKIN]
    told = hairy[_apart(hairy, wall) > _UNLIKE_WALL]
    if len(hairy) < _FEWEST:
        return np.zeros(color.shape[:2])
    # Hair in the background's color: half of both is the best guess.
    hairy = told if len(told) >= _FEWEST else hairy
    # Beside a turned head's short hair some see something else: most rule.
    middle = np.median(hairy, axis=0)[None]
    own = hairy[_apart(hairy, middle) < _ALIKE]
    if len(told) >= _FEWEST:
        # Hair that fills the picture is seen at its edge, too.
        wall = wall[_apart(wall, middle) > _UNLIKE_WALL]
    like = _apart(color, _clusters(own, 2) if len(own) else middle)
    other = _apart(color, np.concatenate([skin[None], wall]))
    return seen * expit((other - like) / _SOFT) * expit((_HAIRS - like) / 2)


def _hanging(hair) -> np.ndarray:
    """What hangs from hair at the ears: no dark coat or beard"""
    hair = np.where(_FACE, 0, hair)
    for above, row in pairwise(hair[_EARS:]):
        np.minimum(row, ndimage.maximum_filter1d(above, 3), out=row)
    return hair


def _apart(color, others) -> np.ndarray:
    """Distance to the nearest color"""
    if not len(others):
        return np.full(color.shape[:-1], 1e3)
    apart = (color[..., None, :] - others) * _WEIGHTS
    return np.sqrt((apart**2).sum(-1)).min(-1)


def _clusters(colors, n, rounds=4) -> np.ndarray:
    """(up to n, 3) middles of colors, from the darkest to the lightest"""
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
