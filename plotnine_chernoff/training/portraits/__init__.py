"""Synthetic portraits with known attributes, from CC0 MakeHuman assets.

`assets` reads what `packing` made of MakeHuman's sources; `cycles` renders.
"""

from __future__ import annotations

from .assets import Assets, load_assets

__all__ = ["Assets", "load_assets"]
