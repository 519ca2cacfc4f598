"""Synthesis as fast as a CPU makes it, for faces that nobody trains.

The same network as `network.StyleGAN2`, arranged for speed: what depends on
the weights alone is computed once, what lies between two convolutions is one
pass over memory, and early blocks are kept for codes that begin alike.
Imports NumPy and TensorFlow.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from . import passes, winograd
from .tensorflow_alone import import_tensorflow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .config import GeneratorConfig

    Arrays = Mapping[str, np.ndarray]

tf = import_tensorflow()

_COMPILED = 2**18
"""Numbers in a block's features from which compiling its passes pays"""

_KEPT = 2**22
"""Most numbers in a block's features that are kept"""


class Synthesis:
    """
    The synthesis network, for inference

    Parameters
    ----------
    config : GeneratorConfig
    arrays : dict of name to array
        Weights, as `GeneratorConfig.weight_shapes` lists them.
    dtype : "float32" or "bfloat16"
        Of the convolutions; styles and what is summed stay float32.
    batch : int
        Faces at once.
    """

    def __init__(
        self,
        config: GeneratorConfig,
        arrays: Arrays,
        dtype: str = "float32",
        batch: int = 1,
    ):
        self._blocks = [
            _Block(config, arrays, r, dtype, batch) for r in config.resolutions
        ]
        # The graphs of the blocks so far.
        self._graphs: list[Future[None]] = []
        # By block: the rows of W+ that it and those below it have seen, and
        # what it gave.
        self._kept: dict[int, tuple[np.ndarray, Any]] = {}

    def __call__(
        self,
        w_plus: np.ndarray,
        noise: Mapping[str, np.ndarray] | None = None,
        resolution: int | None = None,
    ):
        """
        Images of a batch of W+ codes

        Parameters
        ----------
        w_plus : array, (batch, num_styles, w_dim), float32
        noise : dict of layer name to array (batch, r, r), optional
            Instead of the constants that belong to the weights.
        resolution : int, optional
            Stop at the image of this block.

        Returns
        -------
        tensor, (batch, H, W, image channels), float32 in about [-1, 1],
        not clipped
        """
        # That of 4 pixels is the first.
        end = len(self._blocks)
        if resolution is not None:
            end = resolution.bit_length() - 2
        start, state = (
            (0, (None, None)) if noise else self._resume(w_plus, end)
        )
        if not noise:
            self._make_graphs(end)
        codes = tf.constant(w_plus)
        for k, block in enumerate(self._blocks[start:end], start):
            if not noise:
                self._graphs[k].result()
            state = block(*state, codes, noise)
            if not noise and block.size <= _KEPT:
                self._kept[k] = (w_plus[:, : 2 * k + 2].copy(), state)
        return state[1]

    def forget(self) -> None:
        """Drop the blocks that are kept for codes that begin alike"""
        self._kept.clear()

    def _make_graphs(self, end: int) -> None:
        """
        Have the graphs of the first blocks made, one after the other

        Python makes them in a thread while the compiler, which doesn't need
        Python, is busy with those that are there.
        """
        new = self._blocks[len(self._graphs) : end]
        if new:
            with_python = ThreadPoolExecutor(1)
            self._graphs += [with_python.submit(b.make_graph) for b in new]
            with_python.shutdown(wait=False)

    def _resume(self, w_plus, end):
        """The first block to compute, and what goes into it"""
        for k in sorted(self._kept, reverse=True):
            rows, state = self._kept[k]
            if k < end and np.array_equal(rows, w_plus[:, : rows.shape[1]]):
                return k + 1, state
        return 0, (None, None)


