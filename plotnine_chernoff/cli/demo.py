"""`chernoff demo`. Imports typer; plotting inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    output: Annotated[
        Path, typer.Argument(help="The picture to write.")
    ] = Path("judges.png"),
    model: Annotated[
        str, typer.Option(help="Name of a bundled model, or its directory.")
    ] = "default",
) -> None:
    """
    Draw twelve judges, their seven ratings on seven attributes of a face.

    Example: chernoff demo judges.png
    """
    from ._outputs import check_figure, save_figure

    check_figure(output)
    from ..plot.judges import JUDGES_MAPPING, judges_plot

    plot = judges_plot(model)
    save_figure(plot, output, dpi=None)
    print("Each face is a judge; each attribute of the face is a rating:")
    for attribute, variable in JUDGES_MAPPING.items():
        print(f"  {variable:<12} -> {attribute}")
    print(f"The figure is in {output.resolve()}")
