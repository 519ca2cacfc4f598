"""Options that several commands share. Imports typer, nothing else."""

from typing import Annotated

import typer

LabelerOption = Annotated[
    str | None,
    typer.Option(
        "--labeler", help="Model whose labeler reads the edited faces."
    ),
]
CallableOption = Annotated[
    str | None,
    typer.Option(
        "--callable", help="package.module:function that reads them."
    ),
]
