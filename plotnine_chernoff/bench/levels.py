"""What small faces cost, made at a lower level and in full, in one run.

Each plot shows other faces, none of which is remembered anywhere. Imports
NumPy and pandas; plotnine inside the functions.
"""

from __future__ import annotations

import os
import tempfile
import time
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
import pandas as pd

from ..faces.salience import default_range
from .drawing import write
from .synthesis import NotMeasuredError

if TYPE_CHECKING:
    from ..model.face_model import FaceModel

_SIDE = 32  # points


@dataclass
class Levels:
    """
    What was measured

    Parameters
    ----------
    table : DataFrame
        A row for each level, which is the pixels on the side of the faces
        that are drawn. Columns: ``full s`` and ``level s``, seconds from the
        data to pixels, and ``ratio``.
    """

    table: pd.DataFrame

    def __str__(self):
        return self.table.to_string(float_format="{:.3g}".format)


def bench_levels(model: FaceModel, faces: int = 1000) -> Levels:
    """
    Time plots of different faces, with the level of detail and without

    Parameters
    ----------
    model : FaceModel
        With directions, and `levels`.
    faces : int
        On each plot.

    Returns
    -------
    Levels

    Raises
    ------
    NotMeasuredError
        All pictures of the model have the same size.
    """
    if not model.levels:
        raise NotMeasuredError(f"{model.name} has no smaller pictures")
    codes = model.map(np.zeros((1, model.config.z_dim)))
    for level in (None, *model.levels):
        model.synthesize(codes, resolution=level)
    # The network, which is warm now, is shared.
    full = copy(model)
    full.description = {
        k: v for k, v in model.description.items() if k != "levels"
    }
    rows = {
        level: {
            "full s": _seconds(full, level, faces),
            "level s": _seconds(model, level, faces),
        }
        for level in model.levels
    }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table["ratio"] = table["level s"] / table["full s"]
    return Levels(table)


def _seconds(model: FaceModel, pixels: int, faces: int) -> float:
    """Seconds that a plot takes of different faces of so many pixels"""
    from plotnine import aes, ggplot

    from ..faces.requests import clear_cache
    from ..plot import geom_chernoff
    from ..plot.looks import POINTS

    random = np.random.RandomState(0)
    data = pd.DataFrame(random.rand(faces, 2), columns=["x", "y"])
    names = list(model.attributes)
    for name in names:
        data[name] = random.uniform(*default_range(model, name), faces)
    plot = ggplot(data, aes("x", "y")) + geom_chernoff(
        aes(**{name: name for name in names}),
        model=model,
        size=_SIDE / POINTS,
        show_legend=False,
    )
    clear_cache()
    with (
        tempfile.TemporaryDirectory() as empty,
        patch.dict(os.environ, CHERNOFF_CACHE=empty),
    ):
        start = time.perf_counter()
        write(plot.draw(), "draw", pixels * 72 / _SIDE)
        return time.perf_counter() - start
