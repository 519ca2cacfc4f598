"""How the legends of a plot fit its page: size of keys, columns, rows.

Arithmetic only, on what the legends show. Imports numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .page import Page

    Measure = Callable[[float], tuple[float, float]]

KEY_SIZE = 36.0
"""Points on the side of a face in the legend, where there is room"""
KEY_FILL = 0.94
"""Part of a legend key that its face fills"""
EXTRA = 46.0
"""Points on the height of a row of keys that are its texts and margins"""
# Smaller faces are told apart with some difficulty, hardly, and not at all.
_SMALL, _FAIR, _LEAST = 25.0, 16.0, 12.0
# Points that plotnine's default themes spend: around a legend and for its
# title, between keys, between a key and its label, under a label, between
# legends and panels; on a key of points; the width of a letter of a title and
# of a label.
_TITLE, _GAPS, _LABEL, _BESIDE = 31.0, (6.0, 2.0), 4.0, 16.0
_AXIS = 44.0
_UNDER, _BETWEEN = EXTRA - _TITLE, 11.0
_POINT = 20.0
_LETTERS = (6.3, 5.3)
# Parts of the page that legends may take away from the panels, gladly and if
# they must; parts of a panel that they may cover.
_SHARES, _INSIDE = (0.5, 0.62), 0.9
# Columns of legends, and keys of a legend of numbers, where there is no room.
_SHELVES, _FEW = 4, (None, 3, 2)


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
        What the keys show of the attributes of faces.
    strip : bool
        Whether it is a strip, with labels below or beside the faces.
    sides : tuple of float, optional
        Points on the side of each face, where the legend is about sizes.
    faces : bool
        Whether its keys are faces, which can be arranged.
    numbers : bool
        Whether it can do without some of its keys.
    """

    title: str
    labels: tuple[str, ...]
    values: dict[str, list[Any]]
    strip: bool = False
    sides: tuple[float, ...] | None = None
    faces: bool = True
    numbers: bool = False

    @property
    def title_width(self) -> float:
        """Points on the width of the title"""
        return max(map(len, self.title.split("\n"))) * _LETTERS[0]

    def keys(self, side: float, few: int | None = None) -> list[float]:
        """Points on the side of each key"""
        if not self.faces:
            return [_POINT] * len(self.labels)
        sides = self.sides or [side] * len(self.labels)
        return [sides[i] / KEY_FILL for i in self.kept(few)]

    def kept(self, few: int | None) -> list[int]:
        """Which keys are shown where there is room for few"""
        return kept_keys(len(self.labels), few if self.numbers else None)

    def label_width(self) -> float:
        """Points on the width of the longest label"""
        return max(map(len, self.labels), default=0) * _LETTERS[1]

    def columns(self, side: float, ncol: int) -> tuple[float, float]:
        """Points on width and height with keys in columns, labels beside"""
        keys = self.keys(side)
        ncol = 1 if self.strip or not self.faces else min(ncol, len(keys))
        rows = -(-len(keys) // ncol)
        gap = 0.0 if self.strip else _GAPS[1]
        # plotnine aligns columns at the first of their keys.
        starts = range(0, len(keys), rows)
        high = max(keys[i] for i in starts)
        high += max(sum(keys[i + 1 : i + rows]) for i in starts)
        wide = ncol * (max(keys) + _LABEL + self.label_width())
        wide += (ncol - 1) * _GAPS[0]
        return max(wide, self.title_width), _TITLE + high + rows * gap

    def row(self, side: float, few: int | None) -> tuple[float, float]:
        """Points on width and height with keys in a row, labels below"""
        keys = self.keys(side, few)
        wide = sum(max(k, self.label_width() + _GAPS[1]) for k in keys)
        return max(wide, self.title_width), _TITLE + max(keys) + _UNDER


def kept_keys(n: int, few: int | None) -> list[int]:
    """
    Which of a number of keys are shown where there is room for few
    """
    if few is None or n <= few:
        return list(range(n))
    return [int(i) for i in np.linspace(0, n - 1, few).round()]


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
    shelves : int
        Columns of legends, each a row of faces with labels below them; 0
        where they are as plotnine has them.
    few : int, optional
        Keys that a legend of numbers has at most.
    most : float
        Points that a key of sizes has at most.
    left_out : bool
        Whether there is no room for faces that say something.
    room : (float, float)
        Points that the legends take away from the width and the height.
    """

    side: float = KEY_SIZE
    ncol: int = 1
    stacked: bool = False
    shelves: int = 0
    few: int | None = None
    most: float = np.inf
    left_out: bool = False
    room: tuple[float, float] = (0.0, 0.0)


def plan_legends(
    legends: Sequence[Legend], page: Page, asked: float | None = None
) -> LegendPlan:
    """
    Keys as large as the page allows

    Vertical legends that are too high get several columns, horizontal ones
    that are too wide stand one above the other. Where that is not enough,
    each legend is a row of faces, and legends stand in columns.

    Parameters
    ----------
    legends : sequence of Legend
        What there is to show.
    page : Page
        The plot, whose theme and size count.
    asked : float, optional
        Side of the faces in points, where the user says so.
    """
    if not legends:
        return LegendPlan()
    position = page.theme.getp("legend_position")
    direction = page.theme.getp("legend_direction")
    beside = position in ("left", "right")
    outside = beside or position in ("top", "bottom")
    if direction is None:
        direction = "vertical" if beside or not outside else "horizontal"
    width, height = page.size
    scale = page.font.size / 8
    forms = list(_forms(legends, direction == "vertical"))
    best, side, limits = forms[0], 0.0, (width, height)
    for share in _SHARES if outside else (_INSIDE,):
        limits = (
            width * share - _BESIDE
            if beside or not outside
            # They stand in the middle of the panels, not of the page.
            else width - _AXIS,
            height * (1 if beside else share) - 4,
        )
        # The simplest with good faces, or the one with the largest.
        side = -1.0
        for form in forms:
            fits = _largest(form[1], limits, scale, asked)
            if fits > side:
                best, side = form, fits
            if side >= _SMALL:
                break
        if side >= _FAIR:
            break
    form, measure = best
    left_out = side == 0
    if asked is not None:
        side, left_out = asked, False
    most = max(min(limits) - _TITLE - _UNDER, _LEAST)
    wide, high = (0.0, 0.0) if left_out else _times(measure(side), scale)
    room = 0.0, 0.0
    if beside:
        room = wide + _BESIDE, 0.0
    elif outside:
        room = 0.0, high + _BESIDE
    return LegendPlan(
        side,
        form.ncol,
        form.stacked,
        form.shelves,
        form.few,
        most,
        left_out,
        room,
    )


def _forms(
    legends: Sequence[Legend], vertical: bool
) -> Iterator[tuple[LegendPlan, Measure]]:
    """
    Arrangements, the ones that plotnine knows first, and their measures
    """
    if vertical:
        longest = max(len(one.labels) for one in legends)
        for ncol in range(1, longest + 1):
            yield (
                LegendPlan(ncol=ncol),
                partial(_in_columns, legends, ncol),
            )
    else:
        for stacked in (False, True):
            yield (
                LegendPlan(stacked=stacked),
                partial(_in_rows, legends, stacked),
            )
    faces = [one for one in legends if one.faces]
    for few in _FEW:
        for shelves in range(1, min(_SHELVES, len(faces)) + 1):
            yield (
                LegendPlan(shelves=shelves, few=few),
                partial(_on_shelves, legends, shelves, few),
            )


def _times(size: tuple[float, float], scale: float) -> tuple[float, float]:
    """
    Width and height where texts are larger than in plotnine's themes
    """
    # Texts are about half of what legends are made of.
    more = 1 + (scale - 1) / 2
    return size[0] * more, size[1] * more


def _largest(
    measure: Measure,
    limits: tuple[float, float],
    scale: float,
    asked: float | None,
) -> float:
    """
    The largest side of a face at which legends fit; 0 if there is none
    """
    sides = np.arange(KEY_SIZE, _LEAST - 0.5, -0.5)
    for side in sides if asked is None else [asked]:
        wide, high = _times(measure(float(side)), scale)
        if wide <= limits[0] and high <= limits[1]:
            return float(side)
    return 0.0


def _in_columns(
    legends: Sequence[Legend], ncol: int, side: float
) -> tuple[float, float]:
    """
    Vertical legends, one above the other
    """
    sizes = [one.columns(side, ncol) for one in legends]
    return max(w for w, _ in sizes), sum(h for _, h in sizes)


def _in_rows(
    legends: Sequence[Legend], stacked: bool, side: float
) -> tuple[float, float]:
    """
    Horizontal legends, side by side or one above the other
    """
    sizes = []
    for one in legends:
        keys = one.keys(side)
        if one.strip:
            sizes.append(one.row(side, None))
            continue
        # plotnine breaks them into rows of five keys.
        rows = -(-len(keys) // 5)
        columns = -(-len(keys) // rows)
        wide = columns * (max(keys) + _LABEL + one.label_width() + _GAPS[0])
        high = rows * (max(keys) + _GAPS[0])
        sizes.append((wide + one.title_width + _TITLE / 2, high))
    widths, heights = zip(*sizes, strict=True)
    if stacked:
        return max(widths), sum(heights)
    return sum(widths), max(heights)


def _on_shelves(
    legends: Sequence[Legend], shelves: int, few: int | None, side: float
) -> tuple[float, float]:
    """
    Rows of faces, in columns of legends; legends without faces below
    """
    sizes = [
        one.columns(side, 1) if one.strip else one.row(side, few)
        for one in legends
        if one.faces
    ]
    others = [one.columns(side, 1) for one in legends if not one.faces]
    wide = high = 0.0
    for column in in_columns([h for _, h in sizes], shelves):
        wide += max(sizes[i][0] for i in column) + _BETWEEN
        high = max(high, sum(sizes[i][1] for i in column))
    wide = max([wide, *(w for w, _ in others)])
    return wide, high + sum(h for _, h in others)


def in_columns(heights: Sequence[float], ncol: int) -> list[list[int]]:
    """
    Which boxes stand in which column, in their order

    Parameters
    ----------
    heights : sequence of float
        Heights of the boxes.
    ncol : int
        Columns at most.
    """
    ends = list(accumulate(heights))
    # The lowest columns that hold all boxes, of the heights that there are.
    for high in sorted({b - a for a in [0.0, *ends] for b in ends if b > a}):
        columns: list[list[int]] = [[]]
        used = 0.0
        for i, h in enumerate(heights):
            if columns[-1] and used + h > high + 1e-6:
                columns.append([])
                used = 0.0
            columns[-1].append(i)
            used += h
        if len(columns) <= ncol and max(heights) <= high + 1e-6:
            return columns
    return [list(range(len(heights)))]
