"""Scales for `person`: which base face a row shows.

A person is not a quantity, so levels get a face of their own that stays the
same in every plot. Imports plotnine's scales.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, InitVar, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from plotnine.exceptions import PlotnineError
from plotnine.scales.scale_discrete import scale_discrete

from ...faces.persons import plain_person
from ..guides import as_face_guide

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class _Person:
    """
    What the scales of persons share
    """

    guide: Any
    drop: bool

    def train(self, x: Any, drop: bool = False):
        """
        Learn the levels: those that the data have, unless `drop=False`
        """
        super().train(x, drop or self.drop)  # pyright: ignore

    def __post_init__(self, title: Any = None):
        if title is not None:
            raise PlotnineError(
                f"{type(self).__name__}() takes keywords only. For a title, "
                f"write {type(self).__name__}(name={title!r})."
            )
        self.guide = as_face_guide(self.guide, "person")
        super().__post_init__()  # pyright: ignore

    def get_breaks(self, limits: Any = None):
        """
        Levels that get a key; missing values get none
        """
        breaks = super().get_breaks(limits)  # pyright: ignore
        return [b for b in breaks if not pd.isna(b)]


@dataclass
class scale_person_discrete(_Person, scale_discrete):
    """
    A base face for each category, the same in every plot

    Parameters
    ----------
    name, limits, breaks, labels, guide
        As in every discrete scale of plotnine.
    drop : bool, default=True
        Whether levels that no row has are left out of the legend.

    Raises
    ------
    PlotnineError
        An argument without its name, or a `guide` that cannot show faces.
    """

    _aesthetics = ("person",)  # pyright: ignore
    # Who comes from ggplot2 writes the title first.
    title: InitVar[Any] = None
    _: KW_ONLY
    guide: Any = "legend"

    def map(self, x: Any, limits: Any = None):
        known = set(self.final_limits if limits is None else limits)
        return [
            plain_person(v) if not pd.isna(v) and v in known else self.na_value
            for v in x
        ]


@dataclass
class scale_person_ordinal(scale_person_discrete):
    """
    A base face for each category, the same in every plot

    Raises
    ------
    PlotnineError
        An argument without its name, or a `guide` that cannot show faces.
    """


@dataclass
class scale_person_continuous(scale_person_discrete):
    """
    Whole numbers as persons: the number is the seed of the base face

    Raises
    ------
    PlotnineError
        An argument without its name, or a `guide` that cannot show faces.
        In a plot: the data are not whole.
    """

    def train(self, x: Any, drop: bool = False):
        numbers = np.asarray(pd.Series(x).dropna(), dtype=float)
        if not (np.isfinite(numbers) & (numbers % 1 == 0)).all():
            raise PlotnineError(
                "person tells which base face a row shows: map it to "
                "categories or whole numbers, not to measured numbers."
            )
        super().train([str(int(n)) for n in numbers], drop)

    def map(self, x: Any, limits: Any = None):
        return [
            self.na_value if pd.isna(v) else plain_person(float(v)) for v in x
        ]


@dataclass
class scale_person_identity(_Person, scale_discrete):
    """
    Data that are persons of the model already

    Raises
    ------
    PlotnineError
        An argument without its name, or a `guide` that cannot show faces.
    """

    _aesthetics = ("person",)  # pyright: ignore
    # Who comes from ggplot2 writes the title first.
    title: InitVar[Any] = None
    _: KW_ONLY
    guide: Any = None

    def train(self, x: Any, drop: bool = False):
        if self.guide is not None:
            super().train(x, drop)

    def map(self, x: Any, limits: Any = None):
        return x


@dataclass
class scale_person_manual(_Person, scale_discrete):
    """
    Categories and the base face for each of them

    Parameters
    ----------
    values : dict | list
        Persons of the model, such as seeds: a dict from categories to
        persons, or a list in the order of the categories.

    Raises
    ------
    PlotnineError
        No persons, or text in place of them; a `guide` that cannot
        show faces. In a plot: there are more categories than persons.
    """

    _aesthetics = ("person",)  # pyright: ignore
    values: Mapping[Any, Any] | Sequence[Any] = ()
    _: KW_ONLY
    guide: Any = "legend"

    def __post_init__(self):
        if isinstance(self.values, str) or not len(self.values):
            raise PlotnineError(
                "scale_person_manual() takes the persons first: a dict from "
                "categories to persons, such as seeds, or a list, not "
                f"{self.values!r}. For a title, use name=."
            )
        super().__post_init__()

    def palette(self, n: int) -> Any:
        """
        The persons as given
        """
        if hasattr(self.values, "keys"):
            return dict(self.values)
        if n > len(self.values):
            raise PlotnineError(
                f"scale_person_manual() has {len(self.values)} persons for "
                f"{n} categories."
            )
        return list(self.values)
