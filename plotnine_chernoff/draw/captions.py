"""Texts under faces: their size, and how they are cut. Imports matplotlib."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.font_manager import FontProperties

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import RendererBase

PAD = 0.35
"""A caption starts this part of its font size below the face"""
LINE = 1.2
"""From one line of a caption to the next, as a part of its font size"""
_SMALLEST = 4.0


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
    """

    labels: Sequence[str]
    size: float

    @property
    def height(self) -> float:
        """Points under each face that the captions need"""
        lines = max((s.count("\n") + 1 for s in self.labels), default=1)
        return caption_height(lines, self.size)

    def narrow(self, renderer: RendererBase, width: float) -> Captions:
        """
        The captions at a size at which all fit into a width of pixels
        """
        widest = max(self._width(renderer, s, self.size) for s in self.labels)
        if widest <= width * 0.96:
            return self
        size = max(self.size * width * 0.96 / widest, _SMALLEST)
        return Captions(self.labels, min(size, self.size))

    def shorten(
        self, labels: Sequence[str], renderer: RendererBase, width: float
    ) -> Captions:
        """
        Some of the captions, those that are still too wide cut off
        """
        out = []
        for text in labels:
            lines = text.split("\n")
            for i, line in enumerate(lines):
                cut = line
                while (
                    len(cut) > 1
                    and self._width(renderer, cut, self.size) > width
                ):
                    cut = cut.rstrip("…")[:-1] + "…"
                    if cut == "…":
                        break
                lines[i] = cut
            out.append("\n".join(lines))
        return Captions(out, self.size)

    @staticmethod
    def _width(renderer: RendererBase, text: str, size: float) -> float:
        font = FontProperties(size=size)
        return max(
            (
                renderer.get_text_width_height_descent(line, font, False)[0]
                for line in text.split("\n")
                if line
            ),
            default=0.0,
        )
