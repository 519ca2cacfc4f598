"""What the first figure of a process costs, imports included.

Each is drawn in a process of its own: points, faces that are on disk already,
and faces that have to be made. Imports pandas.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass

import pandas as pd

from .synthesis import NotMeasuredError

POINTS = "geom_point"
KNOWN = "12 known faces"
NEW = "12 new faces"

_FIGURE = """
import io, sys, time
def used():
    return time.perf_counter(), time.process_time()
begin = used()
import plotnine as p9
if sys.argv[1]:
    from plotnine_chernoff.plot.judges import judges_plot
    plot = judges_plot(sys.argv[1])
else:
    from plotnine_chernoff.data import judges
    plot = p9.ggplot(judges, p9.aes("oral", "physical")) + p9.geom_point()
imported = used()
plot.save(io.BytesIO(), "png", verbose=False)
drawn = used()
plot.save(io.BytesIO(), "png", verbose=False)
print(begin[0], imported[0], drawn[0], used()[0], drawn[1])
"""


@dataclass
class Cold:
    """
    What was measured

    Parameters
    ----------
    table : DataFrame
        A row for each figure. Columns, in seconds: ``import``, ``draw`` (the
        first drawing), ``first`` (the two together), ``again`` (the second
        drawing), and ``CPU`` (processor time until the first one is drawn,
        which says more on a busy machine).
    """

    table: pd.DataFrame

    def __str__(self):
        text = self.table.to_string(float_format="{:.2f}".format)
        over = self.table["first"] - self.table.loc[POINTS, "first"]
        return (
            f"{text}\nover {POINTS}: {over[KNOWN]:.2f} s for {KNOWN}, "
            f"{over[NEW]:.2f} s for {NEW}"
        )


def bench_cold(model: str, repeats: int = 3) -> Cold:
    """
    Time the first figure of a fresh process

    Parameters
    ----------
    model : str
        Name or directory of a model with directions.
    repeats : int
        Processes for each figure; they take turns, and medians count.

    Returns
    -------
    Cold

    Raises
    ------
    NotMeasuredError
        The figure cannot be drawn with this model.
    """
    runs = []
    with tempfile.TemporaryDirectory() as directory:
        # Leaves the faces there.
        _draw(model, directory)
        for _ in range(repeats):
            runs += [
                (POINTS, *_draw("", "off")),
                (KNOWN, *_draw(model, directory)),
                (NEW, *_draw(model, "off")),
            ]
    columns = ["figure", "import", "draw", "first", "again", "CPU"]
    table = pd.DataFrame(runs, columns=columns)
    return Cold(table.groupby("figure", sort=False).median())


def _draw(model: str, cache: str) -> tuple[float, ...]:
    done = subprocess.run(
        [sys.executable, "-c", _FIGURE, model],
        env=os.environ | {"CHERNOFF_CACHE": cache},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise NotMeasuredError(done.stderr.strip().splitlines()[-1])
    begin, imported, drawn, end, cpu = map(float, done.stdout.split())
    return (
        imported - begin,
        drawn - imported,
        drawn - begin,
        end - drawn,
        cpu,
    )
