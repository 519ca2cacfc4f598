"""What the legends of a plot show, and how they fit its page.

Which faces their keys need, so that these can be made with those of the
panels; how large the keys are and how they are arranged. Imports the guides.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from plotnine.scales.scales import Scales

from ..attributes import ATTRIBUTES
from .guides import guide_chernoff_strip, guide_title
from .looks import is_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from plotnine.layer import layer

    from .page import Page, Request

FACE_AES = ("person", *ATTRIBUTES)

KEY_SIZE = 36.0
"""Points on the side of a face in the legend, where there is room"""
KEY_FILL = 0.94
"""Part of a legend key that its face fills"""
# Smaller faces are told apart with difficulty, and not at all.
_SMALL, _LEAST = 25.0, 14.0
# Points that plotnine's default themes spend: around a legend and for its
# title, between keys, between a key and its label, between legends and
# panels; the width of a letter of a title and of a label.
_TITLE, _GAPS, _LABEL, _BESIDE = 31.0, (6.0, 2.0), 4.0, 16.0
_LETTERS = (6.3, 5.3)
# Part of the page that legends may take away from the panels.
_SHARE = 0.5


@dataclass(frozen=True)
class Legend:
    """
    One legend, of one or of several scales

    Parameters
    ----------
    title : str
        Its title.
    labels : tuple of str
        The labels of its keys.
    values : dict of str to list
        What the keys show of each attribute; empty where the legend is of
        an aesthetic of another kind.
    strip : bool
        Whether it is a strip, with labels below or beside the faces.
    """

    title: str
    labels: tuple[str, ...]
    values: dict[str, list[Any]]
    strip: bool = False

    @property
    def title_width(self) -> float:
        """Points on the width of the title"""
        return max(map(len, self.title.split("\n"))) * _LETTERS[0]

    def keys_width(self, ncol: int, side: float) -> float:
        """Points on the width of keys in columns"""
        if self.strip:
            return ncol * side / KEY_FILL
        letters = max(map(len, self.labels), default=0)
        label = _LABEL + letters * _LETTERS[1]
        return ncol * (side / KEY_FILL + label + _GAPS[0])


@dataclass(frozen=True)
class LegendPlan:
    """
    How the legends of a plot fit its page

    Parameters
    ----------
    side : float
        Points on the side of a face.
    ncol : int
        Columns of keys in a vertical legend.
    stacked : bool
        Whether horizontal legends are one above the other.
    room : (float, float)
        Points that the legends take away from the width and the height.
    """

    side: float = KEY_SIZE
    ncol: int = 1
    stacked: bool = False
    room: tuple[float, float] = (0.0, 0.0)


def legends_of(page: Page) -> list[Legend]:
    """
    The legends of a plot, in their order
    """
    if page.theme.getp("legend_position") == "none":
        return []
    shown = [lyr for lyr in page.layers if _shows_legend(lyr)]
    mapped = {ae for lyr in shown for ae in lyr.mapping}
    found: dict[Any, Legend] = {}
    for scale in page.scales.non_position_scales():
        ae = scale.aesthetics[0]
        if ae not in mapped or not scale.guide:
            continue
        if ae not in FACE_AES:
            breaks = scale.get_bounded_breaks()
            labels = tuple(map(str, scale.get_labels(breaks)))
            if labels:
                found[ae] = Legend(ae, labels, {})
            continue
        values, labels = scale.guide.entries(scale)
        if not values:
            continue
        # Guides with the same title and labels are going to be one.
        title = guide_title(page, ae)
        strip = isinstance(scale.guide, guide_chernoff_strip)
        labels = tuple(map(str, labels))
        one = found.setdefault(
            (title, labels, strip), Legend(title, labels, {}, strip)
        )
        one.values[ae] = values
        for other, value in scale.guide.override_aes.items():
            if other in FACE_AES:
                several = np.ndim(value) and len(value) == len(values)
                one.values[other] = (
                    list(value) if several else [value] * len(values)
                )
    return list(found.values())


def preview(page: Page) -> LegendPlan:
    """
    How legends are going to fit, before plotnine has trained the scales
    """
    early = Scales(
        # A guide may know the plot that it was drawn with.
        deepcopy(scale, {id(scale.guide): scale.guide})
        for scale in page.scales.non_position_scales()
    )
    for lyr in page.layers:
        early.train_df(lyr.data)
    return plan_legends(legends_of(replace(page, scales=early)), page)


def key_rows(legends: Sequence[Legend], lyr: layer) -> Iterator[pd.Series]:
    """
    What the keys of a layer are going to be asked to show
    """
    if not _shows_legend(lyr):
        return
    for legend in legends:
        values = {
            ae: v for ae, v in legend.values.items() if ae in lyr.mapping
        }
        if values:
            for i in range(len(legend.labels)):
                yield _key_row(lyr, {ae: v[i] for ae, v in values.items()})
    # The keys of other legends show the neutral face.
    if legends:
        yield _key_row(lyr, {})


def _shows_legend(lyr: layer) -> bool:
    return lyr.show_legend in (None, True) or isinstance(lyr.show_legend, dict)


def _key_row(lyr: layer, key: dict[str, Any]) -> pd.Series:
    row: dict[str, Any] = dict.fromkeys(FACE_AES)
    row |= {
        ae: value
        for ae, value in lyr.geom.aes_params.items()
        if ae in row and pd.api.types.is_scalar(value)
    }
    return pd.Series(row | key, dtype=object)


def key_request(row: Any, lyr: layer) -> Request:
    """
    What to ask for the face of a legend key

    The face differs from a neutral one only in what the key is about and in
    what the layer sets to a constant.
    """
    given = lyr.mapping.keys() | lyr.geom.aes_params.keys()
    values = {
        a.name: float(a.neutral if is_nothing(row[a.name]) else row[a.name])
        for a in ATTRIBUTES.values()
        if a.name in given
    }
    people = None
    if "person" in given:
        people = [None if is_nothing(row["person"]) else row["person"]]
    return pd.DataFrame(values, index=[0]), people


def shows_face(row: Any, lyr: layer) -> bool:
    """
    Whether the legend key of a row is about the face itself
    """
    return any(
        ae in lyr.mapping and not is_nothing(row[ae]) for ae in FACE_AES
    )


def about_size(row: Any, lyr: layer) -> bool:
    """
    Whether the legend key of a row has to have the size of its face
    """
    mapped = "size" in lyr.mapping and not is_nothing(row["size"])
    return mapped and not shows_face(row, lyr)


def plan_legends(legends: Sequence[Legend], page: Page) -> LegendPlan:
    """
    Keys as large as the page allows

    Vertical legends that are too high get several columns, horizontal ones
    that are too wide stand one above the other.

    Parameters
    ----------
    legends : sequence of Legend
        What there is to show.
    page : Page
        The plot, whose theme and size count.
    """
    if not legends:
        return LegendPlan()
    position = page.theme.getp("legend_position")
    direction = page.theme.getp("legend_direction")
    outside = position in ("left", "right", "top", "bottom")
    if direction is None:
        beside = position not in ("top", "bottom")
        direction = "vertical" if beside else "horizontal"
    plan = _columns if direction == "vertical" else _rows
    planned = plan(legends, *page.size)
    wide, high = planned.room
    if not outside:
        return replace(planned, room=(0.0, 0.0))
    if position in ("left", "right"):
        return replace(planned, room=(wide + _BESIDE, 0.0))
    return replace(planned, room=(0.0, high + _BESIDE))


def _columns(
    legends: Sequence[Legend], width: float, height: float
) -> LegendPlan:
    """
    Vertical legends, one above the other
    """
    room = height - len(legends) * _TITLE - _BESIDE
    plans = []
    for ncol in range(1, max(len(one.labels) for one in legends) + 1):
        # Other legends are plotnine's, which has one column up to 15 keys.
        columns = [
            ncol if one.values and not one.strip else 1 for one in legends
        ]
        rows = sum(
            -(-len(one.labels) // n)
            for one, n in zip(legends, columns, strict=True)
        )
        fitting = (room / rows - _GAPS[1]) * KEY_FILL
        side = float(np.clip(fitting, _LEAST, KEY_SIZE))
        wide = max(
            max(one.keys_width(n, side), one.title_width)
            for one, n in zip(legends, columns, strict=True)
        )
        if plans and wide > width * _SHARE:
            break
        plan = LegendPlan(side, ncol, room=(wide, height))
        plans.append((fitting, plan))
        if side >= _SMALL:
            break
    return max(plans, key=lambda pair: pair[0])[1]


def _rows(
    legends: Sequence[Legend], width: float, height: float
) -> LegendPlan:
    """
    Horizontal legends, side by side or one above the other
    """
    faces, rest, rows = [], [], []
    for one in legends:
        # plotnine breaks them into rows of five keys.
        n = len(one.labels)
        rows.append(1 if one.strip else -(-n // 5))
        faces.append(-(-n // rows[-1]))
        title = 0 if one.strip else one.title_width
        rest.append(one.keys_width(faces[-1], 0) + title + _TITLE / 2)
    side = (width - sum(rest)) / sum(faces) * KEY_FILL
    below = height * _SHARE / sum(rows) - _GAPS[0]
    apart = min(
        below,
        *(
            (width - r) / n * KEY_FILL
            for n, r in zip(faces, rest, strict=True)
        ),
    )
    stacked = side < min(_SMALL, apart)
    side = float(np.clip(apart if stacked else side, _LEAST, KEY_SIZE))
    high = side / KEY_FILL + _GAPS[0]
    if any(one.strip for one in legends):
        high += _TITLE
    high *= sum(rows) if stacked else max(rows)
    return LegendPlan(side, stacked=stacked, room=(width, high))
