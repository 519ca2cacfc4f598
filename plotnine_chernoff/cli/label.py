"""`chernoff label`. Imports typer; all else inside the command."""

from pathlib import Path
from typing import Annotated

import typer


def label(
    directory: Annotated[
        Path, typer.Argument(help="The sample set, or a folder of pictures.")
    ],
    labeler: Annotated[
        str | None,
        typer.Option(
            help="Model that brings the labeler: name or directory; or "
            "photo, which reads photographs (extra photo)."
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(help="Table with a column 'seed' and attributes."),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            help="Words in the table for the two ends of an attribute: "
            "gender=female,male. Repeatable."
        ),
    ] = None,
    kairos: Annotated[
        Path | None, typer.Option(help="Folder of Kairos JSON responses.")
    ] = None,
    function: Annotated[
        str | None,
        typer.Option(
            "--callable",
            help="package.module:function, from images (N, H, W, 3) uint8 to "
            "a table of attributes.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="Table to write for a folder that is no sample set.",
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option(help="Label also what has labels.")
    ] = False,
) -> None:
    """
    Label a sample set: by a labeler, a table, Kairos, or a function.

    Without an option the bundled model's labeler reads the pictures. Labels
    may be on any scale, and some may be missing.

    With --labeler photo and --output it reads any folder of photographs.

    Example: chernoff label samples --labeler default

    Example: chernoff label PHOTOS --labeler photo -o labels.csv
    """
    from ..directions import label as sources
    from ..directions.label_tables import parse_words
    from ..directions.sample_set import SampleSet
    from ..model.face_model import FaceModel

    given = [o for o in (labeler, csv, kairos, function) if o is not None]
    if len(given) > 1:
        raise ValueError(
            "Choose one of --labeler, --csv, --kairos and --callable."
        )
    if output is not None:
        if given != [sources.PHOTO]:
            raise ValueError(
                "--output is for folders of photographs: give --labeler photo "
                "with it."
            )
        from ..directions.photo.folder import label_folder

        _summarize(label_folder(directory, output, again).drop(columns="file"))
        print(f"written to {output}")
        return
    samples = SampleSet(directory)
    samples.check()
    if words and csv is None:
        raise ValueError("--words is for the table that --csv names.")
    if csv is not None:
        labels, ignored = sources.label_from_csv(
            samples, csv, parse_words(words or [])
        )
        if ignored:
            print(f"ignored columns: {', '.join(map(str, ignored))}")
    elif kairos is not None:
        labels, counts = sources.label_from_kairos(samples, kairos)
        print(counts)
    else:
        read = (
            sources.load_callable(function)
            if function
            else sources.choose_labeler(
                FaceModel.load("default"), labeler or "default"
            )
        )
        known = int(samples.labels().notna().any(axis=1).sum())
        labels = sources.label_with(samples, read, again)
        if known and not again:
            print(f"{known} had labels, which stay; --again reads them anew")
    _summarize(labels)


def _summarize(labels) -> None:
    print(labels.describe().loc[["count", "mean", "std", "min", "max"]].T)
