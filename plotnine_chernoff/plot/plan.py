"""How the legends of a plot fit its page: size of keys, columns, rows.

Arithmetic only, on what the legends show. Imports numpy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .page import Page

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
