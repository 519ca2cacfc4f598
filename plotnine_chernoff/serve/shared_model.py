"""One model that several threads use in turn. Imports NumPy's types only."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..model.face_model import FaceModel


class SharedModel:
    """
    A face model for several threads: one of them makes faces at a time

    Parameters
    ----------
    model : FaceModel
    """

    def __init__(self, model: FaceModel):
        self.model = model
        self.lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)

    def __deepcopy__(self, memo: Any) -> SharedModel:
        return self

    def edit(self, values: Any, person: Any = None) -> Any:
        """As `FaceModel.edit`"""
        with self.lock:
            return self.model.edit(values, person)

    def synthesize(self, w_plus: Any, **kwargs: Any) -> Any:
        """As `FaceModel.synthesize`"""
        with self.lock:
            return self.model.synthesize(w_plus, **kwargs)


class WatchedModel(SharedModel):
    """
    The same model, for one figure whose progress somebody watches

    Parameters
    ----------
    shared : SharedModel
    progress : callable
        Told how many faces are made, and of how many.
    """

    def __init__(
        self, shared: SharedModel, progress: Callable[[int, int], None]
    ):
        self.model, self.lock = shared.model, shared.lock
        self.progress = progress
        self.made = self.wanted = 0

    def edit(self, values: Any, person: Any = None) -> Any:
        self.wanted += len(values)
        self.progress(self.made, self.wanted)
        return super().edit(values, person)

    def synthesize(self, w_plus: Any, **kwargs: Any) -> Any:
        images = super().synthesize(w_plus, **kwargs)
        self.made += len(images)
        self.progress(self.made, self.wanted)
        return images
