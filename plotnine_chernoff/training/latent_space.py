"""The bundled model's latent space: z to portrait features to W.

A portrait is told by a few independent numbers, its features. Here is where
they sit in Z and in W, and which rows of W+ may use which of them. Imports
NumPy and the generator's configuration.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm

from ..attributes import ATTRIBUTES
from .portraits.person import IDENTITY_SIZE, LATENT_SIZE

if TYPE_CHECKING:
    from ..generator.config import GeneratorConfig

NUM_ATTRIBUTES = len(ATTRIBUTES)
LATENT_NAMES = (
    *ATTRIBUTES,
    *["identity"] * IDENTITY_SIZE,
    *["ethnicity"] * 2,
    *["hair_melanin", "hair_redness", "eye_color"],
    *["clothes"] * 3,
    *["hair_wave", "hair_volume", "weight", "hair_part", "fringe"],
)
"""What each coordinate of `portrait_from_latent` stands for"""
assert len(LATENT_NAMES) == LATENT_SIZE
# Share of portraits whose picture is degraded at all; the rest are clean.
DEGRADED_SHARE = 0.02
_UNIFORM_SD = sqrt(1 / 12)
OFFSET = 6.0
_KNOTS = np.linspace(-2.8, 2.8, 29)
_KEEP_POSITIVE = 12.0

# First and last row of W+ at which a feature may act, 11 standing for the last
# row of any network: shape before expression before colour, as style mixing
# finds it in networks trained on photographs. Taught so, coarse rows of one
# code go with fine rows of another.
_ROWS = {
    "yaw": (0, 5),
    "identity": (0, 7),
    "ethnicity": (0, 7),
    "weight": (0, 6),
    "hair_length": (0, 7),
    "hair_volume": (0, 7),
    "hair_part": (0, 7),
    "fringe": (0, 7),
    "hair_wave": (1, 9),
    "gender": (1, 10),
    "smile": (2, 8),
    "squint": (3, 8),
    "age": (2, 11),
    "skin_tone": (4, 11),
    "hair_melanin": (4, 11),
    "hair_redness": (4, 11),
    "eye_color": (5, 11),
    "clothes": (4, 11),
    "quality": (4, 11),
}


def quality_from_uniform(u):
    """Share u (0 to 1) of the normal law to picture quality, mostly 1"""
    return np.clip(u / DEGRADED_SHARE, 0, 1)


def features(latents: np.ndarray) -> np.ndarray:
    """
    The numbers that tell a portrait, in the form that W holds them

    Parameters
    ----------
    latents : array, (N, K)
        Standard normal coordinates of portraits, attributes first.

    Returns
    -------
    array, (N, K)
        Attributes uniform with unit variance, linear in their unit; the
        rest as it is. Quality is linear in quality, with the same scale.
    """
    latents = np.asarray(latents, np.float64)
    out = latents.copy()
    u = norm.cdf(latents[:, :NUM_ATTRIBUTES])
    quality = list(ATTRIBUTES).index("quality")
    u[:, quality] = quality_from_uniform(u[:, quality])
    out[:, :NUM_ATTRIBUTES] = (u - 0.5) / _UNIFORM_SD
    return out


def row_mask(config: GeneratorConfig) -> np.ndarray:
    """(num_styles, K) bool: whether a row of W+ may use a feature"""
    last = config.num_styles - 1
    mask = np.zeros((config.num_styles, len(LATENT_NAMES)), bool)
    for k, name in enumerate(LATENT_NAMES):
        first, final = _ROWS.get(name, (0, 11))
        if final == 11:
            final = last
        mask[first : final + 1, k] = True
    return mask


def embedding(w_dim: int) -> np.ndarray:
    """(K, w_dim): orthogonal rows that place the features in W"""
    k = len(LATENT_NAMES)
    q, _ = np.linalg.qr(np.random.RandomState(0).randn(w_dim, k))
    return q.T * sqrt(w_dim / k)


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
    coordinates off z and bends each attribute's at 29 knots; its second
    sums these to the normal distribution function, piecewise linear; the
    others hand the features on, shifted so far into the positive that leaky
    ReLU leaves them alone; the last places them in W, around a mean of 6.

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
    # The mean of the clean samples: faces near the mean should be sharp.
    quality = list(ATTRIBUTES).index("quality")
    mean = np.zeros(len(LATENT_NAMES))
    mean[quality] = 0.5 / _UNIFORM_SD
    arrays["mapping/w_avg"] = OFFSET + mean @ embedding(config.w_dim)
    return {k: np.asarray(v, np.float32) for k, v in arrays.items()}


def _feature_layers(config):
    """Dense layers (weight, bias) whose outputs the leaky ReLU scales"""
    if config.mapping_layers < 3:
        raise ValueError(
            "The mapping network needs at least 3 layers, got "
            f"{config.mapping_layers}."
        )
    z_dim, w_dim, k = config.z_dim, config.w_dim, len(LATENT_NAMES)
    n, m = NUM_ATTRIBUTES, len(_KNOTS)
    if z_dim < k or w_dim < n * m + k - n:
        raise ValueError(
            f"z_dim {z_dim} or w_dim {w_dim} is too small for {k} features."
        )
    read, _ = np.linalg.qr(np.random.RandomState(1).randn(z_dim, k))

    first = np.zeros((z_dim, w_dim)), np.zeros(w_dim)
    second = np.zeros((w_dim, w_dim)), np.zeros(w_dim)
    # A dictionary of bent lines on a fine grid, fitted to each feature.
    grid = np.linspace(-4, 4, 1601)
    bent = grid[:, None] - _KNOTS
    bent = np.where(bent > 0, bent, 0.2 * bent)
    basis = np.column_stack([bent, np.ones_like(grid)])
    curves = np.zeros((len(grid), k))
    curves[:, :n] = features(np.repeat(grid[:, None], k, 1))[:, :n]
    for i in range(n):
        units = slice(i * m, (i + 1) * m)
        first[0][:, units] = read[:, [i]]
        first[1][units] = -_KNOTS
        weights = np.linalg.lstsq(basis, curves[:, i], rcond=1e-8)[0]
        second[0][units, i] = weights[:-1]
        second[1][i] = weights[-1] + _KEEP_POSITIVE
    rest = slice(n * m, n * m + k - n)
    first[0][:, rest] = read[:, n:]
    first[1][rest] = _KEEP_POSITIVE
    second[0][rest, n:k] = np.eye(k - n)

    hand_on = np.zeros((w_dim, w_dim))
    hand_on[:k, :k] = np.eye(k)
    last = np.zeros((w_dim, w_dim))
    last[:k] = embedding(w_dim)
    shift = OFFSET - _KEEP_POSITIVE * last[:k].sum(0)
    between = [(hand_on, np.zeros(w_dim))] * (config.mapping_layers - 3)
    return [first, second, *between, (last, shift)]
