"""How well a model's faces show the values that they were asked for.

Figures for the model card. Imports NumPy, pandas and SciPy, and plotnine for
the figure alone; faces are drawn through a `Measure`.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import spearmanr

from ..attributes import ATTRIBUTES
from .measure import Measure, draw_persons, reading_spread
from .search import search_all_sets
from .styles import StyleSearch

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..edits import Edits
    from ..model import FaceModel

GOALS = {
    "readback": 0.90,
    "spearman": 0.98,
    "linear": 0.95,
    "leak_mean": 0.10,
    "leak_max": 0.25,
}
PERSON_PSI = 0.7
_SWEEP_POINTS = 21
_PERSONS = 7
_SPREAD_FACES = 256
_BEGIN, _END = "<!-- evaluation -->", "<!-- end of evaluation -->"


@dataclass(frozen=True)
class Evaluation:
    """
    Figures of a model's edits

    Parameters
    ----------
    attributes : DataFrame
        A row an attribute: `readback` and `readback_persons` (R2 of readings
        against requested values, all attributes varied at once, on the mean
        face and on a new person each time), `error` (mean absolute, in
        units), `spearman` and `linear` (R2 of a straight line) of the
        response to the attribute alone, `leak` (mean over the others),
        `styles`, `carried` (their share of all styles' response) and
        `selectivity` (response of the attribute over that of all attributes,
        in sd, of a step at these styles, before any correction; 1: nothing
        else moves).
    rescoring : DataFrame
        Row i, column j: change of reading j while attribute i goes over its
        range, in standard deviations of j over random faces. Mean face.
    rescoring_persons : DataFrame
        The same over several persons.
    asked, read : DataFrame
        Values and readings of the read-back on the mean face.
    search : DataFrame or None
        What `search_all_sets` gives, if it was asked for.
    about : dict
        Date, seed, fingerprint, and numbers of faces: of the read-back,
        in all, and `unread` for those of which a reading is missing.
    """

    attributes: pd.DataFrame
    rescoring: pd.DataFrame
    rescoring_persons: pd.DataFrame
    asked: pd.DataFrame
    read: pd.DataFrame
    search: pd.DataFrame | None
    about: dict[str, Any]

    @property
    def summary(self) -> dict[str, float]:
        """The worst or mean figure of each goal, over the varied attributes"""
        table = self.attributes.loc[list(self.asked)]
        leaks, persons = (
            leak_ratios(m.loc[list(self.asked)])
            for m in (self.rescoring, self.rescoring_persons)
        )
        return {
            "readback": float(table["readback"].min()),
            "spearman": float(table["spearman"].min()),
            "linear": float(table["linear"].min()),
            "leak_mean": _of_known(np.mean, leaks),
            "leak_max": _of_known(np.max, leaks),
            "readback_persons": float(table["readback_persons"].min()),
            "leak_mean_persons": _of_known(np.mean, persons),
            "leak_max_persons": _of_known(np.max, persons),
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON and `model.json`"""
        out = {
            "about": self.about,
            "summary": {
                k: round(v, 4) if np.isfinite(v) else None
                for k, v in self.summary.items()
            },
            "goals": GOALS,
            "attributes": _plain(self.attributes),
            "rescoring": _plain(self.rescoring),
        }
        if self.search is not None:
            out["search"] = _plain(self.search)
        return out

    def to_text(self) -> str:
        """Tables to print"""
        lines = [
            self.attributes.round(3).to_string(),
            "",
            "Re-scoring matrix: change of each reading (column), in sd, "
            "while one attribute (row) goes over its range",
            self.rescoring.round(2).to_string(),
            "",
        ]
        if self.search is not None:
            lines += [
                "Chosen styles against the best of all sets, on persons that "
                "the fit has not seen:",
                self.search.round(3).to_string(),
                "",
            ]
        for name, value in self.summary.items():
            goal = GOALS.get(name)
            sign = ">=" if name in ("readback", "spearman", "linear") else "<="
            beside = "" if goal is None else f"   goal {sign} {goal:.2f}"
            lines.append(f"{name:<18} {value:.3f}{beside}")
        return "\n".join(lines)

    def to_card(self) -> str:
        """A section of the model card, Markdown"""
        a = self.about
        table = self.attributes.round(3).reset_index(names="attribute")
        matrix = self.rescoring.round(2).reset_index(names="edited \\ read")
        summary = self.summary
        return "\n".join(
            [
                _BEGIN,
                "## Measured",
                "",
                f"By `chernoff evaluate` on {a['date']}, seed {a['seed']}: "
                f"{a['readback_faces']} faces for the read-back, "
                f"{a['faces']} in all, {a['unread']} of them not read. The "
                "labeler read them, so these are agreements with the labeler, "
                "not with people.",
                "",
                _markdown(table),
                "",
                f"Read-back at least {summary['readback']:.3f}, leak "
                f"{summary['leak_mean']:.3f} on average and "
                f"{summary['leak_max']:.3f} at most on the mean face "
                f"({summary['leak_mean_persons']:.3f} and "
                f"{summary['leak_max_persons']:.3f} over persons). Re-scoring "
                "matrix, sd units:",
                "",
                _markdown(matrix),
                *self._search_section(),
                _END,
            ]
        )

    def _search_section(self) -> list[str]:
        if self.search is None:
            return []
        table = self.search.round(3).reset_index(names="attribute")
        return [
            "",
            f"Chosen styles against the best of all {table['sets'].max()} "
            "sets of styles, on persons that the fit has not seen "
            "(`chernoff evaluate --search-styles`):",
            "",
            _markdown(table.drop(columns="sets")),
        ]

    def figure(self):
        """
        One figure: read-back of each attribute and the re-scoring matrix

        Returns
        -------
        plotnine composition
        """
        import plotnine as p9

        names = list(self.asked)
        r2 = self.attributes["readback"]
        title = {n: f"{n}, R2 {r2[n]:.2f}" for n in names}
        points = pd.concat(
            pd.DataFrame(
                {
                    "attribute": title[n],
                    "asked": self.asked[n],
                    "read": self.read[n],
                }
            )
            for n in names
        )
        points["attribute"] = pd.Categorical(
            points["attribute"], [title[n] for n in names]
        )
        cells = self.rescoring.reset_index(names="edited").melt(
            "edited", var_name="reading", value_name="change"
        )
        order = list(self.rescoring)
        cells["edited"] = pd.Categorical(cells["edited"], order[::-1])
        cells["reading"] = pd.Categorical(cells["reading"], order)
        back = (
            p9.ggplot(points, p9.aes("asked", "read"))
            + p9.geom_abline(slope=1, intercept=0, color="gray")
            + p9.geom_point(size=0.4, alpha=0.5)
            + p9.facet_wrap("attribute", scales="free", ncol=4)
            + p9.labs(title="Read off the face against asked for")
        )
        heat = (
            p9.ggplot(cells, p9.aes("reading", "edited", fill="change"))
            + p9.geom_tile()
            + p9.geom_text(p9.aes(label="change"), format_string="{:.2f}")
            + p9.scale_fill_gradient2("#2166ac", "white", "#b2182b")
            + p9.labs(title="Change of readings, sd")
            + p9.theme(axis_text_x=p9.element_text(rotation=30, hjust=1))
        )
        return (back / heat) & p9.theme(figure_size=(10, 11))


def evaluate_model(
    model: FaceModel,
    label: Callable[[np.ndarray], pd.DataFrame] | None = None,
    faces: int = 512,
    seed: int = 0,
    progress: bool = True,
    search_styles: bool = False,
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
        attribute table, but for quality, which stays clean.
    seed : int
    progress : bool
        Show progress bars.
    search_styles : bool
        Also compare the chosen styles with the best of all sets of styles;
        some thousand faces more.

    Returns
    -------
    Evaluation

    Raises
    ------
    ValueError
        The model has no edits or no labeler.
    """
    if model.edits is None:
        raise ValueError(
            f"Model {model.name!r} has no directions to evaluate. Run "
            "'chernoff fit' first."
        )
    measure = Measure(
        model, label or model.label, model.edits.attributes, progress
    )
    return _Evaluator(model, model.edits, measure, seed).run(
        faces, search_styles
    )


class _Evaluator:
    """Draws what an evaluation needs; each part has its own persons"""

    def __init__(self, model: FaceModel, edits: Edits, measure: Measure, seed):
        self.model, self.edits, self.measure = model, edits, measure
        self.names, self.seed = list(edits.attributes), seed
        self.varied = [
            a
            for a in self.names
            if ATTRIBUTES[a].neutral not in ATTRIBUTES[a].range
        ]
        shape = (1, edits.num_styles, len(edits.center))
        self.mean = np.broadcast_to(model.w_avg, shape)

    def run(self, faces: int, search_styles: bool) -> Evaluation:
        others = self._persons(_SPREAD_FACES, 1.0, 1)
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
            [self.mean, self._persons(_PERSONS, PERSON_PSI, 3)]
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
            _of_known(np.mean, row) for row in leak_ratios(rescoring)
        ]
        table["styles"] = [
            " ".join(map(str, self.edits.styles[n])) for n in self.names
        ]
        bases = self.edits.to_neutral(self._persons(_PERSONS, PERSON_PSI, 4))
        search = StyleSearch(self.measure, self.edits.directions, bases, sd)
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
            "persons": _PERSONS,
            "fingerprint": self.model.fingerprint,
        }


def leak_ratios(rescoring: pd.DataFrame) -> np.ndarray:
    """
    How much other readings change, over the own one

    Parameters
    ----------
    rescoring : DataFrame
        Changes in sd, a row an edited attribute, a column a reading.

    Returns
    -------
    array, (rows, columns)
        ``abs(R_ij) / abs(R_ii)``, NaN for i = j.
    """
    out = np.empty(rescoring.shape)
    for i, name in enumerate(rescoring.index):
        own = abs(rescoring.loc[name, name])
        out[i] = np.abs(rescoring.loc[name]) / max(own, 1e-9)
        out[i, list(rescoring.columns).index(name)] = np.nan
    return out


def _of_known(summary, ratios) -> float:
    """Of the ratios that are numbers; one attribute leaks into nothing"""
    known = ratios[np.isfinite(ratios)]
    return float(summary(known)) if len(known) else 0.0


def write_card(card: str, section: str) -> str:
    """A model card with its measured section put in, or replaced"""
    before, _, rest = card.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    parts = [before.rstrip(), section, after.strip()]
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(table: pd.DataFrame) -> dict[str, Any]:
    """Rows of a table for JSON, in which a missing number is null"""
    text = table.to_json(orient="index", double_precision=4)
    return json.loads(str(text))


def _r2(asked: pd.DataFrame, read: pd.DataFrame) -> pd.Series:
    read = read[list(asked)]
    asked = asked.where(read.notna())
    residual = ((read - asked) ** 2).sum()
    return 1 - residual / ((asked - asked.mean()) ** 2).sum()


def _change(values, read) -> np.ndarray:
    """Change (A,) of readings (T, A) over the range, by a straight line"""
    columns = np.ma.masked_invalid(read).T
    slopes = [np.ma.polyfit(values, column, 1)[0] for column in columns]
    return np.array(slopes) * np.ptp(values)


def _markdown(table: pd.DataFrame) -> str:
    rows = [list(table), ["---"] * table.shape[1]]
    rows += table.astype(object).where(table.notna(), "").to_numpy().tolist()
    return "\n".join("| " + " | ".join(map(str, r)) + " |" for r in rows)
