"""`chernoff sample`. Imports typer; the generator inside the command."""

from pathlib import Path
from typing import Annotated

import typer

from ._options import DaskOption


def sample(
    model: Annotated[
        str, typer.Argument(help="Name of a bundled model, or its directory.")
    ],
    directory: Annotated[
        Path, typer.Argument(help="The sample set to make or to go on with.")
    ],
    seeds: Annotated[
        str, typer.Option(help="First and last seed, last excluded: 0:4096.")
    ] = "0:4096",
    style_mixing: Annotated[
        float,
        typer.Option(
            help="Share of samples whose late rows come from another latent; "
            "they tell styles apart.",
        ),
    ] = 0.25,
    truncation_psi: Annotated[
        float, typer.Option(help="Distance from the mean face, 0 to 1.")
    ] = 1.0,
    noise: Annotated[
        str,
        typer.Option(
            help="stored: the model's constants; seeded: others for each "
            "seed, as in NVIDIA's published pictures; none."
        ),
    ] = "stored",
    resolution: Annotated[
        int | None,
        typer.Option(
            help="Of the pictures; by default the model's. 256 is enough for "
            "labelers and faster."
        ),
    ] = None,
    dask: DaskOption = None,
) -> None:
    """
    Make pictures of random seeds, to be labelled.

    Stopped at any moment, it goes on where it stopped. Sets made on several
    machines are merged by copying one directory over the other.

    Example: chernoff sample ffhq samples --seeds 0:4096
    """
    from ..directions import make_samples
    from ..model.face_model import FaceModel

    made = make_samples(
        FaceModel.load(model),
        directory,
        parse_seeds(seeds),
        style_mixing,
        truncation_psi,
        noise=noise,
        resolution=resolution,
        dask=dask,
    )
    print(f"{directory}: {len(made.seeds())} samples")


def parse_seeds(text: str) -> range:
    """
    The seeds that `first:last` names

    Raises
    ------
    ValueError
        Something else was given.
    """
    first, colon, last = text.partition(":")
    try:
        seeds = range(int(first), int(last)) if colon else range(int(first))
    except ValueError:
        seeds = range(0)
    if not seeds:
        raise ValueError(
            f"Seeds must be given as first:last, as in 0:4096, got {text!r}."
        )
    return seeds
