"""Writing a file or a directory whole or not at all.

Imports the standard library only.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable


def write_whole(path: Path, write: Callable[[BinaryIO], Any]) -> None:
    """
    Write a file so that it is never seen half done

    Several processes may write the same file: the last one's stays.

    Parameters
    ----------
    path : Path
        The file to make or replace, in a directory that is there.
    write : callable
        Writes to the open file that it is given. If it fails, what was at
        `path` stays, and nothing is left beside it.
    """
    path = Path(path)
    partial = _beside(path)
    try:
        with open(partial, "xb") as file:
            write(file)
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def write_whole_directory(path: Path, write: Callable[[Path], Any]) -> None:
    """
    Write a directory so that it is never seen half done

    Parameters
    ----------
    path : Path
        The directory to make or replace. Its parents are made.
    write : callable
        Fills the empty directory that it is given. If it fails, what was at
        `path` stays, and nothing is left beside it.
    """
    # Of a bare ".." or "x/." a name beside it could not be told.
    path = Path(os.path.abspath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial, old = _beside(path), _beside(path)
    try:
        partial.mkdir()
        write(partial)
        if path.exists():
            path.rename(old)
        try:
            partial.rename(path)
        except BaseException:
            if old.exists():
                old.rename(path)
            raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def sweep(directory: Path) -> None:
    """
    Remove what writers that were killed left in a directory

    Whatever is an hour old: others may be writing there now.
    """
    for path in directory.glob(".*.part"):
        with suppress(OSError):
            if path.is_file() and time.time() - path.stat().st_mtime > 3600:
                path.unlink()


def _beside(path: Path) -> Path:
    """A hidden name in the same folder that no other writer has"""
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
