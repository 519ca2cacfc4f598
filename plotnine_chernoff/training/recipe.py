"""The recipe of the bundled model, from nothing to a model directory.

Imports the other modules of this folder as each step needs them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from safetensors import safe_open
from safetensors.numpy import save

from ..atomic import write_whole
from ..model.face_model import FaceModel
from ..model.files import read_arrays
from ..model.labeler import SIZE
from .attributes import COLUMN, COORDINATES, DEGRADED, FIRST_LAYOUT, TAUGHT
from .dataset import Portraits, count_portraits, load_pieces
from .latent_space import draw_widely, row_mask, values_in_w

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STEPS = (
    "labeler",
    "generator",
    "relabel",
    "assemble",
    "measure",
    "fit",
)
GENERATED = 16_000
"""Faces of the generator that the last labeler learns from, too"""
SAMPLES = 4096
FACES = 1024
"""Of each round of the joint correction"""
_SEED = 2**31  # beyond those of rendered portraits
STYLE_MIXING = 0.25
CROPS = {"head": [0.05, 0.0, 0.9], "face": [0.21, 0.328, 0.578]}
"""Parts of a portrait: left, top and side, as shares of its side"""
LICENCE = (
    "MIT; trained on portraits rendered from CC0 assets of the MakeHuman "
    "project"
)


def run(
    directory: Path,
    portraits: Path,
    steps: Sequence[str],
    images: int,
    dtype: str,
    start: Path | None = None,
) -> None:
    """
    Do some steps of the recipe

    Parameters
    ----------
    directory : Path
        Holds `training/`, `labeler.safetensors`, the samples and `model/`.
    portraits : Path
        Folder of rendered portraits; more may come while others are learned.
    steps : sequence of str
        Some of `STEPS`, in that order.
    images : int
        Images to show the generator at its full resolution.
    dtype : "float32" or "bfloat16"
    start : Path, optional
        Directory of a model made by this recipe, from whose labeler and
        generator the training starts.
    """
    directory.mkdir(parents=True, exist_ok=True)
    if "labeler" in steps:
        _labeler(directory, portraits, start)
    if "generator" in steps:
        _generator(directory, portraits, images, dtype, start)
    if "relabel" in steps:
        _relabel(directory, portraits)
    if "assemble" in steps:
        assemble(directory, portraits)
    if "measure" in steps:
        measure(directory, portraits)
    if "fit" in steps:
        _fit(directory)


def _labeler(directory, folder, start):
    """
    A labeler whose features teach the generator

    That of the model from which the training starts has them already.
    """
    if start:
        _write_labeler(directory, FaceModel.load(start).labeler)
        return
    from .train_labeler import attribute_values, train_labeler

    images, told = Portraits(folder, SIZE)()
    labeler, figures = train_labeler(images, attribute_values(told))
    _keep_labeler(directory, labeler, figures)


def _relabel(directory, folder):
    """
    A labeler that learned from generated faces, too

    Portraits are few for what varies in them. The generator has learned how
    pictures follow the numbers; the portraits that are held out tell whether
    what it draws teaches reading.
    """
    from .train_labeler import attribute_values, train_labeler

    features, values = draw_widely(GENERATED, _SEED)
    made = _trainer(directory, "bfloat16").draw(features, SIZE)
    images, told = Portraits(folder, SIZE)()
    labeler, figures = train_labeler(
        np.concatenate([images, made]),
        np.concatenate([attribute_values(told), values]),
        images=280_000,
        start=_load_labeler(directory),
    )
    _keep_labeler(directory, labeler, figures)


def _keep_labeler(directory, labeler, figures):
    print(figures.round(3).to_string())
    table = figures.to_csv(index_label="attribute")
    write_whole(
        directory / "labeler.csv", lambda file: file.write(table.encode())
    )
    _write_labeler(directory, labeler)


def _write_labeler(directory, labeler):
    description, arrays = labeler.to_files()
    metadata = {"description": json.dumps(description)}
    content = save(arrays, metadata)
    write_whole(
        directory / "labeler.safetensors", lambda file: file.write(content)
    )


def _load_labeler(directory):
    from ..model.labeler import Labeler

    path = directory / "labeler.safetensors"
    arrays = read_arrays(path)
    with safe_open(path, "numpy") as file:
        description = json.loads(file.metadata()["description"])
    return Labeler.from_files(description, arrays)


def _trainer(directory, dtype, start=None):
    from .trainer import Trainer, default_config

    (directory / "training").mkdir(parents=True, exist_ok=True)
    return Trainer(
        directory / "training",
        default_config(),
        dtype,
        labeler=_load_labeler(directory),
        start=read_arrays(start / "generator.safetensors") if start else None,
    )


def _generator(directory, folder, images, dtype, start):
    from .trainer import Stage

    stages = [
        Stage(32, 28_000, 32, 2e-3, 1.5e-3),
        Stage(64, 36_000, 32, 1.5e-3, 1e-3),
        Stage(128, 100_000, 16, 1e-3, 6e-4),
    ]
    if start:
        stages = [Stage(64, 12_000, 16, 1.2e-3, 8e-4)]
    # Strands come by texture; a light critic finishes, for much of it weaves.
    plain = images * 4 // 5
    stages += [
        Stage(256, plain, 8, 1.2e-3, 2e-4, finest=0.25, texture=1.0),
        Stage(256, images - plain, 8, 2e-4, 2e-5, 0.1, 0.25, 1.0),
    ]
    if start:
        _note_start(directory, start)
    trainer = _trainer(directory, dtype, start)
    trainer.train(stages, Portraits(folder))


def _note_start(directory, start):
    """Keep where the training starts from, if it can start there"""
    earlier = json.loads((start / "model.json").read_text())["provenance"]
    names = list(COORDINATES)
    known = earlier.get("features")
    # The first models say how many they were taught, not which.
    if isinstance(known, int):
        known = names[:known] if known == FIRST_LAYOUT else []
    if not known or known != names[: len(known)]:
        raise ValueError(
            f"{start} was taught other features of a portrait than those of "
            "the training table, or in another order. Train without --start, "
            "or from a model that this version made."
        )
    (directory / "training").mkdir(parents=True, exist_ok=True)
    note = directory / "training" / "start.json"
    text = json.dumps(earlier)
    write_whole(note, lambda file: file.write(text.encode()))


def assemble(directory: Path, folder: Path) -> FaceModel:
    """
    Put generator and labeler together, without directions

    Convolutions and styles are stored in half precision; the mapping
    network, whose large biases nearly cancel, and the mean stay whole.

    Parameters
    ----------
    directory, folder : Path
        Of all that is made, and of the portraits.

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
    portraits = count_portraits(folder)
    note = directory / "training" / "start.json"
    earlier = json.loads(note.read_text()) if note.exists() else {}
    before = earlier.get("images_seen", 0)
    model = FaceModel(
        trainer.config,
        arrays,
        labeler=_load_labeler(directory),
        description={
            "name": "default",
            "licence": LICENCE,
            "crops": CROPS,
            "provenance": {
                "data": "portraits rendered by plotnine_chernoff.training",
                "portraits": portraits,
                "features": list(COORDINATES),
                "images_seen": before + int(trainer.seen),
                "images_seen_by_start": before,
            },
        },
        card=_CARD.format(
            licence=LICENCE,
            portraits=portraits,
            seen=before + int(trainer.seen),
            before=before,
            degraded=DEGRADED,
            labeler=_labeler_table(directory),
        ),
    )
    model.save(directory / "model", overwrite=True)
    return model


