"""Faces drawn smaller than the model's, for those who only read them.

In the skip architecture the sum of RGB images at a resolution is a picture
already: the layers above it need not be run. Imports NumPy, the model and the
generator's sizes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ..model.face_model import FaceModel

if TYPE_CHECKING:
    from ..generator.config import GeneratorConfig


class Reduced:
    """
    A model that draws at a lower resolution

    Codes, seeds and the fingerprint are the model's own. Other architectures
    than "skip" draw the full picture, which is then averaged.

    Parameters
    ----------
    model : FaceModel
    resolution : int
        A power of two from 8 to that of the model.

    Raises
    ------
    ValueError
        Another resolution.
    """

    def __init__(self, model: FaceModel, resolution: int):
        if resolution not in model.config.resolutions[1:]:
            raise ValueError(
                "resolution must be one of "
                f"{', '.join(map(str, model.config.resolutions[1:]))}, got "
                f"{resolution!r}."
            )
        self._model, self.resolution = model, resolution
        self._small = model
        if resolution < model.resolution and skips(model.config):
            config = shortened(model.config, resolution)
            arrays = {k: model.weights[k] for k in config.weight_shapes()}
            self._small = FaceModel(config, arrays)
        self.num_styles, self.w_avg = model.num_styles, model.w_avg
        self.fingerprint, self.name = model.fingerprint, model.name
        self.map, self.label = model.map, model.label
        self.edits = model.edits

    @property
    def config(self) -> GeneratorConfig:
        """Of what is run: noise is drawn for its layers"""
        return self._small.config

    def synthesize(
        self, w_plus: np.ndarray, noise: dict[str, np.ndarray] | None = None
    ) -> np.ndarray:
        """Faces (N, resolution, resolution, 3), uint8, of the model's codes"""
        rows = self._small.num_styles
        images = self._small.synthesize(w_plus[:, :rows], noise=noise)
        times = images.shape[1] // self.resolution
        return images if times == 1 else _average(images, times)


def skips(config: GeneratorConfig) -> bool:
    """Whether the picture at each resolution is a sum of RGB images"""
    return config.architecture == "skip"


def shortened(config: GeneratorConfig, resolution: int) -> GeneratorConfig:
    """The sizes of a generator without what lies above a resolution"""
    channels = {r: c for r, c in config.channels.items() if r <= resolution}
    return replace(config, resolution=resolution, channels=channels)


def multiplications(config: GeneratorConfig) -> float:
    """Of one face, in thousand millions (GMAC), by the convolutions"""
    total = 0
    for name, _, cin, cout, kernel, _ in config.layers():
        r = int(name.split("/")[1].split("x")[0])
        # A transposed convolution is run on the smaller picture.
        side = r // 2 if name.endswith("conv_up") else r
        total += cin * cout * kernel**2 * side**2
    return total / 1e9


def _average(images, times) -> np.ndarray:
    n, h, w, c = images.shape
    parts = images.reshape(n, h // times, times, w // times, times, c)
    return np.rint(parts.mean((2, 4))).astype(np.uint8)
