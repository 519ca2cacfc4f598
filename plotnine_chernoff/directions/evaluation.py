"""Figures of a model's edits: as a table, as JSON, in the card, drawn.

Imports NumPy and pandas, and plotnine for the figure alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

GOALS = {
    "readback": 0.90,
    "spearman": 0.98,
    "linear": 0.95,
    "leak_mean": 0.10,
    "leak_max": 0.25,
}
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
            "leak_mean": of_known(np.mean, leaks),
            "leak_max": of_known(np.max, leaks),
            "readback_persons": float(table["readback_persons"].min()),
            "leak_mean_persons": of_known(np.mean, persons),
            "leak_max_persons": of_known(np.max, persons),
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
                markdown_table(table),
                "",
                f"Read-back at least {summary['readback']:.3f}, leak "
                f"{summary['leak_mean']:.3f} on average and "
                f"{summary['leak_max']:.3f} at most on the mean face "
                f"({summary['leak_mean_persons']:.3f} and "
                f"{summary['leak_max_persons']:.3f} over persons). Re-scoring "
                "matrix, sd units:",
                "",
                markdown_table(matrix),
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
            markdown_table(table.drop(columns="sets")),
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


def of_known(summary, ratios) -> float:
    """Of the ratios that are numbers; one attribute leaks into nothing"""
    known = ratios[np.isfinite(ratios)]
    return float(summary(known)) if len(known) else 0.0


def write_card(card: str, section: str) -> str:
    """
    A model card with a measured section put in, or replaced

    The section's first and last line are comments, by which it is found.
    """
    first, *_, last = section.splitlines()
    before, _, rest = card.partition(first)
    _, _, after = rest.partition(last)
    parts = [before.rstrip(), section, after.strip()]
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(table: pd.DataFrame) -> dict[str, Any]:
    """Rows of a table for JSON, in which a missing number is null"""
    text = table.to_json(orient="index", double_precision=4)
    return json.loads(str(text))


def markdown_table(table: pd.DataFrame) -> str:
    """A table for a card; missing numbers are left out"""
    rows = [list(table), ["---"] * table.shape[1]]
    rows += table.astype(object).where(table.notna(), "").to_numpy().tolist()
    return "\n".join("| " + " | ".join(map(str, r)) + " |" for r in rows)
