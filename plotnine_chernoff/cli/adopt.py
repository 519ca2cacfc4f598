"""`chernoff adopt`. Imports typer; all else inside the command."""

from pathlib import Path
from typing import Annotated

import typer

from ._options import DaskOption


def adopt(
    source: Annotated[
        Path,
        typer.Argument(
            help="A StyleGAN2 checkpoint (.pkl, .pt), or a model directory. "
            "Nothing in it is executed."
        ),
    ],
    out: Annotated[Path, typer.Argument(help="The model directory to make.")],
    samples: Annotated[
        int, typer.Option(help="Faces to sample and label.")
    ] = 4096,
    labeler: Annotated[
        str,
        typer.Option(
            help="photo (extra photo), a model that brings a labeler, or "
            "package.module:function."
        ),
    ] = "photo",
    attributes: Annotated[
        str | None,
        typer.Option(help="Which to learn: smile,age. All by default."),
    ] = None,
    precision: Annotated[
        str | None, typer.Option(help="float32 or bfloat16.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(help="Threads; by default all cores.")
    ] = None,
    resolution: Annotated[
        int, typer.Option(help="Of the pictures that are only read.")
    ] = 256,
    faces: Annotated[
        int,
        typer.Option(
            help="Faces of each round of calibration, and of the evaluation."
        ),
    ] = 512,
    persons: Annotated[
        int, typer.Option(help="Base faces to edit, beside the mean face.")
    ] = 16,
    dask: DaskOption = None,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 0,
) -> None:
    """
    From a checkpoint to a calibrated face model, in one command.

    Converts, samples, labels, fits, calibrates, evaluates, draws sheets. It
    says first how long that takes here. Stopped at any moment, it goes on
    where it stopped; what is kept for that lies in OUT.adopt.

    Example: chernoff adopt stylegan2-ffhq-config-f.pkl ffhq
    """
    from ..directions.adopt import adopt as run

    if jobs is not None:
        use_threads(jobs)
    names = None
    if attributes is not None:
        names = tuple(n.strip() for n in attributes.split(","))
    run(
        source,
        out,
        samples=samples,
        labeler=labeler,
        attributes=names,
        precision=precision,
        resolution=resolution,
        faces=faces,
        persons=persons,
        dask=dask,
        seed=seed,
    )


def use_threads(jobs: int) -> None:
    """
    Bound the threads of the generator and of the photograph labeler

    Raises
    ------
    ValueError
        Fewer than one.
    """
    if jobs < 1:
        raise ValueError(f"--jobs must be at least 1, got {jobs}.")
    import tensorflow as tf

    from ..directions.photo import labeler

    tf.config.threading.set_intra_op_parallelism_threads(jobs)
    labeler.THREADS = jobs
