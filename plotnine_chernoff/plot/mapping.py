"""Which variable drives which attribute: a table, a caption, metadata.

No face is made for them. Imports plotnine.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd
from plotnine.exceptions import PlotnineError

from ..attributes import ATTRIBUTES, caution, disclaimer
from . import compat
from .compat import FaceGeom
from .guides import mapped_name, strip_of
from .looks import POINTS
from .page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from plotnine import ggplot
    from plotnine.scales.scale import scale as Scale

    from ..faces.requests import Model

# What else of a face data can drive, in the words of readers.
LOOKS = MappingProxyType(
    {
        "person": "person",
        "fill": "fill color",
        "color": "frame color",
        "stroke": "frame width",
        "size": "size",
        "alpha": "opacity",
    }
)

FIELDS = MappingProxyType(
    {"png": "Description", "pdf": "Subject", "svg": "Description"}
)
"""Field of each format for a description"""

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
        highest data (or the first and the last category), how the face looks
        there, and a word of caution where the attribute invites judgements
        about people. Rows of `person`, `fill`, `color`, `stroke`, `size` and
        `alpha` follow.

    Raises
    ------
    PlotnineError
        The plot has no faces.
    """
    page = built_page(plot)
    rows = []
    for name, scale in face_scales(page).items():
        values, labels = strip_of(scale, 2)
        low, high = _ends(name, values)
        rows.append(
            {
                "attribute": name,
                "variable": mapped_name(page, name) or "",
                "from": labels[0],
                "to": labels[-1],
                "low": low,
                "high": high,
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

    Raises
    ------
    PlotnineError
        The plot has no faces.
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


def _ends(name: str, values: Sequence[Any]) -> tuple[str, str]:
    """
    How faces look at the two ends of a scale
    """
    first, last = values[0], values[-1]
    if name == "size":
        return f"{first * POINTS:g} points", f"{last * POINTS:g} points"
    if name not in ATTRIBUTES:
        low, high = (
            f"{v:g}" if isinstance(v, float) else str(v) for v in (first, last)
        )
        return low, high
    attribute = ATTRIBUTES[name]
    ends = (attribute.low, attribute.high)
    low, high = ends if last >= first else ends[::-1]
    return f"{first:g} ({low})", f"{last:g} ({high})"


def _mapped(plot: ggplot) -> list[str]:
    """
    What of its faces the plot maps, in the order of the tables
    """
    mapped: set[str] = set()
    for lyr in plot.layers:
        if isinstance(lyr.geom, FaceGeom):
            mapped |= lyr.mapping.keys()
            if lyr.inherit_aes:
                mapped |= plot.mapping.keys()
    return [name for name in (*ATTRIBUTES, *LOOKS) if name in mapped]


def words(name: str) -> str:
    """
    What readers call an attribute, or what else of a face data can drive
    """
    return LOOKS[name] if name in LOOKS else ATTRIBUTES[name].words


def _drives(plot: ggplot, names: list[str]) -> list[str]:
    """
    Which variable drives each of them
    """
    return [
        f"{mapped_name(plot, name) or 'data'} → {words(name)}"
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
        For `figure.savefig("plot.png", metadata=figure_metadata(plot))`;
        `plot.save()` writes the like, with [](`~plotnine_chernoff.alt_text`),
        by itself.

    Raises
    ------
    PlotnineError
        `format` is none of these, the plot has no faces, or their model
        cannot be loaded.
    """
    if format not in FIELDS:
        raise PlotnineError(
            f"format must be one of {', '.join(FIELDS)}, not {format!r}."
        )
    names = _mapped(plot)
    text = origin(face_geom(plot).params["model"].load())
    if names:
        text = f"{text} {'; '.join(_drives(plot, names))}."
    return {FIELDS[format]: f"{text} {disclaimer(names)}".strip()}


def origin(model: Model) -> str:
    """
    Whose the faces are
    """
    name = getattr(model, "name", "unnamed")
    licence = getattr(model, "licence", "unknown")
    return f"Synthetic faces. Model: {name}. Licence: {licence}."


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
    Trained scales of what the faces map, in the order of the tables
    """
    mapped = {
        ae
        for lyr in page.layers
        if isinstance(lyr.geom, FaceGeom)
        for ae in lyr.mapping
    }
    scales = {
        name: page.scales.get_scales(name)
        for name in (*ATTRIBUTES, *LOOKS)
        if name in mapped
    }
    return {
        name: scale
        for name, scale in scales.items()
        if scale is not None and not scale.is_empty()
    }
