"""`chernoff evaluate`. Imports typer; all else inside the command."""

import hashlib
import json
import shutil
from copy import copy
from pathlib import Path
from typing import Annotated

import typer

from ._options import CallableOption, LabelerOption


def evaluate(
    model: Annotated[
        str, typer.Argument(help="Name of a bundled model, or its directory.")
    ],
    faces: Annotated[int, typer.Option(help="Faces of the read-back.")] = 512,
    persons: Annotated[
        int, typer.Option(help="Base faces of the sweeps, beside the mean.")
    ] = 7,
    seed: Annotated[int, typer.Option(help="Of the values and persons.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of tables.")
    ] = False,
    figure: Annotated[
        Path | None, typer.Option(help="Save a figure: PNG, PDF or SVG.")
    ] = None,
    search_styles: Annotated[
        bool,
        typer.Option(
            "--search-styles",
            help="Also compare the styles with the best of all sets of "
            "styles: some thousand faces more.",
        ),
    ] = False,
    reader: Annotated[
        str | None,
        typer.Option(
            help="Show the faces to a stranger instead: photo (extra photo)."
        ),
    ] = None,
    vary: Annotated[
        str | None,
        typer.Option(
            help="What a stranger sees varied, as yaw,smile,age; by default "
            "all attributes that have two sides."
        ),
    ] = None,
    salience: Annotated[
        bool,
        typer.Option(
            "--salience",
            help="Instead, how much of the picture each attribute moves; a "
            "model directory gets an even spacing for its scales.",
        ),
    ] = False,
    small: Annotated[
        bool,
        typer.Option(
            "--small",
            help="Instead, how well faces of few pixels are read, by crop.",
        ),
    ] = False,
    labeler: LabelerOption = None,
    function: CallableOption = None,
    save: Annotated[
        bool,
        typer.Option(help="Store the figures in the model's card."),
    ] = True,
) -> None:
    """
    Measure how well faces show what they were asked for.

    Read-back with all attributes varied at once, re-scoring matrix, leak,
    linearity, selectivity of styles. A model directory gets the figures into
    its card; a bundled model stays as it is. With --reader photo, networks
    that were trained on photographs say how far they see what was asked for.
    Stopped at any moment, it goes on where it stopped. --salience and --small
    measure what the eye gets of the faces.

    Example: chernoff evaluate ffhq --figure ffhq.png
    """
    from ..directions.evaluate import evaluate_model
    from ..directions.evaluation import Evaluation, write_card
    from ..directions.label import PHOTO, choose_labeler
    from ..directions.strangers import read_by_strangers
    from ..model.face_model import FaceModel
    from ._outputs import check_figure, save_figure

    check_figure(figure)
    if vary and reader is None:
        raise ValueError(
            "--vary says what a stranger sees varied: name one, --reader "
            f"{PHOTO}."
        )
    loaded = FaceModel.load(model)
    if salience or small:
        if (salience and small) or reader or figure or search_styles:
            raise ValueError(
                "--salience and --small are measured alone, without --reader, "
                "--figure and --search-styles."
            )
        if salience:
            _print_salience(loaded, model, save, as_json)
        else:
            read = None
            if labeler or function:
                read = choose_labeler(loaded, labeler, function)
            _print_small(loaded, read, faces, seed, as_json)
        return
    if reader is not None:
        if reader != PHOTO or labeler or function or figure or search_styles:
            raise ValueError(
                f"--reader must be {PHOTO} (got {reader!r}), without "
                "--labeler, --callable, --figure and --search-styles."
            )
        memory = _memory(loaded, reader)
        found = read_by_strangers(
            loaded,
            choose_labeler(loaded, reader),
            faces,
            seed,
            memory=memory,
            vary=vary and [name.strip() for name in vary.split(",")],
        )
    else:
        read = None
        if labeler or function:
            read = choose_labeler(loaded, labeler, function)
        memory = _memory(loaded)
        found = evaluate_model(
            loaded,
            read,
            faces,
            seed,
            search_styles=search_styles,
            persons=persons,
            memory=memory,
        )
    print(json.dumps(found.to_dict()) if as_json else found.to_text())
    if figure is not None and isinstance(found, Evaluation):
        save_figure(found.figure(), figure)
    if save and Path(model).is_dir():
        key = "evaluation" if reader is None else "strangers"
        told = copy(loaded)
        told.card = write_card(loaded.card, found.to_card())
        told.description = loaded.description | {key: found.to_dict()}
        told.save(model, overwrite=True)
    # What was measured is of no more use when all of it is written.
    if memory is not None:
        shutil.rmtree(memory, ignore_errors=True)


def _print_salience(loaded, model: str, save: bool, as_json: bool) -> None:
    from ..directions.eye import salience_table, spacing
    from ..faces.salience import MEASURE

    table = salience_table(loaded).round(2)
    even = spacing(loaded)
    if as_json:
        told = {"salience": table.to_dict("index"), "spacing": even}
        print(json.dumps(told))
    else:
        print(table.to_string())
        print(f"Distances: {MEASURE}.")
    if save and Path(model).is_dir():
        told = copy(loaded)
        plain = {name: list(values) for name, values in even.items()}
        told.description = loaded.description | {"spacing": plain}
        told.save(model, overwrite=True)


def _print_small(loaded, read, faces: int, seed: int, as_json: bool) -> None:
    from ..directions.eye import small_faces

    table = small_faces(loaded, read, faces, seed=seed).round(2).reset_index()
    if as_json:
        print(json.dumps(table.to_dict("records")))
    else:
        print(table.to_string(index=False))


def _memory(model, reader: str = "") -> Path | None:
    """Where readings are kept, so that a run that was stopped goes on"""
    from platformdirs import user_cache_path

    about = model.edit_fingerprint + reader
    name = hashlib.sha256(about.encode()).hexdigest()[:16]
    base = user_cache_path("plotnine-chernoff", appauthor=False)
    folder = base / "evaluations" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # no home: it begins anew
        return None
    return folder
