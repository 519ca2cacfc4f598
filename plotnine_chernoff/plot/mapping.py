"""Which variable drives which attribute: a table, a caption, metadata.

No face is made for them. Imports plotnine.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from plotnine.exceptions import PlotnineError

from ..attributes import ATTRIBUTES, caution, disclaimer
from . import compat
from .compat import FaceGeom
from .guides import mapped_name, strip_of
from .page import Page

if TYPE_CHECKING:
    from plotnine import ggplot
    from plotnine.scales.scale import scale as Scale

__all__ = (
    "figure_metadata",
    "mapping_caption",
    "mapping_table",
    "print_mapping",
)


def mapping_table(plot: ggplot) -> pd.DataFrame:
    """
    Which variable drives which attribute

    Parameters
    ----------
    plot : ggplot
        A plot with a [](`~plotnine_chernoff.geom_chernoff`).

    Returns
    -------
    out : DataFrame
        One row an attribute: its name, the variable, the lowest and the
        highest data, how the face looks there, and a word of caution where
        the attribute invites judgements about people.
    """
    page = built_page(plot)
    rows = []
    for name, scale in face_scales(page).items():
        values, labels = strip_of(scale, 2)
        attribute = ATTRIBUTES[name]
        rising = values[-1] >= values[0]
        ends = (attribute.low, attribute.high)
        low, high = ends if rising else ends[::-1]
        rows.append(
            {
                "attribute": name,
                "variable": mapped_name(page, name) or "",
                "from": labels[0],
                "to": labels[-1],
                "low": f"{values[0]:g} ({low})",
                "high": f"{values[-1]:g} ({high})",
                "caution": caution([name]),
            }
        )
    columns = ["attribute", "variable", "from", "to", "low", "high"]
    return pd.DataFrame(rows, columns=[*columns, "caution"])


def print_mapping(plot: ggplot) -> None:
    """
    Print which variable drives which attribute

    Parameters
    ----------
    plot : ggplot
        A plot with a [](`~plotnine_chernoff.geom_chernoff`).
    """
    table = mapping_table(plot)
    if not len(table):
        print("No attribute of faces is mapped.")
        return
    print(table.drop(columns="caution").to_string(index=False))
    if about := caution(table["attribute"]):
        print(about)


def mapping_caption(plot: ggplot, columns: int = 4) -> str:
    """
    A caption that says which variable drives which attribute

    Parameters
    ----------
    plot : ggplot
        A plot with a [](`~plotnine_chernoff.geom_chernoff`).
    columns : int, default=4
        Attributes on a line.

    Returns
    -------
    out : str
        Text for `labs(caption=...)`. Its last line says of attributes that
        invite judgements about people that they show data.
    """
    names = _mapped(plot)
    parts = _drives(plot, names)
    lines = [parts[i : i + columns] for i in range(0, len(parts), columns)]
    text = ";\n".join("; ".join(line) for line in lines)
    return "\n".join(filter(None, (text, disclaimer(names))))


def _mapped(plot: ggplot) -> list[str]:
    """
    Attributes that the plot maps, in the order of the table
    """
    mapping: dict[str, Any] = dict(plot.mapping)
    for lyr in plot.layers:
        mapping |= lyr.mapping
    return [name for name in ATTRIBUTES if name in mapping]


def _drives(plot: ggplot, names: list[str]) -> list[str]:
    """
    Which variable drives each of them
    """
    return [
        f"{mapped_name(plot, name) or 'data'} → {ATTRIBUTES[name].words}"
        for name in names
    ]


def figure_metadata(plot: ggplot, format: str = "png") -> dict[str, str]:
    """
    What a file should say of its faces: that they are synthetic, and whose

    Parameters
    ----------
    plot : ggplot
        A plot with a [](`~plotnine_chernoff.geom_chernoff`).
    format : str, default="png"
        `"png"`, `"pdf"` or `"svg"`.

    Returns
    -------
    out : dict
        For `plot.save("plot.png", metadata=figure_metadata(plot))`.
    """
    fields = {"png": "Description", "pdf": "Subject", "svg": "Description"}
    if format not in fields:
        raise PlotnineError(
            f"format must be one of {', '.join(fields)}, not {format!r}."
        )
    model = face_geom(plot).params["model"].load()
    name = getattr(model, "name", "unnamed")
    licence = getattr(model, "licence", "unknown")
    text = f"Synthetic faces. Model: {name}. Licence: {licence}."
    names = _mapped(plot)
    if names:
        text = f"{text} {'; '.join(_drives(plot, names))}."
    return {fields[format]: f"{text} {disclaimer(names)}".strip()}


def face_geom(plot: ggplot) -> FaceGeom:
    """
    The first geom of a plot that draws faces
    """
    for lyr in plot.layers:
        if isinstance(lyr.geom, FaceGeom):
            return lyr.geom
    raise PlotnineError(
        "The plot has no geom_chernoff, so that there are no faces to explain."
    )


def built_page(plot: ggplot) -> Page:
    """
    A copy of the plot whose scales know the data; no face is made
    """
    face_geom(plot)
    plot = deepcopy(plot)
    layers, scales = compat.build(plot)
    return replace(Page.of(plot), layers=layers, scales=scales)


def face_scales(page: Page) -> dict[str, Scale[Any, Any, Any, Any]]:
    """
    Trained scales of the mapped attributes, in the order of the table
    """
    scales = {name: page.scales.get_scales(name) for name in ATTRIBUTES}
    return {
        name: scale
        for name, scale in scales.items()
        if scale is not None and not scale.is_empty()
    }
