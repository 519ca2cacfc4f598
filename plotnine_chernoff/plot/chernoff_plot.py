"""One call for a table: faces in a grid, and the code that draws them.

Imports plotnine and the measure of salience; SciPy to put rows in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from warnings import warn

import numpy as np
import pandas as pd
from plotnine import aes, ggplot
from plotnine.exceptions import PlotnineError, PlotnineWarning

from ..attributes import ATTRIBUTES, check_names
from ..faces.salience import salience
from .geom_chernoff import geom_chernoff
from .pictures import shared
from .scales import face_scale

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from pathlib import Path

    from ..faces.requests import Model

__all__ = ("chernoff_plot",)


class table_plot(ggplot):
    """
    A plot that knows the code that draws it

    Parameters
    ----------
    code : str
        Python, in which the table is called `df`.
    """

    code: str = ""


def chernoff_plot(
    data: Any,
    label: Hashable | None = None,
    *,
    columns: Sequence[Hashable] | None = None,
    attributes: Sequence[str] | None = None,
    similar: bool = False,
    ncol: int | None = None,
    model: str | Path | Model = "default",
    show_code: bool = True,
) -> ggplot:
    """
    Faces of a table: one face a row, one attribute a column

    Numeric columns drive attributes, the first one that which changes most of
    the picture to the eye. Each scale has its middle at the mean of its
    column, so that an average row has a neutral face. The legends are the
    key. The plotnine code that the figure stands for is printed: what this
    function chooses, you can change there.

    Parameters
    ----------
    data : DataFrame
        One row a face, of pandas or of what turns into it.
    label : str, optional
        Column that is written under the faces; by default the index, where
        it says something.
    columns : sequence of str, optional
        What to show, in this order; by default all numeric columns that are
        not constant.
    attributes : sequence of str, optional
        What to show it with, in this order. By default the attributes of the
        model by salience, without `age`, `skin_tone` and `gender`, which
        invite judgements about people, and without `quality`: those come
        only if they are named here.
    similar : bool, default=False
        Put similar rows side by side: a hierarchical clustering of the
        standardised columns, its leaves in optimal order.
    ncol : int, optional
        Columns of the grid.
    model : str | Path | FaceModel, default="default"
        As in [](`~plotnine_chernoff.geom_chernoff`).
    show_code : bool, default=True
        Print the code; it is `plot.code` in any case.

    Returns
    -------
    out : ggplot
        The plot, to which scales, titles and themes can be added.

    Raises
    ------
    PlotnineError
        No column to show, or one that is not there or not of numbers;
        an attribute that the model does not have.

    Warns
    -----
    PlotnineWarning
        Columns are left out because there are more than attributes.

    Notes
    -----
    The order of rows is that of Bar-Joseph, Gifford and Jaakkola, "Fast
    optimal leaf ordering for hierarchical clustering" (2001), as in SciPy.
    """
    table, steps, label = _table(data, label)
    columns = _columns(table, columns, label)
    the_model = shared(model)
    attributes = _attributes(the_model.load(), attributes)
    left = columns[len(attributes) :]
    if left:
        warn(
            f"chernoff_plot : {len(columns)} columns, but {len(attributes)} "
            f"attributes. Not shown: {', '.join(map(str, left))}. Choose with "
            "columns=[...], or name more with attributes=[...].",
            PlotnineWarning,
            stacklevel=2,
        )
    chosen = dict(zip(attributes, columns, strict=False))
    if similar and len(table) > 2:
        order = _similar_rows(table.loc[:, list(chosen.values())])
        table = table.iloc[order]
        steps.append(f"df = df.iloc[{order}]")
    mapping = {name: str(column) for name, column in chosen.items()}
    if label is not None:
        mapping["label"] = label
    given: dict[str, Any] = {}
    if ncol is not None:
        given["ncol"] = ncol
    if model != "default":
        given["model"] = model
    plot: Any = table_plot(table) + geom_chernoff(aes(**mapping), **given)
    plot += [face_scale(name)(midpoint=np.mean) for name in chosen]
    plot.code = _code(steps, mapping, given, list(chosen))
    if show_code:
        print(plot.code)
    return plot


def _table(
    data: Any, label: Hashable | None
) -> tuple[pd.DataFrame, list[str], str | None]:
    """
    The table with names that are text, the code for that, and the label
    """
    table = data.to_pandas() if hasattr(data, "to_pandas") else data
    if not isinstance(table, pd.DataFrame):
        raise PlotnineError(
            "chernoff_plot needs a data frame with one row a face, not "
            f"{type(data).__name__}."
        )
    steps = [] if table is data else ["df = df.to_pandas()"]
    if label is not None and label not in table:
        raise PlotnineError(
            f"There is no column {label!r} for labels. Columns: "
            f"{', '.join(map(str, table))}."
        )
    if label is None and not isinstance(table.index, pd.RangeIndex):
        label = "index" if table.index.name is None else table.index.name
        if table.index.nlevels == 1 and label not in table:
            table = table.reset_index()
            steps.append("df = df.reset_index()")
        else:
            label = None
    if not all(isinstance(name, str) for name in table):
        table = table.rename(columns=str)
        steps.append("df = df.rename(columns=str)")
    return table, steps, None if label is None else str(label)


def _columns(
    table: pd.DataFrame, columns: Sequence[Hashable] | None, label: str | None
) -> list[str]:
    """
    Names of the columns to show
    """
    numeric = [
        name
        for name in table.select_dtypes("number")
        if name != label and bool(table[name].nunique() > 1)
    ]
    if columns is None:
        if not numeric:
            raise PlotnineError(
                "chernoff_plot found no numeric column that varies. Columns: "
                f"{', '.join(map(str, table))}."
            )
        return numeric
    names = [str(name) for name in columns]
    bad = [name for name in names if name not in numeric]
    if bad or not names:
        raise PlotnineError(
            f"No numeric column that varies is called {', '.join(bad)}. "
            f"There are: {', '.join(numeric) or 'none'}."
        )
    return names


def _attributes(model: Model, given: Sequence[str] | None) -> list[str]:
    """
    Names of the attributes that show them, the most salient first
    """
    known = list(model.attributes)
    if given is not None:
        try:
            check_names(given, known)
        except ValueError as error:
            raise PlotnineError(f"chernoff_plot: {error}") from error
        return list(given)
    free = [
        name
        for name in known
        if not (ATTRIBUTES[name].on_request or ATTRIBUTES[name].of_picture)
    ]
    return list(salience(model, free).index)


def _similar_rows(table: pd.DataFrame) -> list[int]:
    """
    Positions of the rows, so that neighbours are alike
    """
    from scipy.cluster.hierarchy import leaves_list, linkage

    numbers = table.astype(float)
    standard: Any = (numbers - numbers.mean()) / numbers.std(ddof=0)
    # What is missing says nothing.
    z = standard.fillna(0).to_numpy()
    tree = linkage(z, "average", optimal_ordering=True)
    return [int(i) for i in leaves_list(tree)]


def _code(
    steps: list[str],
    mapping: dict[str, str],
    given: dict[str, Any],
    attributes: list[str],
) -> str:
    """
    What draws the same figure
    """
    scales = [f"scale_{name}" for name in attributes]
    pairs = [f"{name}={value!r}" for name, value in mapping.items()]
    arguments = [f"aes({', '.join(pairs)})"]
    arguments += [f"{name}={value!r}" for name, value in given.items()]
    lines = [
        "import numpy as np",
        "from plotnine import aes, ggplot",
        "from plotnine_chernoff import (",
        *(f"    {name}," for name in ("geom_chernoff", *scales)),
        ")",
        "",
        *steps,
        "plot = (",
        "    ggplot(df)",
        "    + geom_chernoff(",
        *(f"        {argument}," for argument in arguments),
        "    )",
        *(f"    + {scale}(midpoint=np.mean)" for scale in scales),
        ")",
    ]
    return "\n".join(lines)
