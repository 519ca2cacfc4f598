"""What a figure shows, in words: for readers who do not see it.

Imports the table of what drives what.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..attributes import disclaimer
from .compat import FaceGeom
from .guides import guide_title, mapped_name, strip_of
from .legends import DRAWN, FACE_AES
from .looks import texts
from .mapping import built_page, face_scales, words
from .page import GRID

if TYPE_CHECKING:
    from plotnine import ggplot

    from .page import Page

__all__ = ("alt_text",)

_RAW = "_raw_"


def alt_text(plot: ggplot) -> str:
    """
    A sentence that says what a figure shows

    For the alternative text of a picture on a page. Files that
    `plot.save()` writes have it, too: PNG as `Description`, PDF as `Subject`,
    SVG as the description of the faces, whose own values browsers show as
    tooltips.

    Parameters
    ----------
    plot : ggplot
        A plot with a [](`~plotnine_chernoff.geom_chernoff`).

    Returns
    -------
    out : str
        Title, number of faces, where they stand, and which variable each
        attribute shows, with the ends of its data. Its last sentence says
        of attributes that invite judgements about people that they show
        data.

    Raises
    ------
    PlotnineError
        The plot has no faces.

    See Also
    --------
    plotnine_chernoff.mapping_caption : For readers who see the figure.
    """
    return described(built_page(plot))


def described(page: Page) -> str:
    """
    The alternative text of a plot whose scales are trained
    """
    layers = [lyr for lyr in page.layers if isinstance(lyr.geom, FaceGeom)]
    n = sum(len(lyr.data) for lyr in layers)
    text = f"{n} synthetic {'face' if n == 1 else 'faces'}"
    if any(GRID in lyr.data for lyr in layers):
        text += " in a grid"
    elif any(len(lyr.data) for lyr in layers):
        across, up = (
            page.labels.x or mapped_name(page, "x") or "x",
            page.labels.y or mapped_name(page, "y") or "y",
        )
        text += f" by {across} (across) and {up} (up)"
    panels = {p for lyr in layers if len(lyr.data) for p in lyr.data["PANEL"]}
    if len(panels) > 1:
        text += f", in {len(panels)} panels"
    shown = []
    scales = face_scales(page)
    for name, scale in scales.items():
        _, labels = strip_of(scale, 2)
        variable = guide_title(page, name)
        if len(labels) == 1:
            span = labels[0]
        elif hasattr(scale, "oob"):
            span = f"{labels[0]} to {labels[-1]}"
        else:
            span = ", ".join(labels)
        shown.append(f"{words(name)} shows {variable} ({span})")
    parts = "; ".join([text, *shown]) + "."
    title = page.labels.title
    said = f"{title}: {parts}" if title else parts
    return f"{said} {disclaimer(scales)}".strip()


def keep_raw(page: Page, data: pd.DataFrame) -> pd.DataFrame:
    """
    Data of a layer with copies of what its scales are going to replace

    The columns are named as the variables are.
    """
    kept = {}
    for ae in ("label", *FACE_AES, *DRAWN):
        if ae not in data:
            continue
        column = data[ae]
        scale: Any = page.scales.get_scales(ae)
        if hasattr(scale, "oob"):
            # Scales have transformed them: dates to numbers, for example.
            column = pd.Series(list(scale.inverse(column)), data.index)
        kept[f"{_RAW}{mapped_name(page, ae) or ae}"] = column
    return data.assign(**kept)


def tooltips(data: pd.DataFrame) -> list[str] | None:
    """
    What each face of a layer stands for: its variables and their values
    """
    names = [name for name in data if str(name).startswith(_RAW)]
    if not names:
        return None
    columns = [
        [
            f"{str(name).removeprefix(_RAW)}: {t}"
            for t in texts(data.loc[:, name])
        ]
        for name in names
    ]
    return ["\n".join(row) for row in zip(*columns, strict=True)]
