"""Texts under faces: size, lines, and where there is room. Imports matplotlib.

A text that is too long becomes smaller down to a floor, then breaks between
words, and then loses its end: alone, so that the others can be read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.font_manager import FontProperties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

PAD = 0.35
"""A caption starts this part of its font size below the face"""
LINE = 1.2
"""From one line of a caption to the next, as a part of its font size"""
SMALLEST = 6.0
"""Points that captions shrink to at most, unless they are asked to be less"""
# Lines that a caption without line breaks of its own is given at most.
_LINES = 2


def caption_height(lines: int, size: float) -> float:
    """
    Points under a face that a caption of a font size needs
    """
    return size * (PAD + LINE * lines)


@dataclass(frozen=True)
class Captions:
    """
    Texts under faces

    Parameters
    ----------
    labels : sequence of str
        The texts.
    size : float
        Size in points.
    family : str | sequence of str, optional
        Font; matplotlib's default if there is none.
    """

    labels: Sequence[str]
    size: float
    family: str | Sequence[str] | None = None

    @property
    def lines(self) -> int:
        """Lines of the longest caption"""
        return max((s.count("\n") + 1 for s in self.labels), default=1)

    @property
    def height(self) -> float:
        """Points under each face that the captions need"""
        return caption_height(self.lines, self.size)

    def narrow(self, renderer: RendererBase, width: float) -> Captions:
        """
        The captions as they fit into a width of pixels
        """
        # Neighbours stay apart by about a space of the smallest size.
        room = width * 0.92
        widest = max(map(self._measure(renderer), self.labels))
        if widest <= room:
            return self
        floor = min(SMALLEST, self.size)
        size = self.size * room / widest
        if size >= floor:
            return replace(self, size=size)
        # Lines break between words, so that those are what has to fit.
        words = [w for s in self.labels for w in s.split()]
        widest = max(map(self._measure(renderer), words))
        size = float(np.clip(self.size * room / widest, floor, self.size))
        smaller = replace(self, size=size)
        return smaller.shorten(self.labels, renderer, room)

    def shorten(
        self,
        labels: Sequence[str],
        renderer: RendererBase,
        width: float,
        lines: int | None = None,
    ) -> Captions:
        """
        Some of the captions, the too wide ones on more lines, or cut off

        Parameters
        ----------
        labels : sequence of str
            Which ones.
        renderer : RendererBase
            What they are drawn with.
        width : float
            Pixels that there are.
        lines : int, optional
            Lines that there are; by default two, or as many as the captions
            have themselves.
        """
        measure = self._measure(renderer)
        most = lines or max(_LINES, replace(self, labels=labels).lines)
        out = [
            label
            if measure(label) <= width
            else _broken(label, measure, width, most)
            for label in labels
        ]
        return replace(self, labels=out)

    def widths(self, renderer: RendererBase) -> list[float]:
        """
        Pixels on the width of each caption
        """
        return list(map(self._measure(renderer), self.labels))

    def _measure(self, renderer: RendererBase):
        """
        The width of a text in pixels, as a function that remembers
        """
        font = FontProperties(family=self.family, size=self.size)
        known: dict[str, float] = {}

        def width(text: str) -> float:
            for line in text.split("\n"):
                if line not in known:
                    known[line] = (
                        renderer.get_text_width_height_descent(
                            line, font, False
                        )[0]
                        if line
                        else 0.0
                    )
            return max(known[line] for line in text.split("\n"))

        return width


def _broken(text: str, measure, width: float, most: int) -> str:
    """
    A text on several lines, the last of which may end with an ellipsis
    """
    lines: list[str] = []
    for given in text.split("\n"):
        line = ""
        for word in given.split(" "):
            longer = f"{line} {word}" if line else word
            if line and measure(longer) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    if len(lines) > most:
        # What is left out is marked, whether or not there is room for more.
        lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
    return "\n".join(_cut(line, measure, width) for line in lines)


def _cut(line: str, measure, width: float) -> str:
    """
    A line that is too wide, without its end
    """
    kept = line
    while len(kept) > 1 and measure(kept) > width:
        kept = kept.rstrip("…")[:-1].rstrip() + "…"
    return kept


def placed(
    centers: NDArray[np.float64],
    sides: NDArray[np.float64],
    texts: NDArray[np.float64],
    pads: NDArray[np.float64],
    panel: tuple[float, float, float, float] | None,
    leave_out: bool = False,
) -> NDArray[np.float64]:
    """
    Lower left corners of captions that cover no other face, where possible

    Each stands below its face, or above, to the right or to the left of it
    if it would cover a face or a caption there and does not here.

    Parameters
    ----------
    centers, sides : array, (N, 2) and (N,)
        The faces, in pixels.
    texts : array, (N, 2)
        Width and height of the captions; those without have none.
    pads : array, (N,)
        Pixels between a face and its caption.
    panel : (float, float, float, float), optional
        Left, bottom, right and top of what is seen.
    leave_out : bool
        Leave out captions that would cover one before them.

    Returns
    -------
    out : array, (N, 2)
        NaN where there is none.
    """
    half = sides / 2
    width, height = texts.T
    x, y = centers.T
    choices = np.stack(
        [
            np.column_stack([x - width / 2, y - half - pads - height]),
            np.column_stack([x - width / 2, y + half + pads]),
            np.column_stack([x + half + pads, y - height / 2]),
            np.column_stack([x - half - pads - width, y - height / 2]),
        ]
    )
    if panel is not None:
        # Half a text may say something else: all of it is kept in sight.
        low, high = np.array(panel[:2]), panel[2:] - texts
        held = ((centers >= low) & (centers <= panel[2:])).all(axis=1)
        held &= (high >= low).all(axis=1)
        choices[:, held] = np.clip(choices[:, held], low, high[held])
    corners = choices[0].copy()
    faces = np.column_stack([centers - half[:, None], centers + half[:, None]])
    taken = np.empty((0, 4))
    if len(centers) > _CROWD and not leave_out:
        return corners
    for i in np.flatnonzero((width > 0) & np.isfinite(centers).all(axis=1)):
        others = np.vstack([faces, taken])
        covered = np.full(len(choices), np.inf)
        for k, corner in enumerate(choices[:, i]):
            box = (*corner, *(corner + texts[i]))
            covered[k] = _overlap(box, others).sum()
            if panel is not None:
                inside = _overlap(box, np.array([panel])).sum()
                covered[k] += texts[i].prod() - inside
            if covered[k] < 1:
                break
        # Not where it only is a bit better.
        best = int(covered.argmin())
        if covered[best] > 0.5 * covered[0]:
            best = 0
        corners[i] = choices[best, i]
        box = (*corners[i], *(corners[i] + texts[i]))
        if leave_out and (_overlap(box, taken) >= 1).any():
            corners[i] = np.nan
            continue
        taken = np.vstack([taken, box])
    return corners


# Beyond so many faces on a panel captions stay where they are.
_CROWD = 1000


def _overlap(
    box: Sequence[float], others: NDArray[np.float64]
) -> NDArray[np.float64]:
    """
    Area that a box shares with others
    """
    left, bottom, right, top = box
    wide = np.minimum(right, others[:, 2]) - np.maximum(left, others[:, 0])
    high = np.minimum(top, others[:, 3]) - np.maximum(bottom, others[:, 1])
    both = np.clip(wide, 0, None) * np.clip(high, 0, None)
    return np.nan_to_num(both)
