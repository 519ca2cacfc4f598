"""Models in the ONNX format, for other runtimes.

Imports NumPy; onnx, which comes with the extra `export`, inside functions.
"""

from __future__ import annotations

import importlib
import json
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atomic import write_whole
from .edit_arrays import EditArrays

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from ...generator.config import GeneratorConfig
    from ..face_model import FaceModel

_OPSET = 17
_FLOAT, _UINT8 = 1, 2


def export_onnx(
    model: FaceModel, path: str | Path, person: Hashable = None
) -> None:
    """
    Write a model as one ONNX graph: attribute values in, faces out

    Parameters
    ----------
    model : FaceModel
    path : str or Path
        The file, with the input ``values`` (N, A), float32, attributes in
        their units and in the order of the model, and the output ``faces``
        (N, H, W, 3), uint8; 4 channels with a matte. The file's metadata
        name the attributes.
    person : hashable, optional
        Whose faces; the mean face by default.

    Raises
    ------
    ImportError
        onnx is not installed.
    ValueError
        The model has no directions.
    FileExistsError
        There is such a file.
    """
    path = Path(path)
    if path.exists():
        raise FileExistsError(f"{path} exists. Choose another name.")
    writer = _Writer(model.config, model.weights, None)
    content = writer.whole_model(EditArrays.of(model, person), _about(model))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, lambda file: file.write(content))


def _about(model: FaceModel) -> dict[str, str]:
    return {
        "name": model.name,
        "licence": model.licence,
        "fingerprint": model.edit_fingerprint,
        "attributes": json.dumps(list(model.attributes)),
        "ranges": json.dumps(model.ranges),
    }


def to_onnx(
    config: GeneratorConfig,
    arrays: Mapping[str, np.ndarray],
    batch: int | None,
) -> bytes:
    """
    A serialised ONNX model of the synthesis network

    Parameters
    ----------
    config : GeneratorConfig
    arrays : dict of name to array
        Weights.
    batch : int or None
        Images at once, a constant of the model; None for any number.

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
        try:
            self.helper: Any = importlib.import_module("onnx.helper")
        except ImportError:
            raise ImportError(
                "ONNX models are written by onnx: pip install "
                "'plotnine-chernoff[export]'."
            ) from None
        self.numpy_helper: Any = importlib.import_module("onnx.numpy_helper")
        self.config, self.arrays, self.batch = config, arrays, batch
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def model(self) -> bytes:
        """The synthesis network alone"""
        image = self._network("w_plus")
        c, n = self.config, self.batch
        return self._serialised(
            "synthesis",
            image,
            ("w_plus", _FLOAT, [n, c.num_styles, c.w_dim]),
            ("images", _FLOAT, [n, c.image_channels, *[c.resolution] * 2]),
        )

    def whole_model(self, edits: EditArrays, about: dict[str, str]) -> bytes:
        """Edits, synthesis, and pixels as NVIDIA's code rounds them"""
        image = self._network(self._codes("values", edits))
        scaled = self._add("Mul", image, self._constant(127.5))
        scaled = self._add("Add", scaled, self._constant(128))
        low, high = self._constant(0), self._constant(255)
        whole = self._add(
            "Cast", self._add("Clip", scaled, low, high), to=_UINT8
        )
        faces = self._add("Transpose", whole, perm=[0, 2, 3, 1])
        c = self.config
        return self._serialised(
            "faces",
            faces,
            ("values", _FLOAT, [None, len(edits.low)]),
            (
                "faces",
                _UINT8,
                [None, *[c.resolution] * 2, c.image_channels],
            ),
            about,
        )

    def _serialised(self, name, result, given, made, about=None) -> bytes:
        self.nodes.append(
            self.helper.make_node("Identity", [result], [made[0]])
        )
        value = self.helper.make_tensor_value_info
        sizes = [
            (name, kind, ["N" if n is None else n for n in shape])
            for name, kind, shape in (given, made)
        ]
        graph = self.helper.make_graph(
            self.nodes,
            name,
            [value(*sizes[0])],
            [value(*sizes[1])],
            self.constants,
        )
        opset = self.helper.make_opsetid("", _OPSET)
        # The format of the opset's time, which all runtimes read.
        made = self.helper.make_model(
            graph, opset_imports=[opset], ir_version=8
        )
        self.helper.set_model_props(made, about or {})
        return made.SerializeToString()

    def _codes(self, values: str, edits: EditArrays) -> str:
        """W+ codes of attribute values, as `Edits.apply` makes them"""
        values = self._add("Max", values, self._constant(edits.low))
        values = self._add("Min", values, self._constant(edits.high))
        half = (edits.high - edits.low) / 2
        u = self._add("Sub", values, self._constant(edits.low + half))
        u = self._add("Div", u, self._constant(half))
        total = self._constant(edits.correction[0])
        start = 1
        for columns in edits.products:
            end = start + columns.shape[1]
            product = self._column(u, columns[0])
            for which in columns[1:]:
                product = self._add("Mul", product, self._column(u, which))
            weight = self._constant(edits.correction[start:end])
            part = self._add("MatMul", product, weight)
            total, start = self._add("Add", total, part), end
        asked = self._add("Add", values, total)
        shape = self._constant([-1, len(half), 1], np.int64)
        asked = self._add("Reshape", asked, shape)
        gone = self._add("Sub", asked, self._constant(edits.knots))
        gone = self._add("Max", gone, self._constant(0))
        gone = self._add("Min", gone, self._constant(edits.widths))
        rises = self._add("Mul", gone, self._constant(edits.slopes))
        axes = self._constant([2], np.int64)
        steps = self._add("ReduceSum", rises, axes, keepdims=0)
        steps = self._add("Add", steps, self._constant(edits.first))
        plus = edits.plus.reshape(len(half), -1)
        moved = self._add("MatMul", steps, self._constant(plus))
        shape = self._constant([-1, *edits.base.shape], np.int64)
        moved = self._add("Reshape", moved, shape)
        return self._add("Add", moved, self._constant(edits.base))

    def _column(self, x: str, which: np.ndarray) -> str:
        return self._add("Gather", x, self._constant(which, np.int64), axis=1)

    def _network(self, w_plus: str) -> str:
        self.w_plus = w_plus
        const = self.arrays["synthesis/const"].transpose(2, 0, 1)[None]
        # Its styles make as many of it as there are faces.
        x = self._constant(const)
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
            "Gather", self.w_plus, self._constant(row, np.int64), axis=1
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
        shape = self._constant([-1, channels, 1, 1], np.int64)
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
