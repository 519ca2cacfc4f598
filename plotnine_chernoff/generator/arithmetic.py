"""The arithmetic of StyleGAN2 as functions of tensors.

Written with keras.ops only, so that any Keras backend can run and train it.
Images are NHWC. Names follow Karras et al. (CVPR 2020).
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from keras import ops

if TYPE_CHECKING:
    from .config import GeneratorConfig

_FIR = np.outer([1, 3, 3, 1], [1, 3, 3, 1]) / 64


def activate(x, bias, gain: float = 1.0, clamp: float | None = None):
    """Bias, leaky ReLU of slope 0.2, gain of sqrt(2), optional clamp"""
    x = ops.leaky_relu(x + bias, negative_slope=0.2) * (sqrt(2) * gain)
    if clamp is not None:
        x = ops.clip(x, -clamp * gain, clamp * gain)
    return x


def normalize_latent(z):
    """Scale each latent (N, z_dim) to a mean square of 1"""
    return z * ops.rsqrt(ops.mean(ops.square(z), axis=1, keepdims=True) + 1e-8)


def map_latents(config: GeneratorConfig, weights, z):
    """
    The mapping network, without truncation

    Parameters
    ----------
    config : GeneratorConfig
    weights : mapping of name to array or variable
    z : tensor, (N, z_dim)

    Returns
    -------
    tensor, (N, w_dim)
    """
    x = normalize_latent(z)
    lrmul = config.mapping_lrmul
    for i in range(config.mapping_layers):
        weight = weights[f"mapping/dense{i}/weight"]
        bias = weights[f"mapping/dense{i}/bias"]
        gain = lrmul / sqrt(weight.shape[0])
        x = activate(ops.matmul(x, weight * gain), bias * lrmul)
    return x


def fir(x, pad: tuple[int, int], gain: float = 1.0):
    """Filter each channel with [1, 3, 3, 1] along both axes, zero-padded"""
    c = x.shape[-1]
    kernel = np.tile((_FIR * gain)[:, :, None, None], (1, 1, c, 1))
    x = ops.pad(x, [[0, 0], pad, pad, [0, 0]])
    return ops.depthwise_conv(
        x,
        ops.cast(kernel, x.dtype),
        padding="valid",
        data_format="channels_last",
    )


def upsample_image(x):
    """Double height and width by zero insertion and FIR, gain 4"""
    # The two kinds of output pixels, those on and those between zeros.
    _, h, w, c = x.shape
    above, below = _neighbours(x, 1)
    x = 0.75 * ops.stack([x, x], 2) + 0.25 * ops.stack([above, below], 2)
    x = ops.reshape(x, (-1, 2 * h, w, c))
    left, right = _neighbours(x, 2)
    x = 0.75 * ops.stack([x, x], 3) + 0.25 * ops.stack([left, right], 3)
    return ops.reshape(x, (-1, 2 * h, 2 * w, c))


def _neighbours(x, axis: int):
    """What comes before and after each entry, zero outside"""
    pad = [[0, 0]] * 4
    pad[axis] = [1, 1]
    x = ops.pad(x, pad)
    if axis == 1:
        return x[:, :-2], x[:, 2:]
    return x[:, :, :-2], x[:, :, 2:]


def modulated_conv(
    x, kernel, style, *, demodulate: bool = True, up: bool = False
):
    """
    Convolve with a kernel whose input channels are scaled for each sample

    The scale is put on the input and the demodulation on the output, which
    is the same sum as scaling the kernel and lets one kernel serve the whole
    batch.

    Parameters
    ----------
    x : tensor, (N, H, W, Cin)
    kernel : tensor, (k, k, Cin, Cout), the equalised gain included
    style : tensor, (N, Cin)
    demodulate : bool
        Divide by the expected standard deviation of the output, equation 3
        of the paper with an epsilon of 1e-8.
    up : bool
        Double height and width: transposed convolution of stride 2, then
        the FIR filter.

    Returns
    -------
    tensor, (N, H, W, Cout), or (N, 2H, 2W, Cout) with `up`
    """
    dtype = x.dtype
    x = x * ops.cast(style, dtype)[:, None, None, :]
    if up:
        # conv_transpose wants (k, k, out, in); files hold the correlation.
        # Keras before 3.11 flips one axis a call.
        flipped = ops.flip(ops.flip(kernel, 0), 1)
        flipped = ops.transpose(flipped, (0, 1, 3, 2))
        y = ops.conv_transpose(
            x,
            ops.cast(flipped, dtype),
            strides=2,
            padding="valid",
            data_format="channels_last",
        )
        y = fir(y, (1, 1), 4.0)
    else:
        y = ops.conv(
            x,
            ops.cast(kernel, dtype),
            padding="same",
            data_format="channels_last",
        )
    if not demodulate:
        return y
    power = ops.sum(ops.square(kernel), axis=(0, 1))
    scale = ops.rsqrt(ops.matmul(ops.square(style), power) + 1e-8)
    return y * ops.cast(scale, dtype)[:, None, None, :]
