"""Finding the face of a picture: where it is, upright, and its landmarks.

Every face is brought to one frame first (`SIDE` pixels, upright, the eyes'
line level), so that nothing that follows depends on the picture's size.
Imports NumPy and Pillow; networks are handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, sin
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ...faces.color import lab

if TYPE_CHECKING:
    from collections.abc import Callable

    Network = Callable[[np.ndarray], list[np.ndarray]]

SIDE = 320
"""Pixels of the frame; its middle is what the face mesh sees"""
MESH_SIDE = 192
_MESH_SPAN = 1.5
"""Side of the face mesh's square, in sides of the face's box"""
_EYE_SIDE = 64
_EYE_SPAN = 2.3
_LEAST_OVERLAP = 0.3

# Of MediaPipe's face mesh; left and right as in the picture.
LEFT_EYE, RIGHT_EYE = (33, 133), (263, 362)
"""Outer and inner corner"""


@dataclass(frozen=True)
class Region:
    """A square of a picture, in pixels: its middle, side, and angle"""

    x: float
    y: float
    side: float
    angle: float

    def matrix(self, pixels: int) -> np.ndarray:
        """(2, 3): from the square's pixels, so many, to the picture's"""
        step = self.side / pixels
        c, s = step * cos(self.angle), step * sin(self.angle)
        half = pixels / 2
        return np.array(
            [
                [c, -s, self.x - (c - s) * half],
                [s, c, self.y - (s + c) * half],
            ]
        )

    def cut(self, picture: Image.Image, pixels: int) -> Image.Image:
        """The square, drawn with so many pixels; black outside the picture"""
        matrix = self.matrix(pixels)
        # What shrinks is averaged first, or it would flicker.
        shrink = max(int(self.side / pixels), 1)
        if shrink > 1:
            picture = picture.reduce(shrink)
            matrix = matrix / shrink
        return picture.transform(
            (pixels, pixels),
            Image.Transform.AFFINE,
            tuple(matrix.ravel()),
            Image.Resampling.BICUBIC,
        )


@dataclass(frozen=True)
class Face:
    """
    A face in its frame

    Parameters
    ----------
    pixels : array, (SIDE, SIDE, 3), uint8
    inside : array, (SIDE, SIDE), bool
        Which pixels the picture has.
    mesh : array, (468, 3)
        Landmarks of the face mesh: x, y, depth, in pixels of the frame.
    eyes : array, (2, 16, 2)
        Contours of the eyelids, left and right as in the picture.
    """

    pixels: np.ndarray
    inside: np.ndarray
    mesh: np.ndarray
    eyes: np.ndarray

    @cached_property
    def lab(self) -> np.ndarray:
        """(SIDE, SIDE, 3), float32: CIE L*a*b* of the pixels"""
        return lab(self.pixels)


class Finder:
    """
    Finds the most prominent face of a picture

    Parameters
    ----------
    near, far : callable
        Detectors for faces that fill the picture and for small ones; the
        second is asked where the first finds nothing.
    mesh, iris : callable
        Landmark networks.
    """

    def __init__(
        self, near: Network, far: Network, mesh: Network, iris: Network
    ):
        self._detectors = (
            (near, 128, _near_anchors()),
            (far, 192, _far_anchors()),
        )
        self._mesh, self._iris = mesh, iris

    def __call__(self, picture: Image.Image) -> Face | None:
        """The face of an RGB picture; None where there is none"""
        region = self._detect(picture)
        if region is None:
            return None
        points = self._landmarks(np.asarray(region.cut(picture, SIDE)))
        if points is None:
            return None
        # Twice: what the mesh says of the face's place hangs less on how
        # the picture was cropped than what the detector says.
        region = _around(points, region)
        frame = np.asarray(region.cut(picture, SIDE))
        points = self._landmarks(frame)
        if points is None:
            return None
        drawn = Image.fromarray(frame)
        eyes = np.stack(
            [
                self._eyelids(drawn, points, LEFT_EYE, False),
                self._eyelids(drawn, points, RIGHT_EYE, True),
            ]
        )
        return Face(frame, _inside(region, picture.size), points, eyes)

    def _detect(self, picture) -> Region | None:
        longest = max(picture.size)
        square = Region(picture.width / 2, picture.height / 2, longest, 0)
        for network, pixels, anchors in self._detectors:
            small = np.asarray(square.cut(picture, pixels), np.float32)
            boxes, scores = network(small / 127.5 - 1)
            box = _best(boxes, scores[:, 0], anchors, pixels)
            if box is None:
                continue
            matrix = square.matrix(pixels)
            (x, y), (left, right) = box[0], box[2:4]
            x, y = matrix @ (x * pixels, y * pixels, 1)
            angle = atan2(right[1] - left[1], right[0] - left[0])
            side = box[1].max() * longest * _MESH_SPAN * SIDE / MESH_SIDE
            return Region(x, y, side, angle)
        return None

    def _landmarks(self, frame) -> np.ndarray | None:
        edge = (SIDE - MESH_SIDE) // 2
        seen = frame[edge : edge + MESH_SIDE, edge : edge + MESH_SIDE]
        points, score = self._mesh(seen.astype(np.float32) / 255)
        if score.ravel()[0] <= 0:
            return None
        return np.add(points.reshape(-1, 3), (edge, edge, 0))

    def _eyelids(self, frame, points, corners, mirrored) -> np.ndarray:
        """(16, 2): the network knows one eye, the other is mirrored"""
        outer, inner = points[corners[0], :2], points[corners[1], :2]
        across = (outer - inner) if mirrored else (inner - outer)
        x, y = (outer + inner) / 2
        region = Region(
            x,
            y,
            _EYE_SPAN * np.abs(across).max(),
            atan2(across[1], across[0]),
        )
        seen = np.asarray(region.cut(frame, _EYE_SIDE), np.float32) / 255
        if mirrored:
            seen = seen[:, ::-1]
        contour = self._iris(seen)[0].reshape(-1, 3)[:16, :2].copy()
        if mirrored:
            contour[:, 0] = _EYE_SIDE - contour[:, 0]
        matrix = region.matrix(_EYE_SIDE)
        return contour @ matrix[:, :2].T + matrix[:, 2]


def _near_anchors() -> np.ndarray:
    """Middles (896, 2) of the near detector's cells, 0 to 1"""
    return np.concatenate([_grid(16, 2), _grid(8, 6)])


