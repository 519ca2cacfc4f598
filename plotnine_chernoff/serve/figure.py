"""The page's figure: plotnine's own, and where its faces are.

Imports plotnine, matplotlib's Agg, and Pillow.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import plotnine
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from plotnine.exceptions import PlotnineWarning

import plotnine_chernoff

from ..attributes import ATTRIBUTES
from .plan import calls

if TYPE_CHECKING:
    from matplotlib.artist import Artist

    from .plan import Plan
    from .shared_model import SharedModel
    from .table import Table

SCREEN_DPI = 144


@dataclass(frozen=True)
class Spot:
    """
    A face in a figure

    Parameters
    ----------
    row : int
        Of the table.
    box : tuple
        Left, top, width and height as parts of the figure's.
    values : dict of str to float
        Its attributes, in their units.
    person : Any
        Whose face it is.
    """

    row: int
    box: tuple[float, float, float, float]
    values: dict[str, float]
    person: Any


@dataclass(frozen=True)
class Figure:
    """A figure as PNG, its faces, its caption, and what it warns of"""

    png: bytes
    size: tuple[int, int]
    spots: list[Spot]
    caption: str
    notes: list[str]


@dataclass
class _Seen:
    """What panels of faces were drawn; all copies of a plot share it"""

    panels: list[tuple[Any, Artist]] = field(default_factory=list)

    def __deepcopy__(self, memo: Any) -> _Seen:
        return self


class geom_chernoff_seen(plotnine_chernoff.geom_chernoff):
    """
    The geom, telling which row each of its faces shows
    """

    seen: _Seen

    def draw_layer(
        self, data: Any, layout: Any, coord: Any, font: Any = None
    ) -> None:
        """
        Draw all panels, the faces of each as one artist
        """
        super().draw_layer(data, layout, coord, font)
        for number, panel in data.groupby("PANEL", observed=True):
            artist = layout.axs[int(number) - 1].artists[-1]
            self.seen.panels.append((panel, artist))


def build(
    plan: Plan, table: Table, model: SharedModel, seen: _Seen | None = None
) -> plotnine.ggplot:
    """
    The plot of a plan

    Parameters
    ----------
    plan : Plan
        As `Plan.fitted` gives it.
    table : Table
    model : SharedModel
        What makes the faces.
    seen : optional
        Told what is drawn.
    """

    # It waits for its turn, and hands on what the model has.
    drawn: Any = model

    def layer(**options: Any) -> Any:
        if seen is None:
            return plotnine_chernoff.geom_chernoff(model=drawn, **options)
        own = geom_chernoff_seen(
            plotnine.aes(group="row_of_page"), model=drawn, **options
        )
        own.seen = seen
        return own

    data = table.data.assign(row_of_page=range(len(table.data)))
    names = {
        **vars(plotnine),
        **vars(plotnine_chernoff),
        "geom_chernoff": layer,
        "data": data,
    }
    plot, *others = [c.make(names) for c in calls(plan, table, model)]
    # In place: each `+` copies the whole plot.
    plot += others
    if plan.caption and plan.mapped:
        caption = plotnine_chernoff.mapping_caption(plot)
        plot += plotnine.labs(caption=caption)
    return plot


def draw(plan: Plan, table: Table, model: SharedModel) -> Figure:
    """
    The figure of a plan for the screen

    Raises
    ------
    ValueError, PlotnineError
        The plan cannot be drawn; why.
    """
    seen = _Seen()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        plot = build(plan, table, model, seen)
        plot += plotnine.theme(dpi=SCREEN_DPI)
        figure = plot.draw()
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())
    height, width = pixels.shape[:2]
    buffer = BytesIO()
    picture = Image.fromarray(pixels[..., :3])
    picture.save(buffer, "png", compress_level=1)
    caption = plotnine_chernoff.mapping_caption(plot, len(ATTRIBUTES))
    notes = [
        str(w.message).removeprefix("geom_chernoff : ")
        for w in caught
        if issubclass(w.category, PlotnineWarning)
    ]
    spots = _spots(seen, canvas.get_renderer(), width, height)
    return Figure(
        buffer.getvalue(),
        (width, height),
        spots,
        caption,
        list(dict.fromkeys(notes)),
    )


def _spots(seen: _Seen, renderer: Any, width: int, height: int) -> list[Spot]:
    spots = []
    for data, artist in seen.panels:
        names = [n for n in ATTRIBUTES if n in data and data[n].notna().all()]
        told = ["group", *names, *(["person"] if "person" in data else [])]
        rows = data[told].to_dict("records")
        boxes = artist.boxes(renderer)  # pyright: ignore
        for row, (left, bottom, side) in zip(rows, boxes, strict=True):
            spots.append(
                Spot(
                    # plotnine counts groups from 1.
                    int(row["group"]) - 1,
                    (
                        left / width,
                        1 - (bottom + side) / height,
                        side / width,
                        side / height,
                    ),
                    {n: float(row[n]) for n in names},
                    row.get("person"),
                )
            )
    return sorted(spots, key=lambda spot: spot.row)


def save(plan: Plan, table: Table, model: SharedModel, format: str) -> bytes:
    """
    The figure of a plan as a file: png, svg or pdf
    """
    plot = build(plan, table, model)
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plot.save(
            buffer,
            format=format,
            verbose=False,
            metadata=plotnine_chernoff.figure_metadata(plot, format),
        )
    return buffer.getvalue()
