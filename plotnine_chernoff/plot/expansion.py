"""Room for faces at the ends of axes.

Faces have a size in points, whatever the axes, so that those at the ends of
the data need a wider expansion than points do. Imports plotnine's coords
and the plan of the legends, which take room, too.
"""

from __future__ import annotations

from copy import copy, deepcopy
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from plotnine import facet_wrap
from plotnine.coords import (
    coord_cartesian,
    coord_fixed,
    coord_flip,
    coord_trans,
)
from plotnine.scales.scale_xy import scale_position_discrete
from plotnine.scales.scales import Scales

from .legends import preview
from .looks import DEFAULT_SIZE, POINTS, label_size, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from plotnine.facets.layout import Layout

    from .compat import FaceGeom
    from .page import Page

# Points beside the panels that themes of plotnine spend on axes, on margins
# and on the strip of a facet; too many only make the room a bit wider.
_AXES = (52.0, 48.0)
_STRIP = 20.0
# Width of a letter of a caption, as a part of its size.
_LETTER = 0.58
# The least expansion of a continuous scale: that of plotnine.
_LEAST = 0.05
# Faces as large as the panel find no room anyway.
_MOST = 1.0


def extents(
    page: Page, own: FaceGeom, data: pd.DataFrame
) -> NDArray[np.float64]:
    """
    Points that faces reach to the left, to the right, down and up

    Parameters
    ----------
    page : Page
        The plot.
    own : geom_chernoff
        The geom of the layer.
    data : DataFrame
        The layer's data, before sizes are scaled.

    Returns
    -------
    out : array, (N, 4)
    """
    n = len(data)
    size: Any = own.aes_params.get("size", DEFAULT_SIZE)
    if "size" in data:
        # The scale itself is going to see the sizes of all layers.
        scale: Any = deepcopy(page.scales.get_scales("size"))
        scale.train(data["size"])
        size = np.asarray(scale.map(data["size"]), float)
    frame = own.aes_params.get("stroke", 1) if "stroke" not in data else 1
    half = np.nan_to_num(np.broadcast_to(size, n) * POINTS / 2.0) + frame
    width, below = half, half
    labels = data.get("label", own.aes_params.get("label"))
    if labels is not None:
        # Loads matplotlib, which plotnine does not until it draws.
        from ..draw.captions import caption_height

        column = pd.Series(np.broadcast_to(labels, n))
        lines = [s.split("\n") for s in texts(column)]
        letters = np.array([max(map(len, s)) for s in lines])
        points = label_size(own.params, page.font)
        width = np.maximum(half, letters * points * _LETTER / 2)
        below = half + caption_height(max(map(len, lines)), points)
    return np.column_stack([width, width, below, half])


def make_room(
    page: Page,
    layout: Layout,
    data: pd.DataFrame,
    extent: NDArray[np.float64],
    widened: list[Any],
) -> None:
    """
    Widen the scales of x and y until faces at the ends are wholly visible

    Scales with an `expand` of their own stay as they are.

    Parameters
    ----------
    page : Page
        The plot.
    layout : Layout
        Its panels, whose scales are trained, and its coordinates.
    data : DataFrame
        Positions `x` and `y` of the faces, and their `PANEL`.
    extent : array, (N, 4)
        Points that each face reaches to the left, to the right, down and up
        from its position.
    widened : list of scale
        Those that earlier layers of the plot have widened; the scales that
        this one widens are added.
    """
    coord: Any = layout.coord
    if (
        not isinstance(coord, (coord_cartesian, coord_trans))
        or not coord.expand
    ):
        return
    flipped = isinstance(coord, coord_flip)
    panels = panel_size(page, layout)
    sizes = panels[::-1] if flipped else panels
    if flipped:
        extent = extent[:, [2, 3, 0, 1]]
    scales = (layout.panel_scales_x, layout.panel_scales_y)
    trained = _retrained(page, layout)
    if isinstance(coord, coord_fixed):
        sizes = _fixed(sizes, coord.ratio, trained)
    places = layout.layout.set_index("PANEL")
    panel = data["PANEL"].to_numpy()
    for axis, name in enumerate("xy"):
        if name not in data:  # A constant, which trains no scale.
            continue
        which = places[f"SCALE_{name.upper()}"].reindex(panel).to_numpy()
        at = data[name].to_numpy(float)
        reach = extent[:, 2 * axis : 2 * axis + 2] / sizes[axis]
        ends = [_limits(scale) for scale in trained[axis]]
        for i, scale in enumerate(scales[axis]):
            here = (which == i + 1) & np.isfinite(at)
            earlier = any(scale is other for other in widened)
            if (scale.expand is None or earlier) and here.any():
                _widen(scale, ends[i], at[here], reach[here])
                if scale.expand is not None and not earlier:
                    widened.append(scale)


