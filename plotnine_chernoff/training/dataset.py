"""Portraits on disk: rendered in pieces, by any number of processes.

Imports NumPy, tqdm and, when rendering, the portrait renderer.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

if TYPE_CHECKING:
    from pathlib import Path

PIECE = 200
"""Portraits in one file"""


def render_pieces(
    directory: Path, first: int, last: int, size: int = 256
) -> None:
    """
    Render pieces `first` to `last` - 1 that are not there yet

    Piece p holds the portraits of the latents
    ``RandomState(p).randn(PIECE, LATENT_SIZE)``. Stopped at any moment, it
    goes on with the next missing piece; several processes may work on
    different ranges.

    Parameters
    ----------
    directory : Path
        Where `piece00000.npz` and its like go: images (PIECE, size, size, 3)
        uint8 and latents (PIECE, K) float32.
    first, last : int
    size : int
        Height and width, pixels.
    """
    from .portraits import LATENT_SIZE, portrait_from_latent, render

    directory.mkdir(parents=True, exist_ok=True)
    missing = [
        p for p in range(first, last) if not _path(directory, p).exists()
    ]
    for piece in tqdm(missing, unit="piece"):
        latents = np.random.RandomState(piece).randn(PIECE, LATENT_SIZE)
        images = [render(portrait_from_latent(t), size, 2) for t in latents]
        target = _path(directory, piece)
        partial = target.with_name(f".{target.stem}.{os.getpid()}.npz")
        np.savez(
            partial,
            images=np.stack(images),
            latents=latents.astype(np.float32),
        )
        partial.rename(target)


def load_pieces(
    directory: Path, max_pieces: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """
    All portraits rendered so far

    Returns
    -------
    images : array, (N, size, size, 3), uint8
    latents : array, (N, K), float32

    Raises
    ------
    FileNotFoundError
        No piece is there.
    """
    paths = sorted(directory.glob("piece*.npz"))[:max_pieces]
    if not paths:
        raise FileNotFoundError(
            f"No rendered portraits in {directory}. Make some with "
            "'chernoff train render'."
        )
    pieces = [np.load(p) for p in paths]
    images = np.concatenate([p["images"] for p in pieces])
    return images, np.concatenate([p["latents"] for p in pieces])


def _path(directory: Path, piece: int) -> Path:
    return directory / f"piece{piece:05d}.npz"
