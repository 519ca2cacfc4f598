"""The synthesis network as an ONNX model, to compare other runtimes with.

Imports NumPy; onnx, which is no dependency of the package, inside the
function.
"""

from __future__ import annotations

import importlib
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..generator.config import GeneratorConfig

_OPSET = 17


def to_onnx(
    config: GeneratorConfig, arrays: Mapping[str, np.ndarray], batch: int
) -> bytes:
    """
    A serialised ONNX model of the synthesis network

    Parameters
    ----------
    config : GeneratorConfig
    arrays : dict of name to array
        Weights.
    batch : int
        Images at once, a constant of the model.

    Returns
    -------
    bytes
        A model with the input ``w_plus`` (batch, num_styles, w_dim) and the
        output ``images`` (batch, 3, H, W), both float32. Styles scale the
        inputs of convolutions and demodulation their outputs.

    Raises
    ------
    ImportError
        onnx is not installed.
    """
    return _Writer(config, arrays, batch).model()


class _Writer:
    def __init__(self, config, arrays, batch):
        self.helper: Any = importlib.import_module("onnx.helper")
        self.numpy_helper: Any = importlib.import_module("onnx.numpy_helper")
        self.config, self.arrays, self.batch = config, arrays, batch
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def model(self) -> bytes:
        image = self._network()
        self.nodes.append(
            self.helper.make_node("Identity", [image], ["images"])
        )
        c, n = self.config, self.batch
        value = self.helper.make_tensor_value_info
        graph = self.helper.make_graph(
            self.nodes,
            "synthesis",
            [value("w_plus", 1, [n, c.num_styles, c.w_dim])],
            [value("images", 1, [n, c.image_channels, *[c.resolution] * 2])],
            self.constants,
        )
        opset = self.helper.make_opsetid("", _OPSET)
        # The format of the opset's time, which all runtimes read.
        made = self.helper.make_model(
            graph, opset_imports=[opset], ir_version=8
        )
        return made.SerializeToString()

    def _network(self) -> str:
        const = self.arrays["synthesis/const"].transpose(2, 0, 1)[None]
        x = self._constant(np.repeat(const, self.batch, 0))
        image = skip = None
        residual = self.config.architecture == "resnet"
        for name, row, cin, cout, _, noise in self.config.layers():
            kind = name.rsplit("/", 1)[-1]
            weight = self.arrays[f"{name}/weight"]
            weight = weight / sqrt(np.prod(weight.shape[:3]))
            kernel = weight.transpose(3, 2, 0, 1)
            if kind == "skip":
                skip = self._add("Conv", x, self._constant(kernel))
                skip = self._upsample(skip, cout, sqrt(0.5))
                continue
            style = self._style(name, row)
            scaled = self._add("Mul", x, self._planes(style, cin))
            if kind == "to_rgb":
                rgb = self._add("Conv", scaled, self._constant(kernel))
                rgb = self._add("Add", rgb, self._bias(name))
                rgb = self._clamped(rgb, 1)
                if image is not None:
                    image = self._upsample(image, cout, 1)
                    rgb = self._add("Add", image, rgb)
                image = rgb
                continue
            if kind == "conv_up":
                turned = kernel[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
                y = self._add(
                    "ConvTranspose",
                    scaled,
                    self._constant(turned),
                    strides=[2, 2],
                )
                y = self._fir(y, cout, (1, 1), 4)
            else:
                y = self._add(
                    "Conv", scaled, self._constant(kernel), pads=[1] * 4
                )
            ends = residual and kind == "conv" and skip is not None
            gain = sqrt(0.5) if ends else 1.0
            x = self._activation(name, y, style, weight, noise, gain)
            if ends:
                x = self._add("Add", x, skip)
        assert image is not None
        return image

    def _style(self, name, row) -> str:
        weight = self.arrays[f"{name}/style_weight"]
        w = self._add(
            "Gather", "w_plus", self._constant(row, np.int64), axis=1
        )
        style = self._add(
            "MatMul", w, self._constant(weight / sqrt(len(weight)))
        )
        bias = self._constant(self.arrays[f"{name}/style_bias"])
        return self._add("Add", style, bias)

    def _activation(self, name, y, style, weight, noise, gain) -> str:
        power = self._constant(np.square(weight).sum((0, 1)))
        squares = self._add("Mul", style, style)
        total = self._add("MatMul", squares, power)
        total = self._add("Add", total, self._constant(1e-8))
        scale = self._add("Reciprocal", self._add("Sqrt", total))
        y = self._add("Mul", y, self._planes(scale, weight.shape[3]))
        values = self.arrays[f"{name}/noise"].reshape(1, 1, noise, noise)
        strength = self.arrays[f"{name}/noise_strength"]
        y = self._add("Add", y, self._constant(values * strength))
        y = self._add("Add", y, self._bias(name))
        y = self._add("LeakyRelu", y, alpha=0.2)
        y = self._add("Mul", y, self._constant(sqrt(2) * gain))
        return self._clamped(y, gain)

    def _clamped(self, y, gain) -> str:
        clamp = self.config.conv_clamp
        if clamp is None:
            return y
        low, high = (self._constant(sign * clamp * gain) for sign in (-1, 1))
        return self._add("Clip", y, low, high)

    def _bias(self, name) -> str:
        bias = self.arrays[f"{name}/bias"]
        return self._constant(bias.reshape(1, -1, 1, 1))

    def _planes(self, x, channels) -> str:
        shape = self._constant([self.batch, channels, 1, 1], np.int64)
        return self._add("Reshape", x, shape)

    def _fir(self, x, channels, pads, gain) -> str:
        taps = np.outer([1, 3, 3, 1], [1, 3, 3, 1]) * (gain / 64)
        kernel = self._constant(np.tile(taps, (channels, 1, 1, 1)))
        before, after = pads
        return self._add(
            "Conv",
            x,
            kernel,
            group=channels,
            pads=[before, before, after, after],
        )

    def _upsample(self, x, channels, gain) -> str:
        """Zero insertion and FIR, as one transposed convolution"""
        taps = np.outer([1, 3, 3, 1], [1, 3, 3, 1]) * (gain / 16)
        kernel = self._constant(np.tile(taps, (channels, 1, 1, 1)))
        return self._add(
            "ConvTranspose",
            x,
            kernel,
            group=channels,
            strides=[2, 2],
            pads=[1] * 4,
        )

    def _constant(self, value, dtype: type = np.float32) -> str:
        name = f"constant{len(self.constants)}"
        array = np.array(value, dtype, order="C")
        self.constants.append(self.numpy_helper.from_array(array, name))
        return name

    def _add(self, kind, *inputs, **attributes) -> str:
        name = f"{kind}{len(self.nodes)}"
        self.nodes.append(
            self.helper.make_node(kind, list(inputs), [name], **attributes)
        )
        return name
