"""Making samples: pictures of seeds, those that are there already excepted.

Imports NumPy and Pillow.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from ..atomic import write_whole
from .progress import Bar
from .reduced import Reduced
from .sample_set import BATCH, SampleSet, Settings, codes, draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from ..generator.config import GeneratorConfig
    from ..model.face_model import FaceModel

NOISE = ("stored", "seeded", "none")
_NOISY = 8
_MAX_SEED = 2**32


def make_samples(
    model: FaceModel,
    directory: str | Path,
    seeds: Iterable[int],
    style_mixing: float = 0.0,
    truncation_psi: float = 1.0,
    progress: bool = True,
    noise: str = "stored",
    resolution: int | None = None,
    dask: str | None = None,
) -> SampleSet:
    """
    Make pictures of seeds, those that are there already excepted

    Parameters
    ----------
    model : FaceModel
    directory : str or Path
    seeds : iterable of int
    style_mixing : float
        Probability that a sample's later rows of W+ come from another
        latent: only such samples tell styles apart.
    truncation_psi : float
    progress : bool
        Show a progress bar.
    noise : "stored", "seeded" or "none"
        The constants in the model; others for each seed, as NVIDIA's
        published pictures have them; or no noise.
    resolution : int, optional
        Of the pictures, up to the model's, which is the default: a lower
        one is faster in networks that sum RGB images.
    dask : str, optional
        Address of a dask.distributed scheduler whose workers make the
        pictures (extra `dask`). The files are the same.

    Returns
    -------
    SampleSet

    Raises
    ------
    ValueError
        A parameter out of its range, or a directory with other samples.
    """
    if not 0 <= style_mixing <= 1:
        raise ValueError(
            "style_mixing must be a probability from 0 to 1, got "
            f"{style_mixing!r}."
        )
    if noise not in NOISE:
        raise ValueError(
            f"noise must be one of {', '.join(NOISE)}, got {noise!r}."
        )
    seeds = sorted(set(seeds))
    if seeds and not 0 <= seeds[0] <= seeds[-1] < _MAX_SEED:
        raise ValueError(
            f"Seeds must be from 0 to {_MAX_SEED - 1}, got {seeds[0]} to "
            f"{seeds[-1]}."
        )
    if resolution == model.resolution:
        resolution = None
    artist = model if resolution is None else Reduced(model, resolution)
    settings = Settings(
        model.fingerprint,
        float(truncation_psi),
        float(style_mixing),
        model.config.z_dim,
        model.num_styles,
        noise,
        resolution,
    )
    out = SampleSet(directory)
    out.prepare(settings)
    there = set(out.seeds())
    missing = [s for s in seeds if s not in there]
    parts = [missing[k : k + BATCH] for k in range(0, len(missing), BATCH)]
    with Bar(
        total=len(seeds),
        initial=len(seeds) - len(missing),
        desc="sample",
        unit="face",
        disable=not progress,
    ) as bar:
        if dask is None:
            made = ((p, draw_pictures(artist, settings, p)) for p in parts)
        else:
            from .cluster import draw_on_cluster

            made = draw_on_cluster(dask, draw_pictures, model, settings, parts)
        for part, pictures in made:
            for seed, png in zip(part, pictures, strict=True):
                write_whole(out.path(seed), lambda f, png=png: f.write(png))
            bar.update(len(part))
    out.write_arrays(model)
    out.write_labels(out.labels())
    return out


def draw_pictures(
    model: FaceModel | Reduced, settings: Settings, seeds: Sequence[int]
) -> Iterator[bytes]:
    """PNG files of seeds, one by one"""
    early, late = codes(model, settings, seeds)
    rows = np.arange(settings.num_styles)
    crossover = np.array([draw(s, settings)[2] for s in seeds])[:, None]
    is_late = (crossover > 0) & (rows >= crossover)
    w_plus = np.where(is_late[:, :, None], late[:, None], early[:, None])
    for image in _synthesize(model, w_plus, seeds, settings.noise):
        file = BytesIO()
        Image.fromarray(image).save(file, "png")
        yield file.getvalue()


def _synthesize(model, w_plus, seeds, noise) -> Iterator[np.ndarray]:
    """Images (H, W, 3) one by one"""
    if noise == "stored":
        yield from model.synthesize(w_plus)
        return
    # In small groups: at 1024 pixels the noise of a face takes 11 MB.
    for start in range(0, len(seeds), _NOISY):
        group = slice(start, start + _NOISY)
        drawn = [draw_noise(model.config, s) for s in seeds[group]]
        values = {k: np.stack([d[k] for d in drawn]) for k in drawn[0]}
        if noise == "none":
            values = {k: np.zeros_like(v) for k, v in values.items()}
        yield from model.synthesize(w_plus[group], noise=values)


def draw_noise(config: GeneratorConfig, seed: int) -> dict[str, np.ndarray]:
    """
    Noise of one sample

    Parameters
    ----------
    config : GeneratorConfig
    seed : int

    Returns
    -------
    dict of layer name to array (r, r), float32
        The numbers that follow z in the stream of ``RandomState(seed)``,
        layer by layer, as NVIDIA's TensorFlow code draws them for its
        published pictures.
    """
    rng = np.random.RandomState(seed)
    rng.randn(config.z_dim)
    return {
        name: rng.randn(r, r).astype(np.float32)
        for name, r in config.noise_layers.items()
    }
