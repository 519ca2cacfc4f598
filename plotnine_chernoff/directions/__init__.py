"""From samples to calibrated edits: sample, label, fit, evaluate.

What the original author did by hand with a notebook. Submodules import
scikit-learn and SciPy; importing this package alone does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .fit import EditFitter, Samples

__all__ = ["EditFitter", "Samples"]


def __getattr__(name: str):
    if name in __all__:
        from . import fit

        return getattr(fit, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
