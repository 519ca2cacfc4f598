"""How rows of scaled data look: sizes, colors, texts, and what is missing.

From a layer's data to the `Look` that artists draw. Imports pandas;
matplotlib only when something is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
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

# Size of captions as a part of the theme's text: 8 points of 11.
_CAPTION = 8 / 11
SHAPES = ("square", "rounded", "circle")
POINTS = 5
"""Points (1/72 inch) on the side of a face of size 1"""
DEFAULT_SIZE = 10
SIZES = (3, 10)
"""Range of the default scale of sizes, where only faces have sizes"""
LINE = float(np.sqrt(np.pi))
"""Points on the width of a line of stroke 1, as in all of plotnine"""


@dataclass(frozen=True)
class Font:
    """
    How captions are written, where the geom does not say

    Parameters
    ----------
    size : float
        Points.
    family : str | sequence of str, optional
    color : color, optional
    """

    size: float = 8.0
    family: Any = None
    color: Any = None

    @classmethod
    def of(cls, theme: Any) -> Font:
        """
        That of a theme, a bit smaller than its titles
        """
        family, size, color = (
            theme.getp(("text", name)) for name in ("family", "size", "color")
        )
        own = cls.size if size is None else float(size) * _CAPTION
        return cls(own, family, color)


def label_size(params: dict[str, Any], font: Font) -> float:
    """
    Points on the size of captions
    """
    asked = params["label_size"]
    return font.size if asked is None else asked


def look_of(
    data: pd.DataFrame,
    pixmaps: Sequence[Pixmap],
    params: dict[str, Any],
    font: Font,
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
    font : Font
        What the theme says of captions.
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
        label_size=label_size(params, font),
        label_color=params["label_color"] or font.color,
        label_family=font.family,
        check_overlap=params["check_overlap"],
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


def halo_of(color: Any) -> str:
    """
    What can be told from text of a color: white or black
    """
    red, green, blue, _ = rgba("black" if color is None else color, 1.0)
    return "white" if 0.3 * red + 0.6 * green + 0.1 * blue < 0.5 else "black"


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
