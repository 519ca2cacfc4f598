"""From labelled samples to edits: the whole chain of fitting.

Imports the parts of this package and pandas.
"""

from __future__ import annotations

import shutil
import warnings
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.base import BaseEstimator

from ..attributes import ATTRIBUTES, check_names
from ..model.edits import Edits
from .calibrate import set_correction, set_curves, sweep
from .measure import (
    GaugeMeasure,
    LinearMeasure,
    Measure,
    draw_persons,
    reading_spread,
)
from .reduced import Reduced
from .sample_set import Samples, in_units, load_samples
from .styles import SHARE, StyleSearch, mixing_entropies
from .svm import Boundaries, LabelError, displacements, score_spread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import pandas as pd
    from tqdm import tqdm

    from ..model.face_model import FaceModel
    from .measure import Generator

PERSON_PSI = 0.7


class EditFitter(BaseEstimator):
    """
    Learns `Edits` from labelled samples of a generator

    Parameters
    ----------
    label : callable, optional
        Images (N, H, W, 3), uint8, to a table of attributes in their units:
        reads edited faces again, for styles and calibration. Without one
        they are predicted from W, linearly, and nothing is measured.
    tail : float
        Share of the samples at each end that an SVM learns from.
    min_labels : int
        Fewest labelled samples of an attribute.
    styles : dict of name to sequence of int, optional
        Choices to keep; other attributes' styles are searched for.
    share : float
        Of all styles' response that the chosen ones must carry.
    spread : int
        Random faces that tell how much attributes vary at all.
    persons : int
        Base faces to edit, beside the mean face.
    limit : float
        Longest step, in standard deviations of an attribute's score; up to
        three times that where it takes more from neutral to an end of the
        attribute's range.
    points : int
        Steps of a sweep.
    rounds, faces : int
        Of the joint correction.
    degree : int
        Of its polynomial.
    seed : int
        Of everything random.
    progress : bool or tqdm
        Show progress bars, or move this one.
    memory : Path, optional
        As for `Measure`.
    gauge : callable, optional
        W+ codes (N, num_styles, w_dim) to a table of attributes in their
        units, for a generator whose W is known to hold them. Curves then go
        by it: a labeler takes some faces for less than they are.

    Attributes
    ----------
    edits_ : Edits
    boundaries_ : Boundaries
    choice_ : StyleChoice
        Entropies of all styles, for `boundaries_.attributes_`.
    spread_ : array, (A,)
        Standard deviation of readings over random faces, likewise.
    skipped_ : dict of name to str
        Attributes that could not be learned, and why.
    faces_drawn_ : int
    """

    def __init__(
        self,
        label: Callable[[np.ndarray], pd.DataFrame] | None = None,
        tail: float = 0.2,
        min_labels: int = 100,
        styles: Mapping[str, Sequence[int]] | None = None,
        share: float = SHARE,
        spread: int = 256,
        persons: int = 16,
        limit: float = 4.0,
        points: int = 17,
        rounds: int = 5,
        faces: int = 512,
        degree: int = 3,
        seed: int = 0,
        progress: bool | tqdm = True,
        memory: Path | None = None,
        gauge: Callable[[np.ndarray], pd.DataFrame] | None = None,
    ):
        self.label = label
        self.tail = tail
        self.min_labels = min_labels
        self.styles = styles
        self.share = share
        self.spread = spread
        self.persons = persons
        self.limit = limit
        self.points = points
        self.rounds = rounds
        self.faces = faces
        self.degree = degree
        self.seed = seed
        self.progress = progress
        self.memory = memory
        self.gauge = gauge

    def fit(self, generator: Generator, samples: Samples) -> EditFitter:
        """
        Learn from labelled samples

        Parameters
        ----------
        generator : FaceModel or alike
        samples : Samples

        Returns
        -------
        EditFitter

        Raises
        ------
        LabelError
            No attribute can be learned from these labels.
        ValueError
            A parameter that does not fit the generator.

        Warns
        -----
        UserWarning
            One for each attribute that is left out, and why.
        """
        return self.learn(generator, samples).calibrate()

    def learn(self, generator: Generator, samples: Samples) -> EditFitter:
        """The first half of `fit`: directions, and the styles they need"""
        styles = self._check_styles(generator.num_styles)
        names = [a for a in ATTRIBUTES if a in samples.labels]
        labels = samples.labels.loc[:, names]
        if self.label is None:
            labels = in_units(labels)
        plain = ~samples.mixed
        self.boundaries_ = Boundaries(
            tail=self.tail, min_labels=self.min_labels, seed=self.seed
        ).fit(samples.w[plain], labels.loc[plain])
        self.skipped_ = dict(self.boundaries_.skipped_)
        names = list(self.boundaries_.attributes_)

        start = self._uncalibrated(generator)
        bases = draw_persons(generator, self.persons, PERSON_PSI, self.seed)
        measure = self._measure(generator, samples, labels)
        self.spread_ = self._spread(generator, measure)
        self.choice_ = StyleSearch(
            measure, start.directions, bases, self.spread_
        ).choose(
            self._mixing(generator, samples, labels),
            {i: styles[n] for i, n in enumerate(names) if n in styles},
            self.share,
        )
        start = replace(
            start, styles=dict(zip(names, self.choice_.chosen, strict=True))
        )
        self._learned = samples, measure, start, bases
        return self

    def calibrate(self) -> EditFitter:
        """The second half of `fit`: units, and attributes left alone"""
        samples, measure, start, bases = self._learned
        self.edits_ = self._calibrated(measure, start, bases)
        self.faces_drawn_ = measure.count
        self._take_notes(samples, measure)
        return self

    def _check_styles(self, num_styles):
        styles = {k: tuple(v) for k, v in (self.styles or {}).items()}
        check_names(styles)
        for name, rows in styles.items():
            if not rows or not all(0 <= r < num_styles for r in rows):
                raise ValueError(
                    f"Styles of {name} must be numbers from 0 to "
                    f"{num_styles - 1}, got {list(rows)}."
                )
        return styles

    def _uncalibrated(self, generator) -> Edits:
        """Edits whose steps go along all styles"""
        found = self.boundaries_
        names, a = found.attributes_, len(found.attributes_)
        spread = score_spread(found.normals_, found.covariance_)
        directions = displacements(found.normals_, found.covariance_)
        return Edits(
            attributes=names,
            ranges={n: ATTRIBUTES[n].range for n in names},
            styles=dict.fromkeys(names, tuple(range(generator.num_styles))),
            directions=directions * spread[:, None],
            center=np.asarray(generator.w_avg, np.float64),
            readout=found.readout_,
            displacement=displacements(found.readout_, found.covariance_),
            curve_values=np.zeros((a, 2)),
            curve_steps=np.zeros((a, 2)),
            correction=np.zeros((1, a)),
            num_styles=generator.num_styles,
            degree=0,
            fingerprint=getattr(generator, "fingerprint", ""),
        )

    def _measure(self, generator, samples, labels) -> Measure:
        found = self.boundaries_
        if self.label is not None:
            return Measure(
                generator,
                self.label,
                found.attributes_,
                self.progress,
                self.memory,
            )
        center = np.asarray(generator.w_avg, np.float64)
        return LinearMeasure(
            generator,
            found.attributes_,
            center,
            found.readout_,
            found.readout_ @ center + found.intercept_,
            self._shares(generator, samples, labels, center),
        )

    def _shares(self, generator, samples, labels, center):
        """What each row contributes to the labels of mixed samples"""
        found, rows = self.boundaries_, generator.num_styles
        shares = np.full((len(found.attributes_), rows), 1 / rows)
        if samples.mixed.sum() < self.min_labels:
            return shares
        for i, name in enumerate(found.attributes_):
            y = labels[name].to_numpy(np.float64)[samples.mixed]
            x = samples.row_scores(found.readout_[i], center, rows)
            known = np.isfinite(y)
            x, y = x[known], y[known] - y[known].mean()
            ridge = 0.01 * np.trace(x.T @ x) / rows * np.eye(rows)
            slope = np.linalg.solve(x.T @ x + ridge, x.T @ y)
            slope = np.clip(slope, 0, None)
            if slope.sum() > 0:
                shares[i] = slope / slope.sum()
        return shares

    def _spread(self, generator, measure) -> np.ndarray:
        """Standard deviation of readings over random faces, in units"""
        others = draw_persons(generator, self.spread, 1.0, self.seed + 1)
        read = measure(lambda rows: others[rows], len(others), "spread")
        for name, column in zip(measure.attributes, read.T, strict=True):
            _check_unit(name, column)
        return reading_spread(read)

    def _mixing(self, generator, samples, labels):
        """Entropies (A, L) from mixed samples, None where they are few"""
        found = self.boundaries_
        mixed = samples.mixed
        if mixed.sum() < self.min_labels:
            return None
        return np.array(
            [
                mixing_entropies(
                    samples.row_scores(
                        normal, generator.w_avg, generator.num_styles
                    ),
                    labels[name].to_numpy(np.float64)[mixed],
                )
                for name, normal in zip(
                    found.attributes_, found.normals_, strict=True
                )
            ]
        )

    def _limits(self, measure, edits):
        """
        Steps of the sweeps, enough to go from neutral to the ends

        A step changes a reading by one standard deviation, which is small
        where few samples differ: most pictures are clean. Others are not
        widened, for faces far from all samples are no faces.
        """
        spread = dict(zip(measure.attributes, self.spread_, strict=True))
        needed = []
        for name in edits.attributes:
            attribute = ATTRIBUTES[name]
            ways = np.abs(np.subtract(attribute.range, attribute.neutral))
            needed.append(1.1 * ways.max() / spread[name])
        return np.clip(needed, self.limit, 3 * self.limit)

    def _calibrated(self, measure, edits, bases) -> Edits:
        mean = np.broadcast_to(edits.center, (1, *bases.shape[1:]))
        bases = np.concatenate([mean, edits.to_neutral(bases)])
        few = bases[: 1 + min(4, self.persons)]
        limits = self._limits(measure, edits)
        ruler = measure
        if self.gauge is not None:
            ruler = GaugeMeasure(
                measure.generator, measure.attributes, self.gauge
            )
        read = sweep(ruler, edits, few, limits, self.points)
        edits, failed = set_curves(edits, read, limits)
        for message in failed.values():
            warnings.warn(message, stacklevel=3)
        self.skipped_ |= failed
        if not edits.attributes:
            raise LabelError(
                "No attribute can be calibrated. " + " ".join(failed.values())
            )
        kept = [measure.attributes.index(a) for a in edits.attributes]

        def read_kept(codes, n, what):
            return measure(codes, n, what)[:, kept]

        return set_correction(
            read_kept,
            edits,
            bases,
            self.rounds,
            self.faces,
            self.degree,
            self.seed,
        )

    def _take_notes(self, samples, measure):
        """Write what `chernoff info` and the card tell into the edits"""
        accuracy = self.boundaries_.accuracy_
        notes = {}
        for i, name in enumerate(self.boundaries_.attributes_):
            if name not in self.edits_.attributes:
                continue
            row = accuracy.loc[name]
            notes[name] = {
                "labels": int(row["labels"]),
                "sd": _round(self.spread_[i]),
                "C": float(row["C"]),
                "accuracy": {
                    k: _round(row[k])
                    for k in ("tails", "tails_baseline", "rest")
                    if np.isfinite(row[k])
                }
                | {"rest_baseline": _round(row["rest_baseline"])},
                "entropies": [_round(v) for v in self.choice_.entropies[i]],
                "carried": _round(self.choice_.carried[i]),
                "style_leak": _round(self.choice_.leak[i]),
            }
        self.edits_.notes.update(
            attributes=notes,
            skipped=self.skipped_,
            samples=len(samples.w),
            mixed_samples=int(samples.mixed.sum()),
            seed=self.seed,
            faces_drawn=self.faces_drawn_,
            faces_unread=measure.unread,
            measured=self.label is not None,
        )


