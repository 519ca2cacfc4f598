"""What drives which attribute, told apart from the plot.

A figure of strips of faces, a table, and a caption. Imports plotnine.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from plotnine import (
    aes,
    element_text,
    ggplot,
    scale_x_continuous,
    scale_y_continuous,
    theme,
    theme_void,
)
from plotnine.exceptions import PlotnineError

from ..attributes import ATTRIBUTES
from . import geom_chernoff
from .geom_chernoff import POINTS
from .guides import guide_title, mapped_name, strip_of
from .scales import _SCALES

if TYPE_CHECKING:
    from plotnine.scales.scale import scale as Scale

__all__ = (
    "chernoff_key",
    "figure_metadata",
    "mapping_caption",
    "mapping_table",
    "print_mapping",
)


def chernoff_key(plot: ggplot, steps: int = 5, size: float = 8) -> ggplot:
    """
    The key of a plot as a figure of its own

    One strip of faces for each mapped attribute, from the lowest to the
    highest value of the data, with the name of the variable beside it and
    values below. It shows all attributes, where legends find no room.

    Parameters
    ----------
    plot : ggplot
        A plot with a [](`~plotnine_chernoff.geom_chernoff`).
    steps : int, default=5
        Faces in the strip of a continuous variable. Categories have one
        face each.
    size : float, default=8
        Size of the faces, as in the geom. Where the key is a part of a
        composition that has less room, they get smaller.

    Returns
    -------
    out : ggplot
        The key. Save it, or put it beside the plot with `plot | key`.
    """
    if steps < 2:
        raise PlotnineError(f"steps must be 2 or more, not {steps!r}.")
    built = _build(plot)
    geom = _face_geom(plot)
    scales = _face_scales(built)
    if not scales:
        raise PlotnineError(
            "The plot maps no attribute of faces, so there's nothing to "
            f"explain. Attributes: {', '.join(ATTRIBUTES)}."
        )

    neutral = {name: ATTRIBUTES[name].neutral for name in scales}
    rows = []
    names = []
    for i, (name, scale) in enumerate(scales.items()):
        values, labels = strip_of(scale, steps)
        names.append(f"{guide_title(built, name)} → {_words(name)}")
        rows += [
            {**neutral, name: value, "x": float(x), "y": -i, "label": label}
            for x, (value, label) in enumerate(
                zip(values, labels, strict=True)
            )
        ]
    data = pd.DataFrame(rows)
    constants = {
        ae: value
        for ae, value in geom.aes_params.items()
        if (ae in ATTRIBUTES or ae == "person") and ae not in scales
    }
    model = geom.params["model"]
    if "person" not in constants:
        # A plot that is drawn before its key makes the faces of both.
        given = {ae: v for ae, v in constants.items() if np.isscalar(v)}
        model.expect(data[list(scales)].astype(float).assign(**given))
    widest = 1 + int(max(row["x"] for row in rows))
    side = size * POINTS
    longest = max(map(len, names))
    identity = [_SCALES[f"scale_{name}_identity"]() for name in scales]
    faces = geom_chernoff(
        aes(label="label"),
        size=size,
        model=model,
        shape=geom.params["shape"],
        **constants,
    )
    # Room for the captions is left above and below.
    faces.cell = (0.94, 0.72)
    return (
        ggplot(data, aes("x", "y", **{name: name for name in scales}))
        + faces
        + identity
        + scale_x_continuous(
            breaks=None, name="", limits=(-0.5, widest - 0.5), expand=(0, 0)
        )
        + scale_y_continuous(
            breaks=[-float(i) for i in range(len(names))],
            labels=names,
            limits=(0.35 - len(names), 0.45),
            expand=(0, 0),
            name="",
        )
        + theme_void()
        + theme(
            axis_text_y=element_text(size=9, ha="right", margin={"r": 6}),
            figure_size=(
                (widest * side * 1.2 + longest * 6 + 36) / 72,
                ((len(names) + 0.2) * side * 1.5 + 12) / 72,
            ),
            legend_position="none",
            plot_margin=0.01,
        )
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
        highest data, and how the face looks there.
    """
    built = _build(plot)
    rows = []
    for name, scale in _face_scales(built).items():
        values, labels = strip_of(scale, 2)
        attribute = ATTRIBUTES[name]
        rising = values[-1] >= values[0]
        ends = (attribute.low, attribute.high)
        low, high = ends if rising else ends[::-1]
        rows.append(
            {
                "attribute": name,
                "variable": mapped_name(built, name) or "",
                "from": labels[0],
                "to": labels[-1],
                "low": f"{values[0]:g} ({low})",
                "high": f"{values[-1]:g} ({high})",
            }
        )
    columns = ["attribute", "variable", "from", "to", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


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
    print(table.to_string(index=False))


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
        Text for `labs(caption=...)`.
    """
    mapping: dict[str, Any] = dict(plot.mapping)
    for lyr in plot.layers:
        mapping |= lyr.mapping
    parts = [
        f"{mapped_name(plot, name) or 'data'} → {_words(name)}"
        for name in ATTRIBUTES
        if name in mapping
    ]
    lines = [parts[i : i + columns] for i in range(0, len(parts), columns)]
    return ";\n".join("; ".join(line) for line in lines)


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
    model = _face_geom(plot).model
    name = getattr(model, "name", "unnamed")
    licence = getattr(model, "licence", "unknown")
    text = f"Synthetic faces. Model: {name}. Licence: {licence}."
    drives = mapping_caption(plot, len(ATTRIBUTES))
    return {fields[format]: f"{text} {drives}." if drives else text}


def _words(name: str) -> str:
    return name.replace("_", " ")


def _face_geom(plot: ggplot) -> geom_chernoff:
    for lyr in plot.layers:
        if isinstance(lyr.geom, geom_chernoff):
            return lyr.geom
    raise PlotnineError(
        "The plot has no geom_chernoff, so that there are no faces to explain."
    )


@dataclass
class _Built:
    """What `guide_title` and `mapped_name` read off a plot"""

    mapping: Any
    layers: Any
    scales: Any


def _build(plot: ggplot) -> _Built:
    """
    A copy of the plot whose scales know the data; no face is made
    """
    _face_geom(plot)
    plot = deepcopy(plot)
    plot._build()
    # In plotnine 0.16 the plot stays as it was.
    built = getattr(plot, "built", plot)
    return _Built(plot.mapping, built.layers, built.scales)


def _face_scales(built: _Built) -> dict[str, Scale[Any, Any, Any, Any]]:
    """
    Trained scales of the mapped attributes, in the order of the table
    """
    scales = {name: built.scales.get_scales(name) for name in ATTRIBUTES}
    return {
        name: scale
        for name, scale in scales.items()
        if scale is not None and not scale.is_empty()
    }
