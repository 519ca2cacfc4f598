"""How far networks that were trained on photographs read the portraits.

May import ``table``, ``pieces``, the package's strangers and, when reading,
its reader of photographs (extra ``photo``). Needs no Blender.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ....directions.strangers import agreement
from .pieces import load_portraits
from .table import ATTRIBUTES, mirrored

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

__all__ = ["on_grey", "read_portraits"]

GREY = np.array([205, 201, 196], np.float32)


def on_grey(images: np.ndarray) -> np.ndarray:
    """Portraits before a plain warm grey, (N, H, W, 4) -> (N, H, W, 3)."""
    share = images[..., 3:].astype(np.float32) / 255
    mixed = images[..., :3] * share + GREY * (1 - share)
    return np.round(mixed).astype(np.uint8)


def read_portraits(
    directory: Path, count: int | None = None, mirror: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame, int, int]:
    """Show portraits to ``label_photographs``.

    Parameters
    ----------
    directory : Path
        Folder of the pieces.
    count : int, optional
        Only the first so many portraits.
    mirror : bool
        Read their mirror images, against the mirrored values.

    Returns
    -------
    table, weights : DataFrame
        As ``agreement`` gives them, against the attributes.
    count, unread : int
        Portraits, and those in which no face was found.
    """
    from ....directions.photo import label_photographs

    images, asked = load_portraits(directory, count)
    asked = asked.reset_index(drop=True)
    if mirror:
        images, asked = images[:, :, ::-1], mirrored(asked)
    asked = asked.loc[:, list(ATTRIBUTES)]
    read = label_photographs(on_grey(images))
    read = read.loc[:, [name for name in read if name in asked]]
    unread = int(read.isna().any(axis=1).sum())
    table, weights = agreement(asked, read)
    return table, weights, len(images), unread
