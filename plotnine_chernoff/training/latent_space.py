"""The bundled model's latent space: z to portrait features to W.

A portrait is told by a few independent numbers, its features. Here is where
they sit in Z and in W, and which rows of W+ may use which of them. Imports
NumPy, pandas and the generator's configuration.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .attributes import (
    COLUMN,
    COORDINATES,
    EVEN,
    EVEN_COLUMNS,
    FIRST_LAYOUT,
    LAST,
    QUALITY,
    TAUGHT,
    UNIFORM_SD,
    draw,
)

if TYPE_CHECKING:
    from ..generator.config import GeneratorConfig

OFFSET = 6.0
BEYOND = 0.1
"""Share of its range by which `draw_widely` leaves it, either way"""
_OFF = 0.25
_MOST_KNOTS, _FEWEST_KNOTS = 29, 12
_KEEP_POSITIVE = 12.0


def features(latents: np.ndarray) -> np.ndarray:
    """
    The numbers that tell a portrait, in the form that W holds them

    Parameters
    ----------
    latents : array, (N, K)
        Standard normal coordinates of portraits.

    Returns
    -------
    array, (N, K)
        Attributes, those that data cannot drive too, linear in their unit,
        with unit variance where they are uniform; the rest as it is.
    """
    out = np.array(latents, np.float64)
    for name in EVEN:
        column = out[:, COLUMN[name]]
        column[:] = (COORDINATES[name].law(column) - 0.5) / UNIFORM_SD
    return out


def draw_widely(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """
    Features of random faces whose attributes are even, also beyond the ends

    Portraits end where attributes do, and who has seen only those takes what
    looks like an end for less than that. Here nothing ends there. Without
    glasses and the like are a quarter of the faces, not most.

    Parameters
    ----------
    count, seed : int

    Returns
    -------
    features : array, (count, K)
        As `features` gives them; pictures are clean.
    values : array, (count, A)
        Of the attributes that are taught, in their units.
    """
    out = features(draw(count, seed))
    out[:, COLUMN[QUALITY.name]] = QUALITY.standardized(1)
    values = np.ones((count, len(TAUGHT)))
    rng = np.random.default_rng(seed)
    for k, name in enumerate(TAUGHT):
        if name == QUALITY.name:
            continue
        c = COORDINATES[name]
        low, high = c.ends
        more = BEYOND * (high - low)
        off = c.neutral in c.ends
        values[:, k] = rng.uniform(low - more * (not off), high + more, count)
        if off:
            values[rng.random(count) < _OFF, k] = c.neutral
        out[:, COLUMN[name]] = c.standardized(values[:, k])
    return out, values


def values_in_w(w_plus: np.ndarray) -> pd.DataFrame:
    """
    What W+ codes hold of each attribute that is taught

    Parameters
    ----------
    w_plus : array, (N, num_styles, w_dim)

    Returns
    -------
    DataFrame
        N rows, in units, the mean over the rows of W+ that may use the
        attribute; at most a tenth of its range beyond what portraits show.
    """
    mask = row_mask(w_plus.shape[1])
    held = (w_plus - OFFSET) @ np.linalg.pinv(embedding(w_plus.shape[2]))
    out = {}
    for name in TAUGHT:
        c, k = COORDINATES[name], COLUMN[name]
        own = held[:, mask[:, k], k].mean(1)
        low, high = c.ends
        more = BEYOND * (high - low)
        values = low + (high - low) * (own * UNIFORM_SD + 0.5)
        out[name] = np.clip(values, low - more, high + more)
    return pd.DataFrame(out)


def row_mask(num_styles: int) -> np.ndarray:
    """(num_styles, K) bool: whether a row of W+ may use a feature"""
    last = num_styles - 1
    mask = np.zeros((num_styles, len(COORDINATES)), bool)
    for k, coordinate in enumerate(COORDINATES.values()):
        first, final = coordinate.rows
        mask[first : (last if final == LAST else final) + 1, k] = True
    return mask


def embedding(w_dim: int) -> np.ndarray:
    """(K, w_dim): orthogonal rows that place the features in W"""
    # W keeps away from zero, however many there are: later ones are smaller.
    later = np.arange(len(COORDINATES)) >= FIRST_LAYOUT
    size = np.where(later, 0.7, 1.0) * sqrt(w_dim / FIRST_LAYOUT)
    return _orthogonal(w_dim, 0).T * size[:, None]


def _orthogonal(n: int, seed: int) -> np.ndarray:
    """(n, K): orthogonal columns, which stay when there are more of them"""
    # Those of the first layout were drawn together.
    rng = np.random.RandomState(seed)
    columns = rng.randn(n, FIRST_LAYOUT)
    more = rng.randn(len(COORDINATES) - FIRST_LAYOUT, n).T
    return np.linalg.qr(np.concatenate([columns, more], axis=1))[0]


def style_weights(
    from_features: np.ndarray, bias: np.ndarray, w_dim: int
) -> tuple[np.ndarray, np.ndarray]:
    """
    Affine layer on W that does what one on features was trained to do

    Parameters
    ----------
    from_features : array, (K, C)
    bias : array, (C,)

    Returns
    -------
    style_weight (w_dim, C) and style_bias (C,), as files hold them
    """
    place = embedding(w_dim)
    from_w = np.linalg.pinv(place) @ from_features
    return from_w * sqrt(w_dim), bias - OFFSET * from_w.sum(0)


def feature_weights(
    style_weight: np.ndarray, style_bias: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The inverse of `style_weights`: (K, C) from features, and the bias"""
    w_dim = len(style_weight)
    from_w = np.asarray(style_weight, np.float64) / sqrt(w_dim)
    bias = style_bias + OFFSET * from_w.sum(0)
    return embedding(w_dim) @ from_w, bias


