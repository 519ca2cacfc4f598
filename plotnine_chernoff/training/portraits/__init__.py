"""Synthetic portraits with known attributes, from CC0 MakeHuman assets.

Exports the public names of its modules. Without numba the parameters and
the assets still work; `render` and `degrade` then say what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .assets import Assets, load_assets
from .person import Portrait, portrait_from_latent

try:
    from .render import degrade, render
except ModuleNotFoundError as error:
    if error.name not in {"numba", "llvmlite"}:
        raise

if TYPE_CHECKING:
    from .packing import pack_assets

__all__ = [
    "Assets",
    "Portrait",
    "degrade",
    "load_assets",
    "pack_assets",
    "portrait_from_latent",
    "render",
]


def __getattr__(name: str) -> Any:
    # It comes late, so that "python -m ...portraits.packing" does not find
    # its module already imported by this package.
    if name == "pack_assets":
        from .packing import pack_assets

        return pack_assets
    if name in {"degrade", "render"}:
        raise ImportError(
            f"{name} needs numba: pip install 'plotnine-chernoff[train]'"
        )
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
