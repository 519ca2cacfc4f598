"""Faces that are remembered in memory, until others need the room.

Imports NumPy's types only.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    import numpy as np
    from numpy.typing import NDArray

MAX_BYTES = 256 * 2**20
"""Bound on the memory of remembered faces"""


class Memory:
    """
    Faces by key; the least recently used go first

    Parameters
    ----------
    max_bytes : int
        Bound on the size of the faces.
    """

    def __init__(self, max_bytes: int = MAX_BYTES):
        self.max_bytes = max_bytes
        self.bytes = 0
        self._faces: OrderedDict[Hashable, NDArray[np.uint8]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._faces)

    def get(self, key: Hashable) -> NDArray[np.uint8] | None:
        with self._lock:
            face = self._faces.get(key)
            if face is not None:
                self._faces.move_to_end(key)
            return face

    def put(self, key: Hashable, face: NDArray[np.uint8]) -> None:
        with self._lock:
            old = self._faces.pop(key, None)
            if old is not None:
                self.bytes -= old.nbytes
            self._faces[key] = face
            self.bytes += face.nbytes
            while self.bytes > self.max_bytes and self._faces:
                _, gone = self._faces.popitem(last=False)
                self.bytes -= gone.nbytes

    def clear(self) -> None:
        with self._lock:
            self._faces.clear()
            self.bytes = 0
