"""Random weights for tests and benchmarks. Imports NumPy only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .config import GeneratorConfig


def random_arrays(
    config: GeneratorConfig, seed: int = 0
) -> dict[str, np.ndarray]:
    """
    Weights of an untrained generator

    Kernels are N(0, 1) as before StyleGAN2's training; biases and noise
    strengths, which start at zero there, get small random values here so
    that every weight has an effect on the images.

    Returns
    -------
    dict of name to float32 array, as `GeneratorConfig.weight_shapes` lists
    """
    rng = np.random.RandomState(seed)
    arrays = {}
    for name, shape in config.weight_shapes().items():
        kind = name.rsplit("/", 1)[-1]
        array = rng.standard_normal(shape)
        if name.startswith("mapping/dense") and kind == "weight":
            array = array / config.mapping_lrmul
        elif kind in ("bias", "noise_strength", "w_avg"):
            array = array * 0.1
        elif kind == "style_bias":
            array = 1 + array * 0.1
        arrays[name] = np.asarray(array, np.float32)
    return arrays
