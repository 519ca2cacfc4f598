"""Faces for requests that arrive together, made in one batch.

Imports pandas and the requests of faces.
"""

from __future__ import annotations

import asyncio
import math
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..faces.requests import request_faces

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from .bounds import Bounds
    from .shared_model import SharedModel

    Row = tuple[tuple[float, ...], str | int | None]
    """Values of all attributes of the model, in its order, and the person"""

_TOGETHER = 8
"""Faces in a batch at most: as many as networks make at once"""
_GATHER_SECONDS = 0.004
"""What comes within that time after a first request goes with it"""


class BusyError(Exception):
    """
    The waiting line is full, or the time is up

    Parameters
    ----------
    retry_after : int
        Seconds after which it is worth to ask again.
    """

    def __init__(self, retry_after: int):
        super().__init__(retry_after)
        self.retry_after = retry_after


@dataclass
class _Asked:
    """A face in the line, and how many requests wait for it"""

    face: asyncio.Future[NDArray[np.uint8]]
    waiting: int = 0


class Batches:
    """
    The waiting line of one process, first come, first served

    Parameters
    ----------
    model : SharedModel
    bounds : Bounds
    """

    def __init__(self, model: SharedModel, bounds: Bounds):
        self.model, self.bounds = model, bounds
        self.batches = 0
        self._line: dict[Row, _Asked] = {}
        self._working: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "faces")
        self._seconds_a_face = 0.05

    async def faces(self, rows: Sequence[Row]) -> list[NDArray[np.uint8]]:
        """
        Pictures of these rows, (H, W, 3 or 4) each

        Raises
        ------
        BusyError
            The line is full, or the faces were not ready in time.
        """
        new = sum(row not in self._line for row in set(rows))
        if len(self._line) + new > self.bounds.waiting:
            raise BusyError(self._retry_after())
        loop = asyncio.get_running_loop()
        mine = [
            self._line.setdefault(row, _Asked(loop.create_future()))
            for row in rows
        ]
        for asked in mine:
            asked.waiting += 1
        if self._working is None or self._working.done():
            self._working = loop.create_task(self._work())
        try:
            async with asyncio.timeout(self.bounds.seconds):
                # One request that gives up must not take the face of others.
                return [await asyncio.shield(asked.face) for asked in mine]
        except TimeoutError:
            raise BusyError(self._retry_after()) from None
        finally:
            for asked in mine:
                asked.waiting -= 1

    def _retry_after(self) -> int:
        return max(1, math.ceil(len(self._line) * self._seconds_a_face))

    async def _work(self) -> None:
        await asyncio.sleep(_GATHER_SECONDS)
        while self._line:
            for row in [r for r, a in self._line.items() if not a.waiting]:
                del self._line[row]
            rows = list(self._line)[:_TOGETHER]
            if not rows:
                return
            asked = [self._line[row].face for row in rows]
            begin = time.monotonic()
            try:
                faces = await asyncio.get_running_loop().run_in_executor(
                    self._thread, self._make, rows
                )
            except Exception as error:
                faces = [error] * len(rows)
            self._seconds_a_face = (time.monotonic() - begin) / len(rows)
            self.batches += 1
            for row, future, face in zip(rows, asked, faces, strict=True):
                del self._line[row]
                if isinstance(face, Exception):
                    future.set_exception(face)
                    # Everybody may have left by now.
                    future.exception()
                else:
                    future.set_result(face)

    def _make(self, rows: list[Row]) -> list[NDArray[np.uint8]]:
        values = pd.DataFrame(
            [values for values, _ in rows],
            columns=list(self.model.attributes),
            dtype=float,
        )
        model: Any = self.model
        faces = request_faces(model, values, [who for _, who in rows])
        return [faces.pictures[i] for i in faces.index]
