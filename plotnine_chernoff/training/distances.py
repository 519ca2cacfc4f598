"""Distances of pictures from their portraits, which the generator minimizes.

Imports TensorFlow, and the labeler's network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import numpy as np
import tensorflow as tf

from ..model.labeler import SIZE
from .levels import LEAST_SIDE

if TYPE_CHECKING:
    from ..model.labeler import Labeler

COARSE_WEIGHT = 0.3
_PERCEPTUAL_STAGES = ("0a", "1b", "2b", "3b")  # the last layer of each


def coarse_loss(pyramid, target):
    """Distance of the running sums below the full picture"""
    loss = tf.constant(0.0)
    for made in pyramid:
        if made.shape[1] >= LEAST_SIDE:
            k = target.shape[1] // made.shape[1]
            small = tf.nn.avg_pool2d(target, k, k, "VALID")
            loss += COARSE_WEIGHT * pyramid_loss(made, small)
    return loss


class PerceptualLoss:
    """
    Distance of pictures in the features of a labeler

    It sees what pixels hardly count: eyes, mouth, wrinkles. After Johnson
    et al., "Perceptual Losses" (ECCV 2016), with L1 distances relative to
    the size of each layer's features.

    Parameters
    ----------
    labeler : Labeler
    """

    def __init__(self, labeler: Labeler):
        network = labeler.network
        network.trainable = False
        self.features = keras.Model(
            network.inputs,
            [
                layer.output
                for layer in network.layers
                if layer.name.endswith(_PERCEPTUAL_STAGES)
            ],
        )

    def __call__(self, made, target):
        loss = 0.0
        made, target = self._resized(made), self._resized(target)
        for a, b in zip(
            self.features(made), self.features(target), strict=True
        ):
            size = tf.reduce_mean(tf.abs(b)) + 1e-3
            loss += tf.reduce_mean(tf.abs(a - b)) / size
        return loss

    def _resized(self, x):
        k = x.shape[1] // SIZE
        if k:
            return tf.nn.avg_pool2d(x, k, k, "VALID")
        return tf.image.resize(x, (SIZE, SIZE))


@tf.function(jit_compile=True)
def pyramid_loss(a, b, finest: float = 1.0, levels: int = 4):
    """
    L1 of pixels and of their differences, on an image pyramid

    `finest` is the weight of the pyramid's first level, beside 1.

    The middle of the picture, where eyes and mouth are, weighs three times
    as much as its corners.
    """
    loss = 0.0
    d = a - b
    for level in range(levels):
        weight = _centre_weight(d.shape[1]) * (1.0 if level else finest)
        pixels = tf.reduce_mean(weight * tf.abs(d))
        loss += pixels * (1.0 if level < 2 else 0.5)
        down, right = d[:, 1:] - d[:, :-1], d[:, :, 1:] - d[:, :, :-1]
        loss += tf.reduce_mean(weight[1:] * tf.abs(down))
        loss += tf.reduce_mean(weight[:, 1:] * tf.abs(right))
        d = tf.nn.avg_pool2d(d, 2, 2, "VALID")
    return loss


def _centre_weight(size):
    x = (np.arange(size) + 0.5) / size - 0.5
    distance = x[:, None] ** 2 + x[None] ** 2
    weight = 1 + 2 * np.exp(-distance / (2 * 0.18**2))
    return tf.constant(weight[:, :, None] / weight.mean(), tf.float32)
