"""What is known of a plot while it is drawn: one value that is passed on.

Layers tell it to whoever needs it; nothing is written on it. Imports the
wall to plotnine, and looks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import compat
from .looks import Font

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import pandas as pd
    from plotnine import ggplot

    Request = tuple[pd.DataFrame, Sequence[Hashable] | None]

FACE = "_face"
"""Column of layer data: the picture of each row"""
GRID = "_grid"
"""Column of layer data that have no positions, so that faces fill a grid"""


@dataclass(frozen=True)
class Page:
    """
    A plot, as it is when its layers are set up

    It does not keep the plot: plotnine 0.16 builds a copy that is gone when
    layers are drawn.

    Parameters
    ----------
    layers : sequence of layer
        All layers of the plot.
    scales : Scales
        Its scales, which are trained while the plot is built.
    mapping : aes
        The mapping of the plot.
    theme : theme
        Its theme.
    labels : labels_view
        Titles of its axes and guides.
    guides : guides
        Those that the user asked for with `guides()`.
    size : (float, float)
        Width and height of what it is drawn on, in points: its figure, or
        its part of a composition (plotnine 0.15).
    """

    layers: Sequence[Any]
    scales: Any
    mapping: Any
    theme: Any
    labels: Any
    guides: Any
    size: tuple[float, float]

    @property
    def font(self) -> Font:
        """How the theme has captions written"""
        return Font.of(self.theme)

    @classmethod
    def of(cls, plot: ggplot) -> Page:
        """
        The page of a plot
        """
        width, height = plot.theme.getp("figure_size")
        wide, high = compat.share_of_figure(plot)
        size = float(width * wide * 72), float(height * high * 72)
        return cls(
            plot.layers,
            plot.scales,
            plot.mapping,
            plot.theme,
            plot.labels,
            plot.guides,
            size,
        )
