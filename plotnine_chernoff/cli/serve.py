"""`chernoff serve`. Imports typer; the server inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    table: Annotated[
        Path | None,
        typer.Argument(
            help="A CSV, Parquet or Excel file for the page; the judges "
            "without one."
        ),
    ] = None,
    model: Annotated[
        str, typer.Option(help="Name of a bundled model, or its directory.")
    ] = "default",
    host: Annotated[
        str,
        typer.Option(
            help="Address to listen on; by default this machine alone can "
            "reach it, 0.0.0.0 is for everybody."
        ),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[
        int,
        typer.Option(
            min=1,
            help="Processes. More than one share the faces that are kept on "
            "disk, and serve their addresses without the page: a window of "
            "it has to stay with one process.",
        ),
    ] = 1,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            help="Another name that the server may be called by, behind a "
            "proxy. May be repeated."
        ),
    ] = None,
) -> None:
    """
    Serve a page to map data to faces, and an address for every face.

    Example: chernoff serve ratings.csv
    """
    from ..serve.run import run

    run(table, model, host, port, workers, allow_host or [])
