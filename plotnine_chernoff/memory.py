"""Pictures that are remembered until others need the room.

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


class Memory:
    """
    Pictures by key; the least recently used go first

    Parameters
    ----------
    max_bytes : int
        Bound on their size.
    """

    def __init__(self, max_bytes: int):
        self.max_bytes = max_bytes
        self.bytes = 0
        self._pictures: OrderedDict[Hashable, NDArray[np.uint8]] = (
            OrderedDict()
        )
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._pictures)

    def get(self, key: Hashable) -> NDArray[np.uint8] | None:
        with self._lock:
            picture = self._pictures.get(key)
            if picture is not None:
                self._pictures.move_to_end(key)
            return picture

    def put(self, key: Hashable, picture: NDArray[np.uint8]) -> None:
        with self._lock:
            old = self._pictures.pop(key, None)
            if old is not None:
                self.bytes -= old.nbytes
            self._pictures[key] = picture
            self.bytes += picture.nbytes
            while self.bytes > self.max_bytes and self._pictures:
                _, gone = self._pictures.popitem(last=False)
                self.bytes -= gone.nbytes

    def clear(self) -> None:
        with self._lock:
            self._pictures.clear()
            self.bytes = 0
