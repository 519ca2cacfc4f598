"""Running a generator on arrays: batches in, pixels out.

Imports NumPy and the fast synthesis. The only module that decides how many
faces are computed at once.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from .backend import check_process
from .synthesis import Synthesis

if TYPE_CHECKING:
    from .config import GeneratorConfig

_BATCH_BYTES = 512 * 2**20


class Runtime:
    """
    A generator, compiled for NumPy arrays

    Parameters
    ----------
    config : GeneratorConfig
    arrays : dict of name to array
    dtype : "float32" or "bfloat16"
        Of the convolutions.
    """

    def __init__(self, config: GeneratorConfig, arrays, dtype="float32"):
        self.config = config
        self.batch = self._batch_size()
        self._arrays = arrays
        self._synthesis = Synthesis(config, arrays, dtype, self.batch)

    def _batch_size(self) -> int:
        """
        Faces at once: as many as fit into half a gigabyte, 1 to 8

        The number depends on the network alone. Convolutions round
        differently at other batch sizes, and the same values should give
        the same pixels on every machine of a kind.
        """
        # Input, output and padded copy of the largest feature maps.
        widest = max(r * r * c for r, c in self.config.channels.items())
        return int(np.clip(_BATCH_BYTES // (4 * widest * 8), 1, 8))

    def map(self, z: np.ndarray) -> np.ndarray:
        """
        W (N, w_dim) of latents (N, z_dim), without truncation

        `arithmetic.map_latents`, which would load Keras for eight products
        of matrices.
        """
        lrmul = self.config.mapping_lrmul
        x = z / np.sqrt(np.square(z).mean(1, keepdims=True) + 1e-8)
        for i in range(self.config.mapping_layers):
            weight = self._arrays[f"mapping/dense{i}/weight"]
            bias = self._arrays[f"mapping/dense{i}/bias"] * lrmul
            weight = weight * (lrmul / sqrt(len(weight)))
            x = x @ weight.astype(np.float32) + bias.astype(np.float32)
            x = np.maximum(x, 0.2 * x) * np.float32(sqrt(2))
        return x

    def synthesize(
        self,
        w_plus: np.ndarray,
        raw: bool,
        noise: dict[str, np.ndarray] | None = None,
        resolution: int | None = None,
    ) -> np.ndarray:
        """
        Images (N, H, W, channels) of W+ codes: uint8, or float32 with `raw`

        `noise` holds an array (N, r, r) for each layer; by default all
        images have the constants of the network. `resolution` stops at the
        image of that block.
        """
        check_process()
        n, r, b = len(w_plus), resolution or self.config.resolution, self.batch
        channels = self.config.image_channels
        out = np.empty((n, r, r, channels), np.float32 if raw else np.uint8)
        for start in range(0, n, b):
            count = min(b, n - start)
            codes = self._batch_of(w_plus, start)
            values = noise and {
                k: self._batch_of(v, start) for k, v in noise.items()
            }
            made = self._synthesis(codes, values, resolution)
            images = made.numpy()[:count]
            out[start : start + count] = images if raw else to_pixels(images)
        return out

    def _batch_of(self, array: np.ndarray, start: int):
        """
        A batch from there, float32

        A short one is filled up, so that the last faces are rounded as the
        others are.
        """
        rows = array[start : start + self.batch]
        fill = np.repeat(rows[:1], self.batch - len(rows), 0)
        return np.concatenate([rows, fill]).astype(np.float32)


def to_pixels(images: np.ndarray) -> np.ndarray:
    """Network output in about [-1, 1] to uint8, as NVIDIA's code rounds"""
    return np.clip(images * 127.5 + 128, 0, 255).astype(np.uint8)
