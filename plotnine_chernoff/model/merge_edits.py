"""One attribute more, or another direction for one, in a model's edits.

Imports NumPy and the edits.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import numpy as np

from ..attributes import ATTRIBUTES

if TYPE_CHECKING:
    from .edits import Edits


def merge_edits(
    edits: Edits | None, own: Edits, origin: dict[str, Any] | None = None
) -> Edits:
    """
    Edits with one attribute added or replaced

    Parameters
    ----------
    edits : Edits or None
        What a model has.
    own : Edits
        Edits of one attribute.
    origin : dict, optional
        Plain data, kept in the notes under ``imported``.

    Returns
    -------
    Edits
        The joint correction of the other attributes stays as it was where
        the new one is neutral; the new one has none.
    """
    (attribute,) = own.attributes
    if edits is None:
        return replace(own, notes=_notes({}, attribute, origin))
    names = tuple(
        n for n in ATTRIBUTES if n in edits.attributes or n == attribute
    )
    own = _with_knots(own, edits.curve_values.shape[1])
    parts = {n: only(edits, n) for n in edits.attributes} | {attribute: own}
    if attribute in edits.attributes:
        # How persons differ in it has nothing to do with the direction.
        old = only(edits, attribute)
        parts[attribute] = replace(
            own, readout=old.readout, displacement=old.displacement
        )
    stacked = {
        key: np.concatenate([getattr(parts[n], key) for n in names])
        for key in (
            "directions",
            "readout",
            "displacement",
            "curve_values",
            "curve_steps",
        )
    }
    return replace(
        edits,
        attributes=names,
        ranges={n: parts[n].ranges[n] for n in names},
        styles={n: parts[n].styles[n] for n in names},
        correction=_correction(edits, names, attribute),
        notes=_notes(edits.notes, attribute, origin),
        own_rows={k: v for n in names for k, v in parts[n].own_rows.items()},
        **stacked,
    )


def _correction(edits: Edits, names, attribute) -> np.ndarray:
    """Coefficients (T, A) for other attributes than before"""
    neutral = 0.0
    if attribute in edits.attributes:
        low, high = edits.ranges[attribute]
        neutral = np.clip(ATTRIBUTES[attribute].neutral, low, high)
        neutral = (neutral - low) / ((high - low) / 2) - 1
    column = [
        None if n == attribute else edits.attributes.index(n) for n in names
    ]
    terms = _terms(names, edits.degree)
    out = np.zeros((len(terms), len(names)))
    old = _terms(edits.attributes, edits.degree)
    for term, coefficients in zip(old, edits.correction, strict=True):
        # What the attribute contributed while it was neutral goes on.
        kept = tuple(n for n in term if n != attribute)
        factor = neutral ** (len(term) - len(kept))
        row = out[terms.index(kept)]
        for j, i in enumerate(column):
            if i is not None:
                row[j] += factor * coefficients[i]
    return out


def _terms(names, degree) -> list[tuple[str, ...]]:
    """The products that `polynomial` forms, in its order"""
    return [
        term
        for d in range(degree + 1)
        for term in combinations_with_replacement(names, d)
    ]


def _with_knots(own: Edits, knots: int) -> Edits:
    """The same curve at another number of points"""
    (values,), (steps,) = own.curve_values, own.curve_steps
    if len(values) == knots:
        return own
    at = np.linspace(values[0], values[-1], knots)
    return replace(
        own,
        curve_values=at[None],
        curve_steps=np.interp(at, values, steps)[None],
    )


def only(edits: Edits, name: str) -> Edits:
    """Edits of one of the attributes, without correction"""
    i = edits.attributes.index(name)
    return replace(
        edits,
        attributes=(name,),
        ranges={name: edits.ranges[name]},
        styles={name: edits.styles[name]},
        directions=edits.directions[i : i + 1],
        readout=edits.readout[i : i + 1],
        displacement=edits.displacement[i : i + 1],
        curve_values=edits.curve_values[i : i + 1],
        curve_steps=edits.curve_steps[i : i + 1],
        correction=np.zeros((1, 1)),
        degree=0,
        notes={},
        own_rows={k: v for k, v in edits.own_rows.items() if k == name},
    )


def _notes(notes, attribute, origin) -> dict[str, Any]:
    fitted = dict(notes.get("attributes", {}))
    # Figures of the fit would be those of another direction.
    fitted.pop(attribute, None)
    imported = dict(notes.get("imported", {})) | {attribute: origin or {}}
    return dict(notes) | {"attributes": fitted, "imported": imported}
