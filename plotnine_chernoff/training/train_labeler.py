"""Teach the labeler to read the rendered portraits.

Imports TensorFlow. Whatever the labeler learns from, the rendered portraits
that are held out come first and say how well it reads.
"""

from __future__ import annotations

import keras
import numpy as np
import pandas as pd
import tensorflow as tf
from tqdm import tqdm

from ..attributes import in_a_mirror
from ..model.labeler import (
    Labeler,
    build_network,
    get_arrays,
    set_arrays,
)
from .attributes import COLUMN, COORDINATES, QUALITY, TAUGHT, UNIFORM_SD
from .dataset import check_enough
from .degrade import degrade

HELD_OUT = 400
_BATCH = 64
_CLEAN_SHARE = 0.7
_QUALITY = TAUGHT.index(QUALITY.name)
_LINE = np.array([1, 4, 6, 4, 1]) / 16
_SOFTENER = tf.constant(
    np.tile(np.outer(_LINE, _LINE)[:, :, None, None], (1, 1, 3, 1)),
    tf.float32,
)


def train_labeler(
    pictures: np.ndarray,
    values: np.ndarray,
    images: int = 160_000,
    seed: int = 0,
    start: Labeler | None = None,
) -> tuple[Labeler, pd.DataFrame]:
    """
    Train a labeler on rendered portraits

    Parameters
    ----------
    pictures : array, (N, 256, 256, 3), uint8
        Rendered portraits first, of which 400 are held out.
    values : array, (N, A)
        Of the attributes that are taught, in their units.
    images : int
        How many to show, with repetitions.
    seed : int
    start : Labeler, optional
        Read other portraits; the training starts from its weights.

    Returns
    -------
    labeler : Labeler
    figures : DataFrame
        Mean absolute error and R2 of each attribute on portraits that were
        held out (the first 400), clean (`mae`, `r2`) and with 30 % of them
        degraded (`mae_mixed`, `r2_mixed`).
    """
    keras.utils.set_random_seed(seed)
    rng = np.random.RandomState(seed)
    check_enough(len(pictures), HELD_OUT)
    low, high = np.array([COORDINATES[a].ends for a in TAUGHT]).T
    mean, scale = (low + high) / 2, (high - low) * UNIFORM_SD
    network = build_network(len(TAUGHT))
    if start:
        _start_from(network, start)
    optimizer = keras.optimizers.Adam(1e-3)

    @tf.function
    def step(pictures, y):
        x = _relit(tf.cast(pictures, tf.float32) / 127.5 - 1)
        with tf.GradientTape() as tape:
            error = network(x, training=True) - y
            loss = tf.reduce_mean(tf.sqrt(tf.square(error) + 0.01))
        variables = [v.value for v in network.trainable_variables]
        optimizer.apply(
            tape.gradient(loss, variables), network.trainable_variables
        )
        return loss

    steps = images // _BATCH
    for i in tqdm(range(steps), unit="batch", mininterval=10):
        cosine = (1 + np.cos(np.pi * i / steps)) / 2
        optimizer.learning_rate.assign(1e-3 * min(1, (i + 1) / 200) * cosine)
        index = rng.randint(HELD_OUT, len(pictures), _BATCH)
        x, y = _moved(pictures[index], values[index], rng)
        step(tf.constant(x), tf.constant((y - mean) / scale, tf.float32))
    arrays = {k: v.astype(np.float16) for k, v in get_arrays(network).items()}
    labeler = Labeler(TAUGHT, mean, scale, arrays)
    return labeler, read_held_out(labeler, pictures, values, rng)


def attribute_values(latents: np.ndarray) -> np.ndarray:
    """(N, A): attribute values of portraits, in units; quality is clean"""
    columns = [COORDINATES[a].values(latents[:, COLUMN[a]]) for a in TAUGHT]
    out = np.array(columns, np.float32).T
    out[:, _QUALITY] = 1
    return out


def _start_from(network, start):
    """The weights of another labeler, of the attributes that it reads"""
    arrays, old = get_arrays(network), get_arrays(start.network)
    both = [a for a in TAUGHT if a in start.attributes]
    new_at = [TAUGHT.index(a) for a in both]
    old_at = [start.attributes.index(a) for a in both]
    for name in ("output/kernel", "output/bias"):
        arrays[name][..., new_at] = old.pop(name)[..., old_at]
    set_arrays(network, arrays | old)


def read_held_out(labeler, pictures, values, rng) -> pd.DataFrame:
    """Errors on the first 400 portraits, clean and 30 % degraded, in units"""
    x, y = pictures[:HELD_OUT].copy(), values[:HELD_OUT].copy()
    figures = {}
    for suffix in ("", "_mixed"):
        if suffix:
            for i in np.flatnonzero(rng.rand(len(x)) > _CLEAN_SHARE):
                _degrade(x, y, i, rng)
        read = labeler.read(x).to_numpy()
        total = ((y - y.mean(0)) ** 2).sum(0)
        # The quality of clean portraits does not vary.
        total[total == 0] = np.nan
        figures[f"mae{suffix}"] = np.abs(read - y).mean(0)
        figures[f"r2{suffix}"] = 1 - ((read - y) ** 2).sum(0) / total
    return pd.DataFrame(figures, index=list(TAUGHT))


def _degrade(x, y, i, rng):
    quality = rng.rand()
    x[i] = degrade(x[i], quality)
    y[i, _QUALITY] = quality


def _moved(pictures, values, rng):
    """Mirror, shift and blur: what readings must follow, or withstand"""
    x, y = pictures.copy(), values.copy()
    for i in np.flatnonzero(rng.rand(len(x)) > _CLEAN_SHARE):
        _degrade(x, y, i, rng)
    mirrored = in_a_mirror(TAUGHT)
    for i in range(len(x)):
        if rng.rand() < 0.5:
            x[i] = x[i, :, ::-1]
            y[i] *= mirrored
        x[i] = np.roll(x[i], rng.randint(-6, 7, 2), (0, 1))
    return x, y


def _relit(x):
    """Softness, light and noise, another for each picture"""
    shape = (tf.shape(x)[0], 1, 1, 1)
    # Generated faces are a little softer than rendered ones.
    soft = tf.nn.depthwise_conv2d(x, _SOFTENER, (1, 1, 1, 1), "SAME")
    amount = tf.maximum(tf.random.uniform(shape, -2.0, 1.0), 0.0)
    x += amount * (soft - x)
    x *= tf.random.uniform(shape, 0.9, 1.1)
    x += tf.random.uniform((shape[0], 1, 1, 3), -0.06, 0.06)
    noise = tf.random.normal(tf.shape(x))
    return x + noise * tf.random.uniform(shape, 0.0, 0.05)
