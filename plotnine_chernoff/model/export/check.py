"""An exported graph beside the model that it was made of. Imports NumPy."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ..face_model import FaceModel

LEVELS, SHARE = 1, 0.999
"""How near an export has to be: so many levels, on that share of pixels"""


def compare(
    model: FaceModel,
    path: str | Path,
    faces: int = 12,
    person: Hashable = None,
) -> float:
    """
    Share of pixels that an exported model gives as `FaceModel.faces` does

    Parameters
    ----------
    model : FaceModel
    path : str or Path
        What `export_onnx` or `export_saved_model` wrote.
    faces : int
        Faces of random values over the ranges of the model, and one whose
        values are out of them.
    person : hashable, optional
        Whose faces they are.

    Returns
    -------
    float
        Of the values that differ by at most `LEVELS`.

    Raises
    ------
    ImportError
        onnxruntime, which runs ONNX files, is not installed.
    """
    low, high = np.array(list(model.ranges.values())).T
    unit = np.random.RandomState(0).uniform(size=(faces, len(low)))
    unit[-1] = 1.5
    values = (low + unit * (high - low)).astype(np.float32)
    made = _run(Path(path), values)
    table = pd.DataFrame(values.astype(float), columns=list(model.attributes))
    people = None if person is None else [person] * len(table)
    codes = model.edit(table, people)
    expected = model.synthesize(codes, matte=model.has_matte)
    apart = np.abs(made.astype(int) - expected)
    return float((apart <= LEVELS).mean())


def _run(path: Path, values: np.ndarray) -> np.ndarray:
    if path.is_dir():
        import tensorflow as tf

        loaded = tf.saved_model.load(str(path))
        serve = loaded.signatures["serving_default"]
        return serve(values=tf.constant(values))["faces"].numpy()
    runtime = importlib.import_module("onnxruntime")
    session = runtime.InferenceSession(
        str(path), providers=["CPUExecutionProvider"]
    )
    return session.run(["faces"], {"values": values})[0]
