"""The mean face of each group: `stat="face_mean"`.

And what a layer of faces does for the statistics of plotnine, which drop
columns that vary within a group. Imports plotnine's statistics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plotnine import stat_summary
from plotnine.doctools import document
from plotnine.exceptions import PlotnineError
from plotnine.stats.stat import stat

from ..attributes import ATTRIBUTES

if TYPE_CHECKING:
    import pandas as pd
    from plotnine import ggplot
    from plotnine.iapi import pos_scales

__all__ = ("stat_face_mean",)


@document
class stat_face_mean(stat):
    """
    One face a group: the means of positions and attributes

    {usage}

    Parameters
    ----------
    {common_parameters}

    See Also
    --------
    plotnine_chernoff.geom_chernoff : The default `geom` for this `stat`.
    plotnine.stat_summary : For one face at each `x`.

    Notes
    -----
    Means are taken of all aesthetics that are numbers, of scaled values
    where a scale transforms them. Missing values do not count. The others,
    such as a `label`, stay where they are the same for the whole group.
    """

    _aesthetics_doc = """
    {aesthetics_table}

    **Options for computed aesthetics**

    ```python
    "n"  # Number of rows in the group
    ```
    """
    DEFAULT_PARAMS = {  # noqa: RUF012
        "geom": "chernoff",
        "position": "identity",
        "na_rm": False,
    }
    CREATES = {"n"}  # noqa: RUF012

    def __radd__(self, other: ggplot) -> ggplot:
        """
        Add a layer of faces, where plotnine would add a plain one
        """
        from .layer_chernoff import layer_chernoff

        if self.params["geom"] not in ("chernoff", "geom_chernoff"):
            return super().__radd__(other)
        other += layer_chernoff.from_stat(self)
        return other

    def compute_group(
        self, data: pd.DataFrame, scales: pos_scales
    ) -> pd.DataFrame:
        means = data[_numbers(data)].mean().to_frame().T
        return means.assign(n=len(data))


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
    names = [n for n in _numbers(data) if n not in ("x", "y")]
    if not names:
        return data
    groups = data.groupby(["PANEL", "group", "x"], observed=True)
    return data.assign(**groups[names].transform(fun))


def check_lost(how: stat, old: pd.DataFrame, new: pd.DataFrame):
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


def _numbers(data: pd.DataFrame) -> list[str]:
    numeric = data.select_dtypes("number")
    return [n for n in numeric if n not in ("PANEL", "group", "person")]
