"""The layer of a geom_chernoff: what only a layer can see of its plot.

It hides the axes of a grid, makes room for faces on axes, and has the faces
of the whole plot made before it draws. Stands below the geom, as layers do
in plotnine. Imports plotnine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from plotnine import scale_x_continuous, scale_y_continuous
from plotnine.exceptions import PlotnineError
from plotnine.scales.scales import Scales

from .album import Album
from .alt_text import keep_raw
from .checks import check_mapping
from .compat import FaceGeom, OpenLayer, drawn_plot, leave_out
from .expansion import extents, make_room
from .legends import FACE_AES
from .looks import Font
from .page import GRID, Page
from .summaries import before, check_lost

if TYPE_CHECKING:
    from plotnine import ggplot
    from plotnine.coords.coord import coord
    from plotnine.facets.layout import Layout


class layer_chernoff(OpenLayer):
    """
    A layer of faces
    """

    geom: FaceGeom
    # The faces of the plot that the layer is drawn in.
    album: Album | None = None

    def setup(self, plot: ggplot):
        """
        Prepare the layer, and for a grid of faces the axes of the plot
        """
        super().setup(plot)
        self._check_mapping(plot)
        self._share_album(plot)
        if not {"x", "y"} & (self.mapping.keys() | self.geom.aes_params):
            self._hide_axes(plot)

    def _check_mapping(self, plot: ggplot):
        """
        Refuse aesthetics of the plot that none of its layers knows
        """
        known: set[str] = set()
        for lyr in plot.layers:
            known |= lyr.geom.aesthetics() | lyr.stat.aesthetics()
        check_mapping(self.mapping, known, self.geom.aesthetics())

    def _share_album(self, plot: ggplot):
        """
        Give all layers of faces what they share while the plot is drawn

        The first one does, which also takes in the layers of faces that
        plotnine itself has made, such as those of
        `stat_summary(geom="chernoff")`.
        """
        own = [lyr for lyr in plot.layers if isinstance(lyr, layer_chernoff)]
        if own[0] is not self:
            return
        for i, lyr in enumerate(plot.layers):
            if not isinstance(lyr, layer_chernoff) and isinstance(
                lyr.geom, FaceGeom
            ):
                plot.layers[i] = layer_chernoff.of(lyr)
        album = Album(Page.of(plot))
        for lyr in album.face_layers:
            lyr.album = album  # pyright: ignore

    def _hide_axes(self, plot: ggplot):
        """
        Give the plot positions that are parts of the panel, not shown
        """
        for lyr in plot.layers:
            mapped = {"x", "y"} & lyr.mapping.keys()
            if lyr is not self and lyr.inherit_aes and mapped:
                raise PlotnineError(
                    "geom_chernoff without x and y draws a grid, which has "
                    f"no place for {type(lyr.geom).__name__} with "
                    f"{' and '.join(sorted(mapped))}. Map x and y for "
                    "the faces as well."
                )
        hidden = {
            "breaks": None,
            "labels": None,
            "limits": (0, 1),
            "expand": (0, 0),
        }
        if plot.scales.x is None:
            name = plot.labels.x or ""
            plot.scales.append(scale_x_continuous(**hidden, name=name))
        if plot.scales.y is None:
            name = plot.labels.y or ""
            plot.scales.append(scale_y_continuous(**hidden, name=name))
        _blank_axes(plot)

    def compute_statistic(self, layout: Layout):
        """
        Compute the statistic, which has to keep what the faces show
        """
        old = self.data = before(self.stat, self.data)
        super().compute_statistic(layout)
        check_lost(self.stat, old, self.data)

    def use_defaults(
        self,
        data: pd.DataFrame,
        aes_modifiers: dict[str, Any],
        scales: Scales | None = None,
    ) -> pd.DataFrame:
        """
        Fill in constants, which for attributes are in their units already

        plotnine would send them through the transformation of the scale.
        """
        if scales is None:
            # A legend: plotnine adds what lacks column by column, which took
            # a tenth of the time that a figure with legends takes.
            lacking = {
                ae: default
                for ae, default in self.geom.DEFAULT_AES.items()
                if ae not in data and ae not in self.geom.aes_params
            }
            more = pd.DataFrame(lacking, data.index)
            data = pd.concat([data, more], axis=1)
        else:
            scales = Scales(
                s for s in scales if s.aesthetics[0] not in FACE_AES
            )
        return super().use_defaults(data, aes_modifiers, scales)

    def compute_position(self, layout: Layout):
        """
        Compute positions, and make room on the axes for what is there
        """
        super().compute_position(layout)
        if self.album is not None:
            self.album.fit_scales()
            self.data = keep_raw(self.album.page, self.data)
        if self.album is not None and len(self.data) and not self.in_grid:
            page = self.album.page
            extent = extents(page, self.geom, self.data)
            make_room(page, layout, self.data, extent, self.album.widened)

    def draw(self, layout: Layout, coord: coord):
        """
        Draw the panels, having made all faces of the plot
        """
        if self.album is not None and layout.axs:
            self.album.make()
            self.album.describe(layout.axs[0].get_figure(root=True))  # pyright: ignore
        plot = drawn_plot(coord)
        if self.in_grid and plot is not None:
            _blank_axes(plot)
        # The album has dropped the rows that plotnine drops here.
        font = Font() if self.album is None else self.album.page.font
        self.geom.draw_layer(self.data, layout, coord, font)  # pyright: ignore

    @property
    def in_grid(self) -> bool:
        """
        Whether faces fill a grid, because they have no positions
        """
        return GRID in self.data


def _blank_axes(plot: ggplot):
    """
    Leave out what the themes draw along axes
    """
    leave_out(plot, "axis_line", "axis_ticks", "panel_grid")
