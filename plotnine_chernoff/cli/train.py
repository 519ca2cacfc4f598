"""`chernoff train`. Imports typer; all else inside the command."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Step(StrEnum):
    """A part of the recipe, for doing them apart"""

    all = "all"
    render = "render"
    labeler = "labeler"
    generator = "generator"
    assemble = "assemble"
    measure = "measure"
    fit = "fit"


def train(
    directory: Annotated[
        Path, typer.Argument(help="Where all that is made goes.")
    ],
    portraits: Annotated[
        int, typer.Option(help="How many portraits to render.")
    ] = 20_000,
    first: Annotated[
        int, typer.Option(help="First portrait, to share out the rendering.")
    ] = 0,
    images: Annotated[
        int, typer.Option(help="Images to show the generator at 256 x 256.")
    ] = 100_000,
    step: Annotated[Step, typer.Option(help="Which part to do.")] = Step.all,
    dtype: Annotated[
        str, typer.Option(help="float32 or bfloat16, for the generator.")
    ] = "bfloat16",
    start: Annotated[
        Path | None,
        typer.Option(
            help="Directory of a model made by this recipe, from whose "
            "generator to start."
        ),
    ] = None,
    rendered: Annotated[
        Path | None,
        typer.Option(
            help="Folder of path-traced portraits, to train on instead of "
            "rendering others."
        ),
    ] = None,
) -> None:
    """
    Make the bundled model again: render, train, sample, label, fit.

    Stopped at any moment, it goes on where it stopped. The model is written
    to DIRECTORY/model. Needs the extra 'train' and the CC0 assets.

    Example: chernoff train faces/ --portraits 20000
    """
    from ..training import recipe

    steps = [step.value] if step is not Step.all else list(recipe.STEPS)
    recipe.run(
        directory, steps, first, portraits, images, dtype, start, rendered
    )
