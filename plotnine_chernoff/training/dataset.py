"""Portraits on disk: rendered in pieces, by any number of processes.

Reads those of both renderers. Imports NumPy, tqdm, the labeler's resizing, the
files of path-traced portraits and, when rendering, the portrait renderer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from ..atomic import sweep, write_whole
from ..model.labeler import resized
from .attributes import COORDINATES, TRACED_NAMES, columns_of, draw, normals
from .portraits.cycles import draw as draw_traced
from .portraits.cycles import pieces as traced

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 200
"""Portraits in one file"""


def render_pieces(
    directory: Path, first: int, last: int, size: int = 256
) -> None:
    """
    Render pieces `first` to `last` - 1 that are not there yet

    Piece p holds the portraits of the latents ``draw(PIECE, p)``. Stopped at
    any moment, it goes on with the next missing piece; several processes may
    work on different ranges.

    Parameters
    ----------
    directory : Path
        Where `piece00000.npz` and its like go: images (PIECE, size, size, 4)
        uint8, the fourth channel their mattes, latents (PIECE, K) float32,
        and the names of their columns.
    first, last : int
    size : int
        Height and width, pixels.
    """
    from .portraits import portrait_from_latent, render

    directory.mkdir(parents=True, exist_ok=True)
    sweep(directory)
    missing = [
        p for p in range(first, last) if not _path(directory, p).exists()
    ]
    for piece in tqdm(missing, unit="piece"):
        latents = draw(PIECE, piece)
        images = [render(portrait_from_latent(t), size, 2) for t in latents]
        _write(
            _path(directory, piece),
            images=np.stack(images),
            latents=latents.astype(np.float32),
            names=np.array(list(COORDINATES)),
        )


def _write(path: Path, **arrays):
    write_whole(path, lambda file: np.savez(file, **arrays))


def load_pieces(
    directory: Path, size: int | None = None, most: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """
    All portraits rendered so far, by either renderer

    Parameters
    ----------
    directory : Path
    size : int, optional
        Height and width to shrink the images to, without their mattes.
    most : int, optional
        About so many portraits, whole files.

    Returns
    -------
    images : array, uint8, (N, H, W, 4) or, shrunk, (N, size, size, 3)
    latents : array, (N, K), float32
        In the order of the training table.

    Raises
    ------
    FileNotFoundError
        No piece is there.
    ValueError
        The portraits were drawn without a coordinate of the training table,
        or do not say what their numbers are, as those of old versions.
    """
    paths = _pieces(directory)
    if not paths:
        raise FileNotFoundError(
            f"No rendered portraits in {directory}. Make some with "
            "'chernoff train DIRECTORY --step render'."
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
    return sorted(
        [*directory.glob("piece*.npz"), *directory.glob("piece*.webp")]
    )


def count_portraits(directory: Path) -> int:
    """How many portraits have been rendered so far"""
    sizes = {".npz": PIECE, ".webp": traced.PIECE}
    return sum(sizes[path.suffix] for path in _pieces(directory))


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
    if path.suffix == ".npz":
        with np.load(path) as piece:
            missing = {"images", "latents", "names"} - set(piece.files)
            if missing:
                raise ValueError(
                    f"{path} must hold the arrays images, latents and names, "
                    f"but has no {', '.join(sorted(missing))}: an older "
                    "version rendered it. Delete it and render it again with "
                    "'chernoff train DIRECTORY --step render'."
                )
            order = columns_of(piece["names"])
            return piece["images"], piece["latents"][:, order]
    images, told = traced.load_piece(path)
    number = int(path.stem.removeprefix("piece"))
    drawn = draw_traced(len(told), number)
    if list(drawn) != list(told) or not np.allclose(drawn, told, atol=1e-4):
        raise ValueError(
            f"{path} was drawn by another version of the table of portraits. "
            "Render others into a new directory."
        )
    numbers = {
        TRACED_NAMES.get(name, name): normals(len(told), number, name)
        for name in drawn
    }
    # Finished pictures are degraded later.
    numbers["quality"] = np.zeros(len(told))
    latents = np.stack(list(numbers.values()), axis=1)
    return images, latents[:, columns_of(numbers)].astype(np.float32)


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


def _path(directory: Path, piece: int) -> Path:
    return directory / f"piece{piece:05d}.npz"
