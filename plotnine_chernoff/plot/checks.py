"""Arguments of geom_chernoff: what they must be, and what to do otherwise.

Errors list what there is. Imports plotnine's errors and the attribute table.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import numpy as np
from plotnine.exceptions import PlotnineError
from plotnine.mapping.aes import ALL_AESTHETICS

from ..attributes import ATTRIBUTES
from ..faces.crops import CROPS
from .looks import POINTS, SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# What all layers take.
_LAYER = ("data", "mapping", "show_legend", "inherit_aes", "raster")


def check_arguments(given: Mapping[str, Any], geom: Any, stat: Any) -> None:
    """
    Refuse unknown names among the arguments of a geom

    Parameters
    ----------
    given : mapping
        What the user has written, its mapping included.
    geom : geom
        The geom.
    stat : stat
        Its statistic, which has parameters and aesthetics of its own.
    """
    known = geom.aesthetics() | stat.aesthetics()
    params = {*geom.DEFAULT_PARAMS, *stat.DEFAULT_PARAMS, *_LAYER}
    unknown = [k for k in given if k not in known | params]
    if unknown:
        raise _unknown(unknown, "parameter", sorted(params), sorted(known))
    check_mapping(given.get("mapping") or (), known, geom.aesthetics())


def check_mapping(
    mapping: Iterable[str], known: set[str], own: set[str]
) -> None:
    """
    Refuse aesthetics that nobody knows

    Parameters
    ----------
    mapping : iterable of str
        The aesthetics that are mapped.
    known : set of str
        Those of all who may be meant.
    own : set of str
        Those of the geom, which the error lists.
    """
    unknown = [ae for ae in mapping if ae not in known | set(ALL_AESTHETICS)]
    if unknown:
        raise _unknown(unknown, "aesthetic", (), sorted(own))


def check_params(params: Mapping[str, Any]) -> None:
    """
    Refuse parameters of another kind than they must be
    """
    if params["shape"] not in SHAPES:
        raise PlotnineError(
            f"shape must be one of {', '.join(map(repr, SHAPES))}, not "
            f"{params['shape']!r}. (It's a parameter of the layer and "
            "cannot be mapped.)"
        )
    if params["crop"] not in (None, *CROPS):
        raise PlotnineError(
            f"crop must be one of {', '.join(map(repr, CROPS))}, or None for "
            f"all of the picture, not {params['crop']!r}."
        )
    if params["ncol"] is not None and params["nrow"] is not None:
        raise PlotnineError(
            "Give ncol or nrow, not both: the other follows from the number "
            "of faces."
        )
    for name in ("ncol", "nrow", "resolution"):
        value = params[name]
        whole = isinstance(value, (int, np.integer))
        if value is not None and not (whole and value > 0):
            raise PlotnineError(
                f"{name} must be a whole number above zero, not {value!r}."
            )
    for name in ("key_size", "label_size"):
        if params[name] is not None and not _positive(params[name]):
            raise PlotnineError(
                f"{name} must be a number of points above zero, "
                f"not {params[name]!r}."
            )
    if not _positive(params["raster_dpi"]):
        raise PlotnineError(
            "raster_dpi must be a number of pixels an inch above zero, "
            f"not {params['raster_dpi']!r}."
        )
    if not isinstance(params["check_overlap"], (bool, np.bool_)):
        raise PlotnineError(
            "check_overlap must be True or False, "
            f"not {params['check_overlap']!r}."
        )
    cell = params["cell"]
    if cell is not None and not (
        isinstance(cell, (tuple, list))
        and len(cell) == 2
        and all(map(_positive, cell))
    ):
        raise PlotnineError(
            "cell must be a width and a height above zero, in units of x and "
            f"y, not {cell!r}."
        )


def check_constants(constants: Mapping[str, Any]) -> None:
    """
    Refuse constants of attributes and sizes that are no such numbers
    """
    for name in ATTRIBUTES.keys() & constants.keys():
        value = constants[name]
        try:
            good = value is not None and bool(
                np.isfinite(np.asarray(value, dtype=float)).all()
            )
        except (TypeError, ValueError):
            good = False
        if not good:
            raise PlotnineError(
                f"{name} must be a number "
                f"({ATTRIBUTES[name].description}), not {value!r}. To "
                f"map it to a column, write aes({name}={value!r})."
            )
    size = constants.get("size")
    if size is not None and not all(map(_positive, np.ravel(size))):
        raise PlotnineError(
            f"size must be above zero, not {size!r}. "
            f"A face of size 1 is {POINTS} points wide."
        )


def _positive(value: Any) -> bool:
    number = isinstance(value, (int, float, np.number))
    return number and bool(np.isfinite(value) and value > 0)


def _unknown(
    unknown: Sequence[str],
    kind: str,
    params: Sequence[str],
    aesthetics: Sequence[str],
) -> PlotnineError:
    """
    An error that lists what there is
    """
    hint = get_close_matches(unknown[0], [*params, *aesthetics], 1)
    guess = f" Did you mean {hint[0]!r}?" if hint else ""
    others = [ae for ae in aesthetics if ae not in ATTRIBUTES]
    text = (
        f"geom_chernoff does not know the {kind} "
        f"{', '.join(map(repr, unknown))}.{guess}\n"
        f"Attributes of faces: {', '.join(ATTRIBUTES)}.\n"
        f"Other aesthetics: {', '.join(others)}."
    )
    if params:
        text += f"\nParameters: {', '.join(params)}."
    return PlotnineError(text)
