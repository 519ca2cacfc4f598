"""The kinds of scales that every face attribute has.

One class a kind, from data to the unit of the attribute; `__init__` makes
one subclass for each attribute of the table. Imports plotnine's scales.
"""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import KW_ONLY, InitVar, dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from warnings import warn

import numpy as np
import pandas as pd
from mizani.bounds import squish
from mizani.transforms import gettrans, identity_trans
from plotnine.exceptions import PlotnineError, PlotnineWarning
from plotnine.scales.scale_continuous import scale_continuous
from plotnine.scales.scale_datetime import scale_datetime
from plotnine.scales.scale_discrete import scale_discrete

from ..guides import as_face_guide, few_breaks, guide_chernoff_legend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from ...attributes import Attribute


class FaceScale:
    """
    What all scales of face attributes share
    """

    _attribute: ClassVar[Attribute]
    _kind: ClassVar[str]
    guide: Any

    def __post_init__(self, *args: Any):
        self._check_first_argument()
        self.guide = as_face_guide(self.guide, self._attribute.name)
        super().__post_init__(*args)  # pyright: ignore

    def __radd__(self, other: Any):
        """
        Add this scale to a plot, which gets a guide of its own
        """
        own = copy(self)
        own.guide = deepcopy(self.guide)
        other.scales.append(own)
        return other

    def _check_first_argument(self):
        pass

    def _complain(self, what: str) -> PlotnineError:
        return PlotnineError(f"{type(self).__name__}() {what}")

    def _sibling(self, kind: str) -> str:
        return f"scale_{self._attribute.name}_{kind}()"


class _Ranged(FaceScale):
    """
    A scale with a range in the unit of the attribute
    """

    range: Any
    even: bool
    # Whether the range is nobody's choice.
    _is_default = False
    # Values that are evenly apart to the eye, as the model says.
    _spacing: Sequence[float] = ()

    def space(self, values: Sequence[float]) -> None:
        """
        Have equal steps of the data look equal, unless nobody wants it

        Parameters
        ----------
        values : sequence of float
            Increasing values of the attribute that are evenly apart to the
            eye; none to keep them evenly apart as numbers.
        """
        if self.even:
            self._spacing = values

    def narrow(self, low: float, high: float) -> None:
        """
        Keep a range that nobody has chosen within what models reach
        """
        if self._is_default:
            first, last = np.clip(self.range, low, high)
            self.range = (float(first), float(last))

    def _check_first_argument(self):
        name = self._attribute.name
        if self.range is None:
            self.range = self._attribute.range
            self._is_default = True
        if isinstance(self.range, str):
            raise self._complain(
                f"takes the range first, but got the text {self.range!r}. "
                f"For a title, write scale_{name}(name={self.range!r})."
            )
        ends = np.asarray(self.range, dtype=object)
        good = ends.shape == (2,) and all(
            isinstance(e, (int, float, np.number)) and np.isfinite(e)
            for e in ends
        )
        if not good:
            low, high = self._attribute.range
            raise self._complain(
                f"takes a range of two numbers, such as ({low:g}, {high:g}) "
                f"in the unit of {name} ({self._attribute.unit}), not "
                f"{self.range!r}."
            )
        self.range = (float(ends[0]), float(ends[1]))

    def _between(
        self, unit: NDArray[np.float64], middle: bool = False
    ) -> NDArray[np.float64]:
        """
        From the unit interval to the range

        Parameters
        ----------
        unit : array
            Parts of the range.
        middle : bool
            Whether the middle of the range has to stay where it is.
        """
        low, high = self.range
        if not len(self._spacing):
            return low + unit * (high - low)
        ends = [low, (low + high) / 2, high] if middle else [low, high]
        return _evenly(unit, ends, self._spacing)


def _evenly(
    unit: NDArray[np.float64], ends: Sequence[float], spacing: Sequence[float]
) -> NDArray[np.float64]:
    """
    Values between ends that are evenly apart to the eye

    Parameters
    ----------
    unit : array
        Parts of the way from the first end to the last.
    ends : sequence of float
        Values that are evenly apart in `unit`: two, or three with a middle.
    spacing : sequence of float
        Increasing values that are evenly apart to the eye.
    """
    along = np.linspace(0, 1, len(spacing))
    # What is asked beyond them is not evenly apart, but not forgotten.
    wide = spacing[-1] - spacing[0]
    values = np.concatenate(
        [[spacing[0] - wide], spacing, [spacing[-1] + wide]]
    )
    along = np.concatenate([[-1.0], along, [2.0]])
    seen = np.interp(ends, values, along)
    at = np.interp(unit, np.linspace(0, 1, len(ends)), seen)
    # So is what lies outside of limits where a scale does not squish.
    beyond = unit - np.clip(unit, 0, 1)
    return np.interp(at, along, values) + beyond * (ends[-1] - ends[0])


# What makes such data of text.
_READERS = {
    "numeric": "to_numeric",
    "datetime": "to_datetime",
    "timedelta": "to_timedelta",
}


