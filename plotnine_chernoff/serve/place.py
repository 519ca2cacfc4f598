"""What all windows of the page share. Imports pandas, through tables."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from ..attributes import ATTRIBUTES
from ..plot.judges import JUDGES_MAPPING
from .plan import Drive, Plan, first_plan
from .table import Table, read_table

if TYPE_CHECKING:
    from .bounds import Bounds
    from .shared_model import SharedModel


@dataclass
class Place:
    """
    What all sessions of the page share

    Parameters
    ----------
    model : SharedModel
    model_name : str
        What `geom_chernoff` has to be told.
    first : Table
    first_plan : Plan
        What the page opens with.
    bounds : Bounds
    """

    model: SharedModel
    model_name: str
    first: Table
    first_plan: Plan
    bounds: Bounds
    # Matplotlib's settings are global: one figure at a time.
    drawing: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "figures")
    )
    # By digest: tables of open sessions, and how many have them.
    _open: dict[str, tuple[Table, int]] = field(default_factory=dict)

    def take(self, table: Table) -> None:
        """Keep a table as long as a session has it"""
        _, n = self._open.get(table.digest, (table, 0))
        self._open[table.digest] = table, n + 1

    def leave(self, table: Table) -> None:
        """Forget a table that no session has any more"""
        _, n = self._open[table.digest]
        if n > 1:
            self._open[table.digest] = table, n - 1
        else:
            del self._open[table.digest]

    def find(self, digest: str | None) -> Table | None:
        """The table of a link; None if nobody has it open"""
        if digest in (None, self.first.digest):
            return self.first
        return self._open.get(digest, (None, 0))[0]


def opening(path: Path | None, bounds: Bounds) -> tuple[Table, Plan]:
    """
    What the page opens with: a file, or the judges

    Raises
    ------
    ValueError
        The file cannot be used.
    """
    if path is not None:
        table = read_table(Path(path).read_bytes(), Path(path).name, bounds)
        return table, first_plan(table)
    content = files("plotnine_chernoff.data").joinpath("judges.csv")
    table = read_table(content.read_bytes(), "judges.csv", bounds)
    # Nobody has this file beside the code.
    source = "from plotnine_chernoff.data import judges as data\n"
    table = replace(table, code=source)
    drives = {
        name: Drive(column=column)
        for name, column in JUDGES_MAPPING.items()
        if not ATTRIBUTES[name].on_request
    }
    return table, Plan(drives=drives, label="judge", legend=False)
