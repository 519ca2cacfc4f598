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

    Those that are in one of the target's already are left alone.

    Example: bundle portraits sets
    """
    for path in pieces.bundle(directory, target):
        typer.echo(path)


@app.command()
def read(
    directory: Folder,
    portraits: Annotated[
        int | None, typer.Option(min=30, help="Only the first so many.")
    ] = None,
    mirror: Annotated[
        bool, typer.Option("--mirror", help="Read their mirror images.")
    ] = False,
) -> None:
    """Say how far strangers see what the portraits were told.

    Networks that were trained on photographs read them; that needs the extra
    photo, and no Blender.

    Example: read portraits --portraits 500
    """
    from .reading import read_portraits

    table, weights, count, unread = read_portraits(
        directory, portraits, mirror
    )
    typer.echo(f"{count} portraits, {unread} without a face found")
    typer.echo(table.round(2).to_string())
    typer.echo("\nWeight of what was asked (row) in what was read (column):")
    typer.echo(weights.T.round(2).to_string())


if __name__ == "__main__":
    app()
