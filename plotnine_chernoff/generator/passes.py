"""What lies between two convolutions, each as one pass over memory.

Functions of tensors, written for a compiler that makes one loop of each; run
one operation at a time they are slower than those of `arithmetic`, with which
they agree. Sums are float32 whatever comes in. Imports TensorFlow, not Keras,
which would take as long to load as all the rest.
"""

from __future__ import annotations

from .tensorflow_alone import import_tensorflow

tf = import_tensorflow()


def modulate(x, style, dtype: str):
    """Scale the channels of x (N, H, W, C) by style (N, C)"""
    x = tf.cast(x, "float32") * style[:, None, None]
    return tf.cast(x, dtype)


def activate(
    y, scale, noise, bias, style=None, *, clamp: float | None, dtype: str
):
    """
    From a convolution to what the next one wants

    Parameters
    ----------
    y : tensor, (N, H, W, C)
    scale : tensor, (N, C)
        Demodulation and gain.
    noise : tensor, (1 or N, H, W)
    bias : tensor, (C,)
        Noise and bias include the gain: leaky ReLU passes it on.
    style : tensor (N, C), optional
        Of the next convolution.
    clamp : float, optional
        Limit of the activations.
    dtype : str

    Returns
    -------
    tensor, (N, H, W, C)
    """
    y = tf.cast(y, "float32") * scale[:, None, None]
    y = y + (noise[..., None] + bias)
    y = tf.maximum(y, 0.2 * y)
    if clamp is not None:
        y = tf.clip_by_value(y, -clamp, clamp)
    if style is not None:
        y = y * style[:, None, None]
    return tf.cast(y, dtype)


def smooth(y):
    """
    FIR filter after a transposed convolution

    (N, 2H + 1, 2W + 1, C) to (N, 2H, 2W, C), float32: [1, 3, 3, 1] / 4
    along both axes, zero-padded.
    """
    y = tf.pad(tf.cast(y, "float32"), [[0, 0], [1, 1], [1, 1], [0, 0]])
    y = (y[:, :-3] + y[:, 3:]) + 3 * (y[:, 1:-2] + y[:, 2:-1])
    y = (y[:, :, :-3] + y[:, :, 3:]) + 3 * (y[:, :, 1:-2] + y[:, :, 2:-1])
    return y / 16


def add_image(rgb, bias, below=None, *, clamp: float | None):
    """
    The picture so far, doubled, plus this block's

    Parameters
    ----------
    rgb : tensor, (N, H, W, 3)
    bias : tensor, (3,)
    below : tensor (N, H/2, W/2, 3), optional
    clamp : float, optional
        Limit of this block's part.

    Returns
    -------
    tensor, (N, H, W, 3), float32
    """
    rgb = tf.cast(rgb, "float32") + bias
    if clamp is not None:
        rgb = tf.clip_by_value(rgb, -clamp, clamp)
    return rgb if below is None else double(below) + rgb


def add_skip(x, skip, gain: float):
    """Features plus those of the block below, doubled"""
    skip = double(tf.cast(skip, "float32")) * gain
    return tf.cast(tf.cast(x, "float32") + skip, x.dtype)


def double(x):
    """`arithmetic.upsample_image`: double height and width"""
    _, h, w, c = x.shape
    above, below = _neighbours(x, 1)
    x = 0.75 * tf.stack([x, x], 2) + 0.25 * tf.stack([above, below], 2)
    x = tf.reshape(x, (-1, 2 * h, w, c))
    left, right = _neighbours(x, 2)
    x = 0.75 * tf.stack([x, x], 3) + 0.25 * tf.stack([left, right], 3)
    return tf.reshape(x, (-1, 2 * h, 2 * w, c))


def _neighbours(x, axis: int):
    """What comes before and after each entry, zero outside"""
    pad = [[0, 0]] * 4
    pad[axis] = [1, 1]
    x = tf.pad(x, pad)
    if axis == 1:
        return x[:, :-2], x[:, 2:]
    return x[:, :, :-2], x[:, :, 2:]
