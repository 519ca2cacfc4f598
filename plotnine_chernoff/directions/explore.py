"""The sheet that the original author looked at: styles by steps.

Imports NumPy and the montage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..attributes import check_names
from ..montage import montage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from ..model import FaceModel


def style_sheet(
    model: FaceModel,
    attribute: str,
    limit: float = 3.0,
    columns: int = 7,
    styles: Sequence[int] | None = None,
    person: int | None = None,
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
    person : int, optional
        Seed of the face to edit; by default the mean face.
    size : int, optional
        Side of a face on the sheet, pixels; at least 96 unless given, for
        the text below.

    Returns
    -------
    PIL.Image.Image
        A row per style, a column per step. Under the first face of a row
        are the style and H(label | side) in bits, under the others the step.

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
    rows = [(s,) for s in range(edits.num_styles)] + [chosen]
    if styles is not None:
        rows = [(s,) for s in styles]
    steps = np.linspace(-limit, limit, columns)
    base = np.repeat(model.w_avg[None, None], edits.num_styles, axis=1)
    if person is not None:
        z = np.random.RandomState(person).randn(1, model.config.z_dim)
        base = edits.to_neutral(model.map(z, 0.7))
    size = size or max(96, model.resolution)
    images, labels = [], []
    for row in rows:
        codes = np.repeat(base, columns, axis=0)
        codes[:, list(row)] += steps[:, None, None] * edits.directions[i]
        images.append(model.synthesize(codes))
        labels.append(_row_name(edits, attribute, row, row == chosen))
        labels += [f"{s:+.2g}" for s in steps[1:]]
    return montage(np.concatenate(images), labels, columns, size=size)


def _row_name(edits, attribute, row, is_chosen) -> str:
    notes = edits.notes.get("attributes", {}).get(attribute, {})
    name = ",".join(map(str, row)) + ("*" if is_chosen else "")
    if len(row) == 1 and "entropies" in notes:
        name += f" H {notes['entropies'][row[0]]:.2f}"
    return name
