"""The synthesis network, arranged for training.

Imports TensorFlow, NumPy, the generator's arithmetic and its passes. It is
the network of `generator.network`; but where that runs one operation at a
time, which is mostly waiting for memory, what lies between two convolutions
is compiled here, forwards and backwards.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import tensorflow as tf

from ..generator import passes
from ..generator.arithmetic import fir

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..generator.config import GeneratorConfig

_GAIN = sqrt(2)  # of the activation, which passes what is positive on


def _compiled(function, **constants):
    def run(*tensors):
        return function(*tensors, **constants)

    return tf.function(run, jit_compile=True)


class Forward:
    """
    Pictures from styles, differentiable, for networks with skip connections

    Parameters
    ----------
    config : GeneratorConfig
        Of the "skip" architecture, without a clamp.
    read : callable
        Gives the tensor of a weight by its name.
    dtype : "float32" or "bfloat16"
        Precision of the convolutions.
    """

    def __init__(
        self,
        config: GeneratorConfig,
        read: Callable[[str], Any],
        dtype: str,
    ):
        self.config, self.read, self.dtype = config, read, dtype
        # One of each a layer: TensorFlow warns of functions that are traced
        # for many shapes.
        names = [name for name, *_ in config.layers()]
        options = {"clamp": None, "dtype": dtype}
        self._modulate = {
            n: _compiled(passes.modulate, dtype=dtype) for n in names
        }
        self._activate = {
            n: _compiled(passes.activate, **options) for n in names
        }
        self._add = {n: _compiled(passes.add_image, clamp=None) for n in names}

    def pyramid(self, styles, resolution: int | None = None) -> list[Any]:
        """
        The images of all blocks

        Parameters
        ----------
        styles : dict of layer name to tensor (N, channels in)
        resolution : int, optional
            Stop at the image of this block.

        Returns
        -------
        list of tensor, (N, r, r, image channels)
            From the smallest to the largest.
        """
        n = tf.shape(styles["synthesis/4x4/conv"])[0]
        const = self.read("synthesis/const")[None]
        x = tf.tile(const, tf.stack([n, 1, 1, 1]))
        images: list[Any] = []
        for r in self.config.resolutions:
            block = f"synthesis/{r}x{r}"
            conv, to_rgb = f"{block}/conv", f"{block}/to_rgb"
            if r > 4:
                x = self._up(f"{block}/conv_up", x, styles, styles[conv])
            else:
                x = self._modulate[conv](x, styles[conv])
            kernel = self._kernel(conv)
            x = tf.nn.conv2d(x, tf.cast(kernel, self.dtype), 1, "SAME")
            x = self._activate[conv](x, *self._rest(conv, kernel, styles))
            picture = self._picture(to_rgb, x, styles)
            images.append(self._add[to_rgb](*picture, *images[-1:]))
            if r == resolution:
                break
        return images

    def _up(self, name, x, styles, next_style):
        kernel = self._kernel(name)
        n, r = tf.shape(x)[0], x.shape[1]
        # TensorFlow wants (k, k, out, in), turned around.
        turned = tf.transpose(kernel[::-1, ::-1], (0, 1, 3, 2))
        channels = kernel.shape[3]
        x = tf.nn.conv2d_transpose(
            self._modulate[name](x, styles[name]),
            tf.cast(turned, self.dtype),
            tf.stack([n, 2 * r + 1, 2 * r + 1, channels]),
            2,
            "VALID",
        )
        # Not by the depthwise convolution's padding: its gradient is slow.
        x = fir(x, (1, 1), 4.0)
        rest = self._rest(name, kernel, styles)
        return self._activate[name](x, *rest, next_style)

    def _kernel(self, name):
        weight = self.read(f"{name}/weight")
        return weight / sqrt(np.prod(weight.shape[:3]))

    def _rest(self, name, kernel, styles):
        """Scale, noise and bias, with the activation's gain"""
        style = styles[name]
        power = tf.reduce_sum(tf.square(kernel), (0, 1))
        scale = tf.math.rsqrt(tf.matmul(tf.square(style), power) + 1e-8)
        noise = self.read(f"{name}/noise") * self.read(
            f"{name}/noise_strength"
        )
        bias = self.read(f"{name}/bias")
        return scale * _GAIN, noise[None] * _GAIN, bias * _GAIN

    def _picture(self, name, x, styles):
        # One kernel a face costs less than another scaled copy of x.
        kernel = styles[name][:, :, None] * self._kernel(name)[0, 0]
        _, r, _, c = x.shape
        rgb = tf.matmul(
            tf.reshape(x, (-1, r * r, c)), tf.cast(kernel, self.dtype)
        )
        rgb = tf.reshape(rgb, (-1, r, r, kernel.shape[2]))
        return rgb, self.read(f"{name}/bias")
