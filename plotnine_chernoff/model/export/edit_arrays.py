"""Edits as arrays that a graph can hold. Imports NumPy and the edits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ..face_model import FaceModel


@dataclass(frozen=True, eq=False)
class EditArrays:
    """
    What leads from values (N, A) to W+ codes, without branches or loops

    Parameters
    ----------
    low, high : array, (A,)
        Values are clipped to these.
    products : list of array, (d, T_d)
        For each degree d from 1, which columns are multiplied.
    correction : array, (T, A)
        Of all products, the empty one first; already in attribute units.
    knots, widths, slopes : array, (A, K - 1)
        Of the segments of the curves.
    first : array, (A,)
        Steps at the first knots.
    plus : array, (A, num_styles, w_dim)
        What one step of each attribute adds.
    base : array, (num_styles, w_dim)
        The neutral face.

    Notes
    -----
    A curve is the sum of its segments: from ``first``, each adds its slope
    times the part of it that the value has gone through.
    """

    low: np.ndarray
    high: np.ndarray
    products: list[np.ndarray]
    correction: np.ndarray
    knots: np.ndarray
    widths: np.ndarray
    slopes: np.ndarray
    first: np.ndarray
    plus: np.ndarray
    base: np.ndarray

    @classmethod
    def of(cls, model: FaceModel, person: Hashable = None) -> EditArrays:
        """
        The edits of a model

        Parameters
        ----------
        model : FaceModel
        person : hashable, optional
            Whose faces; the mean face by default.

        Raises
        ------
        ValueError
            The model has no directions.
        """
        edits = model.edits
        if edits is None:
            raise ValueError(
                f"Model {model.name!r} has no directions yet, so there is no "
                "graph from attribute values to faces. Run 'chernoff fit' "
                "first."
            )
        low, high = edits.limits.T
        columns = range(len(edits.attributes))
        products = [
            np.array(
                list(combinations_with_replacement(columns, d)), int
            ).T.reshape(d, -1)
            for d in range(1, edits.degree + 1)
        ]
        widths = np.diff(edits.curve_values, axis=1)
        rises = np.diff(edits.curve_steps, axis=1)
        slopes = np.divide(
            rises, widths, out=np.zeros_like(rises), where=widths > 0
        )
        # Without directions of its own, a person is edited by nothing.
        bare = model._base(None if person is None else [person], 1)
        base = edits.to_neutral(np.asarray(bare, np.float64))[0]
        mask = edits.style_mask[:, :, None]
        return cls(
            low,
            high,
            products,
            edits.correction * (high - low) / 2,
            edits.curve_values[:, :-1],
            widths,
            slopes,
            edits.curve_steps[:, 0],
            mask * edits.directions[:, None],
            base,
        )