def measure(directory: Path, folder: Path) -> FaceModel:
    """
    Compare the model with the portraits; the figures go into its card

    Smaller pictures that are the full ones, reduced, become its `levels`.

    Parameters
    ----------
    directory, folder : Path
        Of all that is made, and of the portraits.

    Returns
    -------
    FaceModel
        Also saved to `directory`/model.
    """
    from ..directions.evaluation import write_card
    from .compare import measure_faces
    from .levels import measure_levels
    from .trainer import HELD_OUT

    model = FaceModel.load(directory / "model")
    images, latents = load_pieces(folder, most=10_000)
    figures, coverage = measure_faces(
        model, images[..., :3], latents, HELD_OUT
    )
    print(figures.round(3).to_string())
    section = _MEASURED.format(
        held_out=HELD_OUT,
        reach=", ".join(f"{a} {v:.2f}" for a, v in coverage.items()),
        **figures,
    )
    model.card = write_card(model.card, section)
    model.description["faces"] = {
        k: round(float(v), 4) for k, v in figures.items()
    }
    levels = measure_levels(model)
    print(levels.round(3).to_string())
    differences = levels.loc[levels["good"], "difference"].round(3)
    model.description["levels"] = {
        str(side): difference for side, difference in differences.items()
    }
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
    from ..directions.evaluation import write_card
    from ..directions.eye import spacing

    model = FaceModel.load(directory / "model")
    samples = directory / f"samples-{model.fingerprint[:8]}"
    make_samples(model, samples, range(SAMPLES), STYLE_MIXING)
    label_with(SampleSet(samples), model.label)
    fitted = fit_model(
        model,
        samples,
        styles=_taught_rows(model),
        gauge=values_in_w,
        faces=FACES,
    )
    found = evaluate_model(fitted)
    print(found.to_text())
    fitted.card = write_card(model.card, found.to_card())
    even = {name: list(values) for name, values in spacing(fitted).items()}
    fitted.description = model.description | {
        "evaluation": found.to_dict(),
        "spacing": even,
    }
    fitted.save(directory / "model", overwrite=True)


