"""The key of a plot as a figure of its own: strips of faces.

Imports plotnine.
"""

from __future__ import annotations

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
from .geom_chernoff import geom_chernoff
from .guides import guide_title, strip_of
from .looks import POINTS
from .mapping import built_page, face_geom, face_scales
from .scales import face_scale

__all__ = ("chernoff_key",)


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
    page = built_page(plot)
    geom = face_geom(plot)
    scales = face_scales(page)
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
        names.append(f"{guide_title(page, name)} → {ATTRIBUTES[name].words}")
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
    identity = [face_scale(name, "identity")() for name in scales]
    faces = geom_chernoff(
        aes(label="label"),
        size=size,
        model=model,
        shape=geom.params["shape"],
        # Room for the captions is left above and below.
        cell=(0.94, 0.72),
        **constants,
    )
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
