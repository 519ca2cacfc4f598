"""The maps of the photograph labeler, made: `python -m` this module.

Faces of a model with everything varied, before varied backgrounds, are read;
the readings of two thirds make the maps, the others test them. Imports the
model, the labeler and pandas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import typer
from scipy.stats import spearmanr

from ..attributes import ATTRIBUTES
from ..directions.photo import maps
from ..directions.photo.compose import compose
from ..directions.photo.labeler import read_photographs
from .attributes import QUALITY

if TYPE_CHECKING:
    from pathlib import Path

    from ..model.face_model import FaceModel

FACES, HELD_OUT = 1000, 500
# Share of faces without what has no opposite, such as degraded pictures.
_USUAL = 0.67
"""Share of the faces that are not degraded"""
NATURAL = {
    "age": maps.Map((0.0, 80.0), (0.0, 80.0)),
    "gender": maps.Map((0.0, 1.0), (-1.0, 1.0)),
}
"""
Readings that have a unit of their own, learned from photographs of people:
years, and the share of those who would say masculine. Rendered faces do not
quite look what they are meant to; they must not bend that unit.
"""


def draw_values(model: FaceModel, n: int, seed: int = 0) -> pd.DataFrame:
    """Attribute values of n faces, everything varied at once"""
    rng = np.random.default_rng(seed)
    values = pd.DataFrame(
        {a: rng.uniform(*model.ranges[a], n) for a in model.attributes}
    )
    for name in model.attributes:
        if ATTRIBUTES[name].one_sided:
            usual = rng.random(n) < _USUAL
            values.loc[usual, name] = ATTRIBUTES[name].neutral
    return values


def read_faces(
    model: FaceModel, values: pd.DataFrame, seed: int = 0
) -> pd.DataFrame:
    """Readings of faces with these values, another person each"""
    parts = []
    for start in range(0, len(values), 50):
        some: Any = values[start : start + 50].reset_index(drop=True)
        persons = list(range(seed + start, seed + start + len(some)))
        faces = model.faces(some, person=persons, matte=True)
        parts.append(read_photographs(compose(faces, seed + start)))
    return pd.concat(parts, ignore_index=True)


def fit_maps(readings: pd.DataFrame, truth: pd.DataFrame) -> dict:
    """A map for each attribute that is read at all, from rows with faces"""
    out = {}
    for name in readings:
        if name in NATURAL:
            out[name] = NATURAL[name]
            continue
        if name not in truth:
            continue
        rows = _useful(name, readings, truth)
        x = np.asarray(readings[name])[rows]
        y = np.asarray(truth[name])[rows]
        if np.asarray(spearmanr(x, y))[0] >= maps.LEAST_RANK:
            out[name] = maps.fit_map(x, y)
    return out


def accuracy(
    readings: pd.DataFrame, truth: pd.DataFrame, fitted: dict
) -> pd.DataFrame:
    """
    How well the labeler reads faces that its maps have not seen

    Returns
    -------
    DataFrame
        A row an attribute: `spearman`, `r2`, and `error`, the mean absolute
        one, in units.
    """
    read, rows = maps.in_units(readings, fitted), {}
    for name in read:
        ok = _useful(name, readings, truth)
        x, y = np.asarray(read[name])[ok], np.asarray(truth[name])[ok]
        rows[name] = {
            "unit": ATTRIBUTES[name].unit,
            "spearman": np.asarray(spearmanr(x, y))[0],
            "r2": 1 - ((x - y) ** 2).sum() / ((y - y.mean()) ** 2).sum(),
            "error": np.abs(x - y).mean(),
            "faces": int(ok.sum()),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _useful(name, readings, truth) -> pd.Series:
    """Faces found; of degraded ones only the quality is asked"""
    found = readings[name].notna()
    if name == QUALITY.name or QUALITY.name not in truth:
        return found
    return found & (truth[QUALITY.name] == 1)


def make(
    model: FaceModel, path: Path = maps.FILE, seed: int = 0
) -> pd.DataFrame:
    """Draw, read, fit, write; the accuracy on held-out faces"""
    values = draw_values(model, FACES + HELD_OUT, seed)
    return write(model, read_faces(model, values, seed), values, path)


def write(model, readings, values, path: Path = maps.FILE) -> pd.DataFrame:
    """Fit maps to the first faces, write them, test them on the others"""
    first, rest = slice(None, FACES), slice(FACES, None)
    fitted = fit_maps(readings[first], values[first])
    about = {
        "made by": "python -m plotnine_chernoff.training.photo_maps",
        "model": model.fingerprint,
        "faces": FACES,
    }
    maps.save_maps(fitted, about, path)
    return accuracy(readings[rest], values[rest], fitted)


def main(model: str = "default") -> None:
    """Make the maps with the faces of a model that has a matte"""
    from ..model.face_model import FaceModel

    print(make(FaceModel.load(model)).round(3).to_string())


if __name__ == "__main__":
    typer.run(main)
