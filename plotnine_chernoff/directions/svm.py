"""Linear boundaries of attributes in W, and the directions across them.

Works on arrays of codes and labels alone. Imports scikit-learn.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator
from sklearn.covariance import LedoitWolf
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

MIN_TAIL = 10
CHANCE_MARGIN, CHANCE_SDS, SURE = 0.05, 3.0, 0.95
"""Held-out accuracy must beat 0.5 by the larger of a margin and so many
standard deviations of guessing; 0.95 is enough however few are held out"""
"""Fewest samples at either end of an attribute"""
_RIDGE = 1e-3


class LabelError(ValueError):
    """The labels of one attribute cannot be learned from"""


class Boundaries(BaseEstimator):
    """
    A linear SVM for each attribute, on the tails of its labels

    Parameters
    ----------
    tail : float
        Share of the samples at each end that an SVM learns from.
    grid : tuple of float
        Values of the SVM's C to choose from by cross-validation.
    folds : int
        Of the cross-validation.
    min_labels : int
        Fewest labelled samples of an attribute.
    seed : int
        Of the split into learning and held-out tails.

    Attributes
    ----------
    attributes_ : tuple of str
        The A attributes that could be learned.
    skipped_ : dict of name to str
        Why the others could not.
    normals_ : array, (A, w_dim)
        Unit normals of the boundaries, pointing to higher labels.
    readout_ : array, (A, w_dim)
        Linear regression of the labels on W.
    intercept_ : array, (A,)
        What it reads at W = 0.
    covariance_ : array, (w_dim, w_dim)
        Of W, shrunk by Ledoit and Wolf.
    accuracy_ : DataFrame
        A row an attribute: number of labels, the chosen C, accuracy on
        held-out tails and on the samples between the tails, each with the
        share of its larger class.

    Notes
    -----
    Tails, the split of 70 to 30 and both accuracies as in Shen et al.,
    "Interpreting the Latent Space of GANs for Semantic Face Editing" (CVPR
    2020).
    """

    def __init__(
        self,
        tail: float = 0.2,
        grid: tuple[float, ...] = (1e-4, 1e-3, 1e-2, 1e-1),
        folds: int = 3,
        min_labels: int = 100,
        seed: int = 0,
    ):
        self.tail = tail
        self.grid = grid
        self.folds = folds
        self.min_labels = min_labels
        self.seed = seed

    def fit(self, w: np.ndarray, labels: pd.DataFrame) -> Boundaries:
        """
        Learn the boundaries

        Parameters
        ----------
        w : array, (N, w_dim)
        labels : DataFrame
            N rows, a column an attribute, on any scale; missing ones
            allowed.

        Returns
        -------
        Boundaries

        Raises
        ------
        LabelError
            No attribute can be learned from.

        Warns
        -----
        UserWarning
            One for each attribute that cannot: too few labels, a constant,
            one class only, or labels that do not show in the samples.
        """
        if not 0 < self.tail <= 0.5:
            raise ValueError(
                "tail must be a share of the samples above 0 and up to 0.5, "
                f"got {self.tail!r}."
            )
        w = np.asarray(w, np.float64)
        if w.ndim != 2 or len(w) != len(labels):
            raise ValueError(
                "w must have shape (N, w_dim) with a row for each of the "
                f"{len(labels)} rows of labels, got {w.shape}."
            )
        found, rows, self.skipped_ = {}, {}, {}
        for name in labels.columns:
            try:
                found[name], rows[name] = self._fit_one(w, labels[name])
            except LabelError as e:
                self.skipped_[name] = str(e)
                warnings.warn(str(e), stacklevel=2)
        if not found:
            raise LabelError(
                "No attribute can be learned from these labels. "
                + " ".join(self.skipped_.values())
            )
        self.attributes_ = tuple(found)
        self.normals_ = np.array([v[0] for v in found.values()])
        self.readout_ = np.array([v[1] for v in found.values()])
        self.intercept_ = np.array([v[2] for v in found.values()])
        self.accuracy_ = pd.DataFrame.from_dict(rows, orient="index")
        self.covariance_ = LedoitWolf().fit(w).covariance_
        return self

    def _fit_one(self, w, column):
        y = check_labels(column, self.min_labels)
        known = np.isfinite(y)
        w, y = w[known], y[known]
        if len(y) * self.tail < MIN_TAIL:
            raise LabelError(
                f"{column.name}: too few labels, a tail of {self.tail:g} of "
                f"{len(y)} is less than {MIN_TAIL}. Label more samples, or "
                "learn from longer tails."
            )
        low, high = tails(y, self.tail)
        if min(low.sum(), high.sum()) < MIN_TAIL:
            raise LabelError(
                f"{column.name}: nearly all labels are of one class "
                f"({low.sum()} samples at the low end, {high.sum()} at the "
                f"high end; {MIN_TAIL} are needed at each). Label more "
                "samples."
            )
        svm, row = self._svm(column.name, w, y, low, high)
        normal = _slope(svm)[0]
        readout = make_pipeline(
            StandardScaler(), RidgeCV(np.logspace(-2, 4, 13))
        ).fit(w, y)
        at_zero = float(readout.predict(np.zeros((1, w.shape[1])))[0])
        unit = normal / np.linalg.norm(normal)
        return (unit, np.ravel(_slope(readout)), at_zero), row

    def _svm(self, name, w, y, low, high):
        search = GridSearchCV(
            make_pipeline(
                StandardScaler(),
                LinearSVC(
                    class_weight="balanced",
                    dual="auto",
                    random_state=self.seed,
                ),
            ),
            {"linearsvc__C": list(self.grid)},
            cv=self.folds,
            scoring="balanced_accuracy",
        )
        ends = np.flatnonzero(low | high)
        train, test = train_test_split(
            ends,
            test_size=0.3,
            stratify=high[ends],
            random_state=self.seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            search.fit(w[train], high[train])
            between = np.flatnonzero(~(low | high))
            middle = (y[low].max() + y[high].min()) / 2
            row = {
                "labels": len(y),
                "C": search.best_params_["linearsvc__C"],
                "tails": search.score(w[test], high[test]),
            }
            _check_above_chance(name, row["tails"], high[test])
            row |= _scores(search, w, "tails", test, high)
            row |= _scores(search, w, "rest", between, y > middle)
            return search.best_estimator_.fit(w[ends], high[ends]), row


def _check_above_chance(name, accuracy, truth) -> None:
    """Raise LabelError where held-out labels are as good as guessed"""
    # Of balanced accuracy: the mean of the two classes' shares.
    sd = np.sqrt(1 / truth.sum() + 1 / (~truth).sum()) / 4
    needed = min(0.5 + max(CHANCE_MARGIN, CHANCE_SDS * sd), SURE)
    if accuracy < needed:
        raise LabelError(
            f"{name}: the labels do not show in the samples: of {len(truth)} "
            f"held-out ends {accuracy:.2f} are told apart, guessing gives "
            f"0.50, and {needed:.2f} is needed to be sure. Check the labels, "
            "or label more samples."
        )


def _slope(pipeline) -> np.ndarray:
    """Coefficients of a linear model on standardised W, for W itself"""
    scaler, linear = (step for _, step in pipeline.steps)
    return linear.coef_ / scaler.scale_


def _scores(search, w, where, rows, truth):
    """Accuracy on some rows beside that of naming the larger class"""
    if not len(rows):
        return {where: np.nan, f"{where}_baseline": np.nan}
    truth = truth[rows]
    accuracy = np.mean(search.predict(w[rows]) == truth)
    baseline = max(truth.mean(), 1 - truth.mean())
    return {where: float(accuracy), f"{where}_baseline": float(baseline)}


def check_labels(column: pd.Series, min_labels: int) -> np.ndarray:
    """
    Labels of one attribute as numbers, NaN where there is none

    Raises
    ------
    LabelError
        Labels that are no numbers, too few, or all equal; it names the
        attribute.
    """
    try:
        y = column.to_numpy("float64", na_value=np.nan)
    except (TypeError, ValueError):
        raise LabelError(
            f"{column.name}: labels must be numbers, got "
            f"{column.dropna().iloc[0]!r}."
        ) from None
    y = np.where(np.isfinite(y), y, np.nan)
    count = int(np.isfinite(y).sum())
    if count < min_labels:
        raise LabelError(
            f"{column.name}: too few labels, {count} of the {min_labels} "
            "that are needed. Label more samples."
        )
    if np.nanmin(y) == np.nanmax(y):
        raise LabelError(
            f"{column.name}: all {count} labels are {np.nanmin(y):g}, so "
            "there is nothing to tell apart. Check the labels."
        )
    return y


def tails(y: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """
    Which labels lie in the lowest and the highest share of all

    Parameters
    ----------
    y : array, (N,)
    share : float

    Returns
    -------
    low, high : arrays of bool, (N,)
        Without common elements, also where many labels are equal. Neither
        goes beyond the middle of the labels' range: where few pictures are
        degraded, say, the rest of the lowest fifth would be noise.
    """
    first, below, above, last = np.quantile(y, [0.01, share, 1 - share, 0.99])
    middle = (first + last) / 2
    below, above = min(below, middle), max(above, middle)
    if below < above:
        return y <= below, y >= above
    # One value fills the middle: the tails are all that differs from it.
    if (y < below).sum() >= (y > below).sum():
        return y < below, y >= below
    return y <= below, y > below


def displacements(normals: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """
    Shortest ways in W that change one score and leave the others alone

    Parameters
    ----------
    normals : array, (A, w_dim)
        Linear scores of W.
    covariance : array, (w_dim, w_dim)
        Of W.

    Returns
    -------
    array, (A, w_dim)
        Row i changes score i by 1 and the other scores by 0.

    Notes
    -----
    ``S N' inv(N S N')``. Lengths are those of Mahalanobis: W spreads wide
    along few components, and noise of a normal in the others costs much and
    is left out (Haufe et al., "On the interpretation of weight vectors of
    linear models", NeuroImage 2014). With S = I it is the conditional
    manipulation of InterFaceGAN.
    """
    spread = normals @ covariance
    joint = spread @ normals.T
    scale = np.sqrt(np.diag(joint))
    # Attributes that the samples hardly tell apart must not blow up.
    correlation = joint / np.outer(scale, scale)
    correlation += _RIDGE * np.eye(len(scale))
    unit = np.linalg.solve(correlation, spread / scale[:, None])
    return unit / scale[:, None]


def score_spread(normals: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Standard deviation (A,) of each linear score of W"""
    return np.sqrt(np.einsum("ad,de,ae->a", normals, covariance, normals))
