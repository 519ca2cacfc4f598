"""A tidy grid of equal faces: the arithmetic only. Imports numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

# Faces of this part of the largest side are about as large.
_ALIKE = 0.85
GAP = 0.06
"""Room between two faces as a part of their side"""


@dataclass(frozen=True)
class Grid:
    """
    Equal cells, filled row by row from the top left

    Parameters
    ----------
    ncol, nrow : int
        Cells side by side and one above the other.
    side : float
        Side of a face.
    caption : float
        Height that each cell keeps free under its face.
    """

    ncol: int
    nrow: int
    side: float
    caption: float

    @property
    def cell(self) -> tuple[float, float]:
        """Width and height of a cell"""
        room = self.side * (1 + GAP)
        return room, room + self.caption

    def centers(self, n: int, width: float, height: float) -> np.ndarray:
        """
        Middles of the first faces, in a panel whose origin is bottom left

        The grid as a whole stands in the middle of the panel.
        """
        i = np.arange(n)
        w, h = self.cell
        left = (width - self.ncol * w) / 2
        top = height - (height - self.nrow * h) / 2
        x = left + (i % self.ncol + 0.5) * w
        y = top - (i // self.ncol) * h - self.side * (1 + GAP) / 2
        return np.column_stack([x, y])


def fit(
    n: int,
    panels: Sequence[tuple[float, float]],
    *,
    caption: float = 0,
    ncol: int | None = None,
    side: float | None = None,
) -> Grid:
    """
    The grid with the largest faces that fits into every panel

    Parameters
    ----------
    n : int
        Faces in the fullest panel.
    panels : sequence of (width, height)
        Sizes of the panels, in any unit.
    caption : float
        Height to keep free under each face.
    ncol : int, optional
        Number of columns; the one that gives the largest faces by default.
    side : float, optional
        Side of the faces, if they shall not be as large as possible.
    """
    n = max(n, 1)
    columns = np.array([min(ncol, n)] if ncol else np.arange(1, n + 1))
    rows = -(-n // columns)
    sides = np.full(len(columns), np.inf)
    for width, height in panels:
        wide = width / columns
        high = height / rows - caption
        sides = np.minimum(sides, np.minimum(wide, high) / (1 + GAP))
    # Of about equally large faces, take those that leave the fewest holes.
    holes = columns * rows - n
    large = sides >= _ALIKE * sides.max()
    best = np.lexsort((-np.round(sides, 6), holes, ~large))[0]
    fitted = max(float(sides[best]), 1e-6)
    return Grid(int(columns[best]), int(rows[best]), side or fitted, caption)
