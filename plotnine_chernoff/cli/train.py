"""`chernoff train`. Imports typer; all else inside the command."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Step(StrEnum):
    """A part of the recipe, for doing them apart"""

    all = "all"
    labeler = "labeler"
    generator = "generator"
    relabel = "relabel"
    assemble = "assemble"
    measure = "measure"
    fit = "fit"


def train(
    directory: Annotated[
        Path, typer.Argument(help="Where all that is made goes.")
    ],
    portraits: Annotated[
        Path, typer.Argument(help="Folder of rendered portraits.")
    ],
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
) -> None:
    """
    Make the bundled model again: train, sample, label, fit.

    PORTRAITS is what 'python -m plotnine_chernoff.training.portraits.cycles
    render' made; it may go on meanwhile. Stopped at any moment, the training
    goes on where it stopped. The model is written to DIRECTORY/model.

    Example: chernoff train faces/ portraits/
    """
    from ..training import recipe

    steps = [step.value] if step is not Step.all else list(recipe.STEPS)
    recipe.run(directory, portraits, steps, images, dtype, start)
