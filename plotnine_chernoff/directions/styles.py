"""Which rows of W+ carry an attribute, by conditional entropy.

What the original author looked for in picture after picture. Imports NumPy;
faces are drawn through a `Measure`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .measure import Measure

SHARE = 0.85
"""Of all styles' response that the chosen ones carry"""
PATIENCE = 2
"""Styles to try beyond the fewest that suffice, for less leak"""
LEAK_TOLERANCE = 0.03


@dataclass(frozen=True)
class StyleChoice:
    """
    How much each style tells of each attribute, and which were chosen

    Parameters
    ----------
    entropies : array, (A, L)
        H(label | side of the edit at that style), bits: 1 tells nothing.
    chosen : list of tuple of int
        Styles of each attribute, ascending.
    carried : array, (A,)
        Response of the chosen styles, as a share of that of all styles.
    leak : array, (A,)
        Mean response of the other attributes over the own one, each in
        standard deviations.
    """

    entropies: np.ndarray
    chosen: list[tuple[int, ...]]
    carried: np.ndarray
    leak: np.ndarray


def conditional_entropy(high: np.ndarray, side: np.ndarray) -> float:
    """
    H(label | side) in bits, of two yes-or-no columns

    Parameters
    ----------
    high : array of bool, (N,)
        Whether the label is above its median.
    side : array of bool, (N,)
        Which side of the boundary the code is on.

    Returns
    -------
    float
        0: the side tells the label; 1: it tells nothing.
    """
    total = 0.0
    for s in (False, True):
        part = high[side == s]
        if len(part):
            p = np.clip(part.mean(), 1e-12, 1 - 1e-12)
            bits = -p * np.log2(p) - (1 - p) * np.log2(1 - p)
            total += len(part) / len(high) * bits
    return float(total)


def mixing_entropies(scores: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """
    Entropies from style-mixed samples

    Parameters
    ----------
    scores : array, (N, L)
        Score of each row of the samples' W+ codes, around the mean face.
    labels : array, (N,)
        Labels of one attribute; missing ones allowed.

    Returns
    -------
    array, (L,)
    """
    known = np.isfinite(labels)
    scores, labels = scores[known], labels[known]
    high = labels > np.median(labels)
    return np.array([conditional_entropy(high, s > 0) for s in scores.T])


class StyleSearch:
    """
    Edits at some styles only, drawn and read

    Parameters
    ----------
    measure : Measure
    directions : array, (A, w_dim) or (A, L, w_dim)
        One for all styles of an attribute, or one for each.
    bases : array, (P, L, w_dim)
        Codes of persons to edit.
    sd : array, (A,)
        Standard deviation of each attribute's labels.
    step : float
        Steps to either side.
    """

    def __init__(
        self,
        measure: Measure,
        directions: np.ndarray,
        bases: np.ndarray,
        sd: np.ndarray,
        step: float = 1.5,
    ):
        self.measure = measure
        if directions.ndim == 2:
            directions = np.repeat(directions[:, None], bases.shape[1], 1)
        self.directions = directions
        self.bases, self.sd, self.step = bases, sd, step

    def readings(self, sets: list[tuple[int, tuple[int, ...]]], what: str):
        """
        Readings of edits to both sides

        Parameters
        ----------
        sets : list of (attribute number, styles)
        what : str
            Shown beside the progress bar.

        Returns
        -------
        array, (len(sets), 2, P, A)
        """
        shape = (len(sets), 2, len(self.bases))

        def codes(rows):
            s, side, p = np.unravel_index(rows, shape)
            out = np.array(self.bases[p])
            for n in range(len(rows)):
                i, chosen = sets[s[n]]
                styles, sign = list(chosen), 2 * side[n] - 1
                step = sign * self.step * self.directions[i, styles]
                out[n, styles] += step
            return out

        read = self.measure(codes, int(np.prod(shape)), what)
        return read.reshape(*shape, -1)

    def response(self, read: np.ndarray) -> np.ndarray:
        """Mean change (A,) of the readings for one step, in sd"""
        change = np.ma.masked_invalid(read[1] - read[0]).mean(0)
        return np.ma.filled(change, 0) / (2 * self.step) / self.sd

    def own_and_leak(self, i: int, read: np.ndarray) -> tuple[float, float]:
        """Response of attribute i, and the others' mean response over it"""
        response = self.response(read)
        others = np.delete(np.abs(response), i)
        leak = others.sum() / max(len(others), 1)
        return float(response[i]), float(leak / max(abs(response[i]), 1e-9))

    def choose(
        self,
        mixed: np.ndarray | None = None,
        fixed: dict[int, tuple[int, ...]] | None = None,
        share: float = SHARE,
    ) -> StyleChoice:
        """
        The fewest styles that carry each attribute at the least leak

        Parameters
        ----------
        mixed : array, (A, L), optional
            Entropies from style-mixed samples, to be averaged with those
            of single edits.
        fixed : dict of attribute number to styles, optional
            Choices already made.
        share : float
            How much of all styles' response the chosen ones must carry.

        Returns
        -------
        StyleChoice
        """
        a, n_styles = len(self.directions), self.bases.shape[1]
        single = self.readings(
            [(i, (row,)) for i in range(a) for row in range(n_styles)],
            "single styles",
        ).reshape(a, n_styles, 2, len(self.bases), -1)
        entropies = np.array(
            [[_entropy(r[..., i]) for r in single[i]] for i in range(a)]
        )
        # Where sides tell equally much, the larger response comes first.
        strength = np.array(
            [[self.response(r)[i] for r in single[i]] for i in range(a)]
        )
        if mixed is not None:
            entropies = (entropies + mixed) / 2
        chosen, carried, leak = [], np.empty(a), np.empty(a)
        for i in range(a):
            order = np.lexsort((-strength[i], np.round(entropies[i], 2)))
            given = (fixed or {}).get(i)
            styles, carried[i], leak[i] = self._path(i, order, given, share)
            chosen.append(styles)
        return StyleChoice(entropies, chosen, carried, leak)

    def _path(self, i, order, given, share):
        """Add styles in this order while it helps; judge each set drawn"""
        everything = tuple(range(len(order)))
        if given is not None:
            sets = [tuple(sorted(given))]
        else:
            sets = [
                tuple(sorted(order[: k + 1].tolist()))
                for k in range(len(order))
            ]
        name = self.measure.attributes[i]
        whole = self.response(self.readings([(i, everything)], name)[0])
        tried = []
        for styles in sets:
            read = self.readings([(i, styles)], name)[0]
            own, leak = self.own_and_leak(i, read)
            carried = float(own / (whole[i] or np.inf))
            tried.append((styles, carried, leak))
            enough = sum(t[1] >= share for t in tried)
            if enough > PATIENCE:
                break
        candidates = [t for t in tried if t[1] >= share] or tried[-1:]
        least = min(t[2] for t in candidates)
        return next(t for t in candidates if t[2] <= least + LEAK_TOLERANCE)


def _entropy(read: np.ndarray) -> float:
    """H(label | side) of readings (2, P): side 0, side 1"""
    side = np.repeat([False, True], read.shape[1])
    known = np.isfinite(read.ravel())
    if not known.any():
        return 1.0
    read, side = read.ravel()[known], side[known]
    return conditional_entropy(read > np.median(read), side)
