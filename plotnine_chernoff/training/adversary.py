"""A critic of patches: the light adversarial term that sharpens pictures.

Imports Keras and TensorFlow.
"""

from __future__ import annotations

import keras
import tensorflow as tf

_WIDTHS = (24, 48, 96, 96)
_PATCH = 128


class PatchCritic:
    """
    Tells patches of made pictures from patches of rendered ones

    Regression alone draws the mean of what it cannot foresee, strands of
    hair above all, and a mean is blurred. After the patch discriminator of
    Isola et al., "Image-to-Image Translation with Conditional Adversarial
    Networks" (CVPR 2017), with the hinge loss.

    Parameters
    ----------
    rate : float
        Adam's learning rate.
    """

    def __init__(self, rate: float = 2e-4):
        layers = [keras.Input((None, None, 3))]
        for i, width in enumerate(_WIDTHS):
            layers += [
                keras.layers.Conv2D(width, 4, 2 if i < 3 else 1, "same"),
                keras.layers.LeakyReLU(0.2),
            ]
        layers.append(keras.layers.Conv2D(1, 3, padding="same"))
        self.network = keras.Sequential(layers)
        self.optimizer = keras.optimizers.Adam(rate, 0.5, 0.99)
        self.optimizer.build(self.network.trainable_variables)

    @property
    def variables(self) -> list:
        """All that a checkpoint must hold"""
        return [*self.network.variables, *self.optimizer.variables]

    def judge(self, made, target):
        """
        Learn from a batch, and say how the made pictures would pass

        Parameters
        ----------
        made, target : tensors, (N, H, W, 3)

        Returns
        -------
        tensor, (N, H, W, 3)
            Gradient of the pictures' adversarial loss, 0 outside the one
            random window that was judged.
        """
        size = tf.shape(made)[1]
        window = tf.minimum(_PATCH, size)
        top, left = (
            tf.random.uniform((), 0, size - window + 1, tf.int32)
            for _ in range(2)
        )
        fake, real = (
            x[:, top : top + window, left : left + window]
            for x in (made, target)
        )
        variables = self.network.trainable_variables
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(fake)
            score = self.network(fake)
            passed = -tf.reduce_mean(score)
            loss = tf.reduce_mean(tf.nn.relu(1 + score)) + tf.reduce_mean(
                tf.nn.relu(1 - self.network(real))
            )
        gradient = tape.gradient(passed, fake)
        self.optimizer.apply(
            tape.gradient(loss, [v.value for v in variables]), variables
        )
        below, right = size - window - top, size - window - left
        return tf.pad(gradient, [[0, 0], [top, below], [left, right], [0, 0]])
