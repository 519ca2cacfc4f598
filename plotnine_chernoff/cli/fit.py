"""`chernoff fit`. Imports typer; scikit-learn inside the command."""

import warnings
from pathlib import Path
from typing import Annotated

import typer

from ._options import CallableOption, LabelerOption


def fit(
    model: Annotated[
        str, typer.Argument(help="Model directory; it is written back.")
    ],
    directory: Annotated[
        Path, typer.Argument(help="The labelled sample set.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(help="Write to this directory instead."),
    ] = None,
    styles: Annotated[
        list[str] | None,
        typer.Option(help="Styles of an attribute: smile=4,5. Repeatable."),
    ] = None,
    labeler: LabelerOption = None,
    function: CallableOption = None,
    tail: Annotated[
        float,
        typer.Option(help="Share of samples at each end for the SVMs."),
    ] = 0.2,
    min_labels: Annotated[
        int, typer.Option(help="Fewest labels of an attribute.")
    ] = 100,
    persons: Annotated[
        int, typer.Option(help="Base faces to edit, beside the mean face.")
    ] = 16,
    faces: Annotated[
        int, typer.Option(help="Faces of each round of joint calibration.")
    ] = 512,
    entropies: Annotated[
        Path | None,
        typer.Option(help="Also write a heat map of all entropies."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 0,
) -> None:
    """
    Learn directions from labelled samples and calibrate them.

    Without a labeler (the model's own, --labeler or --callable) edited faces
    cannot be read again: styles and units are then predicted, not measured.
    Stopped at any moment, it goes on where it stopped.

    Example: chernoff fit ffhq samples --labeler default --styles smile=4,5
    """
    from ..directions import fit_model
    from ..directions.label import choose_labeler
    from ..directions.notes import (
        accuracy_table,
        entropy_figure,
        entropy_table,
        skipped,
    )
    from ..model.face_model import FaceModel
    from ._outputs import check_directory, check_figure, save_figure

    target = output or writable(model)
    check_figure(entropies)
    check_directory(target)
    loaded = FaceModel.load(model)
    parameters = {}
    if labeler or function or loaded.labeler is not None:
        parameters["label"] = choose_labeler(loaded, labeler, function)
    with warnings.catch_warnings():
        # They tell what is printed below.
        warnings.simplefilter("ignore", UserWarning)
        fitted = fit_model(
            loaded,
            directory,
            styles=parse_styles(styles or []),
            tail=tail,
            min_labels=min_labels,
            persons=persons,
            faces=faces,
            spread=min(256, faces),
            seed=seed,
            **parameters,
        )
    fitted.save(target, overwrite=True)
    print("Accuracy of the SVMs, held out, beside naming the larger class:")
    print(accuracy_table(fitted).to_string(float_format="{:.4g}".format))
    print("H(label | side of the edit), bits, and the styles chosen:")
    print(entropy_table(fitted).round(2).to_string())
    if entropies is not None:
        save_figure(entropy_figure(fitted), entropies)
    for name, (low, high) in fitted.ranges.items():
        print(f"{name:<12} reaches {low:.3g} to {high:.3g}")
    for why in skipped(fitted).values():
        print(f"left out: {why}")
    if not parameters:
        print("No labeler: styles and units are predicted, not measured.")
    print(f"written to {target}")


def writable(model: str, way_out: str = "Name one, or give --output.") -> Path:
    """
    The directory of a model that may be written back

    Parameters
    ----------
    model : str
    way_out : str
        What else may be done, for the error.

    Raises
    ------
    ValueError
        It is the name of a bundled model.
    """
    if not Path(model).is_dir():
        raise ValueError(
            f"{model!r} is not a model directory, so it cannot be written "
            f"back. {way_out}"
        )
    return Path(model)


def parse_styles(given: list[str]) -> dict[str, tuple[int, ...]]:
    """
    Styles by attribute, from texts as smile=4,5

    Raises
    ------
    ValueError
        A text has another form.
    """
    out = {}
    for text in given:
        name, _, rows = text.partition("=")
        try:
            out[name.strip()] = tuple(int(r) for r in rows.split(","))
        except ValueError:
            raise ValueError(
                f"Styles must be given as attribute=row,row, as in "
                f"smile=4,5, got {text!r}."
            ) from None
    return out
