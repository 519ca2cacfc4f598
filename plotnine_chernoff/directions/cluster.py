"""Sampling on a dask.distributed cluster: seeds as tasks, files as results.

Imports distributed (extra `dask`) when it is called.
"""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..generator.config import GeneratorConfig
from ..model.face_model import FaceModel
from .reduced import Reduced

if TYPE_CHECKING:
    from collections.abc import (
        Callable,
        Iterable,
        Iterator,
        Mapping,
        Sequence,
    )

    import numpy as np

    from .sample_set import Settings

_RETRIES = 3
_PATIENCE = "10s"
_lock = threading.Lock()


def draw_on_cluster(
    address: str,
    draw: Callable[..., Iterable[bytes]],
    model: FaceModel,
    settings: Settings,
    parts: Sequence[Sequence[int]],
) -> Iterator[tuple[Sequence[int], list[bytes]]]:
    """
    PNG files of parts of the seeds, as they are finished

    `draw(model, settings, seeds)` makes them; its module is on the workers,
    too. The weights travel to the workers once, and again if all that had them
    are lost. A part whose worker is lost is made by another. Each part is made
    as on one machine, so it has the same bytes where the processors are of a
    kind.

    Raises
    ------
    ImportError
        distributed is not installed.
    OSError
        There is no scheduler at the address.
    """
    try:
        from distributed import Client  # pyright: ignore
    except ImportError:
        raise ImportError(
            "Sampling on a cluster needs dask.distributed. Install it with "
            "pip install 'plotnine-chernoff[dask]'."
        ) from None
    with Client(address, timeout=_PATIENCE, set_as_default=False) as client:
        left, losses = dict(enumerate(parts)), 0
        while left:
            try:
                for number, files in _drawn(
                    client, draw, model, settings, left
                ):
                    losses = 0
                    yield left.pop(number), files
            except CancelledError:
                # The workers that had the weights were lost.
                losses += 1
                if losses > _RETRIES:
                    raise


def _drawn(
    client,
    draw: Callable[..., Iterable[bytes]],
    model: FaceModel,
    settings: Settings,
    parts: Mapping[int, Sequence[int]],
) -> Iterator[tuple[int, list[bytes]]]:
    # A client that is not asynchronous gives the things themselves.
    scattered: Any = client.scatter(
        [(model.config.to_dict(), dict(model.weights))],
        broadcast=True,
        hash=False,
    )
    weights = scattered[0]
    tasks = {
        client.submit(
            _draw,
            draw,
            weights,
            model.fingerprint,
            model.precision,
            settings,
            list(part),
            retries=_RETRIES,
            pure=False,
        ): number
        for number, part in parts.items()
    }
    for task in as_finished(client, list(tasks)):
        yield tasks[task], task.result()
        # What is written need not be kept on the worker.
        task.release()


def as_finished(client, tasks):
    """The tasks of a client, as they are finished"""
    from distributed import as_completed  # pyright: ignore

    return as_completed(tasks, loop=client.loop)


def _draw(
    draw, weights, fingerprint, precision, settings, seeds
) -> list[bytes]:
    # One part at a time: a generator is not for several threads.
    with _lock:
        model = _Known.model(weights, fingerprint, precision)
        artist = _reduced(model, settings.resolution)
        return list(draw(artist, settings, seeds))


class _Known:
    """The model of this worker: made once, however many tasks there are"""

    key: tuple[str, str] | None = None
    last: FaceModel

    @classmethod
    def model(
        cls,
        weights: tuple[dict[str, Any], dict[str, np.ndarray]],
        fingerprint: str,
        precision: str,
    ) -> FaceModel:
        if cls.key != (fingerprint, precision):
            config, arrays = weights
            cls.last = FaceModel(GeneratorConfig(**config), arrays)
            cls.last.fingerprint = fingerprint
            cls.last.precision = precision
            cls.key = fingerprint, precision
        return cls.last


@lru_cache(maxsize=1)
def _reduced(model, resolution) -> FaceModel | Reduced:
    return model if resolution is None else Reduced(model, resolution)
