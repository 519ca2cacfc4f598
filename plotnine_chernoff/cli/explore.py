"""`chernoff explore`. Imports typer; all else inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def explore(
    model: Annotated[
        str, typer.Argument(help="Name of a bundled model, or its directory.")
    ] = "default",
    attribute: Annotated[
        str, typer.Option(help="Whose direction to look at.")
    ] = "smile",
    output: Annotated[
        Path | None,
        typer.Option(help="The sheet to write; ATTRIBUTE-styles.png."),
    ] = None,
    limit: Annotated[
        float, typer.Option(help="Longest step, standard deviations.")
    ] = 3.0,
    columns: Annotated[int, typer.Option(help="Steps of a row.")] = 7,
    person: Annotated[
        str | None,
        typer.Option(help="Another face than the mean: a seed or a name."),
    ] = None,
    size: Annotated[
        int | None, typer.Option(help="Side of a face, pixels.")
    ] = None,
    entropies: Annotated[
        Path | None,
        typer.Option(help="Also write a heat map of all entropies."),
    ] = None,
) -> None:
    """
    Draw one direction at each style: a row a style, a column a step.

    Beside each row is H(label | side of the edit); the last row is the
    chosen styles together.

    Example: chernoff explore default --attribute smile --output smile.png
    """
    from ..atomic import write_whole_by_name
    from ..directions.explore import style_sheet
    from ..directions.notes import entropy_figure, entropy_table
    from ..model.face_model import FaceModel
    from ._outputs import check_figure, check_picture, save_figure

    target = output or Path(f"{attribute}-styles.png")
    check_picture(target)
    check_figure(entropies)
    loaded = FaceModel.load(model)
    who = int(person) if person and person.isdecimal() else person
    sheet = style_sheet(
        loaded, attribute, limit, columns, person=who, size=size
    )
    write_whole_by_name(target, sheet.save)
    print(entropy_table(loaded).round(2).to_string())
    if entropies is not None:
        save_figure(entropy_figure(loaded), entropies)
    print(f"written to {target}")
