"""Options that several commands share. Imports typer, nothing else."""

from typing import Annotated

import typer

LabelerOption = Annotated[
    str | None,
    typer.Option(
        "--labeler",
        help="Model whose labeler reads the edited faces, or photo.",
    ),
]
CallableOption = Annotated[
    str | None,
    typer.Option(
        "--callable", help="package.module:function that reads them."
    ),
]
DaskOption = Annotated[
    str | None,
    typer.Option(
        "--dask",
        help="Address of a dask.distributed scheduler whose workers sample, "
        "as tcp://host:8786.",
    ),
]
