"""How well a model's faces show the values that they were asked for.

Figures for the model card. Imports NumPy, pandas and SciPy; faces are drawn
through a `Measure`.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from ..attributes import ATTRIBUTES
from .evaluation import Evaluation, leak_ratios, of_known
from .exhaustive import search_all_sets
from .measure import Measure, draw_persons, reading_spread
from .styles import StyleSearch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tqdm import tqdm

    from ..model.edits import Edits
    from ..model.face_model import FaceModel

PERSON_PSI = 0.7
_SWEEP_POINTS = 21
_SPREAD_FACES = 256


def evaluate_model(
    model: FaceModel,
    label: Callable[[np.ndarray], pd.DataFrame] | None = None,
    faces: int = 512,
    seed: int = 0,
    progress: bool | tqdm = True,
    search_styles: bool = False,
    persons: int = 7,
    memory: Path | None = None,
) -> Evaluation:
    """
    Draw faces, read them again, and compare

    Parameters
    ----------
    model : FaceModel
        With edits.
    label : callable, optional
        Images to a table of attributes; by default the model's labeler.
    faces : int
        Of the read-back: all attributes at random over their ranges in the
        attribute table, but for quality, which stays clean. At most as many
        random faces tell how much attributes vary.
    seed : int
    progress : bool or tqdm
        Show progress bars, or move this one.
    search_styles : bool
        Also compare the chosen styles with the best of all sets of styles;
        some thousand faces more.
    persons : int
        Base faces of the sweeps, beside the mean face, and of the search.
    memory : Path, optional
        As for `Measure`.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        The model has no edits or no labeler, or edits nothing that varies
        by default; fewer than 8 faces or no person.
    """
    if faces < 8 or persons < 1:
        raise ValueError(
            "An evaluation needs at least 8 faces and 1 person, got "
            f"{faces} and {persons}."
        )
    if model.edits is None:
        raise ValueError(
            f"Model {model.name!r} has no directions to evaluate. Run "
            "'chernoff fit' first."
        )
    if label is None and model.labeler is None:
        raise ValueError(
            f"Model {model.name!r} brings no labeler. Name a model that does "
            "(--labeler default), or a function (--callable "
            "package.module:function)."
        )
    measure = Measure(
        model,
        label or model.label,
        model.edits.attributes,
        progress,
        memory,
    )
    evaluator = _Evaluator(model, model.edits, measure, seed, persons)
    if not evaluator.varied:
        raise ValueError(
            f"Model {model.name!r} edits only "
            f"{', '.join(model.edits.attributes)}, which is off by default: "
            "there is nothing to vary. Fit another attribute too."
        )
    return evaluator.run(faces, search_styles)


class _Evaluator:
    """Draws what an evaluation needs; each part has its own persons"""

    def __init__(
        self, model: FaceModel, edits: Edits, measure: Measure, seed, persons
    ):
        self.persons = persons
        self.model, self.edits, self.measure = model, edits, measure
        self.names, self.seed = list(edits.attributes), seed
        self.varied = [a for a in self.names if not ATTRIBUTES[a].of_picture]
        shape = (1, edits.num_styles, len(edits.center))
        self.mean = np.broadcast_to(model.w_avg, shape)

    def run(self, faces: int, search_styles: bool) -> Evaluation:
        others = self._persons(min(_SPREAD_FACES, faces), 1.0, 1)
        sd = reading_spread(
            self.measure(lambda r: others[r], len(others), "spread")
        )
        asked = self._random_values(faces)
        read = self._read(asked, self.mean, "read-back")
        persons = self._persons(faces, PERSON_PSI, 2)
        read_persons = self._read(asked, persons, "read-back, persons")
        table = pd.DataFrame(index=self.names)
        table["readback"] = _r2(asked, read)
        table["readback_persons"] = _r2(asked, read_persons)
        table["error"] = (asked - read[self.varied]).abs().mean()
        few = np.concatenate(
            [self.mean, self._persons(self.persons, PERSON_PSI, 3)]
        )
        matrices = [], []
        for i, name in enumerate(self.names):
            values, swept = self._sweep(name, few)
            own = swept[:, 0, i]
            known = np.isfinite(own)
            own, at = own[known], values[known]
            table.loc[name, "spearman"] = spearmanr(at, own)[0]
            table.loc[name, "linear"] = np.corrcoef(at, own)[0, 1] ** 2
            over_all = np.ma.masked_invalid(swept[:, 1:]).mean(1)
            matrices[0].append(_change(values, swept[:, 0]) / sd)
            matrices[1].append(_change(values, over_all) / sd)
        rescoring, over_persons = (
            pd.DataFrame(m, self.names, self.names) for m in matrices
        )
        table["leak"] = [
            of_known(np.mean, row) for row in leak_ratios(rescoring)
        ]
        table["styles"] = [
            " ".join(map(str, self.edits.styles[n])) for n in self.names
        ]
        bases = self.edits.to_neutral(
            self._persons(self.persons, PERSON_PSI, 4)
        )
        search = StyleSearch(self.measure, self.edits.rows, bases, sd)
        table["carried"], table["selectivity"] = self._styles(search)
        searched = None
        if search_styles:
            searched = search_all_sets(search, self.edits.styles)
        return Evaluation(
            table,
            rescoring,
            over_persons,
            asked,
            read,
            searched,
            self._about(faces),
        )

    def _styles(self, search) -> tuple[list[float], list[float]]:
        """Share of the response that chosen styles carry; selectivity"""
        everything = tuple(range(self.edits.num_styles))
        sets = [
            (i, styles)
            for i, name in enumerate(self.names)
            for styles in (everything, self.edits.styles[name])
        ]
        read = search.readings(sets, "styles")
        carried, selectivity = [], []
        for i in range(len(self.names)):
            whole, own = (search.response(r) for r in read[2 * i : 2 * i + 2])
            carried.append(own[i] / (whole[i] or np.inf))
            selectivity.append(own[i] / (np.abs(own).sum() or np.inf))
        return carried, selectivity

    def _persons(self, n, psi, part) -> np.ndarray:
        # Fits draw persons with small seeds; these are others.
        return draw_persons(self.model, n, psi, 1000 + 10 * self.seed + part)

    def _random_values(self, n) -> pd.DataFrame:
        rng = np.random.RandomState(self.seed)
        return pd.DataFrame(
            {a: rng.uniform(*ATTRIBUTES[a].range, n) for a in self.varied}
        )

    def _read(self, values, bases, what) -> pd.DataFrame:
        def codes(rows):
            some = bases if len(bases) == 1 else bases[rows]
            return self.edits.apply(values.iloc[rows], some)

        read = self.measure(codes, len(values), what)
        return pd.DataFrame(read, columns=self.names)

    def _sweep(self, name, bases):
        """Readings (points, bases, A) of one attribute over its range"""
        values = np.linspace(*ATTRIBUTES[name].range, _SWEEP_POINTS)
        shape = (_SWEEP_POINTS, len(bases))

        def codes(rows):
            t, p = np.unravel_index(rows, shape)
            table = pd.DataFrame({name: values[t]})
            return self.edits.apply(table, bases[p])

        read = self.measure(codes, int(np.prod(shape)), f"sweep of {name}")
        return values, read.reshape(*shape, -1)

    def _about(self, faces) -> dict[str, Any]:
        return {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "seed": self.seed,
            "readback_faces": faces,
            "faces": self.measure.count,
            "unread": self.measure.unread,
            "persons": self.persons,
            "fingerprint": self.model.fingerprint,
        }


def _r2(asked: pd.DataFrame, read: pd.DataFrame) -> pd.Series:
    read = read.loc[:, list(asked)]
    asked = asked.where(read.notna())
    residual = ((read - asked) ** 2).sum()
    return 1 - residual / ((asked - asked.mean()) ** 2).sum()


def _change(values, read) -> np.ndarray:
    """Change (A,) of readings (T, A) over the range, by a straight line"""
    columns = np.ma.masked_invalid(read).T
    slopes = [np.ma.polyfit(values, column, 1)[0] for column in columns]
    return np.array(slopes) * np.ptp(values)