def mapping_arrays(config: GeneratorConfig) -> dict[str, np.ndarray]:
    """
    A mapping network that places the features of every z in W

    The network is built, not trained. Its first layer reads the portrait's
    coordinates off z and bends each attribute's at up to 29 knots; its second
    sums these to the attribute's law, piecewise linear, or to one number if
    it is to keep still; the others hand the features on, shifted so far into
    the positive that leaky ReLU leaves them alone; the last places them in W,
    around a mean of 6.

    Returns
    -------
    dict of mapping weight name to float32 array
    """
    layers = _feature_layers(config)
    arrays = {}
    for i, (weight, bias) in enumerate(layers):
        gain = config.mapping_lrmul / sqrt(weight.shape[0])
        arrays[f"mapping/dense{i}/weight"] = weight / gain / sqrt(2)
        arrays[f"mapping/dense{i}/bias"] = (
            bias / config.mapping_lrmul / sqrt(2)
        )
    # What most samples have not, the mean face has not: it should be sharp.
    # What data cannot drive is as usual: all that many plots show is this
    # person, and an average of hairdos is a helmet.
    mean = np.zeros(len(COORDINATES))
    for name, c in COORDINATES.items():
        if not c.is_attribute or c.neutral in c.ends:
            mean[COLUMN[name]] = _neutral(name)
    arrays["mapping/w_avg"] = OFFSET + mean @ embedding(config.w_dim)
    return {k: np.asarray(v, np.float32) for k, v in arrays.items()}


def _neutral(name):
    """The feature of a portrait that does not say"""
    c = COORDINATES[name]
    if name in EVEN:
        return c.standardized(c.neutral)
    t = np.linspace(-3, 3, 6001)
    off = np.abs(c.values(t) - c.neutral)
    # Laws have flat stretches; the most usual number of those is meant.
    nearest = t[off <= off.min() + 1e-9]
    return nearest[np.abs(nearest).argmin()]


def _feature_layers(config):
    """Dense layers (weight, bias) whose outputs the leaky ReLU scales"""
    if config.mapping_layers < 3:
        raise ValueError(
            "The mapping network needs at least 3 layers, got "
            f"{config.mapping_layers}."
        )
    z_dim, w_dim, k = config.z_dim, config.w_dim, len(COORDINATES)
    bent = EVEN_COLUMNS
    plain = np.delete(np.arange(k), bent)
    n = len(bent)
    m = min(_MOST_KNOTS, (w_dim - k + n) // n)
    if z_dim < k or m < _FEWEST_KNOTS:
        raise ValueError(
            f"z_dim {z_dim} or w_dim {w_dim} is too small for {k} features."
        )
    knots = np.linspace(-2.8, 2.8, m)
    read = _orthogonal(z_dim, 1)

    first = np.zeros((z_dim, w_dim)), np.zeros(w_dim)
    second = np.zeros((w_dim, w_dim)), np.zeros(w_dim)
    # A dictionary of bent lines on a fine grid, fitted to each feature.
    grid = np.linspace(-4, 4, 1601)
    lines = grid[:, None] - knots
    lines = np.where(lines > 0, lines, 0.2 * lines)
    basis = np.column_stack([lines, np.ones_like(grid)])
    curves = features(np.repeat(grid[:, None], k, 1))
    for name in EVEN:
        if COORDINATES[name].still:
            curves[:, COLUMN[name]] = _neutral(name)
    for i, column in enumerate(bent):
        units = slice(i * m, (i + 1) * m)
        first[0][:, units] = read[:, [column]]
        first[1][units] = -knots
        weights = np.linalg.lstsq(basis, curves[:, column], rcond=1e-8)[0]
        second[0][units, column] = weights[:-1]
        second[1][column] = weights[-1] + _KEEP_POSITIVE
    rest = slice(n * m, n * m + k - n)
    first[0][:, rest] = read[:, plain]
    first[1][rest] = _KEEP_POSITIVE
    second[0][rest, plain] = np.eye(k - n)

    hand_on = np.zeros((w_dim, w_dim))
    hand_on[:k, :k] = np.eye(k)
    last = np.zeros((w_dim, w_dim))
    last[:k] = embedding(w_dim)
    shift = OFFSET - _KEEP_POSITIVE * last[:k].sum(0)
    between = [(hand_on, np.zeros(w_dim))] * (config.mapping_layers - 3)
    return [first, second, *between, (last, shift)]
