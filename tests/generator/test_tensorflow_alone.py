"""TensorFlow without Keras: half of the time, and Keras when it is wanted."""

from __future__ import annotations

import subprocess
import sys

import pytest

from plotnine_chernoff.generator.tensorflow_alone import import_tensorflow

FACES = """
import sys
import numpy as np
from plotnine_chernoff import FaceModel
model = FaceModel.random(8, 64, z_dim=16, w_dim=16)
faces = model.synthesize(model.map(np.ones((1, 16))))
print("keras" in sys.modules)
import tensorflow as tf
print(tf.keras.__version__[0])
import keras
print(keras.layers.Dense(2)(np.ones((1, 3))).shape)
print("keras.src.optimizers" in sys.modules)
"""


@pytest.mark.slow
def test_faces_need_no_keras_which_works_afterwards():
    done = subprocess.run(
        [sys.executable, "-c", FACES],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:4] == ["False", "3", "(1, 2)", "True"]


def test_what_is_there_already_is_taken():
    import keras

    loaded = sys.modules["keras.src.optimizers"]
    assert import_tensorflow() is sys.modules["tensorflow"]
    assert sys.modules["keras.src.optimizers"] is loaded
    assert keras.optimizers.Adam
