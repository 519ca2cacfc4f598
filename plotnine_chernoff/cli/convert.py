"""`chernoff convert`. Imports typer; the reader inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def convert(
    src: Annotated[
        Path,
        typer.Argument(
            help="A .pkl file of NVIDIA's StyleGAN2 code, TensorFlow or "
            "PyTorch, or a .pt file of rosinality's or of a state dict. "
            "Nothing in it is executed."
        ),
    ],
    dest: Annotated[Path, typer.Argument(help="The model directory to make.")],
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="Replace a model that is there."),
    ] = False,
    class_index: Annotated[
        int | None,
        typer.Option(
            "--class",
            help="Of a network trained with class labels: the class to "
            "keep, from 0.",
        ),
    ] = None,
) -> None:
    """
    Turn one of NVIDIA's StyleGAN2 checkpoints into a model directory.

    Example: chernoff convert stylegan2-ffhq-config-f.pkl ffhq
    """
    from ..model.convert import convert as convert_checkpoint

    model = convert_checkpoint(
        src, dest, overwrite=overwrite, class_index=class_index
    )
    origin = model.description["provenance"]
    print(f"{dest}: {model.resolution} x {model.resolution} pixels")
    print(f"  {model.num_styles} styles, format {origin['format']}")
    print(f"  SHA-256 of {origin['file']}: {origin['sha256']}")
    print(f"  {model.licence}")
    print(
        "It has no directions yet: run 'chernoff sample', 'chernoff label' "
        "and 'chernoff fit' next."
    )
