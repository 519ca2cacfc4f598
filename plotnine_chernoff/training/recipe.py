"""The recipe of the bundled model, from nothing to a model directory.

Imports the other modules of this folder as each step needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .dataset import PIECE, load_pieces, render_pieces

if TYPE_CHECKING:
    from pathlib import Path

STEPS = ("render", "labeler", "generator", "fit")
LICENCE = (
    "MIT; trained on portraits rendered from CC0 assets of the MakeHuman "
    "project"
)


def run(
    directory: Path,
    steps: list[str],
    first: int,
    portraits: int,
    images: int,
    dtype: str,
) -> None:
    """
    Do some steps of the recipe

    Parameters
    ----------
    directory : Path
        Holds `portraits/`, `training/`, `labeler/`, `samples/`, `model/`.
    steps : list of str
        Some of `STEPS`, in that order.
    first, portraits : int
        Which portraits to render.
    images : int
        Images to show the generator at its full resolution.
    dtype : "float32" or "bfloat16"
    """
    if "render" in steps:
        render_pieces(
            directory / "portraits",
            first // PIECE,
            -(-(first + portraits) // PIECE),
        )
    if "labeler" in steps:
        _labeler(directory)
    if "generator" in steps:
        _generator(directory, images, dtype)
    if "fit" in steps:
        _fit(directory)


def _labeler(directory):
    from .reading import train_labeler

    labeler, figures = train_labeler(
        lambda: load_pieces(directory / "portraits")
    )
    print(figures.round(3).to_string())
    figures.to_csv(directory / "labeler.csv")
    description, arrays = labeler.to_files()
    np.savez(directory / "labeler.npz", **arrays)


def _generator(directory, images, dtype):
    from .regression import Stage, Trainer, default_config

    (directory / "training").mkdir(parents=True, exist_ok=True)
    trainer = Trainer(directory / "training", default_config(), dtype)
    stages = [
        Stage(32, 60_000, 32, 2e-3, 1.5e-3),
        Stage(64, 80_000, 32, 1.5e-3, 1e-3),
        Stage(128, images, 16, 1e-3, 3e-5),
    ]
    trainer.train(stages, lambda: load_pieces(directory / "portraits"))


def _fit(directory):
    raise NotImplementedError