def _far_anchors() -> np.ndarray:
    """Middles (2304, 2) of the far detector's cells"""
    return _grid(48, 1)


def _grid(n, times) -> np.ndarray:
    at = (np.arange(n) + 0.5) / n
    y, x = np.meshgrid(at, at, indexing="ij")
    return np.repeat(np.column_stack([x.ravel(), y.ravel()]), times, axis=0)


def _best(boxes, scores, anchors, pixels) -> np.ndarray | None:
    """
    The most prominent box: (8, 2) its middle, size and six points, 0 to 1

    Boxes that overlap the chosen one are averaged with it.
    """
    found = scores > 0  # log-odds: more likely a face than not
    if not found.any():
        return None
    weight = 1 / (1 + np.exp(-scores[found].clip(-50, 50)))
    parts = boxes[found].reshape(-1, 8, 2) / pixels
    parts[:, [0, 2, 3, 4, 5, 6, 7]] += anchors[found][:, None]
    size = parts[:, 1].clip(1e-6)
    first = int(np.argmax(weight * size.prod(1)))
    low, high = parts[:, 0] - size / 2, parts[:, 0] + size / 2
    common = np.minimum(high, high[first]) - np.maximum(low, low[first])
    shared = common.clip(0).prod(1)
    union = size.prod(1) + size[first].prod() - shared
    near = shared / union > _LEAST_OVERLAP
    return np.average(parts[near], axis=0, weights=weight[near])


def _around(points, region) -> Region:
    """The square around landmarks of a frame, upright by the eyes"""
    matrix = region.matrix(SIDE)
    at = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    across = at[RIGHT_EYE[0]] - at[LEFT_EYE[0]]
    angle = atan2(across[1], across[0])
    turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    level = at @ turn
    low, high = level.min(0), level.max(0)
    x, y = turn @ ((low + high) / 2)
    side = (high - low).max() * _MESH_SPAN * SIDE / MESH_SIDE
    return Region(x, y, side, angle)


def _inside(region, size) -> np.ndarray:
    matrix = region.matrix(SIDE)
    at = np.arange(SIDE) + 0.5
    x, y = np.meshgrid(at, at)
    points = np.stack([x, y], -1) @ matrix[:, :2].T + matrix[:, 2]
    return ((points >= 0) & (points < size)).all(-1)
