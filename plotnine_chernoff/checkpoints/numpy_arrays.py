"""Stand-ins for what NumPy's arrays, scalars and dtypes pickle to.

Arrays stay views of the file until somebody needs them.  Imports NumPy and
the standard library only.
"""

from __future__ import annotations

from functools import partial
from math import prod

import numpy as np

from .errors import CheckpointError, shown
from .unpickle import Budget, Name, Standin

MAX_DIMENSIONS = 8

_KINDS = frozenset(
    ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"],
)


def check_shape(shape: object, what: str) -> tuple[int, ...]:
    """
    A shape from a file, checked

    Parameters
    ----------
    shape : object
        What the file gives.
    what : str
        What it is the shape of, for the message.

    Returns
    -------
    tuple[int, ...]
        Up to 8 sizes that are not negative.

    Raises
    ------
    CheckpointError
        If it is no such shape.
    """
    if (
        isinstance(shape, list | tuple)
        and len(shape) <= MAX_DIMENSIONS
        and all(type(n) is int and 0 <= n < 2**40 for n in shape)
    ):
        return tuple(shape)
    raise CheckpointError(
        f"The pickle is damaged: {what} has no valid shape; download or copy "
        "the file again."
    )


class DType(Standin):
    """
    Stands for ``numpy.dtype``

    Parameters
    ----------
    kind : object
        Such as ``"f4"``; only plain numbers are known.
    align, copy : object
        Ignored.
    """

    def __init__(
        self, kind: object = "", align: object = None, copy: object = None
    ):
        code = kind.lstrip("<>=|") if isinstance(kind, str) else ""
        if code not in _KINDS:
            raise CheckpointError(
                f"The pickle holds arrays of type {shown(kind)}; only plain "
                "numbers are read, never arrays of objects."
            )
        self.dtype = np.dtype(f"<{code}")

    def build(self, state: object) -> None:
        """Take the byte order, the second entry of the state"""
        order = state[1] if isinstance(state, tuple) and state[1:] else None
        if order not in ("<", ">", "|", "="):
            raise CheckpointError(
                "The pickle is damaged: an array type has no byte order; "
                "download or copy the file again."
            )
        if order == ">":
            self.dtype = self.dtype.newbyteorder(">")


class Array(Standin):
    """
    Stands for ``numpy.ndarray``

    Parameters
    ----------
    budget : Budget, optional
        Counts numbers that were written as text, which are copied.

    Attributes
    ----------
    value : np.ndarray or None
        A read-only view of the file once the state was read.
    """

    def __init__(self, budget: Budget | None = None) -> None:
        self.value: np.ndarray | None = None
        self._budget = budget or Budget(0)

    @classmethod
    def of(cls, value: np.ndarray | float) -> Array:
        """An array of numbers that are at hand, float32"""
        array = cls()
        array.value = np.asarray(value, np.float32)
        return array

    @property
    def shape(self) -> tuple[int, ...]:
        """Sizes of the array"""
        return self.array().shape

    def array(self) -> np.ndarray:
        """
        The array

        Raises
        ------
        CheckpointError
            If the file announced an array and gave none.
        """
        if self.value is None:
            raise CheckpointError(
                "The pickle is damaged: an array has no numbers; download or "
                "copy the file again."
            )
        return self.value

    def build(self, state: object) -> None:
        """Take (version, shape, dtype, Fortran order, bytes)"""
        if not isinstance(state, tuple) or len(state) != 5:
            raise CheckpointError(
                "The pickle is damaged: an array has no valid state; "
                "download or copy the file again."
            )
        _, shape, dtype, fortran, data = state
        order = "F" if fortran is True else "C"
        self.value = _view(self._budget, data, dtype, shape, order)


def _view(
    budget: Budget,
    data: object,
    dtype: object,
    shape: object,
    order: object,
) -> np.ndarray:
    if not isinstance(dtype, DType) or order not in ("C", "F"):
        raise CheckpointError(
            "The pickle is damaged: an array has no valid type; download or "
            "copy the file again."
        )
    if isinstance(data, str):
        # Python 2 wrote bytes as text.
        budget.copy(len(data))
        data = data.encode("latin-1")
    if not isinstance(data, bytes | memoryview):
        raise CheckpointError(
            "The pickle holds an array of objects; only plain numbers are "
            "read."
        )
    sizes = check_shape(shape, "an array")
    expected = prod(sizes) * dtype.dtype.itemsize
    if len(data) != expected:
        raise CheckpointError(
            f"The pickle is damaged: an array of shape {sizes} needs "
            f"{expected:,} bytes and has {len(data):,}; download or copy the "
            "file again."
        )
    flat = np.frombuffer(data, dtype.dtype)
    return flat.reshape(sizes, order="F" if order == "F" else "C")


def _reconstruct(
    budget: Budget, kind: object, shape: object, code: object
) -> Array:
    return Array(budget)


def _scalar(budget: Budget, dtype: object, data: object) -> float | int | bool:
    return _view(budget, data, dtype, (), "C").item()


def _from_buffer(
    budget: Budget, data: object, dtype: object, shape: object, order: object
) -> Array:
    array = Array(budget)
    array.value = _view(budget, data, dtype, shape, order)
    return array


def array_names(budget: Budget) -> dict[tuple[str, str], Name]:
    """
    Names that pickled arrays, scalars and dtypes use

    Parameters
    ----------
    budget : Budget
        Counts what is copied.

    Returns
    -------
    dict[tuple[str, str], Name]
        Allow-list for a `PickleMachine`.
    """
    reconstruct = Name("_reconstruct", partial(_reconstruct, budget))
    scalar = Name("scalar", partial(_scalar, budget))
    from_buffer = Name("_frombuffer", partial(_from_buffer, budget))
    names = {
        ("numpy", "ndarray"): Name("numpy.ndarray"),
        ("numpy", "dtype"): Name("numpy.dtype", DType),
    }
    # NumPy 2 renamed the module; older files have the older name.
    for core in ("numpy.core", "numpy._core"):
        multiarray, numeric = f"{core}.multiarray", f"{core}.numeric"
        names |= {
            (multiarray, "_reconstruct"): reconstruct,
            (multiarray, "scalar"): scalar,
            (numeric, "_frombuffer"): from_buffer,
        }
    return names
