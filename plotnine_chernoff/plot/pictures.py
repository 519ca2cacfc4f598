"""From rows of a layer to pictures: what they ask of the model, and get.

The model that copies of a plot share, the values that it cannot show, and
its complaints in the words of the geom. Imports the requests; the model only
when it is needed.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from warnings import warn

import numpy as np
from plotnine.exceptions import PlotnineError, PlotnineWarning

from ..attributes import ATTRIBUTES
from ..faces.crops import crop_of
from ..faces.requests import Order, level_of, reach
from .looks import is_given

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    import pandas as pd

    from ..draw.pixmap import Pixmap
    from ..draw.roll import Prints, Roll
    from ..faces.requests import Model
    from .page import Request

# What a model misses by less than this part of an attribute's range looks
# the same, and is no reason to warn.
_SLACK = 0.05


class SharedModel:
    """
    A model that copies of a plot share

    Parameters
    ----------
    model : str | Path | FaceModel
        What the user says.
    """

    def __init__(self, model: Any):
        self.given = model
        self._expected: list[Request] = []

    def __deepcopy__(self, memo: dict[Any, Any]) -> SharedModel:
        return self

    def __repr__(self) -> str:
        return repr(self.given)

    def load(self) -> Model:
        """
        The model itself
        """
        if hasattr(self.given, "synthesize"):
            return self.given
        from ..model.face_model import FaceModel

        try:
            return FaceModel.load(self.given)
        except (ValueError, OSError, TypeError) as error:
            raise PlotnineError(
                f"geom_chernoff cannot use model={self.given!r}: {error}"
            ) from error

    def expect(
        self, values: pd.DataFrame, people: Sequence[Hashable] | None
    ) -> None:
        """
        Faces that will be wanted soon, to be made with the next ones
        """
        self._expected = [(values, people)]

    def take_expected(self) -> list[Request]:
        """
        What is expected, which is then forgotten
        """
        expected, self._expected = self._expected, []
        return expected


def shared(model: Any) -> SharedModel:
    """
    A model, or what names it, as something that copies of a plot share
    """
    return model if isinstance(model, SharedModel) else SharedModel(model)


def values_of(data: pd.DataFrame) -> Request:
    """
    What rows ask of a model: values of attributes, and persons

    Parameters
    ----------
    data : DataFrame
        Scaled data of a layer, without rows that cannot be drawn.
    """
    names = [a for a in ATTRIBUTES if is_given(data, a)]
    values: Any = data[names].astype(float).reset_index(drop=True)
    people = list(data["person"]) if is_given(data, "person") else None
    return values, people


def warn_of_clipping(model: Model, values: pd.DataFrame) -> None:
    """
    Say once for a layer which values the model cannot show
    """
    clipped = []
    for name in values:
        column: Any = values[name]
        low, high = reach(model, str(name))
        slack = _SLACK * abs(np.subtract(*ATTRIBUTES[str(name)].range))
        n = int((~column.between(low - slack, high + slack)).sum())
        if n:
            clipped.append(
                f"{name} of {n} {'row' if n == 1 else 'rows'} to "
                f"{low:.3g} ... {high:.3g}"
            )
    if clipped:
        warn(
            "geom_chernoff : The model cannot show all values. Clipped "
            f"{'; '.join(clipped)}.",
            PlotnineWarning,
            stacklevel=2,
        )


class Negatives:
    """
    Faces of a model, whose complaints become those of the geom

    Parameters
    ----------
    model : Model
    asked : Request
        Values of attributes, and persons.
    """

    def __init__(self, model: Model, asked: Request):
        from ..draw.roll import Roll

        self.model = model
        with _complaints():
            self._order = Order(model, *asked)
        self._made: dict[int | None, Prints] = {}
        self.index = self._order.index
        self.roll: Roll = Roll(self._develop)
        """The distinct faces, each as small as its figure needs it"""
        if not getattr(model, "levels", ()):
            # Nothing depends on how they are drawn.
            self.roll.fix()

    def _develop(self, pixels: float) -> Prints:
        """
        Faces of so many pixels on a side, or more
        """
        level = level_of(self.model, pixels)
        if level not in self._made:
            with _complaints():
                faces = self._order.make(level)
            self._made[level] = list(
                zip(faces.keys, faces.pictures, strict=True)
            )
        return self._made[level]

    def pixmaps(
        self, resolution: int | None, crop: str | None
    ) -> list[Pixmap]:
        """
        The distinct faces, ready to be drawn

        Parameters
        ----------
        resolution, crop
            As for `geom_chernoff`.
        """
        from ..draw.pixmap import Pixmap

        part = crop_of(self.model, crop)
        return [
            Pixmap(self.roll, i, resolution, part)
            for i in range(len(self._order))
        ]


@contextmanager
def _complaints() -> Iterator[None]:
    """
    Complaints of a model in the words of the geom
    """
    try:
        yield
    except ValueError as error:
        raise PlotnineError(f"geom_chernoff: {error}") from error
