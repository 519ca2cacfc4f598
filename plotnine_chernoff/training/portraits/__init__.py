"""Synthetic portraits with known attributes, from CC0 MakeHuman assets.

Exports the public names of its modules; imports nothing else.
"""

from .assets import Assets, load_assets
from .person import (
    ATTRIBUTE_RANGES,
    ATTRIBUTES,
    LATENT_SIZE,
    Portrait,
    portrait_from_latent,
)
from .render import degrade, render

__all__ = [
    "ATTRIBUTES",
    "ATTRIBUTE_RANGES",
    "LATENT_SIZE",
    "Assets",
    "Portrait",
    "degrade",
    "load_assets",
    "portrait_from_latent",
    "render",
]
