"""What a fit noted about itself, as tables and a heat map.

Imports pandas, and plotnine for the heat map alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from ..model.face_model import FaceModel


def skipped(model: FaceModel) -> dict[str, str]:
    """Attributes that could not be learned, and why"""
    return {} if model.edits is None else model.edits.notes.get("skipped", {})


def accuracy_table(model: FaceModel) -> pd.DataFrame:
    """
    How well the SVMs tell the ends of each attribute apart

    Returns
    -------
    DataFrame
        A row an attribute: number of labels, the chosen C, and accuracies on
        held-out `tails` and on the `rest` between them, each beside that of
        naming the larger class.
    """
    notes = {} if model.edits is None else model.edits.notes
    table = {
        name: {"labels": v["labels"], "C": v["C"], **v["accuracy"]}
        for name, v in notes.get("attributes", {}).items()
        if {"labels", "C", "accuracy"} <= v.keys()
    }
    columns = ["labels", "C", "tails", "tails_baseline"]
    columns += ["rest", "rest_baseline"]
    return pd.DataFrame.from_dict(table, orient="index", columns=columns)


def entropy_table(model: FaceModel) -> pd.DataFrame:
    """
    H(label | side of the edit) of every style and attribute

    Returns
    -------
    DataFrame
        A row an attribute, a column a style; bits. Chosen styles are in the
        last column.
    """
    edits = model.edits
    notes = {} if edits is None else edits.notes.get("attributes", {})
    table = pd.DataFrame.from_dict(
        {k: v["entropies"] for k, v in notes.items() if v.get("entropies")},
        orient="index",
    )
    if edits is not None:
        table["chosen"] = [
            " ".join(map(str, edits.styles[k])) for k in table.index
        ]
    return table


def entropy_figure(model: FaceModel):
    """
    The entropies as a heat map

    Returns
    -------
    plotnine.ggplot
    """
    import plotnine as p9

    table = entropy_table(model).drop(columns="chosen")
    cells = table.reset_index(names="attribute").melt(
        "attribute", var_name="style", value_name="bits"
    )
    cells["style"] = pd.Categorical(cells["style"], list(table))
    cells["attribute"] = pd.Categorical(
        cells["attribute"], list(table.index)[::-1]
    )
    return (
        p9.ggplot(cells, p9.aes("style", "attribute", fill="bits"))
        + p9.geom_tile()
        + p9.geom_text(p9.aes(label="bits"), format_string="{:.2f}", size=8)
        + p9.scale_fill_gradient(
            low="#b2182b", high="white", limits=(0, 1), name="H, bits"
        )
        + p9.labs(title="H(label | side of the edit) at each style")
        + p9.theme(figure_size=(9, 4))
    )
