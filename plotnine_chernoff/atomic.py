"""Writing a file whole or not at all.

Imports the standard library only.
"""

from __future__ import annotations

import os
import secrets
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
    partial = path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
    try:
        with open(partial, "xb") as file:
            write(file)
        os.replace(partial, path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
