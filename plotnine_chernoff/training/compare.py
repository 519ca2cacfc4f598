"""How good the bundled faces are, beside the portraits they learned from.

Imports NumPy, pandas, SciPy, Keras and the latent space. Distances are taken
in the features of the labeler, which has seen rendered portraits only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import keras
import numpy as np
import pandas as pd
from scipy import linalg

from ..generator.psnr import psnr
from ..model.labeler import to_input
from .attributes import COLUMN, COORDINATES, QUALITY, TAUGHT, UNIFORM_SD
from .degrade import degrade
from .latent_space import OFFSET, embedding, features
from .sharpness import details

if TYPE_CHECKING:
    from ..model.face_model import FaceModel

_QUALITY = COLUMN[QUALITY.name]
_BATCH = 64


def measure_faces(
    model: FaceModel,
    images: np.ndarray,
    latents: np.ndarray,
    held_out: int,
    count: int = 5000,
) -> tuple[pd.Series, pd.Series]:
    """
    Compare a generator with rendered portraits

    Parameters
    ----------
    model : FaceModel
        With a labeler; its latent space is that of this package's recipe.
    images, latents : arrays, (N, H, W, 3) uint8 and (N, K)
        Portraits; those before `held_out` were not shown to the generator.
    held_out, count : int

    Returns
    -------
    figures : Series
        psnr (dB), perceptual distance and sharpness (see `details`; as a
        share of the portraits') of the held-out portraits' copies;
        frechet_distance between up to `count` samples and as many
        portraits, and frechet_floor between the two halves of the portraits
        (Heusel et al., "GANs
        Trained by a Two Time-Scale Update Rule", 2017, with the labeler's
        features in place of Inception's); diversity, the mean distance of
        two samples over that of two portraits.
    coverage : Series
        Of each attribute: the length from the 1st to the 99th percentile
        of the samples' readings, over that of the portraits' values.
    """
    f = features(latents)
    clean = f[:held_out].copy()
    clean[:, _QUALITY] = QUALITY.standardized(1)
    copies = model.synthesize(_codes(clean, model))
    originals = images[:held_out]
    see = _Eye(model)

    count, half = min(count, len(images)), len(images) // 2
    z = np.random.RandomState(0).randn(count, model.config.z_dim)
    samples = model.synthesize(model.map(z))
    seen, made = see.hidden(_as_sampled(images, f)), see.hidden(samples)
    figures = pd.Series(
        {
            "psnr": psnr(originals, copies, 255),
            "perceptual": see.distance(copies, originals),
            "sharpness": details(copies) / details(originals),
            "frechet_distance": frechet_distance(made, seen[:count]),
            "frechet_floor": frechet_distance(seen[half:], seen[:half]),
            "diversity": _spread(made) / _spread(seen),
            "samples": count,
            "portraits": len(images),
        }
    )
    read = model.label(samples)
    # Of a uniform law, too, these percentiles leave out 2 %.
    coverage = {
        a: (read[a].quantile(0.99) - read[a].quantile(0.01))
        / (0.98 * np.ptp(COORDINATES[a].ends))
        for a in TAUGHT
    }
    return figures, pd.Series(coverage)


def frechet_distance(a: np.ndarray, b: np.ndarray) -> float:
    """Distance of two sets of features (N, D), taken as normal laws"""
    mean = a.mean(0) - b.mean(0)
    cov_a, cov_b = np.cov(a.T), np.cov(b.T)
    # The trace of sqrtm(cov_a cov_b), by the symmetric form.
    values, axes = linalg.eigh(cov_a)
    root = axes * np.sqrt(np.clip(values, 0, None)) @ axes.T
    cross = linalg.eigvalsh(root @ cov_b @ root)
    root_trace = np.sqrt(np.clip(cross, 0, None)).sum()
    spread = np.trace(cov_a) + np.trace(cov_b) - 2 * root_trace
    return float(mean @ mean + spread)


def _codes(f, model):
    w = OFFSET + f @ embedding(model.config.w_dim)
    return np.repeat(w[:, None], model.num_styles, axis=1)


def _as_sampled(images, f):
    """Portraits, as many of them degraded as samples are"""
    out = images.copy()
    quality = f[:, _QUALITY] * UNIFORM_SD + 0.5
    for i in np.flatnonzero(quality < 1):
        out[i] = degrade(images[i], float(np.clip(quality[i], 0, 1)))
    return out


def _spread(x):
    shuffled = x[np.random.RandomState(0).permutation(len(x))]
    return np.linalg.norm(x - shuffled, axis=1).mean()


class _Eye:
    """The features of a model's labeler, each scaled by its size"""

    def __init__(self, model):
        network = model.labeler.network
        convolutions = [n for n in network.layers if "conv" in n.name]
        self.layers = keras.Model(
            network.inputs,
            [
                layer.output
                for layer in (*convolutions, network.get_layer("hidden"))
            ],
        )

    def _batches(self, images):
        for i in range(0, len(images), _BATCH):
            batch = to_input(images[i : i + _BATCH])
            yield self.layers.predict_on_batch(batch)

    def hidden(self, images):
        """The last hidden layer, (N, D)"""
        return np.concatenate([b[-1] for b in self._batches(images)])

    def distance(self, a, b):
        """Mean relative L1 distance over the convolutions"""
        found = []
        for x, y in zip(self._batches(a), self._batches(b), strict=True):
            found += [
                np.abs(p - q).mean() / (np.abs(q).mean() + 1e-3)
                for p, q in zip(x[:-1], y[:-1], strict=True)
            ]
        return float(np.mean(found))
