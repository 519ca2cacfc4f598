"""The sheet that the original author looked at: styles by steps.

Imports NumPy, Pillow and the montage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..attributes import check_names
from ..draw.montage import montage
from ..faces.persons import seed_of
from ..model.face_model import PERSON_PSI

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from ..model.face_model import FaceModel


def style_sheet(
    model: FaceModel,
    attribute: str,
    limit: float = 3.0,
    columns: int = 7,
    styles: Sequence[int] | None = None,
    person: Hashable = None,
    size: int | None = None,
) -> Image.Image:
    """
    One attribute's direction at one style after another

    Parameters
    ----------
    model : FaceModel
        With edits.
    attribute : str
    limit : float
        Steps of a row go from -limit to limit, in standard deviations.
    columns : int
        Steps of a row.
    styles : sequence of int, optional
        Rows of the sheet; by default all styles, then the chosen together.
    person : hashable, optional
        Whose face to edit, as for `FaceModel.edit`; by default the mean face.
    size : int, optional
        Side of a face on the sheet, pixels; at least 96 unless given, for
        the text below.

    Returns
    -------
    PIL.Image.Image
        A row per style, a column per step. Beside each row are the style and
        H(label | side) in bits, under each face the step.

    Raises
    ------
    ValueError
        The model has no edits, or not of this attribute.
    """
    edits = model.edits
    if edits is None:
        raise ValueError(
            f"Model {model.name!r} has no directions to explore. Run "
            "'chernoff fit' first."
        )
    check_names([attribute], edits.attributes)
    i = edits.attributes.index(attribute)
    chosen = edits.styles[attribute]
    rows: list[tuple[int, ...]] = [(s,) for s in range(edits.num_styles)]
    if len(chosen) > 1:
        rows.append(chosen)
    if styles is not None:
        rows = [(s,) for s in styles]
    steps = np.linspace(-limit, limit, columns)
    base = np.repeat(model.w_avg[None, None], edits.num_styles, axis=1)
    if person is not None:
        z = np.random.RandomState(seed_of(person)).randn(1, model.config.z_dim)
        base = edits.to_neutral(model.map(z, PERSON_PSI))
    size = size or max(96, model.resolution)
    cells, labels = [], []
    for row in rows:
        codes = np.repeat(base, columns, axis=0)
        codes[:, list(row)] += steps[:, None, None] * edits.rows[i, list(row)]
        cells.append(_words(_row_name(edits, attribute, row), size))
        cells += list(model.synthesize(codes))
        labels += ["", *(f"{s:+.2g}" for s in steps)]
    return montage(cells, labels, columns + 1, size=size)


def _row_name(edits, attribute, row) -> str:
    notes = edits.notes.get("attributes", {}).get(attribute, {})
    many = len(row) > 1
    name = f"style{'s' * many} {','.join(map(str, row))}"
    if row == edits.styles[attribute]:
        name += "\nchosen"
    if not many and notes.get("entropies"):
        name += f"\nH {notes['entropies'][row[0]]:.2f} bits"
    return name


def _words(text: str, size: int) -> Image.Image:
    """Text in the middle of a white square"""
    cell = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(cell)
    font = ImageFont.load_default(size=size / 8)
    # A long list of styles is set smaller.
    width = pen.multiline_textbbox((0, 0), text, font)[2]
    font = ImageFont.load_default(size=size / 8 * min(1, 0.95 * size / width))
    pen.multiline_text(
        (size / 2, size / 2), text, "black", font, "mm", align="center"
    )
    return cell
