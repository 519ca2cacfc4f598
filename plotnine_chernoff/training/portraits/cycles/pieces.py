"""Portraits as files: drawn and rendered in pieces, by several processes.

May import ``table``, the package's ``atomic``, numpy, pandas, Pillow and tqdm;
``scene`` when rendering.
"""

from __future__ import annotations

import json
import multiprocessing
import zipfile
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pandas as pd
from PIL import Image
from tqdm import tqdm

from ....atomic import write_whole
from .table import Portrait, draw

if TYPE_CHECKING:
    from pathlib import Path


__all__ = [
    "PIECE",
    "bundle",
    "load_piece",
    "load_portraits",
    "on_grey",
    "render_portraits",
]

PIECE = 8
"""Portraits in one piece"""
EDITION = 6
"""To be raised by whatever changes how a portrait looks"""
SET_BYTES = 64 * 2**20
GREY = np.array([205, 201, 196], np.float32)
"""sRGB of what portraits are shown before"""
_QUALITY = 92


def _paths(directory: Path, piece: int) -> tuple[Path, Path]:
    """The pictures of a piece, one below the other, and their table."""
    return (
        directory / f"piece{piece:05d}.webp",
        directory / f"piece{piece:05d}.csv",
    )


def missing_pieces(directory: Path, first: int, last: int) -> list[int]:
    """Those of pieces ``first`` to ``last`` - 1 that are not there yet."""
    return [
        p for p in range(first, last) if not _paths(directory, p)[0].exists()
    ]


def render_piece(studio, directory: Path, piece: int) -> None:
    """Render one piece; it is there whole or not at all.

    The table comes first, so that pictures are never without it.
    """
    table = draw(PIECE, piece)
    pictures, values = _paths(directory, piece)
    images = [
        studio.render(Portrait.from_row(row))
        for row in table.to_dict("records")
    ]
    strip = Image.fromarray(np.concatenate(images))
    write_whole(values, lambda file: table.to_csv(file, index=False))
    write_whole(
        pictures,
        lambda file: strip.save(file, "WEBP", quality=_QUALITY, method=4),
    )


def _work(directory: Path, pieces: list[int], size: int, samples: int) -> None:
    from .scene import Studio

    studio = Studio(size, samples, threads=1)
    parent = multiprocessing.parent_process()
    for piece in tqdm(pieces, unit="piece"):
        # Workers do not outlive a command that was killed.
        if parent is not None and not parent.is_alive():
            return
        render_piece(studio, directory, piece)


def render_portraits(
    directory: Path,
    first: int,
    last: int,
    *,
    size: int = 256,
    samples: int = 10,
    workers: int = 1,
) -> None:
    """Render pieces ``first`` to ``last`` - 1 that are not there yet.

    Piece p holds the portraits of ``draw(PIECE, p)``. Stopped at any moment,
    the same call goes on with the next missing piece.

    Parameters
    ----------
    directory : Path
        Where ``piece00000.webp`` (the pictures one below the other, with
        their mattes), ``piece00000.csv`` and so on go.
    first, last : int
    size : int
        Height and width of a portrait, pixels.
    samples : int
        Rays a pixel.
    workers : int
        Processes of one thread each.

    Raises
    ------
    ValueError
        The folder holds portraits that were made in another way.
    """
    directory.mkdir(parents=True, exist_ok=True)
    _check_edition(directory, size, samples)
    missing = missing_pieces(directory, first, last)
    # Blender cannot be forked.
    context = multiprocessing.get_context("spawn")
    shares = [missing[k::workers] for k in range(workers)]
    processes = [
        context.Process(target=_work, args=(directory, share, size, samples))
        for share in shares
        if share
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    failed = [p.exitcode for p in processes if p.exitcode]
    if failed:
        raise RuntimeError(
            f"{len(failed)} of {len(processes)} rendering processes ended "
            f"with exit code {failed[0]}. What is done is in {directory}; "
            "the same command goes on from there."
        )


def _check_edition(directory: Path, size: int, samples: int) -> None:
    """Keep how the portraits are made, and refuse to mix them with others."""
    wanted = {"edition": EDITION, "size": size, "samples": samples}
    note = directory / "portraits.json"
    if note.exists():
        found = json.loads(note.read_text())
        if found != wanted:
            raise ValueError(
                f"{directory} holds portraits made with {found}, and these "
                f"would be made with {wanted}. Choose another folder."
            )
        return
    text = json.dumps(wanted).encode()
    write_whole(note, lambda file: file.write(text))


def load_piece(path: Path) -> tuple[np.ndarray, pd.DataFrame]:
    """Images, (n, size, size, 4), and coordinates of one piece."""
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGBA"))
    size = pixels.shape[1]
    table = pd.read_csv(path.with_suffix(".csv"))
    return pixels.reshape(-1, size, size, 4), table


def load_portraits(
    directory: Path, count: int | None = None
) -> tuple[np.ndarray, pd.DataFrame]:
    """Read what has been rendered so far.

    Parameters
    ----------
    directory : Path
    count : int, optional
        At most so many portraits.

    Returns
    -------
    images : array, uint8, (N, size, size, 4)
    table : DataFrame
        Their coordinates, one row a portrait.

    Raises
    ------
    FileNotFoundError
        No piece is there.
    """
    found = sorted(directory.glob("piece*.webp"))
    if count is not None:
        found = found[: -(-count // PIECE)]
    if not found:
        raise FileNotFoundError(
            f"No rendered portraits in {directory}. Make some with 'python "
            f"-m {__package__} render {directory}'."
        )
    images, tables = zip(*map(load_piece, found), strict=True)
    return (
        np.concatenate(images)[:count],
        pd.concat(tables, ignore_index=True).iloc[:count],
    )


def on_grey(images: np.ndarray) -> np.ndarray:
    """Portraits before a plain warm grey, (N, H, W, 4) -> (N, H, W, 3)."""
    share = images[..., 3:].astype(np.float32) / 255
    mixed = images[..., :3] * share + GREY * (1 - share)
    return np.round(mixed).astype(np.uint8)


def bundle(directory: Path, target: Path) -> list[Path]:
    """Put the pieces into zip files of at most 64 MiB, which travel.

    Files that are there stay as they are: what they hold is not put into
    others.

    Returns
    -------
    list of Path
        Those made: ``set000.zip`` and so on, in ``target``.
    """
    target.mkdir(parents=True, exist_ok=True)
    kept = sorted(target.glob("set*.zip"))
    bundled = {name for path in kept for name in _names(path)}
    sets: list[list[Path]] = [[]]
    used = 0
    for pictures in sorted(directory.glob("piece*.webp")):
        if pictures.name in bundled:
            continue
        files = [pictures, pictures.with_suffix(".csv")]
        # An entry's two headers take less than 512 bytes.
        needed = sum(f.stat().st_size + 512 for f in files)
        if used + needed > SET_BYTES:
            sets.append([])
            used = 0
        sets[-1] += files
        used += needed
    made = []
    after = 1 + max(
        (int(p.stem.removeprefix("set")) for p in kept), default=-1
    )
    for number, files in enumerate((s for s in sets if s), after):
        path = target / f"set{number:03d}.zip"
        write_whole(path, partial(_zip, files))
        made.append(path)
    return made


def _names(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def _zip(files: list[Path], target: BinaryIO) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for file in files:
            archive.write(file, file.name)
