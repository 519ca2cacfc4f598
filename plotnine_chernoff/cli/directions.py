"""`chernoff directions`. Imports typer; files and faces in the commands."""

from pathlib import Path
from typing import Annotated

import typer

from ._options import CallableOption, LabelerOption

directions = typer.Typer(
    help="Directions that others found.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@directions.callback()
def _group() -> None:
    """Directions that others found."""


@directions.command("import")
def import_(
    model: Annotated[
        str, typer.Argument(help="Model directory; it is written back.")
    ],
    file: Annotated[
        Path,
        typer.Argument(
            help="A .npy, .pt or GANSpace .pkl file, or the "
            "directions.safetensors of a model. Nothing in it is executed."
        ),
    ],
    attribute: Annotated[
        str, typer.Option(help="What the direction changes: smile, age ...")
    ],
    styles: Annotated[
        str | None, typer.Option(help="Rows of W+ to change: 4,5.")
    ] = None,
    scale: Annotated[
        float | None,
        typer.Option(
            help="Makes the direction so many times longer, instead of "
            "measuring its scale."
        ),
    ] = None,
    flip: Annotated[
        bool,
        typer.Option(
            "--flip",
            help="Turn the direction around, instead of measuring its sign.",
        ),
    ] = False,
    component: Annotated[
        int | None,
        typer.Option(
            help="Which of a file's principal components, or of a matrix's "
            "directions, from 0."
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="Which of a file's named directions; by default the one "
            "whose name is like the attribute's."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(help="Write to this directory instead."),
    ] = None,
    labeler: LabelerOption = None,
    function: CallableOption = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Import although the file is another network's, and replace "
            "a direction that is there.",
        ),
    ] = False,
) -> None:
    """
    Give a model a direction that someone else found.

    With a labeler (the model's own, --labeler or --callable) edited faces
    are read to find sign and scale; without one, or with --scale or --flip,
    the direction is used as it is.

    Example: chernoff directions import ffhq smile.pt --attribute smile
    --styles 4,5 --scale 3
    """
    from ..directions.import_direction import import_direction
    from ..directions.label import choose_labeler
    from ..model.face_model import FaceModel
    from .fit import parse_styles, writable

    target = output or writable(model)
    loaded = FaceModel.load(model)
    label = None
    if labeler or function or loaded.labeler is not None:
        label = choose_labeler(loaded, labeler, function)
    rows = None
    if styles is not None:
        rows = parse_styles([f"{attribute}={styles}"])[attribute]
    made = import_direction(
        loaded,
        file,
        attribute,
        styles=rows,
        scale=scale,
        flip=flip,
        component=component,
        name=name,
        label=label,
        force=force,
    )
    made.save(target, overwrite=True)
    _report(made, attribute)
    print(f"written to {target}")


def _report(model, attribute: str) -> None:
    edits = model.edits
    origin = edits.notes["imported"][attribute]
    low, high = edits.ranges[attribute]
    rows = ", ".join(map(str, edits.styles[attribute]))
    entry = f" ({origin['name']!r})" if "name" in origin else ""
    print(f"{attribute} from {origin['file']}{entry}: styles {rows}")
    if attribute in edits.own_rows:
        print("each style moves along a row of its own")
    if origin["calibrated"]:
        print(f"calibrated: reaches {low:.3g} to {high:.3g}")
    else:
        print(
            "not calibrated: look at 'chernoff explore', and import again "
            "with --force and another --scale, or --flip"
        )
    if "fingerprint" not in origin:
        print(
            "Files of this format carry no fingerprint: only its source can "
            "say that the direction belongs to this network."
        )
