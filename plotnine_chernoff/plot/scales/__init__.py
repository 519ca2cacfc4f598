"""Scales for every face attribute, made from the attribute table.

For an attribute `smile`: `scale_smile` (the same as `_continuous`),
`scale_smile_discrete`, `_ordinal`, `_datetime`, `_timedelta`, `_manual` and
`_identity`. Imports plotnine's scales and the attribute table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attributes import ATTRIBUTES, CAUTION
from . import kinds
from .person import (
    scale_person_continuous,
    scale_person_discrete,
    scale_person_identity,
    scale_person_manual,
    scale_person_ordinal,
)

if TYPE_CHECKING:
    from ...attributes import Attribute

KINDS: dict[str, type] = {
    "continuous": kinds.face_continuous,
    "discrete": kinds.face_discrete,
    "ordinal": kinds.face_ordinal,
    "datetime": kinds.face_datetime,
    "timedelta": kinds.face_timedelta,
    "manual": kinds.face_manual,
    "identity": kinds.face_identity,
}

_DOC = """\
{attribute} for {data}

{description}.
{caution}
Parameters
----------
{parameters}
name : str
    Title of the legend; the name of the variable by default.
limits, breaks, labels, na_value
    As in every scale of plotnine. Rows with missing values are dropped
    unless `na_value` says how their face looks.
guide : "legend" | guide_legend | guide_chernoff_legend | None
    The legend; `None` for none.

Raises
------
PlotnineError
    {errors}
"""

_DATA = {
    "continuous": "numbers",
    "discrete": "categories, evenly spaced over the range",
    "ordinal": "ordered categories, evenly spaced over the range",
    "datetime": "dates and times",
    "timedelta": "durations",
    "manual": "categories, each with a value of your own",
    "identity": "data that are already in its unit ({unit})",
}

_RANGE = """\
range : tuple[float, float], default=({low:g}, {high:g})
    Values of the attribute at the two ends of the data ({unit})."""

_EVEN = """
even : bool, default=True
    Whether equal steps of the data look equal, as far as the model says how;
    `False` makes them equal as numbers ({unit})."""

_NUMERIC = """
midpoint : value | callable
    Value of the data that gets the middle of `range`, or a function of the
    data such as `np.median`.
oob : callable
    What happens to data outside `limits`. By default (`squish`) they look
    like the nearest limit; `mizani.bounds.censor` drops them."""

_VALUES = """\
values : dict | list
    The value of each category ({unit})."""

_OF_NUMBERS = """\
`range` is not two finite numbers, `limits` are not two values, or
    `guide` cannot show faces. In a plot: `midpoint` is no value of such
    data, or the data cannot be read as {needed}."""

_OF_LEVELS = """\
`range` is not two finite numbers, or `guide` cannot show faces.
    In a plot: the data are numbers or dates, or of several types."""

_ERRORS = {
    "continuous": _OF_NUMBERS.format(needed="numbers"),
    "datetime": _OF_NUMBERS.format(needed="dates"),
    "timedelta": _OF_NUMBERS.format(needed="durations"),
    "discrete": _OF_LEVELS,
    "ordinal": _OF_LEVELS,
    "manual": """\
`values` are not finite numbers, or `guide` cannot show faces.
    In a plot: there are more categories than values.""",
    "identity": """\
`guide` cannot show faces. In a plot: the data are no numbers.""",
}

_PARAMETERS = {
    "continuous": _RANGE + _NUMERIC + _EVEN,
    "datetime": _RANGE + _NUMERIC + _EVEN,
    "timedelta": _RANGE + _NUMERIC + _EVEN,
    "discrete": _RANGE + _EVEN,
    "ordinal": _RANGE + _EVEN,
    "manual": _VALUES,
    "identity": "",
}


def _make_scale(attribute: Attribute, kind: str) -> type:
    """
    The class of one kind of scale for one attribute
    """
    low, high = attribute.range
    fill = {"unit": attribute.unit, "low": low, "high": high}
    doc = _DOC.format(
        attribute=attribute.words.capitalize(),
        data=_DATA[kind].format(**fill),
        description=attribute.description.capitalize(),
        caution=f"\n{CAUTION}\n" if attribute.on_request else "",
        parameters=_PARAMETERS[kind].format(**fill),
        errors=_ERRORS[kind],
    )
    # Not a dataclass of its own: making dozens of them takes a while, and
    # their parameters are those of their kind.
    base = KINDS[kind]
    return type(base)(
        f"scale_{attribute.name}_{kind}",
        (base,),
        {
            "__doc__": doc.replace("----------\n\n", "----------\n"),
            "__module__": __name__,
            "_aesthetics": [attribute.name],
            "_attribute": attribute,
        },
    )


def _make_all() -> dict[str, type]:
    scales = {}
    for attribute in ATTRIBUTES.values():
        for kind in KINDS:
            cls = _make_scale(attribute, kind)
            scales[cls.__name__] = cls
        general = scales[f"scale_{attribute.name}_continuous"]
        name = f"scale_{attribute.name}"
        scales[name] = type(general)(
            name,
            (general,),
            {"__doc__": general.__doc__, "__module__": __name__},
        )
    return scales


_SCALES = _make_all()
globals().update(_SCALES)


def face_scale(name: str, kind: str = "continuous") -> type:
    """
    The class of one kind of scale for an attribute

    Parameters
    ----------
    name : str
        Name of the attribute.
    kind : str
        One of `KINDS`.
    """
    return _SCALES[f"scale_{name}_{kind}"]


__all__ = (  # pyright: ignore[reportUnsupportedDunderAll]
    "scale_person_continuous",
    "scale_person_discrete",
    "scale_person_identity",
    "scale_person_manual",
    "scale_person_ordinal",
    *_SCALES,
)
