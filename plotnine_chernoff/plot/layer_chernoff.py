"""The layer of a geom_chernoff: what only a layer can see of its plot.

It hides the axes of a grid, makes room for faces on axes, and has the faces
of the whole plot made before it draws. Imports plotnine.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from plotnine import element_blank, scale_x_continuous, scale_y_continuous
from plotnine import theme as Theme
from plotnine.exceptions import PlotnineError
from plotnine.geoms.geom import geom
from plotnine.layer import layer  # pyright: ignore
from plotnine.mapping.aes import ALL_AESTHETICS
from plotnine.scales.scales import Scales

from .album import Album
from .expansion import extents, make_room
from .geom_chernoff import geom_chernoff, unknown_names
from .legends import FACE_AES
from .stat_face_mean import before, check_lost

if TYPE_CHECKING:
    import pandas as pd
    from plotnine import ggplot
    from plotnine.coords.coord import coord
    from plotnine.facets.layout import Layout


class layer_chernoff(layer):
    """
    A layer of faces
    """

    geom: geom_chernoff  # pyright: ignore[reportIncompatibleVariableOverride]

    @staticmethod
    def from_geom(own: Any) -> layer:
        """
        Create the layer of a geom_chernoff
        """
        if not hasattr(layer, "from_geom"):  # plotnine 0.16
            return layer_chernoff(own)  # pyright: ignore
        plain = layer.from_geom(own)
        return layer_chernoff(
            plain.geom,
            plain.stat,
            mapping=plain.mapping,
            data=plain._data,
            position=plain.position,
            inherit_aes=plain.inherit_aes,
            show_legend=plain.show_legend,
            raster=plain.raster,
        )

    @staticmethod
    def from_stat(stat: Any) -> layer:
        """
        Create the layer of a statistic that is drawn as faces
        """
        if not hasattr(layer, "from_geom"):  # plotnine 0.16
            return layer_chernoff(stat=stat)  # pyright: ignore
        return layer_chernoff.from_geom(geom.from_stat(stat))

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
        known = set(ALL_AESTHETICS)
        for lyr in plot.layers:
            known |= lyr.geom.aesthetics() | lyr.stat.aesthetics()
        unknown = [ae for ae in self.mapping if ae not in known]
        if unknown:
            raise unknown_names(
                unknown, "aesthetic", (), sorted(self.geom.aesthetics())
            )

    def _share_album(self, plot: ggplot):
        """
        Give all layers of faces what they share while the plot is drawn

        The first one makes it, for plain layers with this geom, too.
        """
        faces: list[Any] = [
            lyr for lyr in plot.layers if isinstance(lyr.geom, geom_chernoff)
        ]
        first = next(lyr for lyr in faces if isinstance(lyr, layer_chernoff))
        if first is self:
            album = Album(plot)
            for lyr in faces:
                lyr.geom.album = album

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
            "name": "",
        }
        if plot.scales.x is None:
            plot.scales.append(scale_x_continuous(**hidden))
        if plot.scales.y is None:
            plot.scales.append(scale_y_continuous(**hidden))
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
        if scales is not None:
            scales = Scales(
                s for s in scales if s.aesthetics[0] not in FACE_AES
            )
        return super().use_defaults(data, aes_modifiers, scales)

    def compute_position(self, layout: Layout):
        """
        Compute positions, and make room on the axes for what is there
        """
        super().compute_position(layout)
        album: Album = self.geom.album  # pyright: ignore
        if len(self.data) and not self.geom.in_grid:
            extent = extents(album, self.geom, self.data)
            make_room(album, layout, self.data, extent)

    def draw(self, layout: Layout, coord: coord):
        """
        Draw the panels, having made all faces of the plot
        """
        album: Album = self.geom.album  # pyright: ignore
        album.make()
        if self.geom.in_grid and hasattr(coord, "_owner"):
            # plotnine 0.16, where layers set up a copy of the plot.
            _blank_axes(coord._owner)  # pyright: ignore
        # The album has dropped the rows that plotnine drops here.
        self.geom.draw_layer(self.data, layout, coord)


def _blank_axes(plot: ggplot):
    """
    Leave out what the themes draw along axes
    """
    blank = element_blank()
    blanks = Theme(axis_line=blank, axis_ticks=blank, panel_grid=blank)
    # What the theme of a drawn plot holds must not be copied deeply, and
    # the user's own theme must not change.
    theme = copy(plot.theme)
    theme.T = type(theme.T)(theme.T)
    theme.T.update(blanks.T)
    plot.theme = theme
