"""How rows of scaled data look: sizes, colors, texts, and what is missing.

From a layer's data to the `Look` that artists draw. Imports pandas;
matplotlib only when something is drawn.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, cast
from warnings import warn

import numpy as np
import pandas as pd
from plotnine.exceptions import PlotnineWarning

from .compat import rgba

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from ..draw.artist import Look
    from ..draw.pixmap import Pixmap

SHAPES = ("square", "rounded", "circle")
POINTS = 5
"""Points (1/72 inch) on the side of a face of size 1"""
DEFAULT_SIZE = 8
LINE = float(np.sqrt(np.pi))
"""Points on the width of a line of stroke 1, as in all of plotnine"""


def look_of(
    data: pd.DataFrame, pixmaps: Sequence[Pixmap], params: dict[str, Any]
) -> Look:
    """
    How the rows look, as artists want it

    Parameters
    ----------
    data : DataFrame
        One row a face, with the aesthetics of the geom in their units.
    pixmaps : sequence of Pixmap
        The picture of each row.
    params : dict
        Parameters of the geom.
    """
    from ..draw.artist import Look

    labels = None
    if is_given(data, "label"):
        labels = texts(cast("pd.Series", data["label"]))
    return Look(
        pixmaps=pixmaps,
        side=data["size"].astype(float).to_numpy() * POINTS,
        alpha=np.clip(data["alpha"].to_numpy(float), 0, 1),
        edge=_colors(data["color"], data["alpha"]),
        # Without a color there is nothing behind a face, not its background.
        fill=_colors(data["fill"], [1.0] * len(data), (0.0, 0.0, 0.0, 0.0)),
        linewidth=data["stroke"].to_numpy(float) * LINE,
        labels=labels,
        shape=params["shape"],
        label_size=params["label_size"],
        label_color=params["label_color"],
        raster_dpi=params["raster_dpi"],
    )


def _colors(
    colors: Iterable[Any], alpha: Iterable[Any], none: Any = None
) -> list[Any]:
    """
    RGBA, None where there is no color, and `none` for the color "none"
    """
    out: list[Any] = []
    for color, a in zip(colors, alpha, strict=True):
        if is_nothing(color):
            out.append(None)
        elif isinstance(color, str) and color == "none":
            out.append(none)
        else:
            out.append(rgba(color, float(a)))
    return out


def texts(labels: pd.Series) -> list[str]:
    """
    What is written under faces: what the data says, neither more nor less

    Whole numbers have no decimals, also where a missing value has made
    floats of them, and days have no time of day.
    """
    stamps = [s for s in labels if isinstance(s, datetime) and not pd.isna(s)]
    days = all(s.time() == time() for s in stamps)
    # As many digits as every decimal number keeps in such a column.
    kind: Any = labels.dtype if labels.dtype.kind == "f" else float
    digits = np.finfo(kind).precision
    return [_text(s, days, digits) for s in labels]


def _text(label: Any, days: bool, digits: int) -> str:
    if is_nothing(label):
        return ""
    if isinstance(label, datetime) and days:
        return str(label.date())
    if isinstance(label, (float, np.floating)):
        if float(label).is_integer() and abs(label) < 2**53:
            return str(int(label))
        return f"{label:.{digits}g}"
    return str(label)


def is_given(data: pd.DataFrame, ae: str) -> bool:
    """
    Whether an aesthetic is mapped or set, rather than at its default

    A mapped column of missing values is of floats, or has lost its rows.
    """
    column = data[ae]
    return column.dtype != object or not all(v is None for v in column)


def is_nothing(value: Any) -> bool:
    """
    Whether a value of an aesthetic is absent or missing
    """
    return value is None or (pd.api.types.is_scalar(value) and pd.isna(value))


def drop_rows(
    data: pd.DataFrame, bad: NDArray[np.bool_], what: str, quiet: bool
) -> pd.DataFrame:
    """
    The other rows, with plotnine's warning about those that are left out

    Parameters
    ----------
    data : DataFrame
        Data of a layer of faces.
    bad : array of bool
        Which rows cannot be drawn.
    what : str
        What their values are: "missing" or "non-finite".
    quiet : bool
        Whether nobody wants to know.
    """
    n = int(bad.sum())
    if n and not quiet:
        warn(
            f"geom_chernoff : Removed {n} rows containing {what} values.",
            PlotnineWarning,
            stacklevel=3,
        )
    return data.loc[~bad].reset_index(drop=True)