def _retrained(page: Page, layout: Layout) -> tuple[Any, Any]:
    """
    The scales of x and y as plotnine is going to train them for the panels

    Facets that shrink forget the data before the statistic, and see only
    what it has made.
    """
    ahead = copy(layout)
    # One by one: a copy of plotnine's list keeps one scale of x.
    ahead.panel_scales_x = Scales(map(deepcopy, layout.panel_scales_x))
    ahead.panel_scales_y = Scales(map(deepcopy, layout.panel_scales_y))
    ahead.reset_position_scales()
    ahead.train_position(page.layers, page.scales)  # pyright: ignore
    return ahead.panel_scales_x, ahead.panel_scales_y


def panel_size(page: Page, layout: Layout) -> tuple[float, float]:
    """
    About the width and height of a panel in points, rather too small
    """
    places: Any = layout.layout
    ncol, nrow = int(places["COL"].max()), int(places["ROW"].max())
    beside, below = preview(page).room
    strips = _STRIP if nrow * ncol > 1 else 0.0
    # Wrapped facets with free scales have axes of their own.
    wrapped = isinstance(layout.facet, facet_wrap)
    free: Any = layout.facet.free if wrapped else {}
    axes = (
        _AXES[0] * (ncol if free.get("y") else 1),
        _AXES[1] * (nrow if free.get("x") else 1),
    )
    width = page.size[0] - axes[0] - beside - strips
    height = page.size[1] - axes[1] - below - strips * nrow
    width, height = max(width / ncol, 36.0), max(height / nrow, 36.0)
    aspect = page.theme.getp("aspect_ratio")
    if isinstance(aspect, (int, float)):
        width, height = (
            min(width, height / aspect),
            min(height, width * aspect),
        )
    return width, height


def _fixed(
    sizes: Sequence[float], ratio: float, scales: tuple[Any, Any]
) -> tuple[float, float]:
    """
    Size of a panel where a unit of y is `ratio` times one of x
    """
    x, y = (max((_limits(s)[1] for s in of), default=0.0) for of in scales)
    width, height = sizes
    if x > 0 and y > 0:
        aspect = ratio * y / x
        width, height = (
            min(width, height / aspect),
            min(height, width * aspect),
        )
    return width, height


def _limits(scale: Any) -> tuple[float, float]:
    """
    Lower end and width of a trained scale
    """
    limits = scale.final_limits
    if isinstance(scale, scale_position_discrete):
        return 1.0, float(max(len(limits) - 1, 0))
    low, high = map(float, limits)
    return low, high - low


def _widen(
    scale: Any,
    ends: tuple[float, float],
    at: NDArray[np.float64],
    reach: NDArray[np.float64],
) -> None:
    """
    Set the expansion of a scale

    With positions t from 0 to 1 and an expansion by e on both sides, a face
    that reaches r of the panel needs (t + e) / (1 + 2 e) >= r.

    Parameters
    ----------
    scale : scale
        It has no expansion of its own, or one from an earlier layer.
    ends : (float, float)
        Lower end and width of what it is going to show.
    at, reach : array, (N,) and (N, 2)
        Position of each face, and the part of the panel that it reaches
        below and above that.
    """
    low, width = ends
    if not width > 0:
        return
    t = np.clip((at - low) / width, 0, 1)[:, None]
    t = np.hstack([t, 1 - t])
    reach = np.minimum(reach, 0.45)
    needed = min(float(((reach - t) / (1 - 2 * reach)).max()), _MOST)
    relative, units = scale.expand or (0, 0)
    if isinstance(scale, scale_position_discrete):
        if needed * width > max(units, 0.6):
            scale.expand = (0, needed * width)
    elif needed > max(relative, _LEAST):
        scale.expand = (needed, 0)
