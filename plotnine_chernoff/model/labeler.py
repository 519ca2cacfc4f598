"""The labeler: a small network that reads attributes off portraits.

Imports NumPy, pandas and Pillow; Keras only when the first image is read.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from PIL import Image

from ..attributes import in_a_mirror
from ..generator.backend import check_process
from .files import ModelFileError

INPUT_SIZE = 128
_WIDTHS = (16, 32, 64, 96, 128)
_HIDDEN = 128
_BATCH = 64


def weight_shapes(outputs: int) -> dict[str, tuple[int, ...]]:
    """Name and shape of every weight of a labeler with that many outputs"""
    shapes, below = {}, 3
    for i, width in enumerate(_WIDTHS):
        for j in range(2 if i else 1):
            shapes[f"conv{i}{'ab'[j]}/kernel"] = (3, 3, below, width)
            shapes[f"conv{i}{'ab'[j]}/bias"] = (width,)
            below = width
    size = INPUT_SIZE // 2 ** len(_WIDTHS)
    shapes["hidden/kernel"] = (size * size * below, _HIDDEN)
    shapes["hidden/bias"] = (_HIDDEN,)
    shapes["output/kernel"] = (_HIDDEN, outputs)
    shapes["output/bias"] = (outputs,)
    return shapes


def build_network(outputs: int):
    """
    The Keras model, its weights in the order of `weight_shapes`

    Five stages of 3 x 3 convolutions, each halving height and width, then
    two dense layers. Input (N, 128, 128, 3) in [-1, 1]; output (N, outputs)
    in standard deviations.
    """
    from ..generator.backend import load_backend

    load_backend()
    import keras

    layers = [keras.Input((INPUT_SIZE, INPUT_SIZE, 3))]
    for i, width in enumerate(_WIDTHS):
        for j in range(2 if i else 1):
            layers.append(
                keras.layers.Conv2D(
                    width,
                    3,
                    strides=1 if j else 2,
                    padding="same",
                    activation="relu",
                    kernel_initializer="he_normal",
                )
            )
    layers += [
        keras.layers.Flatten(),
        keras.layers.Dense(_HIDDEN, "relu", kernel_initializer="he_normal"),
        keras.layers.Dense(outputs),
    ]
    return keras.Sequential(layers)


class Labeler:
    """
    Reads attributes off portraits of about the bundled model's framing

    Parameters
    ----------
    attributes : sequence of str
        What the outputs stand for.
    mean, scale : array, (A,)
        Turn outputs into units: ``mean + scale * output``.
    arrays : dict of name to array
        Weights, as `weight_shapes` lists them.
    """

    def __init__(self, attributes, mean, scale, arrays):
        self.attributes = tuple(attributes)
        self.mean = np.asarray(mean, np.float32)
        self.scale = np.asarray(scale, np.float32)
        self._arrays = arrays

    def read(self, images: np.ndarray) -> pd.DataFrame:
        """
        Attributes of portraits

        Parameters
        ----------
        images : array, (N, H, W, 3), uint8
            Any size; resized to 128 x 128.

        Returns
        -------
        DataFrame
            One row an image, one column an attribute, in its unit. The mean
            of the readings of the picture and of its mirror image, in which
            some attributes change their sign.
        """
        check_process()
        images = np.asarray(images)
        if images.dtype != np.uint8 or images.ndim != 4:
            raise ValueError(
                "images must be uint8 of shape (N, H, W, 3), got "
                f"{images.dtype} of shape {images.shape}."
            )
        mirrored = in_a_mirror(self.attributes)
        readings: list[np.ndarray] = [np.empty((0, len(self.attributes)))]
        for i in range(0, len(images), _BATCH):
            x = to_input(images[i : i + _BATCH])
            both = [
                self.mean + self.scale * np.asarray(self._outputs(view))
                for view in (x, x[:, :, ::-1])
            ]
            readings.append((both[0] + both[1] * mirrored) / 2)
        return pd.DataFrame(
            np.concatenate(readings), columns=list(self.attributes)
        )

    @cached_property
    def network(self):
        """The Keras model, with its weights"""
        network = build_network(len(self.attributes))
        network.set_weights(
            [
                np.asarray(self._arrays[k], np.float32)
                for k in weight_shapes(len(self.attributes))
            ]
        )
        return network

    @cached_property
    def _outputs(self):
        import tensorflow as tf

        return tf.function(self.network, reduce_retracing=True)

    def to_files(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Description for `model.json`, arrays for `labeler.safetensors`"""
        description = {
            "attributes": list(self.attributes),
            "mean": [float(v) for v in self.mean],
            "scale": [float(v) for v in self.scale],
        }
        return description, self._arrays

    @classmethod
    def from_files(cls, description, arrays) -> Labeler:
        """
        The labeler of a model directory

        Raises
        ------
        ModelFileError
            Description and arrays do not belong together.
        """
        try:
            attributes = tuple(description["attributes"])
            mean, scale = description["mean"], description["scale"]
        except (KeyError, TypeError) as e:
            raise ModelFileError(
                f"model.json does not describe a labeler ({e!r})."
            ) from None
        expected = weight_shapes(len(attributes))
        if {k: v.shape for k, v in arrays.items()} != expected or not (
            len(mean) == len(scale) == len(attributes)
        ):
            raise ModelFileError(
                "labeler.safetensors does not fit model.json: copy or make "
                "the model again."
            )
        return cls(attributes, mean, scale, arrays)


def to_input(images: np.ndarray) -> np.ndarray:
    """uint8 images of any size to (N, 128, 128, 3) float32 in [-1, 1]"""
    return resized(images, INPUT_SIZE).astype(np.float32) / 127.5 - 1


def resized(images: np.ndarray, size: int) -> np.ndarray:
    """uint8 images (N, H, W, 3) at `size` x `size`, by Lanczos"""
    if images.shape[1:3] == (size, size):
        return images
    lanczos = Image.Resampling.LANCZOS
    return np.stack(
        [
            np.asarray(Image.fromarray(image).resize((size, size), lanczos))
            for image in images
        ]
    )
