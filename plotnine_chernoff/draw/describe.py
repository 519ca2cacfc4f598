"""Descriptions that travel with the files of a figure.

Imports matplotlib.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure


@dataclass
class Saver:
    """
    `savefig` of one figure, which adds descriptions to the file's metadata

    Parameters
    ----------
    figure : Figure
        The figure.
    fields : dict of str to str
        Field of each format for a description.
    texts : list of (str or None, callable)
        Title and description of each plot in it; the latter is asked for
        when a file is written.
    """

    figure: Figure
    fields: Mapping[str, str]
    texts: list[tuple[str | None, str | Callable[[], str]]] = field(
        default_factory=list
    )

    @property
    def text(self) -> str:
        """What the figure shows"""
        return " ".join(
            text if isinstance(text, str) else text() for _, text in self.texts
        )

    def __getstate__(self) -> dict[str, Any]:
        # Figures are copied and pickled, without the plot that they are of.
        return {
            "figure": self.figure,
            "fields": dict(self.fields),
            "texts": [(None, self.text)],
        }

    def __call__(self, fname: Any, **kwargs: Any) -> None:
        kind = kwargs.get("format")
        if kind is None and isinstance(fname, (str, os.PathLike)):
            kind = os.path.splitext(fname)[1][1:]
        kind = (kind or mpl.rcParams["savefig.format"]).lower()
        if kind in self.fields:
            own = {self.fields[kind]: self.text}
            titles = [title for title, _ in self.texts if title]
            if titles:
                own["Title"] = "; ".join(titles)
            kwargs["metadata"] = own | (kwargs.get("metadata") or {})
        type(self.figure).savefig(self.figure, fname, **kwargs)


def describe(
    figure: Figure,
    fields: Mapping[str, str],
    title: str | None,
    text: Callable[[], str],
) -> None:
    """
    Have the files of a figure say what it shows

    Parameters
    ----------
    figure : Figure
        The figure.
    fields : dict of str to str
        Field of each format for a description.
    title : str, optional
        Title of a plot in it.
    text : callable
        Gives the description of the plot.
    """
    saver = figure.__dict__.get("savefig")
    if not isinstance(saver, Saver):
        saver = figure.savefig = Saver(figure, fields)  # pyright: ignore
    saver.texts.append((title, text))


def description_of(figure: Any) -> str:
    """
    What a figure shows; empty if nobody says it
    """
    saver = getattr(figure, "__dict__", {}).get("savefig")
    return saver.text if isinstance(saver, Saver) else ""
