"""Faces on disk, so that a later process need not make them again.

One PNG a face, named by the hash of all that decides its pixels. Imports
numpy, Pillow and platformdirs.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import warn

import numpy as np
from PIL import Image
from platformdirs import user_cache_path

from ..atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

MAX_BYTES = 512 * 2**20
"""Bound on the size of a directory of faces"""

# Nothing else is ever deleted: the directory may hold what isn't ours.
_OURS = re.compile(r"\.?[0-9a-f]{64}\.png(\.[0-9a-f]+\.part)?")
# The number goes up whenever the same request starts to give another face.
_FOLDER = "faces-1"
# Grows by a byte for each KiB that is written. Appending is safe for several
# processes, and its size says when to look at the whole directory again.
_LEDGER = "written"
_UNIT = 1024
# Parts of the bound that are written between two such looks.
_EIGHTH = 8


class DiskCache:
    """
    Faces in a directory, which several processes may share

    Parameters
    ----------
    directory : str or Path
        Made if it is not there.
    max_bytes : int
        The faces that nobody asked for the longest go before the directory
        grows beyond that size.
    warns : bool
        Whether a directory that can't be written is worth a warning.
    """

    def __init__(
        self,
        directory: str | Path,
        max_bytes: int = MAX_BYTES,
        warns: bool = True,
    ):
        self.directory = Path(directory).expanduser()
        self.max_bytes = max_bytes
        self.warns = warns

    def get(
        self, key: Hashable, shape: tuple[int, int, int]
    ) -> NDArray[np.uint8] | None:
        """
        A face; None if it is not there, or damaged, or of another shape
        """
        path = self._path(key)
        try:
            if not path.is_file():  # reading a named pipe would wait
                return None
            file = BytesIO(path.read_bytes())
            # Checks what Pillow reads over: the checksums.
            Image.open(file).verify()
            picture = Image.open(file)
            if picture.size[::-1] != shape[:2]:
                return None
            face = np.array(picture)
            if face.shape != shape or face.dtype != np.uint8:
                return None
        except (OSError, SyntaxError, ValueError):
            # Pillow says SyntaxError to a broken PNG.
            return None
        with suppress(OSError):  # somebody else's directory may be read-only
            os.utime(path)
        return face

    def put(self, faces: Iterable[tuple[Hashable, NDArray[np.uint8]]]):
        """
        Keep faces, each whole or not at all

        A directory that can't be written costs a warning, not the plot.
        """
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            written = sum(self._write(key, face) for key, face in faces)
            if self._is_due(written):
                self._prune()
        except OSError as error:
            if self.warns:
                warn(
                    "CHERNOFF_CACHE: faces cannot be kept in "
                    f"{self.directory}: {error}",
                    stacklevel=2,
                )

    def usage(self) -> tuple[int, int]:
        """
        Number of faces, and bytes that they take
        """
        files = [f for f in self._files() if f[2].suffix == ".png"]
        return len(files), sum(size for _, size, _ in files)

    def clear(self) -> int:
        """
        Delete all faces, and nothing else

        Returns
        -------
        out : int
            How many there were.
        """
        files = self._files()
        for *_, path in files:
            path.unlink(missing_ok=True)
        (self.directory / _LEDGER).unlink(missing_ok=True)
        return sum(path.suffix == ".png" for *_, path in files)

    def _path(self, key: Hashable) -> Path:
        name = hashlib.sha256(repr(key).encode()).hexdigest()
        return self.directory / f"{name}.png"

    def _write(self, key: Hashable, face: NDArray[np.uint8]) -> int:
        """
        Write a face; bytes of its file
        """
        buffer = BytesIO()
        Image.fromarray(face).save(buffer, "png", compress_level=1)
        write_whole(self._path(key), lambda f: f.write(buffer.getbuffer()))
        return buffer.tell()

    def _is_due(self, written: int) -> bool:
        """
        Whether the directory may have reached its bound
        """
        ledger = self.directory / _LEDGER
        new = not ledger.exists()
        if not new and not ledger.is_file():  # a named pipe would wait
            raise FileExistsError(f"{ledger} is not a file of ours")
        with ledger.open("ab") as file:
            file.write(b"." * -(-written // _UNIT))
            since = file.tell() * _UNIT
        return new or since > self.max_bytes // _EIGHTH

    def _prune(self) -> None:
        """
        Delete the faces not used for longest, until there is room again
        """
        files = self._files()
        room = self.max_bytes // _EIGHTH
        excess = sum(size for _, size, _ in files) - self.max_bytes + room
        for _, size, path in sorted(files):
            if excess <= 0:
                break
            path.unlink(missing_ok=True)
            excess -= size
        (self.directory / _LEDGER).write_bytes(b"")

    def _files(self) -> list[tuple[int, int, Path]]:
        """
        Our files: when they were used, their sizes and paths
        """
        files = []
        try:
            entries = list(os.scandir(self.directory))
        except FileNotFoundError:
            return []
        for entry in entries:
            if _OURS.fullmatch(entry.name):
                try:
                    stat = entry.stat()
                except FileNotFoundError:  # another process was faster
                    continue
                files.append((stat.st_mtime_ns, stat.st_size, Path(entry)))
        return files


def disk_cache(lasting: bool = True) -> DiskCache | None:
    """
    Where faces are kept on disk

    In the user's cache directory, or in the one that `CHERNOFF_CACHE` names;
    nowhere if that is "off".

    Parameters
    ----------
    lasting : bool
        Whether the faces' model tells for certain when it has changed. Those
        of other models are kept only in a directory that is named.

    Returns
    -------
    out : DiskCache or None
    """
    directory = os.environ.get("CHERNOFF_CACHE")
    if directory is None:
        home = user_cache_path("plotnine-chernoff", appauthor=False)
        # What nobody asked for shouldn't complain.
        return DiskCache(home / _FOLDER, warns=False) if lasting else None
    if directory in ("", "off"):
        return None
    try:
        return DiskCache(directory)
    except RuntimeError as error:  # "~nobody" has no home
        warn(f"CHERNOFF_CACHE={directory}: {error}", stacklevel=2)
        return None
