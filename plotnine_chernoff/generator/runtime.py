"""Running a generator on arrays: batches in, pixels out.

Imports the generator and NumPy. The only module that decides how many faces
are computed at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arithmetic import map_latents
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
        """W (N, w_dim) of latents (N, z_dim), without truncation"""
        check_process()
        return np.asarray(map_latents(self.config, self._arrays, z))

    def synthesize(
        self,
        w_plus: np.ndarray,
        raw: bool,
        noise: dict[str, np.ndarray] | None = None,
    ) -> np.ndarray:
        """
        Images (N, H, W, channels) of W+ codes: uint8, or float32 with `raw`

        `noise` holds an array (N, r, r) for each layer; by default all
        images have the constants of the network.
        """
        check_process()
        n, r, b = len(w_plus), self.config.resolution, self.batch
        channels = self.config.image_channels
        out = np.empty((n, r, r, channels), np.float32 if raw else np.uint8)
        for start in range(0, n, b):
            count = min(b, n - start)
            codes = self._batch_of(w_plus, start)
            values = noise and {
                k: self._batch_of(v, start) for k, v in noise.items()
            }
            made = self._synthesis(codes, values)
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
