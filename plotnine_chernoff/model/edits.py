"""Edits: attribute values to W+ codes, as `fit` learned to make them.

Plain arithmetic on stored arrays. Imports NumPy, pandas, the attribute table
and the errors of model files; neither scikit-learn nor TensorFlow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..attributes import ATTRIBUTES, check_names
from .files import ModelFileError

if TYPE_CHECKING:
    from ..generator.config import GeneratorConfig


@dataclass(frozen=True, eq=False)
class Edits:
    """
    Directions in W+, the styles that they act on, and their calibration

    Learned by `plotnine_chernoff.directions.fit_edits`.

    Parameters
    ----------
    attributes : tuple of str
        The A attributes that can be edited, in the order of the table.
    ranges : dict of name to (float, float)
        What is reached of each attribute, in its unit.
    styles : dict of name to tuple of int
        The rows of W+ that each attribute's direction is added to.
    directions : array, (A, w_dim)
        One step of each attribute: a standard deviation of its score in W.
    center : array, (w_dim,)
        The mean face.
    readout : array, (A, w_dim)
        Linear reading of the attributes off W, around `center`.
    displacement : array, (A, w_dim)
        How W differs, on average, for a unit of each reading.
    curve_values, curve_steps : array, (A, K)
        Increasing values of each attribute, in its unit, and the steps that
        reach them.
    correction : array, (T, A)
        Coefficients of the joint correction: a polynomial of all values.
    num_styles : int
        Rows of a W+ code.
    degree : int
        Of the polynomial.
    fingerprint : str
        The generator that all this was learned on.
    notes : dict
        Figures of the fit, plain data: accuracies, entropies, counts.
    own_rows : dict of name to array, (num_styles, w_dim)
        Attributes that move each style along a vector of its own, instead of
        all along `directions`: some that were imported.

    Notes
    -----
    With values v scaled to u in [-1, 1] over `ranges`, and h half the width
    of a range, the steps are ``curve(v + h * polynomial(u))``: the correction
    asks for slightly other values, so that what is read off the face is what
    was asked for when all attributes change at once. Steps times directions
    are added to the chosen rows of the base code.

    A base code other than the mean face is first brought to the mean's
    attributes, so that it changes the person only: its reading times
    `displacement` is taken away in all rows.
    """

    attributes: tuple[str, ...]
    ranges: dict[str, tuple[float, float]]
    styles: dict[str, tuple[int, ...]]
    directions: np.ndarray
    center: np.ndarray
    readout: np.ndarray
    displacement: np.ndarray
    curve_values: np.ndarray
    curve_steps: np.ndarray
    correction: np.ndarray
    num_styles: int
    degree: int
    fingerprint: str
    notes: dict[str, Any] = field(default_factory=dict)
    own_rows: dict[str, np.ndarray] = field(default_factory=dict)

    # Using them

    def apply(self, values: pd.DataFrame, base: np.ndarray) -> np.ndarray:
        """
        W+ codes of faces with these attribute values

        Parameters
        ----------
        values : DataFrame
            N rows; columns are attributes in their units. Absent ones are
            neutral; values out of `ranges` are clipped.
        base : array, (1 or N, num_styles, w_dim)
            Codes to start from: the mean face, or persons.

        Returns
        -------
        array, (N, num_styles, w_dim), float32

        Raises
        ------
        ValueError
            A column that is no attribute of these edits, a value that is no
            finite number, or a base of another shape.
        """
        table = self.table(values)
        base = np.asarray(base, np.float64)
        shape = (self.num_styles, len(self.center))
        if base.shape not in ((1, *shape), (len(table), *shape)):
            raise ValueError(
                f"base must have shape (1, {shape[0]}, {shape[1]}) or "
                f"({len(table)}, {shape[0]}, {shape[1]}), got {base.shape}."
            )
        return self.move(self.to_steps(table), self.to_neutral(base))

    def apply_to_known(
        self, values: pd.DataFrame, base: np.ndarray
    ) -> np.ndarray:
        """
        As `apply`, for persons who stay as they are in all that is absent

        Parameters
        ----------
        values : DataFrame
            As for `apply`; attributes that are absent keep what the person
            has of them.
        base : array, (N, num_styles, w_dim)
            Codes of known faces. Without any column they are returned.

        Returns
        -------
        array, (N, num_styles, w_dim), float32
        """
        base = np.asarray(base, np.float64)
        absent = [a not in values for a in self.attributes]
        steps = self.to_steps(self.table(values))
        neutral = self.to_steps(self.table(values.iloc[:, :0]))
        steps[:, absent] -= neutral[:, absent]
        reading = (base.mean(1) - self.center) @ self.readout.T
        reading[:, absent] = 0
        return self.move(steps, base - (reading @ self.displacement)[:, None])

    def table(self, values: pd.DataFrame) -> np.ndarray:
        """
        Values as numbers, complete and within `ranges`

        Parameters
        ----------
        values : DataFrame
            As for `apply`.

        Returns
        -------
        array, (N, A), float64

        Raises
        ------
        ValueError
            As for `apply`.
        """
        check_names(values.columns, self.attributes)
        out = np.empty((len(values), len(self.attributes)))
        for i, name in enumerate(self.attributes):
            column = ATTRIBUTES[name].neutral
            if name in values:
                column = _finite(name, values[name])
            out[:, i] = np.clip(column, *self.ranges[name])
        return out

    def to_steps(self, table: np.ndarray) -> np.ndarray:
        """
        Steps along the directions that give these values

        Parameters
        ----------
        table : array, (N, A)
            Values in attribute units, within `ranges`.

        Returns
        -------
        array, (N, A), float64
            In standard deviations of each attribute's score in W.
        """
        asked = self.corrected(table)
        steps = np.empty_like(asked)
        for i in range(len(self.attributes)):
            steps[:, i] = np.interp(
                asked[:, i], self.curve_values[i], self.curve_steps[i]
            )
        return steps

    def corrected(self, table: np.ndarray) -> np.ndarray:
        """
        What to ask the single curves for, to read these values jointly

        Parameters
        ----------
        table : array, (N, A)
            Values in attribute units, within `ranges`.

        Returns
        -------
        array, (N, A), float64
            Attribute units.
        """
        low, high = self.limits.T
        half = (high - low) / 2
        u = (table - low) / half - 1
        return table + half * (polynomial(u, self.degree) @ self.correction)

    def to_neutral(self, base: np.ndarray) -> np.ndarray:
        """
        Base codes with the mean face's attributes, persons unchanged

        Parameters
        ----------
        base : array, (N, num_styles, w_dim)

        Returns
        -------
        array, (N, num_styles, w_dim)
        """
        reading = (base.mean(1) - self.center) @ self.readout.T
        return base - (reading @ self.displacement)[:, None]

    def move(self, steps: np.ndarray, base: np.ndarray) -> np.ndarray:
        """
        Base codes moved by steps, each along its direction and styles

        Parameters
        ----------
        steps : array, (N, A)
        base : array, (1 or N, num_styles, w_dim)

        Returns
        -------
        array, (N, num_styles, w_dim), float32
        """
        n, a = steps.shape
        plus = self.style_mask[:, :, None] * self.rows
        moved = (steps @ plus.reshape(a, -1)).reshape(n, *base.shape[1:])
        return (moved + base).astype(np.float32)

    @property
    def limits(self) -> np.ndarray:
        """`ranges` as an array (A, 2)"""
        return np.array([self.ranges[a] for a in self.attributes])

    @property
    def rows(self) -> np.ndarray:
        """
        What a step adds to each style if all are moved

        An array (A, num_styles, w_dim).
        """
        shape = (len(self.attributes), self.num_styles, len(self.center))
        rows = np.broadcast_to(self.directions[:, None], shape).copy()
        for name, own in self.own_rows.items():
            rows[self.attributes.index(name)] = own
        return rows

    @property
    def style_mask(self) -> np.ndarray:
        """`styles` as an array (A, num_styles) of 0 and 1"""
        mask = np.zeros((len(self.attributes), self.num_styles))
        for row, name in zip(mask, self.attributes, strict=True):
            row[list(self.styles[name])] = 1
        return mask

    # Files

    def to_files(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """
        Plain data for `model.json`, arrays for `directions.safetensors`

        Returns
        -------
        dict, dict of name to float32 array
        """
        description = {
            "attributes": {
                name: {
                    "range": [float(v) for v in self.ranges[name]],
                    "styles": [int(s) for s in self.styles[name]],
                }
                for name in self.attributes
            },
            "num_styles": self.num_styles,
            "degree": self.degree,
            "fingerprint": self.fingerprint,
            "notes": self.notes,
        }
        arrays = {k: np.asarray(getattr(self, k), "f4") for k in _ARRAYS}
        for name, rows in self.own_rows.items():
            arrays[f"{_OWN_ROWS}{name}"] = np.asarray(rows, "f4")
        return description, arrays

    @classmethod
    def from_files(
        cls,
        description: dict[str, Any],
        arrays: dict[str, np.ndarray],
        config: GeneratorConfig,
    ) -> Edits:
        """
        Read what `to_files` gave

        Parameters
        ----------
        description : dict
        arrays : dict of name to array
        config : GeneratorConfig
            The generator that the edits are for.

        Returns
        -------
        Edits

        Raises
        ------
        ModelFileError
            Something is missing, damaged, or does not fit the generator.
        """
        try:
            table = description["attributes"]
            edits = cls(
                attributes=tuple(table),
                ranges={k: _pair(v["range"]) for k, v in table.items()},
                styles={
                    k: tuple(int(s) for s in v["styles"])
                    for k, v in table.items()
                },
                num_styles=int(description["num_styles"]),
                degree=int(description["degree"]),
                fingerprint=str(description["fingerprint"]),
                notes=dict(description.get("notes", {})),
                own_rows={
                    k.removeprefix(_OWN_ROWS): np.asarray(v, np.float64)
                    for k, v in arrays.items()
                    if k.startswith(_OWN_ROWS)
                },
                **{k: np.asarray(arrays[k], np.float64) for k in _ARRAYS},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as e:
            raise ModelFileError(
                f"The model's edits are incomplete or damaged ({e!r}). Copy "
                "the model again, or run 'chernoff fit'."
            ) from None
        _check(edits, set(arrays), config)
        return edits


_ARRAYS = (
    "directions",
    "center",
    "readout",
    "displacement",
    "curve_values",
    "curve_steps",
    "correction",
)
_OWN_ROWS = "own_rows/"


def polynomial(u: np.ndarray, degree: int) -> np.ndarray:
    """
    All products of up to `degree` columns, the empty one first

    Parameters
    ----------
    u : array, (N, A)
    degree : int

    Returns
    -------
    array, (N, T)
    """
    terms = [np.ones(len(u))]
    for d in range(1, degree + 1):
        for which in combinations_with_replacement(range(u.shape[1]), d):
            terms.append(u[:, which].prod(1))
    return np.stack(terms, axis=1)


def _finite(name: str, column) -> np.ndarray:
    numbers = pd.Series(pd.to_numeric(column, errors="coerce"))
    out = numbers.to_numpy("float64", na_value=np.nan)
    bad = np.flatnonzero(~np.isfinite(out))
    if len(bad):
        attribute = ATTRIBUTES[name]
        raise ValueError(
            f"{name} must hold finite numbers ({attribute.unit}, "
            f"{attribute.range[0]:g} to {attribute.range[1]:g}), got "
            f"{column.iloc[bad[0]]!r} in row {bad[0]}."
        )
    return out


def _pair(values) -> tuple[float, float]:
    low, high = values
    return float(low), float(high)


def _check(edits: Edits, names: set[str], config: GeneratorConfig) -> None:
    """Raise ModelFileError for edits that do not fit together"""

    def expect(ok, what):
        if not ok:
            raise ModelFileError(
                f"The model's edits do not fit: {what}. Copy the model "
                "again, or run 'chernoff fit' on this generator."
            )

    unknown = [a for a in edits.attributes if a not in ATTRIBUTES]
    expect(not unknown, f"unknown attributes {unknown}")
    own = {f"{_OWN_ROWS}{name}" for name in edits.attributes}
    extra = sorted(names - set(_ARRAYS) - own)
    expect(not extra, f"unknown arrays {extra}")
    expect(
        edits.num_styles == config.num_styles,
        f"made for {edits.num_styles} styles, the generator has "
        f"{config.num_styles}",
    )
    a, w = len(edits.attributes), config.w_dim
    k = edits.curve_values.shape[-1] if edits.curve_values.ndim else 0
    terms = polynomial(np.zeros((1, a)), edits.degree).shape[1] if a else 1
    shapes = {
        "directions": (a, w),
        "center": (w,),
        "readout": (a, w),
        "displacement": (a, w),
        "curve_values": (a, k),
        "curve_steps": (a, k),
        "correction": (terms, a),
    }
    found = {name: getattr(edits, name) for name in shapes}
    for name, rows in edits.own_rows.items():
        shapes[name], found[name] = (edits.num_styles, w), rows
    for name, shape in shapes.items():
        array = found[name]
        expect(
            array.shape == shape,
            f"{name} has shape {array.shape}, expected {shape}",
        )
        expect(np.isfinite(array).all(), f"{name} is not finite")
    falls = (np.diff(edits.curve_values, axis=-1) < 0).any()
    expect(not falls, "curve_values do not increase")
    expect(k > 1 or not a, "the curves have no points")
    for name, (low, high) in edits.ranges.items():
        expect(low < high, f"{name} has the range {low:g} to {high:g}")
        rows = edits.styles[name]
        expect(
            rows and all(0 <= r < edits.num_styles for r in rows),
            f"{name} acts on the styles {rows} of {edits.num_styles}",
        )
