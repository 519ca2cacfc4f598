"""How far networks that were trained on photographs read the portraits.

May import ``table``, ``pieces``, the package's strangers and, when reading,
its reader of photographs (extra ``photo``). Needs no Blender.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....directions.strangers import agreement
from .pieces import load_portraits, on_grey
from .table import ATTRIBUTES, mirrored

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

__all__ = ["read_portraits"]


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