def _taught_rows(model) -> dict[str, list[int]]:
    """
    Rows of W+ that each attribute was taught to use

    The fewest that carry most of what our labeler reads would have to go
    farther for the same reading, beyond any portrait, and readers trained on
    photographs see less in it.
    """
    mask = row_mask(model.config.num_styles)
    return {a: np.flatnonzero(mask[:, COLUMN[a]]).tolist() for a in TAUGHT}


def _labeler_table(directory) -> str:
    from ..directions.evaluation import markdown_table

    figures = pd.read_csv(directory / "labeler.csv", index_col="attribute")
    columns = {
        "mae": "mean absolute error",
        "r2": "R2",
        "mae_mixed": "error, 30 % degraded",
        "r2_mixed": "R2, 30 % degraded",
    }
    table = pd.DataFrame({head: figures[k] for k, head in columns.items()})
    return markdown_table(table.round(3).reset_index())


_CARD = """\
# The bundled faces

A StyleGAN2 (Karras et al. 2020) of 256 x 256 pixels and 14 styles, with
directions for the attributes below, a labeler that reads them, and a matte,
by which faces can be cut out of their background.

- **Licence**: {licence}.
- **Data**: {portraits} portraits, and their mirror images, rendered by
  Blender's path tracer (`plotnine_chernoff.training.portraits`) from CC0
  assets of the MakeHuman project. No photograph of a person is involved; the
  faces are nobody's. All that a portrait is told by is drawn independently:
  age, apparent gender presentation, skin tone, hair, beard, expression.
- **Training**: regression of portraits on the numbers that describe them,
  {seen} images seen ({before} of them by an earlier model, of fewer or
  other portraits, from which it started), and a light critic of patches at
  the end.
- **Made by**: `chernoff train DIRECTORY PORTRAITS`.
- **For**: glyphs in plots. Not for faces that pass as people, and not for
  anything that reads people's photographs.
- **Known side effects**: hair greys with age, so that its color shows less;
  the shape of the face follows gender and, a little, age. Networks that were
  trained on photographs take long hair for feminine, age and lowered lids for
  masculine; faces lean against that, so that features get more masculine with
  longer hair. Faces are softer than the renders, hair above all. Some
  {degraded:.0%} of plain samples are degraded pictures, for quality is an
  attribute.

## The labeler

Trained on the same renders, read on 400 that were held out:

{labeler}

"""

_MEASURED = """\
<!-- faces -->
## The faces beside the portraits

By `chernoff train DIRECTORY PORTRAITS --step measure`. {held_out} held-out
portraits are reproduced at {psnr:.1f} dB, a perceptual distance of
{perceptual:.3f} (relative L1 in the labeler's features) and {sharpness:.2f} of
their sharpness (deviation of what halving the resolution loses). Frechet
distance, in the labeler's features, of {samples:.0f} samples from as many
portraits: {frechet_distance:.3f}; of the two halves of {portraits:.0f}
portraits: {frechet_floor:.3f}. Diversity, as a share of the portraits':
{diversity:.2f}. Coverage of each attribute's range by the samples: {reach}.
<!-- end of faces -->"""
