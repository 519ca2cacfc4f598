"""One face as backends want it: resized, masked, upside down.

Knows pixels and the shapes that a face is cut to; knows no plots. Imports
numpy, Pillow, cachetools and matplotlib's paths.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from math import ceil, floor
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from cachetools import LRUCache
from matplotlib.path import Path
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from .roll import Roll

    Box = tuple[float, float, float, float]

CORNER = {"square": 0.0, "rounded": 0.18, "circle": 0.5}
"""Shapes of a face: radius of the corners as a part of the side"""

HAZE = 0.03
"""What a matte says at least of a figure, or of its background"""

# Resized pictures, for the next time that the same figure is drawn.
_sized: LRUCache[Hashable, NDArray[np.uint8]] = LRUCache(
    128 * 2**20, getsizeof=lambda picture: picture.nbytes
)
_lock = Lock()


class Pixmap:
    """
    A square picture that is drawn at several places and sizes

    Parameters
    ----------
    roll : Roll
        Where the picture is: of uint8, (H, H, 3) or (H, H, 4), as the model
        has made it, perhaps with its matte.
    index : int
        Which of the pictures of the roll it is.
    resolution : int, optional
        Side of the picture that is embedded in PDF and SVG; by default as
        large as the page needs it, and at most that of the picture.
    part : (float, float, float)
        Left, top and side of what is shown, as parts of the picture's side.
    """

    def __init__(
        self,
        roll: Roll,
        index: int = 0,
        resolution: int | None = None,
        part: tuple[float, float, float] = (0.0, 0.0, 1.0),
    ):
        self.roll, self._index = roll, index
        self._resolution, self._part = resolution, part
        # The figure that was last cut out, and of which picture.
        self._cut_out: tuple[Hashable, Any] = None, None

    @property
    def key(self) -> Hashable:
        """What tells the picture from all others"""
        return self.roll.prints[self._index][0], self._part

    @property
    def has_matte(self) -> bool:
        """Whether the face can be cut out of its background"""
        return self._picture.shape[2] == 4

    @property
    def _picture(self) -> NDArray[np.uint8]:
        return self.roll.prints[self._index][1]

    def needed(self, side: float, embedded: bool = False) -> float:
        """
        Pixels on the side of the whole picture, for so many of what is shown

        Parameters
        ----------
        side : float
            Pixels on the side that is drawn.
        embedded : bool
            Whether it is for `embedded`.
        """
        if embedded and self._resolution is not None:
            side = self._resolution
        return side / self._part[2]

    def embedded(self, needed: float, cut: bool = False) -> NDArray[np.uint8]:
        """
        The picture to embed in a file that scales it

        Parameters
        ----------
        needed : float
            Pixels on the side that the page has a use for.
        cut : bool
            Without its background.

        Returns
        -------
        out : array of uint8, (side, side, 4)
            As of `at`. Nothing larger than what the model has made, unless
            `resolution` says so.
        """
        side = min(ceil(needed), len(self._shown()[0]))
        return self.at(self._resolution or side, "square", cut=cut)

    def at(
        self, side: int, shape: str, alpha: float = 1, cut: bool = False
    ) -> NDArray[np.uint8]:
        """
        The picture of a number of pixels, cut to a shape

        Parameters
        ----------
        side : int
            Pixels on a side.
        shape : str
            One of the names in `CORNER`.
        alpha : float
            Opacity.
        cut : bool
            Without its background.

        Returns
        -------
        out : array of uint8, (side, side, 4)
            RGBA, lowest row first, as matplotlib's renderers expect it.
        """
        key = (self.key, side, shape, round(alpha * 255), cut)
        with _lock:
            made = _sized.get(key)
        if made is None:
            made = self._make(*key[1:])
            # Larger than all that is remembered: made again each time.
            with _lock, suppress(ValueError):
                _sized[key] = made
        return made

    def _make(
        self, side: int, shape: str, alpha: int, cut: bool
    ) -> NDArray[np.uint8]:
        mask = _mask(side, shape) * (alpha / 255)
        image, box = self._shown()
        if cut:
            out = resize(self._figure(image), side, box)[::-1].copy()
            mask = mask * (out[..., 3] / 255)
        else:
            out = np.empty((side, side, 4), np.uint8)
            out[..., :3] = resize(image, side, box, matte=False)[::-1, :, :3]
        out[..., 3] = np.round(mask)
        return out

    def _shown(self) -> tuple[NDArray[np.uint8], Box]:
        """
        Pixels around the part that is shown, and where it is in them

        What is whole pixels of a large picture need not be of a small one.
        """
        picture = self._picture
        left, top, side = (round(len(picture) * p, 6) for p in self._part)
        side = min(side, len(picture) - max(left, top))
        x, y = floor(left), floor(top)
        shown = picture[y : ceil(top + side), x : ceil(left + side)]
        left, top = left - x, top - y
        return shown, (left, top, left + side, top + side)

    def _figure(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if self._cut_out[0] != self.key:
            self._cut_out = self.key, without_background(image)
        return self._cut_out[1]


def without_background(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """
    A picture whose edges have lost the color of the background

    At an edge figure and background are mixed; on another background the
    old one would show as a rim.

    Parameters
    ----------
    image : array of uint8, (H, H, 4)
        A picture before its background, and its matte.

    Returns
    -------
    out : array of uint8, (H, H, 4)
        RGBA, not premultiplied.
    """
    # A network's matte is never quite empty: on white it would be a haze.
    shares = np.linspace(0, 1, 256, dtype=np.float32)
    shares = np.clip((shares - HAZE) / (1 - 2 * HAZE), 0, 1)
    out = image.reshape(-1, 4).copy()
    weight = (1 - shares).take(out[:, 3])
    behind = (weight @ out)[:3] / max(float(weight.sum()), 1.0)
    # Where the matte is full nothing is mixed, where it's empty nothing shows.
    edge = np.flatnonzero((weight > 0) & (weight < 1))
    color, share = out[edge, :3], 1 - weight[edge, None]
    own = behind + (color - behind) / np.maximum(share, 0.2)
    out[edge, :3] = np.clip(np.round(own), 0, 255)
    out[:, 3] = np.round(255 * shares).take(out[:, 3])
    return out.reshape(image.shape)


def resize(
    image: NDArray[np.uint8],
    side: int,
    box: Box | None = None,
    matte: bool = True,
) -> NDArray[np.uint8]:
    """
    A picture, or a square box of it, at another number of pixels

    There is no aliasing. A fourth channel counts as opacity, or with
    `matte=False` for nothing.

    Lanczos, whose support grows with the reduction, keeps small faces crisp;
    enlarging it would ring, so that bicubic does it.
    """
    box = box or (0, 0, len(image), len(image))
    if box == (0, 0, side, side):
        return image
    smaller = side < box[2] - box[0]
    how = Image.Resampling.LANCZOS if smaller else Image.Resampling.BICUBIC
    if matte or image.shape[-1] == 3:
        picture = Image.fromarray(image)
    else:
        # Pillow takes all four as they are: without the fourth they would
        # be copied pixel by pixel, which takes longer than resizing.
        size, image = image.shape[1::-1], np.ascontiguousarray(image)
        picture = Image.frombuffer("RGBX", size, image, "raw", "RGBX", 0, 1)
    gap = 1.5 if smaller else None
    return np.asarray(picture.resize((side, side), how, box, gap))


@lru_cache(maxsize=64)
def _mask(side: int, shape: str) -> NDArray[np.uint8]:
    """
    Coverage of each pixel by the shape, from the distance to its edge
    """
    radius = CORNER[shape] * side
    if radius == 0:
        return np.full((side, side), 255, np.uint8)
    from_middle = np.abs(np.arange(side) + 0.5 - side / 2)
    beyond = np.maximum(from_middle - (side / 2 - radius), 0)
    distance = np.hypot(beyond[:, None], beyond[None, :]) - radius
    return np.round(np.clip(0.5 - distance, 0, 1) * 255).astype(np.uint8)


@lru_cache(maxsize=8)
def outline(shape: str) -> Path:
    """
    Edge of the shape in the unit square

    Parameters
    ----------
    shape : str
        One of the names in `CORNER`.
    """
    r = CORNER[shape]
    if r == 0:
        return Path.unit_rectangle()
    if r == 0.5:
        return Path.circle((0.5, 0.5), 0.5)
    # A Bezier quarter of a circle of radius r.
    k = r * (1 - 4 / 3 * (np.sqrt(2) - 1))
    points = [
        (r, 0), (1 - r, 0), (1 - k, 0), (1, k), (1, r),
        (1, 1 - r), (1, 1 - k), (1 - k, 1), (1 - r, 1),
        (r, 1), (k, 1), (0, 1 - k), (0, 1 - r),
        (0, r), (0, k), (k, 0), (r, 0), (r, 0),
    ]  # fmt: skip
    side = [Path.LINETO] + [Path.CURVE4] * 3
    codes = [Path.MOVETO, *side, *side, *side, *side, Path.CLOSEPOLY]
    return Path(points, codes)
