"""``python -m plotnine_chernoff.training.portraits.cycles``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from . import pieces

app = typer.Typer(
    no_args_is_help=True,
    help="Render portraits by Blender's path tracer, for training.",
)

Folder = Annotated[Path, typer.Argument(help="Folder of the pieces.")]


@app.command()
def render(
    directory: Folder,
    portraits: Annotated[int, typer.Option(min=1)] = 8000,
    first: Annotated[
        int, typer.Option(min=0, help="Number of the first portrait.")
    ] = 0,
    size: Annotated[int, typer.Option(min=16, help="Pixels.")] = 256,
    samples: Annotated[int, typer.Option(min=1, help="Rays a pixel.")] = 10,
    workers: Annotated[
        int, typer.Option(min=1, help="Processes of one thread each.")
    ] = 1,
) -> None:
    """Render what is not there yet; stop it at any moment, and go on.

    Example: render portraits --portraits 8000 --workers 2
    """
    pieces.render_portraits(
        directory,
        first // pieces.PIECE,
        -(-(first + portraits) // pieces.PIECE),
        size=size,
        samples=samples,
        workers=workers,
    )


@app.command()
def bundle(
    directory: Folder,
    target: Annotated[Path, typer.Argument(help="Folder of the zip files.")],
) -> None:
    """Put the pieces into zip files of at most 64 MiB.

    Example: bundle portraits sets
    """
    for path in pieces.bundle(directory, target):
        typer.echo(path)


if __name__ == "__main__":
    app()