class _Numeric(_Ranged):
    """
    Map of numbers, and of what plotnine transforms to numbers, to the range
    """

    trans: Any
    limits: Any
    midpoint: Any
    na_value: Any
    oob: Any
    _range: Any

    def __post_init__(self, *args: Any):
        self._check_first_argument()
        self._check_limits()
        self._seen: list[NDArray[np.float64]] = []
        super().__post_init__(*args)

    def _check_limits(self):
        limits = self.limits
        if limits is None or callable(limits):
            return
        if isinstance(limits, (str, bytes)) or np.size(limits) != 2:
            raise self._complain(
                "takes limits of two values, either of which may be None, "
                f"or a function of the limits, not {limits!r}."
            )
        first, last = limits
        if first is not None and last is not None and first > last:
            # plotnine sorts limits. Those who reverse them mean it.
            self.range = self.range[::-1]
            self.limits = (last, first)

    def reset(self):
        self._seen = []
        super().reset()  # pyright: ignore

    def transform(self, x: Any) -> Any:
        """
        Data in the space of `trans`
        """
        try:
            return super().transform(x)  # pyright: ignore
        except (AttributeError, TypeError, ValueError):
            raise self._wrong_data(x) from None

    def train(self, x: Any):
        """
        Learn the limits from data, of which infinite values are no part
        """
        x = self._floats(x)
        x = x[np.isfinite(x)]
        if callable(self.midpoint):
            self._seen.append(x)
        super().train(x)  # pyright: ignore

    def map(self, x: Any, limits: Any = None) -> NDArray[np.float64]:
        """
        Values of the attribute for (transformed) data
        """
        if limits is None:
            limits = self.final_limits  # pyright: ignore
        x, ends = self._floats(x), np.asarray(limits, float)
        if self.limits is not None and self.oob is squish:
            self._tell_of_squishing(x, ends)
        unit = self._to_unit(x, ends)
        out = self._between(
            np.asarray(self.oob(unit), float), self.midpoint is not None
        )
        out[np.isnan(out)] = self.na_value
        return out

    def _tell_of_squishing(
        self, x: NDArray[np.float64], ends: NDArray[np.float64]
    ) -> None:
        slack = 1e-9 * (ends[1] - ends[0])
        outside = (x < ends[0] - slack) | (x > ends[1] + slack)
        n = int((outside & np.isfinite(x)).sum())
        if n:
            warn(
                f"{type(self).__name__} : {n} "
                f"{'value lies' if n == 1 else 'values lie'} outside the "
                "limits, drawn as the nearest of them. To leave such rows "
                "out, set oob=mizani.bounds.censor.",
                PlotnineWarning,
                stacklevel=3,
            )

    def get_breaks(self, limits: Any = None) -> Any:
        """
        Breaks in transformed space; the one value of a constant column
        """
        if limits is None:
            limits = self.final_limits  # pyright: ignore
        if self.breaks is True:  # pyright: ignore
            if self.is_empty():  # pyright: ignore
                return []
            if limits[0] == limits[1]:
                return [limits[0]]
            trans = gettrans(self.trans or type(self).trans)
            if isinstance(trans, identity_trans):
                return few_breaks(limits)
        return super().get_breaks(limits)  # pyright: ignore

    def _to_unit(
        self, x: NDArray[np.float64], limits: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        middle = self._middle()
        if middle is None:
            middle = limits.mean()
        half = np.abs(limits - middle).max()
        if half == 0:
            # A constant says nothing: it's in the middle.
            half = np.inf
        with np.errstate(invalid="ignore"):
            return 0.5 + (x - middle) / (2 * half)

    def _middle(self) -> float | None:
        """
        The midpoint in transformed space
        """
        middle = self.midpoint
        if callable(middle):
            seen = np.concatenate([*self._seen, np.empty(0)])
            if not len(seen):
                return None
            middle = middle(self.inverse(seen))  # pyright: ignore
        if middle is None:
            return None
        try:
            return float(self.transform([middle])[0])  # pyright: ignore
        except (PlotnineError, TypeError, ValueError):
            raise self._complain(
                "takes a midpoint that is a value of the data or a function "
                f"from the data to such a value, not {self.midpoint!r}."
            ) from None

    def _floats(self, x: Any) -> NDArray[np.float64]:
        x = x if isinstance(x, pd.Series) else pd.Series(x)
        if x.dtype.kind in "iuf":
            return x.to_numpy(dtype=float, na_value=np.nan)
        try:
            return x.to_numpy(dtype=float, na_value=np.nan)
        except (TypeError, ValueError):
            raise self._wrong_data(x) from None

    def _wrong_data(self, x: Any) -> PlotnineError:
        example = next(iter(pd.Series(x).dropna()), None)
        function = _READERS[self._kind]
        return self._complain(
            f"needs {self._kind} data, but got values like {example!r}. For "
            f"categories use {self._sibling('discrete')}; {self._kind} data "
            f"that are stored as text need pandas.{function}()."
        )


@dataclass
class face_continuous(_Numeric, scale_continuous[Any]):
    """
    Numbers
    """

    _kind = "numeric"
    range: tuple[float, float] | None = None
    """
    Values of the attribute at the two ends of the data, in its own unit.
    The range of the attribute by default, as far as the model reaches it.
    """
    _: KW_ONLY
    even: bool = True
    """
    Whether equal steps of the data look equal where the attribute has no
    unit, as far as the model knows. `False` makes them equal as numbers.
    """
    midpoint: float | Callable[[Any], float] | None = None
    """
    Value of the data that gets the middle of the range, or a function that
    finds it in the data. Distances on either side of it stay comparable.
    """
    oob: Any = squish
    """
    What to do with data outside the limits. The default draws them as the
    nearest limit. `mizani.bounds.censor` turns them into missing values.
    """
    guide: Any = "legend"


@dataclass
class face_datetime(_Numeric, scale_datetime):
    """
    Dates and times
    """

    _kind = "datetime"
    range: tuple[float, float] | None = None
    _: KW_ONLY
    even: bool = True
    """
    Whether equal steps of the data look equal where the attribute has no
    unit, as far as the model knows. `False` makes them equal as numbers.
    """
    date_breaks: InitVar[str | None] = None
    date_labels: InitVar[str | None] = None
    date_minor_breaks: InitVar[str | None] = None
    midpoint: Any = None
    oob: Any = squish
    guide: Any = "legend"


@dataclass
class face_timedelta(face_continuous):
    """
    Durations
    """

    _kind = "timedelta"
    _: KW_ONLY
    trans: Any = "pd_timedelta"


class _Categories(FaceScale):
    """
    Map of levels to values
    """

    na_value: Any

    def train(self, x: Any, drop: bool = False):
        """
        Learn the levels
        """
        try:
            super().train(x, drop)  # pyright: ignore
        except TypeError:
            types = {type(v).__name__ for v in x if not pd.isna(v)}
            if len(types) > 1:
                raise self._complain(
                    "needs categories of one type, but got a mixture of "
                    f"{', '.join(sorted(types))}. Turn them into strings."
                ) from None
            raise self._complain(
                "needs categories, but got numbers or dates. Make them "
                "categories with aes(...='factor(column)'), or use "
                f"{self._sibling('continuous')}."
            ) from None

    def get_breaks(self, limits: Any = None):
        """
        Levels that get a key; missing values get none
        """
        breaks = super().get_breaks(limits)  # pyright: ignore
        return [b for b in breaks if not pd.isna(b)]


@dataclass
class face_ordinal(_Ranged, _Categories, scale_discrete):
    """
    Ordered categories, evenly spaced over the range
    """

    _kind = "ordinal"
    range: tuple[float, float] | None = None
    _: KW_ONLY
    even: bool = True
    """
    Whether equal steps of the data look equal where the attribute has no
    unit, as far as the model knows. `False` makes them equal as numbers.
    """
    guide: Any = "legend"

    def palette(self, n: int) -> Any:
        """
        Evenly spaced values
        """
        unit = np.linspace(0, 1, n) if n > 1 else np.full(n, 0.5)
        return self._between(unit)


@dataclass
class face_discrete(face_ordinal):
    """
    Categories, evenly spaced over the range
    """

    _kind = "discrete"


@dataclass
class face_manual(_Categories, scale_discrete):
    """
    Categories and the exact value for each of them
    """

    _kind = "discrete"
    values: Mapping[Any, float] | Sequence[float] = ()
    """
    Values of the attribute, in its own unit: a dict from categories to
    values, or a list in the order of the categories (of `breaks` if given).
    """
    _: KW_ONLY
    guide: Any = "legend"

    def _check_first_argument(self):
        try:
            self._check_values(self._list())
        except (TypeError, ValueError):
            raise self._complain(
                f"takes the values of {self._attribute.name} first "
                f"({self._attribute.unit}): a dict from categories to "
                f"numbers or a list of numbers, not {self.values!r}."
            ) from None

    def _list(self) -> list[Any]:
        values = self.values
        return list(values.values() if hasattr(values, "values") else values)  # type: ignore

    def _check_values(self, values: list[Any]):
        if isinstance(self.values, str) or not values:
            raise TypeError
        if not np.isfinite(np.asarray(values, float)).all():
            raise ValueError

    def palette(self, n: int) -> Any:
        """
        The values as given
        """
        if hasattr(self.values, "keys"):
            return dict(self.values)  # type: ignore
        values = list(self.values)
        breaks: Any = self.breaks
        if isinstance(breaks, (list, tuple)) and len(breaks) == len(values):
            return dict(zip(breaks, values, strict=True))
        if n > len(values):
            raise self._complain(
                f"has {len(values)} values for {n} categories: "
                f"{', '.join(map(str, self.final_limits))}."
            )
        return values


class _Identity:
    """
    Data that are already in the unit of the attribute
    """

    guide: Any

    def train(self, x: Any):
        # Without a guide nobody asks for limits and breaks.
        if self.guide is not None:
            super().train(x)  # pyright: ignore

    def map(self, x: Any, limits: Any = None) -> Any:
        return self._floats(x)  # pyright: ignore


@dataclass
class face_identity(_Identity, face_continuous):
    """
    Data that are already in the unit of the attribute
    """

    _: KW_ONLY
    guide: Any = None


__all__ = ("FaceScale", "guide_chernoff_legend")
