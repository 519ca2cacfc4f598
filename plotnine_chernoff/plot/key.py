"""The key of a plot as a figure of its own: strips of faces.

Imports plotnine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from plotnine import (
    aes,
    element_text,
    ggplot,
    scale_alpha_identity,
    scale_color_identity,
    scale_fill_identity,
    scale_size_identity,
    scale_x_continuous,
    scale_y_continuous,
    theme,
    theme_void,
)
from plotnine.exceptions import PlotnineError

from ..attributes import ATTRIBUTES
from .compat import drop_own_size
from .geom_chernoff import geom_chernoff
from .guides import guide_title, strip_of
from .looks import POINTS
from .mapping import LOOKS, built_page, face_geom, face_scales, words
from .scales import face_scale, scale_person_identity

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class identity_of_strokes(scale_size_identity):
    """
    Widths as they are (plotnine 0.15.0 has no `scale_stroke_identity`)
    """

    _aesthetics = ["stroke"]  # noqa: RUF012


_IDENTITY = {
    "person": scale_person_identity,
    "fill": scale_fill_identity,
    "color": scale_color_identity,
    "stroke": identity_of_strokes,
    "size": scale_size_identity,
    "alpha": scale_alpha_identity,
}

__all__ = ("chernoff_key",)


class OwnSize(tuple):
    """
    Width and height of a figure that nobody has asked for
    """


class key_plot(ggplot):
    """
    A key, which in a composition leaves the size of the page to the plot
    """

    # Python asks these first: they are of a subclass of what is on the left.
    def __ror__(self, other: ggplot) -> Any:
        return other.__or__(self.sized_like(other))

    def __rsub__(self, other: ggplot) -> Any:
        return other.__sub__(self.sized_like(other))

    def __rtruediv__(self, other: ggplot) -> Any:
        return other.__truediv__(self.sized_like(other))

    def sized_like(self, other: ggplot) -> ggplot:
        """
        This key on the page of another plot, unless the user gave it one
        """
        if not isinstance(self.theme.getp("figure_size"), OwnSize):
            return self
        return self + theme(figure_size=other.theme.getp("figure_size"))

    def draw(self, *, show: bool = False) -> Figure:
        """
        Draw the key
        """
        if isinstance(self.theme.getp("figure_size"), OwnSize):
            drop_own_size(self)
        return super().draw(show=show)


def chernoff_key(plot: ggplot, steps: int = 5, size: float = 8) -> ggplot:
    """
    The key of a plot as a figure of its own

    One strip of faces for each mapped attribute, from the lowest to the
    highest value of the data, with the name of the variable beside it and
    values below, and strips for persons, colors and sizes. It shows all of
    them, where legends find no room.

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
        The key. Save it, or put it beside the plot with `plot | key`, which
        has the size of the plot's page.

    Raises
    ------
    PlotnineError
        `steps` is below 2, or the plot has no faces or maps nothing of them.
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

    constants = {
        ae: value
        for ae, value in geom.aes_params.items()
        if (ae in ATTRIBUTES or ae in ("person", "fill", "color", "stroke"))
        and ae not in scales
    }
    neutral = {name: _neutral(name, size) for name in scales}
    rows = []
    names = []
    for i, (name, scale) in enumerate(scales.items()):
        values, labels = strip_of(scale, steps)
        names.append(f"{guide_title(page, name)} → {words(name)}")
        rows += [
            {**neutral, name: value, "x": float(x), "y": -i, "label": label}
            for x, (value, label) in enumerate(
                zip(values, labels, strict=True)
            )
        ]
    data = pd.DataFrame(rows)
    for name in {"person", "fill", "color"} & scales.keys():
        data[name] = data[name].astype(object).where(data[name].notna(), None)
    model = geom.params["model"]
    if "person" not in constants:
        # A plot that is drawn before its key makes the faces of both.
        given = {ae: v for ae, v in constants.items() if np.isscalar(v)}
        shown = [name for name in scales if name in ATTRIBUTES]
        given = {ae: v for ae, v in given.items() if ae in ATTRIBUTES}
        people = list(data["person"]) if "person" in data else None
        model.expect(data[shown].astype(float).assign(**given), people)
    if "size" in scales:
        size = max(size, float(np.max(data["size"])))
    widest = 1 + int(max(row["x"] for row in rows))
    side = size * POINTS
    longest = max(map(len, names))
    identity = [
        _IDENTITY[name]() if name in LOOKS else face_scale(name, "identity")()
        for name in scales
    ]
    if "size" not in scales:
        constants["size"] = size
    faces = [
        geom_chernoff(
            aes("x", "y", label="label", **{name: name for name in mapped}),
            some,
            model=model,
            shape=geom.params["shape"],
            crop=geom.params["crop"],
            # Room for the captions is left above and below.
            cell=(0.94, 0.72),
            **constants,
        )
        for some, mapped in _layers(data, list(scales))
    ]
    start: Any = key_plot()
    return (
        start
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
            figure_size=OwnSize(
                (
                    (widest * side * 1.2 + longest * 6 + 36) / 72,
                    ((len(names) + 0.2) * side * 1.5 + 12) / 72,
                )
            ),
            legend_position="none",
            plot_margin=0.01,
        )
    )


def _layers(
    data: pd.DataFrame, names: list[str]
) -> list[tuple[pd.DataFrame, list[str]]]:
    """
    Rows for the layers of a key, and what they map

    Rows without a person are not of somebody whose name is missing.
    """
    if "person" not in names:
        return [(data, names)]
    known = data["person"].notna()
    others = [name for name in names if name != "person"]
    parts = [(data.loc[~known], others), (data.loc[known], names)]
    return [(some, mapped) for some, mapped in parts if len(some)]


def _neutral(name: str, size: float) -> Any:
    """
    What a face has of something that its strip is not about
    """
    if name in ATTRIBUTES:
        return ATTRIBUTES[name].neutral
    return {"size": size, "alpha": 1.0, "stroke": 1.0}.get(name)
