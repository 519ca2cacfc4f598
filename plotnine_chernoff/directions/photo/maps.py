"""From readings to the units of the attribute table: monotone maps in a file.

Fitted on faces of which the truth is known, by
`python -m plotnine_chernoff.training.photo_maps`. Imports NumPy and pandas;
scikit-learn to fit.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...attributes import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).with_name("maps.json")
LEAST_RANK = 0.5
"""Smallest rank correlation with the truth that makes a map"""
_BINS = 12
_BEYOND = 0.25
"""Share of its range that a reading may lie outside of it"""


@dataclass(frozen=True)
class Map:
    """
    A monotone map, linear between its knots and beyond them

    Beyond them it is no steeper than on the whole: a steep end tells that
    the reading hardly answers there, and would make much of its noise.

    Parameters
    ----------
    readings, values : tuple of float
        Ascending, of the same length: what is read, and what it means.
    """

    readings: tuple[float, ...]
    values: tuple[float, ...]

    def __call__(self, name: str, readings: np.ndarray) -> np.ndarray:
        """Values of readings, at most a little out of the attribute's range"""
        x, y = np.array(self.readings), np.array(self.values)
        readings = np.asarray(readings, np.float64)
        out = np.interp(readings, x, y)
        whole = (y[-1] - y[0]) / (x[-1] - x[0])
        for beyond, end, next_to in (
            (readings < x[0], 0, 1),
            (readings > x[-1], -1, -2),
        ):
            slope = (y[next_to] - y[end]) / (x[next_to] - x[end])
            slope = min(slope, whole)
            out = np.where(beyond, y[end] + slope * (readings - x[end]), out)
        low, high = ATTRIBUTES[name].range
        more = _BEYOND * (high - low)
        return np.clip(out, low - more, high + more)


def fit_map(readings: np.ndarray, truth: np.ndarray) -> Map:
    """
    The map under which faces of a value are read as that value on average

    The mean reading of each value is followed, not the mean value of each
    reading: that would draw all faces to the middle, and an edit measured
    with it would be drawn too strong.

    Parameters
    ----------
    readings, truth : array, (N,)
        Finite; N at least a hundred.
    """
    from sklearn.isotonic import IsotonicRegression

    order = np.argsort(truth)
    truth, readings = truth[order], readings[order]
    rising = IsotonicRegression().fit_transform(truth, readings)
    parts = np.array_split(np.arange(len(truth)), _BINS)
    x = np.array([rising[p].mean() for p in parts])
    y = np.array([truth[p].mean() for p in parts])
    # Where the reading does not rise there is nothing to tell values apart:
    # their middle stands for them.
    step = 0.02 * (x[-1] - x[0])
    kept_x, kept_y = [[x[0]]], [[y[0]]]
    for a, b in zip(x[1:], y[1:], strict=True):
        if a - np.mean(kept_x[-1]) > step:
            kept_x.append([])
            kept_y.append([])
        kept_x[-1].append(a)
        kept_y[-1].append(b)
    return Map(
        tuple(float(np.mean(v)) for v in kept_x),
        tuple(float(np.mean(v)) for v in kept_y),
    )


def save_maps(maps: Mapping[str, Map], about: dict, path: Path = FILE) -> None:
    """Write maps, and what they were made of, as JSON"""
    rounded = {
        name: {
            k: [float(f"{v:.5g}") for v in vs] for k, vs in asdict(m).items()
        }
        for name, m in maps.items()
    }
    text = json.dumps(about | {"maps": rounded}, indent=1) + "\n"
    path.write_text(text, encoding="utf-8")


def load_maps(path: Path = FILE) -> dict[str, Map]:
    """The maps by attribute"""
    found = json.loads(path.read_text(encoding="utf-8"))["maps"]
    return {
        name: Map(tuple(m["readings"]), tuple(m["values"]))
        for name, m in found.items()
    }


def in_units(readings: pd.DataFrame, maps: Mapping[str, Map]) -> pd.DataFrame:
    """Readings as attribute values; those without a map are left out"""
    return pd.DataFrame(
        {n: maps[n](n, readings[n].to_numpy()) for n in readings if n in maps},
        index=readings.index,
    )