class _Block:
    """The layers of one resolution: features and image to the next ones"""

    def __init__(self, config, arrays, r, dtype, batch):
        self.dtype, self.clamp = dtype, config.conv_clamp
        self.shape = (batch, r, r, config.channels[r])
        self.inputs = _inputs(config, r, dtype, batch)
        self.size = int(np.prod(self.shape))
        self.layers = {
            name.rsplit("/", 1)[-1]: _Layer(config, arrays, name, row)
            for name, row, *_ in config.layers()
            if name.startswith(f"synthesis/{r}x{r}/")
        }
        self.residual = "skip" in self.layers
        conv = self.layers["conv"]
        conv.gain *= sqrt(0.5) if self.residual else 1
        self.tiled = _tiles_pay(batch, r, config.channels[r], dtype)
        if self.tiled:
            self.kernel = tf.constant(winograd.transform_kernel(conv.weight))
        else:
            self.kernel = tf.cast(conv.weight, dtype)
        if "conv_up" in self.layers:
            # TensorFlow wants (k, k, out, in), turned around.
            turned = self.layers["conv_up"].weight[::-1, ::-1]
            taps = np.outer([1, 3, 3, 1], [1, 3, 3, 1])[:, :, None, None] / 16
            channels = config.channels[r]
            self.fir = tf.cast(np.tile(taps, (1, 1, channels, 1)), dtype)
            # A lone face's style may scale what is smaller.
            features = (r // 2) ** 2 * turned.shape[2]
            self.scales_kernel = batch == 1 and turned.size < features
            self.up_kernel = tf.cast(
                turned.transpose(0, 1, 3, 2),
                tf.float32 if self.scales_kernel else dtype,
            )
        else:
            const = np.asarray(arrays["synthesis/const"], np.float32)
            self.const = tf.constant(np.repeat(const[None], batch, 0))
        if self.residual:
            self.skip_kernel = tf.cast(self.layers["skip"].weight, dtype)
        if "to_rgb" in self.layers:
            self.rgb_kernel = tf.constant(self.layers["to_rgb"].weight[0, 0])
        for layer in self.layers.values():
            del layer.weight
        self._traced: dict[bool, Any] = {}

    def make_graph(self) -> None:
        """The graph for the noise that belongs to the weights"""
        self._traced[True] = _trace(self._forward, (*self.inputs, None))

    def __call__(self, x, image, w_plus, noise):
        """(features, image) of those of the block below"""
        if noise is not None:
            noise = {
                k: tf.constant(noise[layer.name], tf.float32)
                for k, layer in self.layers.items()
                if layer.noisy
            }
        arguments = (x, image, w_plus, noise)
        known = noise is None
        if known not in self._traced:
            self._traced[known] = _trace(self._forward, arguments)
        return self._traced[known](*arguments)

    def _forward(self, x, image, w_plus, noise):
        below, layers = x, self.layers
        noise = {
            k: layer.scaled_noise(noise and noise[k])
            for k, layer in layers.items()
            if layer.noisy
        }
        conv = layers["conv"]
        style = conv.style(w_plus)
        # Tiles lose too much in bfloat16.
        wanted = "float32" if self.tiled else self.dtype
        if x is None:
            x = passes.modulate(self.const, style, wanted)
        else:
            x = self._up(x, w_plus, noise["conv_up"], style, wanted)
        x = self._pass(
            self._finish,
            self._convolve(x),
            conv.scale(style),
            noise["conv"],
            conv.bias * conv.gain,
            dtype=self.dtype,
            clamp=self.clamp and self.clamp * conv.gain / sqrt(2),
        )
        if self.residual:
            skip = tf.nn.conv2d(below, self.skip_kernel, 1, "SAME")
            x = self._pass(passes.add_skip, x, skip, gain=sqrt(0.5))
        if "to_rgb" in layers:
            image = self._picture(x, image, layers["to_rgb"], w_plus)
        return x, image

    def _up(self, x, w_plus, noise, style, dtype):
        """The up-convolution, ready for the one after it"""
        layer, (n, h, w, c) = self.layers["conv_up"], self.shape
        own = layer.style(w_plus)
        kernel = self.up_kernel
        if self.scales_kernel:
            kernel = tf.cast(kernel * own[0], self.dtype)
        else:
            x = self._pass(passes.modulate, x, own, dtype=self.dtype)
        y = tf.nn.conv2d_transpose(x, kernel, (n, h + 1, w + 1, c), 2, "VALID")
        rounded = self.dtype == "bfloat16"
        if rounded:
            # Here oneDNN's pass and another are faster: at 1024 pixels 16 ms
            # in place of 24; in float32 31 in place of 21.
            padding = [[0, 0], [1, 1], [1, 1], [0, 0]]
            y = tf.nn.depthwise_conv2d(y, self.fir, [1] * 4, padding)
        return self._pass(
            lambda y, *args: passes.activate(
                y if rounded else passes.smooth(y),
                *args,
                clamp=self.clamp,
                dtype=dtype,
            ),
            y,
            layer.scale(own),
            noise,
            layer.bias * layer.gain,
            style,
        )

    def _convolve(self, x):
        """The convolution; by tiles, its products"""
        if self.tiled:
            return tf.matmul(self._pass(winograd.to_tiles, x), self.kernel)
        return tf.nn.conv2d(x, self.kernel, 1, "SAME")

    def _finish(self, y, scale, noise, bias, **kwargs):
        if self.tiled:
            y = winograd.from_tiles(y, *self.shape[:3])
        return passes.activate(y, scale, noise, bias, None, **kwargs)

    def _picture(self, x, image, layer, w_plus):
        # One kernel a face costs less than another scaled copy of x.
        n, h, w, c = self.shape
        kernel = layer.style(w_plus)[:, :, None] * self.rgb_kernel
        rgb = tf.matmul(
            tf.reshape(x, (n, h * w, c)), tf.cast(kernel, self.dtype)
        )
        rgb = tf.reshape(rgb, (n, h, w, -1))
        arguments = (
            (rgb, layer.bias) if image is None else (rgb, layer.bias, image)
        )
        return self._pass(passes.add_image, *arguments, clamp=self.clamp)

    def _pass(self, function, *tensors, **constants):
        """
        One pass over memory

        XLA makes it; TensorFlow's own operations would be a pass each (at
        1024 pixels 41 ms for noise, bias and activation, in place of 9).
        Compiling takes a while and is not worth it for small maps.
        """

        def run(*tensors):
            return function(*tensors, **constants)

        if self.size < _COMPILED:
            return run(*tensors)
        return _trace(run, tensors, jit_compile=True)(*tensors)


class _Layer:
    """What one convolution's weights give whatever the face"""

    def __init__(self, config, arrays, name, row):
        def array(kind):
            return np.asarray(arrays[f"{name}/{kind}"], np.float32)

        self.name, self.row = name, row
        self.gain, self.noisy = sqrt(2), name in config.noise_layers
        weight = array("weight")
        self.weight = weight / np.float32(sqrt(np.prod(weight.shape[:3])))
        if row < 0:
            return
        self.bias = array("bias")
        self._style_weight = tf.constant(
            array("style_weight") / np.float32(sqrt(config.w_dim))
        )
        self._style_bias = tf.constant(array("style_bias"))
        self._power = tf.constant(np.square(self.weight).sum((0, 1)))
        if self.noisy:
            self._noise = array("noise")[None]
            self._noise_strength = array("noise_strength")

    def style(self, w_plus):
        """(N, channels in)"""
        return w_plus[:, self.row] @ self._style_weight + self._style_bias

    def scale(self, style):
        """Demodulation and gain (N, channels out)"""
        power = tf.square(style) @ self._power
        return tf.math.rsqrt(power + 1e-8) * self.gain

    def scaled_noise(self, noise):
        """(1 or N, r, r), by default the layer's own"""
        noise = self._noise if noise is None else noise
        return noise * (self._noise_strength * self.gain)


def _inputs(config: GeneratorConfig, r: int, dtype: str, batch: int):
    """What goes into a block: features and image of the one below, codes"""
    codes = tf.TensorSpec((batch, config.num_styles, config.w_dim))
    if r == config.resolutions[0]:
        return None, None, codes
    below = (batch, r // 2, r // 2)
    image = None
    if config.architecture == "skip":
        image = tf.TensorSpec((*below, config.image_channels))
    features = tf.TensorSpec((*below, config.channels[r // 2]), dtype)
    return features, image, codes


def _trace(function, arguments, **options):
    """A graph of the function for arguments like these"""
    # Asked for outright: TensorFlow takes calls of many functions made from
    # the same lines for a mistake, and warns.
    traced = tf.function(function, autograph=False, **options)
    return traced.get_concrete_function(*arguments)


def _tiles_pay(batch: int, r: int, channels: int, dtype: str) -> bool:
    """
    Whether a convolution by tiles saves more than its passes take

    Measured on two Zen 4 cores, where products in bfloat16 are twice as fast
    as in float32, in which tiles have to be. At 64 pixels and 512 channels:
    91 ms directly, 43 in bfloat16, 33 by tiles; at 256 pixels and 128
    channels: 91, 43 and 75.
    """
    least = 128 if dtype == "float32" else 512
    return channels >= least and 9 * batch * (r * channels) ** 2 >= 2e9