def fit_model(
    model: FaceModel,
    directory: str | Path,
    resolution: int | None = None,
    **parameters: Any,
) -> FaceModel:
    """
    A model with edits learned from a sample set

    Readings of edited faces are kept in the directory until the end, so that
    a fit that was stopped goes on where it was.

    Parameters
    ----------
    model : FaceModel
    directory : str or Path
        The sample set.
    resolution : int, optional
        Side of the faces that are drawn to be read, as in `make_samples`.
    **parameters
        Of `EditFitter`; `label` is by default the model's own labeler, where
        it brings one.

    Returns
    -------
    FaceModel
        The same generator and labeler; `model` itself stays as it is.

    Raises
    ------
    ValueError
        The samples are not this generator's, or cannot be learned from.
    """
    if model.labeler is not None:
        parameters.setdefault("label", model.label)
    samples = load_samples(model, directory)
    memory = Path(directory) / "readings"
    fitter = EditFitter(memory=memory, **parameters)
    fitted = copy(model)
    artist = model if resolution is None else Reduced(model, resolution)
    fitted.edits = fitter.fit(artist, samples).edits_
    shutil.rmtree(memory, ignore_errors=True)
    return fitted


def _check_unit(name: str, read: np.ndarray) -> None:
    """Refuse readings of a strength on another scale, as 0 to 100"""
    read = read[np.isfinite(read)]
    low, high = ATTRIBUTES[name].range
    if ATTRIBUTES[name].unit != "strength" or not len(read):
        return
    near, far = np.quantile(read, [0.02, 0.98])
    if near < 2 * low - high or far > 2 * high - low:
        raise ValueError(
            f"The labeler reads {name} from {near:.3g} to {far:.3g}; it must "
            f"give a strength from {low:g} to {high:g}. Let the function "
            "convert its readings."
        )


def _round(value) -> float:
    return round(float(value), 4)
