"""The recipe of the bundled model, from nothing to a model directory.

Imports the other modules of this folder as each step needs them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from safetensors import safe_open
from safetensors.numpy import save_file

from ..model import FaceModel
from ..storage import read_arrays
from .dataset import PIECE, load_pieces, render_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STEPS = ("render", "labeler", "generator", "assemble", "fit")
SAMPLES = 4096
STYLE_MIXING = 0.25
LICENCE = (
    "MIT; trained on portraits rendered from CC0 assets of the MakeHuman "
    "project"
)


def run(
    directory: Path,
    steps: Sequence[str],
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
        Holds `portraits/`, `training/`, `labeler.safetensors`, the samples
        and `model/`.
    steps : sequence of str
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
    if "assemble" in steps:
        assemble(directory)
    if "fit" in steps:
        _fit(directory)


def _labeler(directory):
    from .reading import train_labeler

    labeler, figures = train_labeler(
        lambda: load_pieces(directory / "portraits")
    )
    print(figures.round(3).to_string())
    figures.to_csv(directory / "labeler.csv", index_label="attribute")
    description, arrays = labeler.to_files()
    metadata = {"description": json.dumps(description)}
    save_file(arrays, directory / "labeler.safetensors", metadata)


def _load_labeler(directory):
    from ..labeler import Labeler

    path = directory / "labeler.safetensors"
    arrays = read_arrays(path)
    with safe_open(path, "numpy") as file:
        description = json.loads(file.metadata()["description"])
    return Labeler.from_files(description, arrays)


def _trainer(directory, dtype):
    from .regression import Trainer, default_config

    (directory / "training").mkdir(parents=True, exist_ok=True)
    return Trainer(
        directory / "training",
        default_config(),
        dtype,
        labeler=_load_labeler(directory),
    )


def _generator(directory, images, dtype):
    from .regression import Stage

    stages = [
        Stage(32, 28_000, 32, 2e-3, 1.5e-3),
        Stage(64, 36_000, 32, 1.5e-3, 1e-3),
        Stage(128, images, 16, 1e-3, 3e-5),
    ]
    trainer = _trainer(directory, dtype)
    trainer.train(stages, lambda: load_pieces(directory / "portraits"))


def assemble(directory: Path) -> FaceModel:
    """
    Put generator and labeler together, without directions

    Convolutions and styles are stored in half precision; the mapping
    network, whose large biases nearly cancel, and the mean stay whole.

    Returns
    -------
    FaceModel
        Also saved to `directory`/model.
    """
    trainer = _trainer(directory, "float32")
    arrays = {
        name: array
        if name.startswith("mapping/")
        else array.astype(np.float16)
        for name, array in trainer.arrays().items()
    }
    log = (directory / "training" / "log.jsonl").read_text().splitlines()
    portraits = len(load_pieces(directory / "portraits")[0])
    model = FaceModel(
        trainer.config,
        arrays,
        labeler=_load_labeler(directory),
        description={
            "name": "default",
            "licence": LICENCE,
            "provenance": {
                "data": "portraits rendered by plotnine_chernoff.training",
                "portraits": portraits,
                "images_seen": int(trainer.seen),
            },
        },
        card=_CARD.format(
            licence=LICENCE,
            portraits=portraits,
            seen=int(trainer.seen),
            psnr=json.loads(log[-1])["psnr_held_out"],
            labeler=_labeler_table(directory),
        ),
    )
    model.save(directory / "model", overwrite=True)
    return model


def _fit(directory):
    from ..directions import (
        SampleSet,
        evaluate_model,
        fit_model,
        label_with,
        make_samples,
    )
    from ..directions.evaluate import write_card

    model = FaceModel.load(directory / "model")
    samples = directory / f"samples-{model.fingerprint[:8]}"
    make_samples(model, samples, range(SAMPLES), STYLE_MIXING, 1.0)
    label_with(SampleSet(samples), model.label)
    fitted = fit_model(model, samples)
    found = evaluate_model(fitted)
    print(found.to_text())
    fitted.card = write_card(model.card, found.to_card())
    fitted.description = model.description | {"evaluation": found.to_dict()}
    fitted.save(directory / "model", overwrite=True)


def _labeler_table(directory) -> str:
    figures = pd.read_csv(directory / "labeler.csv", index_col="attribute")
    lines = ["| attribute | mean absolute error | R2 |", "|---|---|---|"]
    lines += [
        f"| {name} | {mae:.3f} | {r2:.3f} |"
        for name, mae, r2 in zip(
            figures.index, figures["mae"], figures["r2"], strict=True
        )
    ]
    return "\n".join(lines)


_CARD = """\
# The bundled faces

A StyleGAN2 (Karras et al. 2020) of 128 x 128 pixels and 12 styles, with
directions for eight attributes and a labeler that reads them.

- **Licence**: {licence}.
- **Data**: {portraits} portraits rendered by
  `plotnine_chernoff.training.portraits` from CC0 assets of the MakeHuman
  project. No photograph of a person is involved; the faces are nobody's. Age,
  apparent gender presentation, skin tone, hair and expression are drawn
  independently of each other.
- **Training**: regression of portraits on the numbers that describe them,
  {seen} images seen, no adversary. Held-out portraits are reproduced at
  {psnr:.1f} dB.
- **Made by**: `chernoff train DIRECTORY`.
- **For**: glyphs in plots. Not for faces that pass as people, and not for
  anything that reads people's photographs.
- **Known side effects**: grey hair comes with age; the shape of the face
  follows gender and, a little, age. Faces are softer than the renders: hair
  has no strands and wrinkles are faint.

## The labeler

Trained on the same renders, read on 1,000 that were held out, 30 % of them
degraded:

{labeler}
"""
