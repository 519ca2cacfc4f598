"""`chernoff montage`. Imports typer; all else inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def montage(
    directory: Annotated[Path, typer.Argument(help="A sample set.")],
    output: Annotated[Path, typer.Option(help="The sheet to write.")] = Path(
        "montage.png"
    ),
    attribute: Annotated[
        str | None,
        typer.Option(help="Write this label under each face, in its order."),
    ] = None,
    count: Annotated[
        int, typer.Option(help="Faces on the sheet, evenly chosen.")
    ] = 64,
    columns: Annotated[
        int | None, typer.Option(help="Faces in a row.")
    ] = None,
    size: Annotated[
        int | None, typer.Option(help="Side of a face, pixels.")
    ] = None,
) -> None:
    """
    Make a contact sheet of a sample set.

    Example: chernoff montage samples --attribute smile --output sheet.png
    """
    import numpy as np

    from ..atomic import write_whole_by_name
    from ..attributes import check_names
    from ..directions.sample_set import SampleSet
    from ..draw.montage import montage as make_sheet
    from ._outputs import check_picture

    check_picture(output)
    samples = SampleSet(directory)
    seeds = samples.seeds()
    texts = {s: f"{s:04d}" for s in seeds}
    if attribute is not None:
        labels = samples.labels()
        check_names([attribute], list(labels))
        known = labels.dropna(subset=[attribute]).sort_values(attribute)
        seeds = [int(s) for s in known.index]
        texts = {s: f"{known.at[s, attribute]:.2f}" for s in seeds}
    if not seeds:
        raise ValueError(f"{directory} has no pictures to show.")
    which = np.linspace(0, len(seeds) - 1, min(count, len(seeds)))
    seeds = [seeds[int(i)] for i in which.round()]
    sheet = make_sheet(
        np.concatenate(list(samples.images(seeds))),
        [texts[s] for s in seeds],
        columns,
        size=size,
    )
    write_whole_by_name(output, sheet.save)
    print(f"written to {output}")
