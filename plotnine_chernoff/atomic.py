"""Writing a file or a directory whole or not at all.

Imports the standard library only.
"""

from __future__ import annotations

import ctypes
import glob
import hashlib
import os
import platform
import re
import secrets
import shutil
import sys
import time
from contextlib import suppress
from errno import ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

_PART, _OLD = ".part", ".old"
# Writers of other machines, on a shared disk, cannot be asked if they live.
_HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:6]
_MADE = re.compile(r"\.([0-9a-f]{6})-(\d+)-[0-9a-f]{8}\.(?:part|old)$")
_AT_FDCWD, _SWAP = -100, 2

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
    except BaseException as error:
        partial.unlink(missing_ok=True)
        _name(error, path)
        raise


def write_whole_by_name(path: Path, write: Callable[[Path], Any]) -> None:
    """
    Write a file so that it is never seen half done, where only names do

    Parameters
    ----------
    path : Path
        The file to make or replace, in a directory that is there.
    write : callable
        Writes to the path that it is given, whose name is that of `path`.
        If it fails, what was at `path` stays, and nothing is left beside it.
    """
    path = Path(path)
    _sweep_beside(path)
    folder = _beside(path)
    try:
        folder.mkdir()
        write(folder / path.name)
        os.replace(folder / path.name, path)
    except BaseException as error:
        _name(error, path)
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _name(error: BaseException, path: Path) -> None:
    """Say of an error of the system what could not be written"""
    if not isinstance(error, OSError):
        return
    if not error.errno and "requested and" in str(error):
        # NumPy counts what did not go to a full disk, and says no more.
        error.errno, error.strerror = ENOSPC, os.strerror(ENOSPC)
    if error.errno:
        error.filename, error.filename2 = str(path), None


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
    _sweep_beside(path)
    partial, old = _beside(path), _beside(path, _OLD)
    try:
        partial.mkdir()
        write(partial)
        if not path.exists():
            partial.rename(path)
        elif not _exchange(partial, path):
            path.rename(old)
            try:
                partial.rename(path)
            except BaseException:
                old.rename(path)
                raise
    except BaseException as error:
        _name(error, path)
        raise
    finally:
        # After an exchange it holds what was there before.
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """
    Swap two directories at one blow; False where the system cannot

    There is no moment at which either name is not there. Linux and macOS
    have a call for it, Python has none.
    """
    try:
        library = ctypes.CDLL(None, use_errno=True)
        names = os.fsencode(one), os.fsencode(other)
        if sys.platform == "darwin":
            return library.renamex_np(*names, _SWAP) == 0
        here = _AT_FDCWD
        return library.renameat2(here, names[0], here, names[1], _SWAP) == 0
    except (AttributeError, OSError, TypeError):
        return False


def _sweep_beside(path: Path) -> None:
    """Remove what writers of this path left that were killed"""
    for other in path.parent.glob(f".{glob.escape(path.name)}.*"):
        if _is_left(other) and (other.suffix != _OLD or path.exists()):
            if other.is_dir() and not other.is_symlink():
                shutil.rmtree(other, ignore_errors=True)
            else:
                with suppress(OSError):
                    other.unlink()


def _is_left(path: Path) -> bool:
    """Whether a writer on this machine made it that is no more"""
    made = _MADE.search(path.name)
    if made is None or made[1] != _HOST:
        return False
    try:
        os.kill(int(made[2]), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def sweep(directory: Path) -> None:
    """
    Remove what writers that were killed left in a directory

    Of this machine's writers those that are no more; else whatever is an
    hour old: others may be writing there now.
    """
    for path in directory.glob(f".*{_PART}"):
        with suppress(OSError):
            if path.is_file() and (
                _is_left(path) or time.time() - path.stat().st_mtime > 3600
            ):
                path.unlink()


def _beside(path: Path, suffix: str = _PART) -> Path:
    """A hidden name in the same folder that no other writer has"""
    mark = f"{_HOST}-{os.getpid()}-{secrets.token_hex(4)}"
    return path.with_name(f".{path.name}.{mark}{suffix}")
