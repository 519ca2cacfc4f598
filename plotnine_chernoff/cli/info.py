"""`chernoff info`. Imports typer; the model inside the command."""

from typing import Annotated

import typer


def info(
    model: Annotated[
        str, typer.Argument(help="Name of a bundled model, or its directory.")
    ] = "default",
    card: Annotated[
        bool, typer.Option("--card", help="Print the model card too.")
    ] = False,
) -> None:
    """
    Say what a model is and what its faces can show.

    Example: chernoff info default --card
    """
    from ..attributes import ATTRIBUTES, caution
    from ..model.face_model import FaceModel
    from ..model.files import fingerprint

    loaded = FaceModel.load(model)
    print(f"name         {loaded.name}")
    print(f"resolution   {loaded.resolution} x {loaded.resolution}")
    print(f"styles       {loaded.num_styles}")
    print(f"licence      {loaded.licence}")
    # Reads the weights, so that damaged ones are told.
    print(f"fingerprint  {fingerprint(loaded.weights)[:16]}")
    print(f"labeler      {'yes' if loaded.labeler else 'no'}")
    if not loaded.attributes:
        print(
            "attributes   none yet: run 'chernoff sample', 'chernoff label' "
            "and 'chernoff fit'"
        )
    for name in loaded.attributes:
        low, high = loaded.ranges[name]
        about = ATTRIBUTES[name].description
        print(f"  {name:<12} reaches {low:.3g} to {high:.3g}; {about}")
    if about := caution(loaded.attributes):
        print(about)
    if card:
        print()
        print(loaded.card)
