"""`chernoff export`. Imports typer; all else inside the command."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """What other servers read"""

    onnx = "onnx"
    saved_model = "saved-model"


def export(
    model: Annotated[
        str, typer.Argument(help="Name of a bundled model, or its directory.")
    ] = "default",
    output: Annotated[
        Path | None,
        typer.Argument(
            help="The file or directory to make; the model's name without it."
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="For which servers.")] = (
        Format.onnx
    ),
    person: Annotated[
        str | None,
        typer.Option(help="Whose faces: a name, or the seed of a person."),
    ] = None,
) -> None:
    """
    Write a model as one graph, attribute values in and faces out.

    For ONNX Runtime, Triton and OpenVINO Model Server, or, as saved-model,
    TensorFlow Serving. It is compared with the model before it is done.

    Example: chernoff export default faces.onnx
    """
    from ..model.export import check, export_onnx, export_saved_model
    from ..model.face_model import FaceModel

    loaded = FaceModel.load(model)
    if output is None:
        output = Path(loaded.name + (".onnx" if format == "onnx" else ""))
    who = int(person) if person is not None and person.isdigit() else person
    write = export_onnx if format == "onnx" else export_saved_model
    write(loaded, output, who)
    inputs = ", ".join(loaded.attributes)
    print(f"{output}: values (N, {len(loaded.attributes)}): {inputs}")
    try:
        share = check.compare(loaded, output, person=who)
    except ImportError:
        print("  not compared with the model: pip install onnxruntime")
        return
    print(f"  {share:.4%} of pixels within {check.LEVELS} of 255 levels")
    if share < check.SHARE:
        raise ValueError(
            f"{output} differs from the model on more than "
            f"{1 - check.SHARE:.1%} of pixels. Do not use it."
        )
