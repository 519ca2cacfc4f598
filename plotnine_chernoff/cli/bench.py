"""`chernoff bench`. Imports typer; the generator inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def bench(
    resolution: Annotated[
        int | None,
        typer.Option(
            help="Of a network of random weights; by default the bundled "
            "model is measured."
        ),
    ] = None,
    channel_base: Annotated[
        int | None,
        typer.Option(help="32768 is config F, 16384 configs A to E."),
    ] = None,
    batch: Annotated[int, typer.Option(min=1, help="Images at once.")] = 1,
    repeats: Annotated[
        int, typer.Option(min=1, help="Timed calls of each; medians count.")
    ] = 5,
    nvidia: Annotated[
        Path | None,
        typer.Option(
            help="A checkout of NVlabs/stylegan2-ada-pytorch, to compare "
            "with; needs torch."
        ),
    ] = None,
    figure: Annotated[
        bool,
        typer.Option(help="Time faces of the bundled model as well."),
    ] = True,
    drawing: Annotated[
        bool,
        typer.Option(
            "--drawing",
            help="Time the drawing of 1,000 faces instead, beside points "
            "and matplotlib's images, and the making of small ones.",
        ),
    ] = False,
    cold: Annotated[
        bool,
        typer.Option(
            "--cold",
            help="Time the first figure of fresh processes instead: points, "
            "faces that are kept on disk, and new ones.",
        ),
    ] = False,
) -> None:
    """
    Time faces on this machine, side by side with what else there is.

    The floor is the network's arithmetic at the rate of plain convolutions,
    measured in the same process.

    Example: chernoff bench --resolution 1024 --channel-base 32768 --batch 1
    """
    import os

    if drawing:
        _print_drawing(repeats)
        return
    if cold:
        _print_cold(repeats)
        return

    from ..bench.synthesis import bench as measure
    from ..bench.synthesis import macs
    from ..model.face_model import FaceModel
    from ..model.find import bundled_models

    bundled = bundled_models()
    model, peak = None, None
    if bundled:
        name = "default" if "default" in bundled else bundled[0]
        model = FaceModel.load(name)
    measured = model
    if resolution or channel_base or measured is None:
        size = resolution or 256
        measured = FaceModel.random(size, channel_base or 32768)
    else:
        # A trained network's pixels go from -1 to 1.
        peak = 2.0
    config = measured.config
    print(
        f"{measured.name}: {config.resolution} x {config.resolution}, "
        f"{macs(config) / 1e9:.3g} GMAC an image, batch {batch}, "
        f"{os.cpu_count()} cores, medians of {repeats}"
    )
    print(measure(config, measured.weights, batch, repeats, nvidia, peak))
    if figure:
        _print_figure(model)


def _print_drawing(repeats: int) -> None:
    from ..bench.drawing import bench_drawing

    for distinct in (50, 1000):
        print(f"1,000 faces at 32 points, {distinct} of them different")
        # What matplotlib embeds does not depend on which are equal.
        rivals = distinct == 50
        print(bench_drawing(1000, distinct, repeats=repeats, rivals=rivals))
    _print_levels()


def _print_levels() -> None:
    from ..bench.levels import bench_levels
    from ..bench.synthesis import NotMeasuredError
    from ..model.face_model import FaceModel

    print("1,000 different faces of few pixels, made and drawn")
    try:
        print(bench_levels(FaceModel.load("default")))
    except NotMeasuredError as e:
        print(f"not measured ({e}).")


def _print_cold(repeats: int) -> None:
    from ..bench.cold import bench_cold

    print(f"first figure of a process, medians of {repeats}")
    print(bench_cold("default", repeats))


def _print_figure(model) -> None:
    from ..bench.synthesis import face_rate

    if model is None:
        print("bundled model: not measured (there is none here).")
        return
    print(f"model {model.name}: {face_rate(model):.3g} faces a second")
