"""`chernoff convert`. Imports typer; the reader inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def convert(
    source: Annotated[
        Path, typer.Argument(help="A StyleGAN2 pickle (.pkl) of NVIDIA's.")
    ],
    target: Annotated[Path, typer.Argument(help="The directory to make.")],
    overwrite: Annotated[
        bool, typer.Option(help="Replace a model that is there.")
    ] = False,
) -> None:
    """
    Turn one of NVIDIA's StyleGAN2 checkpoints into a model directory.

    Nothing in the file is executed, and neither TensorFlow 1 nor PyTorch is
    needed.

    Example: chernoff convert stylegan2-ffhq-config-f.pkl ffhq/
    """
    from ..model import FaceModel

    model = FaceModel.from_checkpoint(source)
    model.save(target, overwrite=overwrite)
    print(f"{model!r}\nLicence: {model.licence}\nWritten to {target}.")
    print(
        "It has no directions yet. Next:\n"
        f"  chernoff sample {target} samples/ --seeds 0:4096\n"
        "  chernoff label samples/\n"
        f"  chernoff fit {target} samples/"
    )
