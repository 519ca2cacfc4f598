"""What a layer of faces does for the statistics of plotnine.

They drop columns that vary within a group. Imports plotnine's statistics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plotnine import stat_summary
from plotnine.exceptions import PlotnineError

from ..attributes import ATTRIBUTES

if TYPE_CHECKING:
    import pandas as pd
    from plotnine.stats.stat import stat


def before(how: stat, data: pd.DataFrame) -> pd.DataFrame:
    """
    Data of which a statistic keeps the attributes, as it does with y

    Within what `stat_summary` makes one row of, the attributes get the
    summary that y gets, so that they do not vary.
    """
    if not isinstance(how, stat_summary) or not {"x", "group"} <= set(data):
        return data
    median = how.params["fun_data"] == "median_hilow"
    fun = how.params["fun_y"] or ("median" if median else "mean")
    names = [n for n in numbers(data) if n not in ("x", "y")]
    if not names:
        return data
    groups = data.groupby(["PANEL", "group", "x"], observed=True)
    return data.assign(**groups[names].transform(fun))


def check_lost(how: stat, old: pd.DataFrame, new: pd.DataFrame) -> None:
    """
    Refuse statistics that leave out what the faces shall show
    """
    lost = [
        ae for ae in ("person", *ATTRIBUTES) if ae in old and ae not in new
    ]
    if lost and len(new):
        raise PlotnineError(
            f"{type(how).__name__} makes one row of several that differ in "
            f"{', '.join(lost)}. For the means of groups, write "
            "geom_chernoff(..., stat='face_mean'). Categories have no mean: "
            "summarise the data frame first, or put them into `group`."
        )


def numbers(data: pd.DataFrame) -> list[str]:
    """
    Columns of which a mean can be taken
    """
    numeric = data.select_dtypes("number")
    return [n for n in numeric if n not in ("PANEL", "group", "person")]
