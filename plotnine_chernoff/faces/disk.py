"""Faces on disk, for those who set `CHERNOFF_CACHE` to a directory.

One PNG a face, named by the hash of all that decides its pixels. Imports
numpy and Pillow.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from warnings import warn

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

MAX_BYTES = 512 * 2**20
"""Bound on the size of a directory of faces"""

# Nothing else is ever deleted: the directory may hold what isn't ours.
_OURS = re.compile(r"[0-9a-f]{64}(\.png|.*\.part)")


class DiskCache:
    """
    Faces in a directory, which several processes may share

    Parameters
    ----------
    directory : str or Path
        Made if it is not there.
    max_bytes : int
        The faces that nobody asked for the longest go beyond that size.
    """

    def __init__(self, directory: str | Path, max_bytes: int = MAX_BYTES):
        self.directory = Path(directory).expanduser()
        self.max_bytes = max_bytes

    def get(
        self, key: Hashable, shape: tuple[int, int, int]
    ) -> NDArray[np.uint8] | None:
        """
        A face; None if it is not there, or damaged, or of another shape
        """
        path = self._path(key)
        try:
            file = BytesIO(path.read_bytes())
            # Checks what Pillow reads over: the checksums.
            Image.open(file).verify()
            picture = Image.open(file)
            if picture.size[::-1] != shape[:2]:
                return None
            face = np.array(picture)
            if face.shape != shape or face.dtype != np.uint8:
                return None
            os.utime(path)
        except (OSError, SyntaxError, ValueError):
            # Pillow says SyntaxError to a broken PNG.
            return None
        return face

    def put(self, faces: Iterable[tuple[Hashable, NDArray[np.uint8]]]):
        """
        Keep faces, each whole or not at all

        A directory that can't be written costs a warning, not the plot.
        """
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
            for key, face in faces:
                self._write(self._path(key), face)
            self._trim()
        except OSError as error:
            warn(
                f"CHERNOFF_CACHE: faces cannot be kept in {self.directory}: "
                f"{error}",
                stacklevel=2,
            )

    def _path(self, key: Hashable) -> Path:
        name = hashlib.sha256(repr(key).encode()).hexdigest()
        return self.directory / f"{name}.png"

    def _write(self, path: Path, face: NDArray[np.uint8]):
        handle, part = tempfile.mkstemp(".part", path.stem, self.directory)
        try:
            with os.fdopen(handle, "wb") as file:
                Image.fromarray(face).save(file, "png", compress_level=1)
            os.replace(part, path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def _trim(self):
        files = []
        for entry in os.scandir(self.directory):
            if _OURS.fullmatch(entry.name):
                try:
                    stat = entry.stat()
                except FileNotFoundError:  # another process was faster
                    continue
                files.append((stat.st_mtime_ns, stat.st_size, entry.path))
        excess = sum(size for _, size, _ in files) - self.max_bytes
        for _, size, path in sorted(files):
            if excess <= 0:
                break
            Path(path).unlink(missing_ok=True)
            excess -= size


def disk_cache() -> DiskCache | None:
    """
    The cache that the environment asks for
    """
    directory = os.environ.get("CHERNOFF_CACHE")
    return DiskCache(directory) if directory else None
