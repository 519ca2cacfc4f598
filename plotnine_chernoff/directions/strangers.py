"""How far readers that were trained on photographs see what was asked for.

The model's own labeler learned from the pictures that it certifies; strangers
did not. Imports NumPy, pandas and SciPy; the reader is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata, spearmanr

from ..attributes import ATTRIBUTES, check_names
from .evaluation import markdown_table
from .measure import Measure, draw_persons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ..model.face_model import FaceModel

_BEGIN, _END = "<!-- strangers -->", "<!-- end of strangers -->"
PERSON_PSI = 0.7


@dataclass(frozen=True)
class Strangers:
    """
    What a stranger reads off faces with everything varied at once

    Parameters
    ----------
    table : DataFrame
        A row an attribute that the model varies and the reader reads:
        `spearman` of the reading with the value asked for, `partial` (rank
        correlation with the other attributes held fixed), each on the mean
        face, and `spearman_persons` with another person for every face.
    weights : DataFrame
        A row a reading, a column an attribute asked for: standardised
        weights of all attributes in the reading, of ranks, on the mean face.
    faces, unread : int
        Faces on the mean face, and those of which no face was found.
    everything : bool
        Whether all attributes that have two sides were varied.
    """

    table: pd.DataFrame
    weights: pd.DataFrame
    faces: int
    unread: int
    everything: bool = True

    @property
    def varied(self) -> str:
        """What was varied at once, in words"""
        if self.everything:
            return "everything"
        return ", ".join(self.weights.columns)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `model.json`"""
        return {
            "faces": self.faces,
            "unread": self.unread,
            "attributes": self.table.round(4).to_dict("index"),
            "weights": self.weights.round(4).to_dict("index"),
        }

    def to_text(self) -> str:
        """Tables to print"""
        return (
            f"Read by strangers, {self.varied} varied at once, {self.faces} "
            f"faces, {self.unread} of them without a face found:\n"
            f"{self.table.round(2).to_string()}\n\n"
            "Weight of what was asked for (column) in what was read (row):\n"
            f"{self.weights.round(2).to_string()}"
        )

    def to_card(self) -> str:
        """A section of the model card, Markdown"""
        table = self.table.round(2).reset_index(names="attribute")
        weights = self.weights.round(2).reset_index(names="read \\ asked")
        return "\n".join(
            [
                _BEGIN,
                "## Read by strangers",
                "",
                "By `chernoff evaluate --reader photo`: networks that were "
                "trained on photographs, not on these pictures, read "
                f"{self.faces} faces with {self.varied} varied at once (no "
                f"face found: {self.unread}). Rank correlations with what was "
                "asked for; `partial` with the other attributes held fixed.",
                "",
                markdown_table(table),
                "",
                "Weight of what was asked for (column) in what was read "
                "(row), standardised:",
                "",
                markdown_table(weights),
                _END,
            ]
        )


def read_by_strangers(
    model: FaceModel,
    read: Callable[[np.ndarray], pd.DataFrame],
    faces: int = 300,
    seed: int = 0,
    progress: bool = True,
    memory: Path | None = None,
    vary: Sequence[str] | None = None,
) -> Strangers:
    """
    Show faces with everything varied at once to a reader

    Parameters
    ----------
    model : FaceModel
        With edits.
    read : callable
        Images (N, H, W, 3), uint8, to a table of attributes, in any unit.
    faces : int
        At least 30; as many again with another person each.
    seed : int
        Of the values.
    progress : bool
    memory : Path, optional
        Folder that keeps readings, so that a run that was stopped goes on.
    vary : sequence of str, optional
        What to vary; by default all attributes that have two sides. The
        others are neutral: each that varies makes the rest harder to read.

    Returns
    -------
    Strangers

    Raises
    ------
    ValueError
        The model has no edits or does not have what is to be varied, or too
        few faces are asked for or found.
    """
    if model.edits is None:
        raise ValueError(
            f"Model {model.name!r} has no directions to evaluate. Run "
            "'chernoff fit' first."
        )
    if faces < 30:
        raise ValueError(f"Strangers need at least 30 faces, got {faces}.")
    edits = model.edits
    check_names(vary or (), edits.attributes)
    varied = [
        a
        for a in edits.attributes
        if (a in vary if vary else not ATTRIBUTES[a].one_sided)
    ]
    rng = np.random.RandomState(seed)
    asked = pd.DataFrame(
        {a: rng.uniform(*edits.ranges[a], faces) for a in varied}
    )
    known = [a for a in read(model.synthesize(_mean(model))) if a in varied]
    measure = Measure(model, read, known, progress, memory)
    persons = draw_persons(model, faces, PERSON_PSI, 2000 + seed)

    def readings(bases, what) -> pd.DataFrame:
        def codes(rows):
            some = bases if len(bases) == 1 else bases[rows]
            return edits.apply(asked.iloc[rows], some)

        return pd.DataFrame(measure(codes, faces, what), columns=known)

    on_mean = readings(_mean(model), "strangers")
    on_persons = readings(persons, "strangers, persons")
    found = on_mean.notna().all(axis=1)
    if found.sum() < 30:
        raise ValueError(
            f"The reader finds a face in {found.sum()} of {faces} pictures: "
            "too few to compare."
        )
    table, weights = agreement(asked, on_mean)
    table["spearman_persons"] = [_rank(asked[a], on_persons[a]) for a in known]
    unread = int((~found).sum())
    return Strangers(table, weights, faces, unread, not vary)


def agreement(
    asked: pd.DataFrame, read: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    How far readings follow what was asked for

    Parameters
    ----------
    asked : DataFrame
        A row a picture, a column an attribute that was varied.
    read : DataFrame
        The readings of some of these attributes, in any unit; rows with a
        gap, where no face was found, are left out.

    Returns
    -------
    table : DataFrame
        A row a reading: `spearman` with what was asked for, and `partial`,
        the rank correlation with all that else was asked for held fixed.
    weights : DataFrame
        A row a reading, a column of `asked`: standardised weights, of ranks.
    """
    found = read.notna().all(axis=1)
    asked, read = asked.loc[found], read.loc[found]
    table = pd.DataFrame(index=read.columns)
    table["spearman"] = [_rank(asked[a], read[a]) for a in read]
    table["partial"] = [_partial(asked, a, read[a]) for a in read]
    weights = [_weights(asked, read[a]) for a in read]
    return table, pd.DataFrame(weights, read.columns, asked.columns)


def _mean(model) -> np.ndarray:
    return np.repeat(model.w_avg[None, None], model.num_styles, axis=1)


def _rank(asked, read) -> float:
    ok = read.notna()
    return float(np.asarray(spearmanr(asked[ok], read[ok]))[0])


def _standard_ranks(table) -> np.ndarray:
    ranks = np.apply_along_axis(rankdata, 0, np.asarray(table, np.float64))
    spread = ranks.std(0)
    return (ranks - ranks.mean(0)) / np.where(spread > 0, spread, 1)


def _weights(asked, read) -> np.ndarray:
    x, y = _standard_ranks(asked), _standard_ranks(read)
    return np.linalg.lstsq(x, y, rcond=None)[0]


def _partial(asked, name, read) -> float:
    """Rank correlation of what the other attributes do not explain"""
    others = _standard_ranks(asked.drop(columns=name))
    own = _standard_ranks(pd.DataFrame({0: asked[name], 1: read}))
    rest = own - others @ np.linalg.lstsq(others, own, rcond=None)[0]
    return float(np.asarray(np.corrcoef(rest.T))[0, 1])
