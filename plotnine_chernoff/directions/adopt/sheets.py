"""Pictures that show what was adopted: persons, and a sweep of each attribute.

Imports NumPy, pandas, Pillow and the montage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ...attributes import ATTRIBUTES
from ...draw.montage import montage
from ..measure import draw_persons

if TYPE_CHECKING:
    from PIL import Image

    from ...model.edits import Edits
    from ..reduced import Reduced

_PSI = 0.7
_SIZE = 128
_STEPS, _PERSONS = 7, 3


def contact_sheet(generator: Reduced, n: int = 24) -> Image.Image:
    """Persons as the network draws them"""
    codes = draw_persons(generator, n, _PSI, 3000)
    return montage(generator.synthesize(codes), columns=8, size=_SIZE)


def sweep_sheet(
    generator: Reduced, edits: Edits, attribute: str
) -> Image.Image:
    """
    One attribute over what the model reaches of it

    Returns
    -------
    PIL.Image.Image
        The mean face and three persons, a row each; under each face the
        value.
    """
    mean = np.repeat(
        np.asarray(generator.w_avg)[None, None], edits.num_styles, axis=1
    )
    persons = draw_persons(generator, _PERSONS, _PSI, 3000)
    values = np.linspace(*edits.ranges[attribute], _STEPS)
    cells, labels = [], []
    for base in np.concatenate([mean, persons]):
        table = pd.DataFrame({attribute: values})
        codes = edits.apply(table, np.repeat(base[None], _STEPS, axis=0))
        cells += list(generator.synthesize(codes))
        labels += [_text(attribute, v) for v in values]
    return montage(cells, labels, _STEPS, size=_SIZE)


def _text(attribute, value) -> str:
    fine = ATTRIBUTES[attribute].unit == "strength"
    return f"{value:.2g}" if fine else f"{value:.0f}"
