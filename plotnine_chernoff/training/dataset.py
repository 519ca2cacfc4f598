"""Rendered portraits as arrays to learn from.

Imports NumPy, the labeler's resizing, the training table and the files of
rendered portraits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..model.labeler import resized
from .attributes import COORDINATES, normals
from .portraits.cycles import draw
from .portraits.cycles.pieces import PIECE, load_piece, on_grey

if TYPE_CHECKING:
    from pathlib import Path


def load_pieces(
    directory: Path, size: int | None = None, most: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """
    All portraits rendered so far

    Parameters
    ----------
    directory : Path
        Where `pieces.render_portraits` puts them.
    size : int, optional
        Height and width to shrink the images to, without their mattes.
    most : int, optional
        About so many portraits, whole files.

    Returns
    -------
    images : array, uint8, (N, H, W, 4) or, shrunk, (N, size, size, 3)
        Before a plain grey; the fourth channel their mattes.
    latents : array, (N, K), float32
        Standard normal, in the order of the training table.

    Raises
    ------
    FileNotFoundError
        No piece is there.
    ValueError
        The portraits were drawn by another training table.
    """
    paths = _pieces(directory)
    if not paths:
        raise FileNotFoundError(
            f"No rendered portraits in {directory}. Make some with 'python "
            f"-m plotnine_chernoff.training.portraits.cycles render "
            f"{directory}'."
        )
    images, latents = [], []
    for path in paths:
        made, told = _read(path)
        # Pillow would weigh colours by the matte.
        small = size and resized(made[..., :3].copy(), size)
        images.append(made if small is None else small)
        latents.append(told)
        if most is not None and sum(map(len, images)) >= most:
            break
    return np.concatenate(images), np.concatenate(latents)


def _pieces(directory: Path) -> list[Path]:
    return sorted(directory.glob("piece*.webp"))


def count_portraits(directory: Path) -> int:
    """How many portraits have been rendered so far"""
    return PIECE * len(_pieces(directory))


def check_enough(count: int, held_out: int) -> None:
    """
    Refuse to learn from fewer portraits than are held out

    Raises
    ------
    ValueError
    """
    if count <= held_out:
        raise ValueError(
            f"Training holds {held_out} portraits out and needs more than "
            f"those, but {count} are rendered. Render more."
        )


def _read(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images and latents of a piece, in the order of the training table"""
    images, told = load_piece(path)
    number = int(path.stem.removeprefix("piece"))
    drawn = draw(len(told), number)
    if list(drawn) != list(told) or not np.allclose(drawn, told, atol=1e-4):
        raise ValueError(
            f"{path} was drawn by another version of the table of portraits. "
            "Render others into a new directory."
        )
    numbers = {name: normals(len(told), number, name) for name in drawn}
    # Finished pictures are degraded later.
    numbers["quality"] = np.zeros(len(told))
    latents = np.stack([numbers[name] for name in COORDINATES], axis=1)
    images = np.concatenate([on_grey(images), images[..., 3:]], axis=3)
    return images, latents.astype(np.float32)


class Portraits:
    """
    The portraits in a folder, while more are being rendered

    Calling it gives what `load_pieces` gives, read again only when there
    are more files than at the last call.
    """

    def __init__(self, directory: Path, size: int | None = None):
        self.directory, self.size = directory, size
        self._count, self._loaded = 0, None

    def __call__(self) -> tuple[np.ndarray, np.ndarray]:
        count = len(_pieces(self.directory))
        if self._loaded is None or count > self._count:
            self._loaded = None
            self._loaded = load_pieces(self.directory, self.size)
            self._count = count
        return self._loaded
