"""The mean face of each group: `stat="face_mean"`.

Imports plotnine's statistics and the layer of faces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plotnine.doctools import document
from plotnine.stats.stat import stat

from .layer_chernoff import layer_chernoff
from .summaries import numbers

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
    where a scale transforms them. Missing values do not count. A `label`
    makes groups as well, one face for each text; other columns stay where
    they are the same for the whole group.
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
        if self.params["geom"] not in ("chernoff", "geom_chernoff"):
            return super().__radd__(other)
        other += layer_chernoff(stat=self)
        return other

    def setup_data(self, data: pd.DataFrame) -> pd.DataFrame:
        if "label" not in data:
            return data
        by = data.groupby(["group", "label"], dropna=False, observed=True)
        return data.assign(group=by.ngroup() + 1)

    def compute_group(
        self, data: pd.DataFrame, scales: pos_scales
    ) -> pd.DataFrame:
        means = data[numbers(data)].mean().to_frame().T
        return means.assign(n=len(data))
