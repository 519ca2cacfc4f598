"""`chernoff person`. Imports typer; the model inside the commands."""

from pathlib import Path
from typing import Annotated

import typer

person = typer.Typer(
    help="Known faces of a model: projected photographs, by name.",
    no_args_is_help=True,
)


@person.command("add")
def add(
    model: Annotated[
        str, typer.Argument(help="Model directory; it is written back.")
    ],
    name: Annotated[str, typer.Argument(help="What the face is called.")],
    file: Annotated[
        Path,
        typer.Argument(
            help="projected_w.npz, or a code of an encoder (.npy, .pt)."
        ),
    ],
    index: Annotated[
        int | None, typer.Option(help="Which of several codes, from 0.")
    ] = None,
) -> None:
    """
    Give a projected face a name: aes(person=...) then shows it.

    Whose photograph it was, and whether they agree, is your responsibility.

    Example: chernoff person add ffhq ada projected_w.npz
    """
    from ..model.face_model import FaceModel
    from ..model.persons import add_person
    from .fit import writable

    target = writable(
        model,
        "Name one; FaceModel.load(NAME).save(DIRECTORY) makes one of a "
        "bundled model.",
    )
    told = add_person(FaceModel.load(target), name, file, index)
    told.save(target, overwrite=True)
    print(f"{target} knows {', '.join(told.persons)}")


@person.command("list")
def list_persons(
    model: Annotated[
        str, typer.Argument(help="Name of a bundled model, or its directory.")
    ],
) -> None:
    """
    Names of the known faces of a model, and the files that they are from.

    Example: chernoff person list ffhq
    """
    from ..model.face_model import FaceModel

    loaded = FaceModel.load(model)
    about = loaded.description.get("persons", {})
    for name in loaded.persons:
        print(f"{name}: {about.get(name, {}).get('file', 'unknown file')}")
    if not loaded.persons:
        print("none; add one with 'chernoff person add'")
