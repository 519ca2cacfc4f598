"""The layer of a geom_chernoff: what only a layer can see of its plot.

It hides the axes of a grid and tells the geom which faces the legend will
show. Imports plotnine.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from plotnine import element_blank, scale_x_continuous, scale_y_continuous
from plotnine import theme as Theme
from plotnine.exceptions import PlotnineError
from plotnine.layer import layer  # pyright: ignore
from plotnine.mapping.aes import ALL_AESTHETICS
from plotnine.scales.scales import Scales

from ..attributes import ATTRIBUTES
from ..guide import guide_chernoff_strip, guide_title
from .geom_chernoff import KEY_FILL, KEY_SIZE, unknown_names
from .stat_face_mean import before, check_lost

if TYPE_CHECKING:
    from plotnine import ggplot
    from plotnine.coords.coord import coord
    from plotnine.facets.layout import Layout

    from .geom_chernoff import geom_chernoff

_LEAST_KEY = 17
# Points that plotnine's default themes spend on a legend besides its keys,
# and on the label and the spacing of a key.
_TITLE_HEIGHT = 32
_TITLE_WIDTH = 36
_LABEL_WIDTH = 23

_FACE_AES = ("person", *ATTRIBUTES)


class layer_chernoff(layer):
    """
    A layer of faces
    """

    geom: geom_chernoff  # pyright: ignore[reportIncompatibleVariableOverride]
    _plot: weakref.ref[ggplot]

    @staticmethod
    def from_geom(geom: Any) -> layer:
        """
        Create the layer of a geom_chernoff
        """
        if not hasattr(layer, "from_geom"):  # plotnine 0.16
            return layer_chernoff(geom)  # pyright: ignore
        plain = layer.from_geom(geom)
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

    def setup(self, plot: ggplot):
        """
        Prepare the layer, and for a grid of faces the axes of the plot
        """
        super().setup(plot)
        self._plot = weakref.ref(plot)
        self._check_mapping(plot)
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
        blank = element_blank()
        plot.theme = plot.theme + Theme(
            axis_line=blank, axis_ticks=blank, panel_grid=blank
        )

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
                s for s in scales if s.aesthetics[0] not in _FACE_AES
            )
        return super().use_defaults(data, aes_modifiers, scales)

    def draw(self, layout: Layout, coord: coord):
        """
        Draw the panels, having made the faces of the legend with theirs
        """
        self.geom.legend_faces = self._legend_faces()
        try:
            super().draw(layout, coord)
        finally:
            self.geom.legend_faces = None

    def _legend_faces(self) -> pd.DataFrame | None:
        """
        Values of the faces that the legends of the plot show
        """
        plot = self._plot()
        hidden = self.show_legend not in (None, True) and not isinstance(
            self.show_legend, dict
        )
        if (
            plot is None
            or hidden
            or plot.theme.getp("legend_position") == "none"
        ):
            return None
        # Guides with the same title and labels are going to be one.
        keys: dict[Any, dict[str, Any]] = {}
        others: list[int] = []
        # Keys with labels beside them rather than below.
        beside: dict[Any, int] = {}
        for scale in plot.scales:
            ae = scale.aesthetics[0]
            if ae not in self.mapping or ae in ("x", "y") or not scale.guide:
                continue
            if ae not in _FACE_AES:
                breaks = scale.get_bounded_breaks()
                if len(breaks):
                    others.append(len(breaks))
                continue
            values, labels = scale.guide.entries(scale)
            if not values:
                continue
            title = guide_title(plot, ae), *map(str, labels)
            keys.setdefault(title, {})[ae] = values
            if not isinstance(scale.guide, guide_chernoff_strip):
                beside[title] = len(values)
        if not keys and not others:
            return None
        rows = [
            self.geom.key_request(self._key_row(key, i), self)
            for key in keys.values()
            for i in range(len(next(iter(key.values()))))
        ]
        self.geom.legend_side = self._key_side(
            plot,
            len(keys) + len(others),
            len(rows) + sum(others),
            sum(beside.values()) + sum(others),
        )
        # The keys of other legends show the neutral face.
        rows.append(self.geom.key_request(self._key_row({}, 0), self))
        values = pd.concat([v for v, _ in rows], ignore_index=True)
        people = [p[0] if p else None for _, p in rows]
        return values.assign(person=pd.Series(people, dtype=object))

    def _key_side(
        self, plot: ggplot, legends: int, keys: int, beside: int
    ) -> float:
        """
        Points on the side of a legend's faces, so that legends fit the page
        """
        asked = self.geom.params["key_size"]
        if asked is not None:
            return asked
        width, height = plot.theme.getp("figure_size")
        position = plot.theme.getp("legend_position")
        if not keys:
            return KEY_SIZE
        if position in ("top", "bottom"):
            room = width * 72 - legends * _TITLE_WIDTH
            side = (room - beside * _LABEL_WIDTH) / keys
        else:
            side = (height * 72 - legends * _TITLE_HEIGHT) / keys
        fitting = side * KEY_FILL
        return float(np.clip(fitting, _LEAST_KEY, KEY_SIZE))

    def _key_row(self, key: dict[str, Any], i: int) -> pd.Series:
        row: dict[str, Any] = dict.fromkeys(_FACE_AES)
        row |= {
            ae: value
            for ae, value in self.geom.aes_params.items()
            if ae in row and pd.api.types.is_scalar(value)
        }
        row |= {ae: values[i] for ae, values in key.items()}
        return pd.Series(row, dtype=object)
