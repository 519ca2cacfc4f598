"""Asking whether a file can be written, before hours of work.

And writing it whole. Imports the standard library and `atomic`; matplotlib
and Pillow inside the functions.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ..atomic import write_whole_by_name

if TYPE_CHECKING:
    from plotnine import ggplot
    from plotnine.composition import Compose


def check_figure(path: Path | None) -> None:
    """
    Refuse a figure that could not be saved

    Parameters
    ----------
    path : Path or None
        Where it is to go; None: nowhere.

    Raises
    ------
    ValueError
        Its folder is not there or not writable, or matplotlib does not know
        its format.
    """
    from matplotlib.backend_bases import FigureCanvasBase

    formats = FigureCanvasBase.get_supported_filetypes()
    _check(path, {f".{ending}" for ending in formats})


def save_figure(
    plot: ggplot | Compose, path: Path, dpi: int | None = 100
) -> None:
    """
    Draw a plot to a file that is never seen half done
    """
    write_whole_by_name(
        path, lambda file: plot.save(file, dpi=dpi, verbose=False)
    )


def check_picture(path: Path | None) -> None:
    """
    Refuse a picture that Pillow could not save; as `check_figure`

    Raises
    ------
    ValueError
        As for `check_figure`.
    """
    from PIL import Image

    Image.init()
    endings = {
        k for k, v in Image.registered_extensions().items() if v in Image.SAVE
    }
    _check(path, endings)


def check_directory(path: Path) -> None:
    """
    Refuse a directory that could not be made

    Raises
    ------
    ValueError
        A file is in its place, or the folder that it is to be in, or the
        next above that there is, cannot be written to.
    """
    path = Path(os.path.abspath(path))
    above = path.parent
    while not above.exists() and above != above.parent:
        above = above.parent
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise ValueError(
            f"{path} cannot be written: {above} is not a folder that may be "
            "written to. Choose another place."
        )


def _check(path: Path | None, endings: set[str]) -> None:
    if path is None:
        return
    path = Path(path)
    folder = path.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise ValueError(
            f"{path} cannot be written: {folder} is not a folder that may be "
            "written to. Make it, or choose another place."
        )
    if path.is_dir():
        raise ValueError(f"{path} is a folder. Name a file in it.")
    if path.suffix.lower() not in endings:
        known = ", ".join(
            e
            for e in (".png", ".pdf", ".svg", ".jpg", ".webp", ".tif")
            if e in endings
        )
        raise ValueError(
            f"{path} cannot be written: the format {path.suffix!r} is not "
            f"known. Name a file that ends with {known}."
        )
