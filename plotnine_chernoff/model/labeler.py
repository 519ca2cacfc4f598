"""The labeler: a small network that reads attributes off portraits.

Imports NumPy, pandas and Pillow; Keras only when the first image is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from PIL import Image

from ..attributes import in_a_mirror
from ..generator.backend import check_process
from .files import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

SIZE = 256
"""Side of the pictures that labelers read"""
_HIDDEN = 128
_BATCH = 64


@dataclass(frozen=True)
class _View:
    """
    A part of a picture, and the convolutions that look at it

    Parameters
    ----------
    name : str
        Before the names of its layers.
    left, top, side : int
        The part, in pixels.
    pool : int
        Pixels on a side that are averaged first.
    widths : tuple[int, ...]
        Channels of each stage, which halves height and width.
    """

    name: str
    left: int
    top: int
    side: int
    pool: int
    widths: tuple[int, ...]

    @property
    def layers(self) -> list[tuple[str, int, int]]:
        """Name, channels and stride of each convolution"""
        return [
            (f"{self.name}conv{i}{'ab'[j]}", width, 1 if j else 2)
            for i, width in enumerate(self.widths)
            for j in range(2 if i else 1)
        ]

    @property
    def features(self) -> int:
        """How many numbers come out of it"""
        side = self.side // self.pool
        for _ in self.widths:
            side = -(-side // 2)
        return side * side * self.widths[-1]


# Hair and pose are seen in a small picture; eyes, brows and mouth need all
# the pixels there are.
_VIEWS = (
    _View("whole/", 0, 0, 256, 4, (16, 32, 64, 96)),
    _View("face/", 56, 78, 144, 1, (16, 32, 64, 96, 128)),
)


def weight_shapes(outputs: int) -> dict[str, tuple[int, ...]]:
    """Name and shape of every weight of a labeler with that many outputs"""
    shapes: dict[str, tuple[int, ...]] = {}
    for view in _VIEWS:
        below = 3
        for name, width, _ in view.layers:
            shapes[f"{name}/kernel"] = (3, 3, below, width)
            shapes[f"{name}/bias"] = (width,)
            below = width
    seen = sum(view.features for view in _VIEWS)
    shapes["hidden/kernel"] = (seen, _HIDDEN)
    shapes["hidden/bias"] = (_HIDDEN,)
    shapes["output/kernel"] = (_HIDDEN, outputs)
    shapes["output/bias"] = (outputs,)
    return shapes


def build_network(outputs: int):
    """
    The Keras model, its layers named as in `weight_shapes`, "-" for "/"

    Each view of the picture goes through stages of 3 x 3 convolutions, which
    halve height and width; two dense layers follow. Input (N, 256, 256, 3)
    in [-1, 1]; output (N, outputs) in standard deviations.
    """
    from ..generator.backend import load_backend

    load_backend()
    import keras

    picture = keras.Input((SIZE, SIZE, 3))
    seen = []
    for view in _VIEWS:
        x = picture
        if view.side < SIZE:
            right, below = SIZE - view.left, SIZE - view.top
            rows = (view.top, below - view.side)
            columns = (view.left, right - view.side)
            x = keras.layers.Cropping2D((rows, columns))(x)
        if view.pool > 1:
            x = keras.layers.AveragePooling2D(view.pool)(x)
        for name, width, stride in view.layers:
            x = keras.layers.Conv2D(
                width,
                3,
                strides=stride,
                padding="same",
                activation="relu",
                kernel_initializer="he_normal",
                name=_layer(name),
            )(x)
        seen.append(keras.layers.Flatten()(x))
    x = keras.layers.Concatenate()(seen)
    x = keras.layers.Dense(
        _HIDDEN, "relu", kernel_initializer="he_normal", name="hidden"
    )(x)
    x = keras.layers.Dense(outputs, name="output")(x)
    return keras.Model(picture, x)


def _layer(name: str) -> str:
    # Keras allows no slashes.
    return name.replace("/", "-")


def _layers(outputs: int) -> list[str]:
    """The names of the layers that have weights"""
    names = (name.rpartition("/")[0] for name in weight_shapes(outputs))
    return list(dict.fromkeys(names))


def get_arrays(network) -> dict[str, np.ndarray]:
    """The weights of a network by name, as `weight_shapes` lists them"""
    arrays = {}
    for name in _layers(network.output_shape[-1]):
        kernel, bias = network.get_layer(_layer(name)).get_weights()
        arrays |= {f"{name}/kernel": kernel, f"{name}/bias": bias}
    return arrays


def set_arrays(network, arrays: Mapping[str, np.ndarray]) -> None:
    """Give a network its weights by name"""
    for name in _layers(network.output_shape[-1]):
        weights = [arrays[f"{name}/kernel"], arrays[f"{name}/bias"]]
        network.get_layer(_layer(name)).set_weights(
            [np.asarray(w, np.float32) for w in weights]
        )


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
            Any size; resized to what it reads.

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
        set_arrays(network, self._arrays)
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
    """uint8 images of any size to (N, 256, 256, 3) float32 in [-1, 1]"""
    return resized(images, SIZE).astype(np.float32) / 127.5 - 1


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
