"""Steps to units, and attributes that leave each other alone.

One monotone curve per attribute from sweeps, then a polynomial over all of
them from faces with many attributes varied at once. Imports NumPy, pandas,
SciPy and scikit-learn; faces are drawn through a `Measure`.
"""

from __future__ import annotations

from dataclasses import replace
from math import comb
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import Ridge

from ..attributes import ATTRIBUTES
from ..model.edits import polynomial

if TYPE_CHECKING:
    from ..model.edits import Edits
    from .measure import Reader

KNOTS = 65
"""Points of a stored curve"""
_REVERSAL = 0.05
_FLAT = 0.01
_SATURATED = 0.1
_WINDOW = 2.0
_MEAN_FACE = 0.6
_DEGRADED, _WORN = 0.25, 0.6
_ALL_VARIED = 0.4
_KEPT_ROUNDS = 2
_RIDGE = 0.3
_NEAR = 0.1


def monotone_curve(
    steps: np.ndarray, readings: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """
    The steps that give a reading, from a sweep

    Parameters
    ----------
    steps : array, (T,)
        Increasing, with 0 among them or inside.
    readings : array, (T,)
        What was read at each step, finite.

    Returns
    -------
    values, steps : arrays, (KNOTS,)
        Increasing values and the steps that reach them, by monotone cubic
        interpolation (Fritsch and Carlson 1980). The curve ends where the
        readings turn back. Where they stay the same, the smallest change of
        the face is taken.

    Raises
    ------
    ValueError
        The readings do not rise with the steps.
    """
    if len(steps) < 3:
        raise ValueError("its reading is missing at nearly all steps")
    first, last = _rising_stretch(steps, readings)
    steps, readings = steps[first : last + 1], readings[first : last + 1]
    if len(steps) < 3:
        raise ValueError("its reading does not rise along its direction")
    smooth = IsotonicRegression().fit_transform(steps, readings)
    kept = _knots(steps, smooth)
    if len(kept) < 3:
        raise ValueError("its reading does not rise along its direction")
    inverse = PchipInterpolator(smooth[kept], steps[kept])
    values = np.linspace(smooth[kept[0]], smooth[kept[-1]], KNOTS)
    return values, inverse(values)


def _rising_stretch(steps, readings) -> tuple[int, int]:
    """First and last point of the stretch around 0 without reversals"""
    allowed = _REVERSAL * np.ptp(readings)
    middle = int(np.argmin(np.abs(steps)))
    ends = []
    for sign in (-1, 1):
        end = best = middle
        k = middle + sign
        while 0 <= k < len(steps):
            gain = sign * (readings[k] - readings[best])
            if gain < -allowed:
                break
            if gain > 0:
                best = end = k
            k += sign
        ends.append(end)
    return ends[0], ends[1]


def _knots(steps, smooth) -> list[int]:
    """Points with rising values, walking outwards from step 0"""
    least = _FLAT * np.ptp(smooth)
    # Where readings hardly answer any more, a small change of the value
    # would be a large one of the face.
    slowest = _SATURATED * _steepest(steps, smooth)
    middle = int(np.argmin(np.abs(steps)))
    kept = [middle]
    for sign in (-1, 1):
        k, value, last = middle + sign, smooth[middle], middle
        while 0 <= k < len(steps):
            gain = sign * (smooth[k] - value)
            way = sign * (steps[k] - steps[last])
            if gain > max(least, slowest * way):
                kept.append(k)
                value, last = smooth[k], k
            k += sign
    return sorted(kept)


def _steepest(steps, smooth) -> float:
    """Largest slope over a window of steps, for noise has large ones"""
    width = int(np.ceil(_WINDOW / (steps[1] - steps[0])))
    width = min(width, len(steps) - 1)
    rise = smooth[width:] - smooth[:-width]
    return float((rise / (steps[width:] - steps[:-width])).max())


def sweep(
    measure: Reader,
    edits: Edits,
    bases: np.ndarray,
    limit: float | np.ndarray,
    points: int,
) -> np.ndarray:
    """
    Readings of one attribute's steps at a time

    Parameters
    ----------
    measure : Measure or alike
    edits : Edits
    bases : array, (P, num_styles, w_dim)
        Neutral codes to edit.
    limit : float or array (A,)
        Steps go from -limit to limit.
    points : int
        How many.

    Returns
    -------
    array, (A, points, P, A)
    """
    a = len(edits.attributes)
    shape = (a, points, len(bases))
    grids = _grids(limit, a, points)

    def codes(rows):
        i, t, p = np.unravel_index(rows, shape)
        steps = np.zeros((len(rows), a))
        steps[np.arange(len(rows)), i] = grids[i, t]
        return edits.move(steps, bases[p])

    read = measure(codes, int(np.prod(shape)), "sweeps")
    return read.reshape(*shape, a)


def _grids(limit, attributes, points):
    """Steps of each attribute's sweep, (A, points)"""
    limits = np.broadcast_to(limit, attributes)
    return np.linspace(-limits, limits, points, axis=1)


def set_curves(
    edits: Edits, read: np.ndarray, limit: float | np.ndarray
) -> tuple[Edits, dict[str, str]]:
    """
    Edits with the curves and ranges that sweeps show

    Parameters
    ----------
    edits : Edits
    read : array, (A, points, P, A)
        What `sweep` gave; the first base is the mean face.
    limit : float or array (A,)

    Returns
    -------
    Edits, dict of name to why the attribute had to be left out
    """
    grids = _grids(limit, len(read), read.shape[1])
    curves, failed = {}, {}
    for i, name in enumerate(edits.attributes):
        try:
            reading = _mean_reading(read[i, :, :, i])
            known = np.isfinite(reading)
            values, steps = monotone_curve(grids[i][known], reading[known])
            low, high = ATTRIBUTES[name].range
            reach = max(low, values[0]), min(high, values[-1])
            if reach[1] - reach[0] < 0.05 * (high - low):
                raise ValueError(
                    f"its reading only goes from {values[0]:.3g} to "
                    f"{values[-1]:.3g}"
                )
        except ValueError as e:
            failed[name] = f"{name} cannot be calibrated: {e}."
            continue
        if ATTRIBUTES[name].one_sided and _is_neutral(name, values, steps):
            values, steps = from_neutral(values, steps, name)
            reach = max(low, values[0]), min(high, values[-1])
        curves[name] = values, steps, reach
    keep = [edits.attributes.index(name) for name in curves]
    return (
        replace(
            edits,
            attributes=tuple(curves),
            ranges={k: tuple(map(float, v[2])) for k, v in curves.items()},
            styles={k: edits.styles[k] for k in curves},
            directions=edits.directions[keep],
            readout=edits.readout[keep],
            displacement=edits.displacement[keep],
            curve_values=np.array([v[0] for v in curves.values()]),
            curve_steps=np.array([v[1] for v in curves.values()]),
            correction=np.zeros((1, len(keep))),
            degree=0,
            own_rows={k: v for k, v in edits.own_rows.items() if k in curves},
        ),
        failed,
    )


def _mean_reading(own: np.ndarray) -> np.ndarray:
    """
    One reading (points,) of those of all bases (points, P), NaN for none

    The curve's shape is from all, its level from the mean face, the first.
    """
    own = np.ma.masked_invalid(own)
    if own[:, 0].mask.all():
        raise ValueError("the mean face cannot be read")
    level = own[:, 0].mean() - own.mean()
    mean = own.mean(1)
    first = np.ma.where(own[:, 0].mask, mean + level, own[:, 0])
    return np.ma.filled((first + mean + level) / 2, np.nan)


def _is_neutral(name: str, values: np.ndarray, steps: np.ndarray) -> bool:
    """Whether the mean face, at step 0, is read as neutral"""
    low, high = ATTRIBUTES[name].range
    off = np.interp(0, steps, values) - ATTRIBUTES[name].neutral
    return bool(abs(off) <= _NEAR * (high - low))


def from_neutral(
    values: np.ndarray, steps: np.ndarray, name: str
) -> tuple[np.ndarray, np.ndarray]:
    """
    A curve that starts at the mean face, which has the neutral value

    Near the end of a range readings hardly change, so that steps could not
    be told from them. The mean face is what is wanted there: an attribute
    that is never on by default must not move it.

    Parameters
    ----------
    values, steps : arrays, (KNOTS,)
        A monotone curve.
    name : str
        An attribute whose neutral value is an end of its range.

    Returns
    -------
    values, steps : arrays, (KNOTS,)
        The stretch of the curve on the range's side of step 0, its values
        stretched so that step 0 has the neutral one.
    """
    neutral = ATTRIBUTES[name].neutral
    side = -1 if neutral == max(ATTRIBUTES[name].range) else 1
    here = np.interp(0, steps, values)
    end = values[0] if side < 0 else values[-1]
    grid = np.linspace(end, here, KNOTS)[::-side]
    stretched = end + (grid - end) * (neutral - end) / (here - end)
    bent = np.interp(grid, values, steps)
    bent[-1 if side < 0 else 0] = 0  # exactly: it marks such curves
    return stretched, bent


def draw_values(
    edits: Edits, n: int, rng: np.random.RandomState
) -> np.ndarray:
    """
    Random values (n, A) over the ranges

    Attributes whose neutral value is an end of their range (glasses) leave
    it in some of the rows only.
    """
    low, high = edits.limits.T
    out = low + (high - low) * rng.rand(n, len(low))
    for i, name in enumerate(edits.attributes):
        if ATTRIBUTES[name].one_sided:
            usual = np.clip(ATTRIBUTES[name].neutral, low[i], high[i])
            share = _DEGRADED if ATTRIBUTES[name].of_picture else _WORN
            out[rng.rand(n) >= share, i] = usual
    return out


def _some_neutral(edits, values, rng):
    """Values (n, A) of which any number are neutral, in most rows"""
    neutral = edits.table(pd.DataFrame(index=[0]))
    varied = rng.rand(len(values), 1)
    varied[rng.rand(len(values)) < _ALL_VARIED] = 1
    return np.where(rng.rand(*values.shape) < varied, values, neutral)


def set_correction(
    measure: Reader,
    edits: Edits,
    bases: np.ndarray,
    rounds: int = 5,
    faces: int = 512,
    degree: int = 3,
    seed: int = 0,
) -> Edits:
    """
    Edits with a joint correction

    Each round draws faces with attributes at random, all of them in some
    faces and few in others, as plots vary them, reads them, and moves what
    the single curves were asked for against the error: a Newton step with
    the measured response matrix. A polynomial of the values is fitted to the
    result, so the noise of readings is averaged out. The round with the
    smallest error wins; the first has no correction.

    Parameters
    ----------
    measure : Measure or alike
    edits : Edits
        With curves.
    bases : array, (P, num_styles, w_dim)
        Neutral codes, the mean face first.
    rounds, faces : int
        How often, and how many faces each time.
    degree : int
        Of the polynomial, at most: it has fewer terms than a round has
        faces.
    seed : int

    Returns
    -------
    Edits
    """
    rng = np.random.RandomState(seed)
    low, high = edits.limits.T
    half = (high - low) / 2
    ends = edits.curve_values[:, [0, -1]].T
    # Others must not move what is off by default.
    free = np.array(
        [
            not ATTRIBUTES[name].one_sided or steps[[0, -1]].prod() != 0
            for name, steps in zip(
                edits.attributes, edits.curve_steps, strict=True
            )
        ]
    )
    history, tried = [], []
    while degree > 1 and comb(len(low) + degree, degree) > faces:
        degree -= 1
    for k in range(rounds):
        wanted = _some_neutral(edits, draw_values(edits, faces, rng), rng)
        asked = np.clip(edits.corrected(wanted), *ends)
        steps = edits.to_steps(wanted)
        persons = rng.randint(len(bases), size=faces)
        persons[rng.rand(faces) < _MEAN_FACE] = 0

        def codes(rows, edits=edits, steps=steps, persons=persons):
            return edits.move(steps[rows], bases[persons[rows]])

        read = measure(codes, faces, f"joint correction {k + 1}/{rounds}")
        known = np.isfinite(read).all(1)
        if not known.any():
            break
        wanted, asked, read = wanted[known], asked[known], read[known]
        tried.append((np.mean(((read - wanted) / half) ** 2), edits))
        history = [*history, (wanted, asked, read)][-_KEPT_ROUNDS:]
        # Bold terms wait until the plain ones are right.
        d = min(k + 1, degree)
        correction = _fit(history, low, half, ends, d) * free
        edits = replace(edits, correction=correction, degree=d)
    return min(tried, key=lambda t: t[0])[1] if tried else edits


def _fit(history, low, half, ends, degree):
    """Polynomial coefficients (T, A), in halves of the ranges"""
    wanted, asked, read = (
        np.concatenate(part) for part in zip(*history, strict=True)
    )
    response = response_matrix((asked - low) / half, (read - low) / half)
    error = (wanted - read) / half
    better = (asked - low) / half + error @ np.linalg.inv(response).T
    better = np.clip(better, *((ends - low) / half))
    u = (wanted - low) / half - 1
    ridge = Ridge(_RIDGE, fit_intercept=False)
    ridge.fit(polynomial(u, degree), better - (wanted - low) / half)
    return np.atleast_2d(ridge.coef_).T


def response_matrix(asked: np.ndarray, read: np.ndarray) -> np.ndarray:
    """
    How readings answer to what was asked, by linear regression

    Parameters
    ----------
    asked, read : arrays, (N, A)

    Returns
    -------
    array, (A, A)
        Row i: change of reading i for a unit of each asked value.
    """
    design = np.column_stack([asked, np.ones(len(asked))])
    slope = np.linalg.lstsq(design, read, rcond=None)[0][:-1].T
    # A weak or reversed own response would make the Newton step wild.
    own = np.clip(np.diag(slope), 0.5, None)
    np.fill_diagonal(slope, own)
    return slope
