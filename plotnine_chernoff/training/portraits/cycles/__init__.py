"""The portraits of the training set, rendered by Blender's path tracer.

Modules, in the order in which they may import each other: ``arithmetic``,
``table`` (what a portrait is told by), ``identity``, ``subdivision`` and
``body`` (its shape), ``roots``, ``hair_color``, ``hairline`` and ``scalp``
(strands), ``atlas`` and ``skin`` (maps), ``face_hair``, ``materials`` and
``scene`` (the only ones that import ``bpy``), ``pieces`` (files), ``reading``
(by strangers). Needs the extra ``render`` to draw; all else does without.
"""

from __future__ import annotations

from .table import ATTRIBUTES, COORDINATES, PERSON, Portrait, draw, mirrored

__all__ = [
    "ATTRIBUTES",
    "COORDINATES",
    "PERSON",
    "Portrait",
    "draw",
    "mirrored",
]
