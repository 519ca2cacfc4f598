"""Where strands grow: roots on the base mesh, the same for every portrait.

A strand keeps its number while everything about a person changes, so that
detail is a function of the parameters. Roots and their noise come in mirrored
pairs: the mirror image of a portrait is a portrait.

May import ``subdivision``, the assets, numpy and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from .subdivision import skin_subdivision

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..assets import Assets

__all__ = ["Roots", "Strands", "sample_roots", "unit"]

Floats = np.ndarray


@dataclass
class Strands:
    """Strands at rest.

    Attributes
    ----------
    points : float array, shape (n, k, 3)
    radii : float array, shape (n, k)
    colors : float array, shape (n, 3)
        Linear RGB.
    """

    points: Floats
    radii: Floats
    colors: Floats


@dataclass
class Roots:
    """Places on the subdivided skin.

    Attributes
    ----------
    corners : int array, shape (n, 3)
    bary : float array, shape (n, 3)
    base : float array, shape (n, 3)
        Place on the base mesh, relative to the eyes.
    uv : float array, shape (n, 2)
        Of the root or, on the right, of its mirror image.
    chance : float array, shape (n,)
        Uniform 0..1, by which strands come and go.
    noise : float array, shape (n, 4)
        Standard normal; the first changes sign in a mirror.
    """

    corners: np.ndarray
    bary: Floats
    base: Floats
    uv: Floats
    chance: Floats
    noise: Floats

    def take(self, index: np.ndarray) -> Roots:
        return Roots(*(getattr(self, f.name)[index] for f in fields(self)))

    def on(self, values: Floats) -> Floats:
        """Values of the skin's points at the roots."""
        return np.einsum("nk,nkc->nc", self.bary, values[self.corners])


def unit(v: Floats) -> Floats:
    return v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-9)


def sample_roots(
    assets: Assets,
    count: int,
    density: Callable[[Floats], Floats],
    seed: int,
) -> Roots:
    """Sample roots by area and a density 0..1 of the place, in pairs.

    Parameters
    ----------
    assets : Assets
    count : int
        At most so many; the second half mirrors the first.
    density : callable
        Of places relative to the eyes, (n, 3) -> (n,).
    seed : int
    """
    sub = skin_subdivision(assets)
    base = sub.matrix @ assets.vertices
    eye = assets.proxy("eye").fit(assets.vertices).mean(0)
    eye[0] = 0.0
    faces = np.concatenate([sub.faces[:, [0, 1, 2]], sub.faces[:, [0, 2, 3]]])
    uv = np.concatenate([sub.uv[:, [0, 1, 2]], sub.uv[:, [0, 2, 3]]])
    corner = base[faces]
    middle = corner.mean(1) - eye
    keep = (density(middle) > 0) & (middle[:, 0] > 0)
    faces, uv, corner = faces[keep], uv[keep], corner[keep]
    area = np.linalg.norm(
        np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]),
        axis=1,
    )
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(faces), 2 * count, p=area / area.sum())
    r1, r2 = np.sqrt(rng.random(len(chosen))), rng.random(len(chosen))
    bary = np.stack([1 - r1, r1 * (1 - r2), r1 * r2], 1)
    half = Roots(
        faces[chosen],
        bary,
        np.einsum("nk,nkc->nc", bary, corner[chosen]) - eye,
        np.einsum("nk,nkc->nc", bary, uv[chosen]),
        rng.random(len(chosen)),
        rng.normal(size=(len(chosen), 4)),
    )
    inside = rng.random(len(chosen)) < density(half.base)
    half = half.take(np.flatnonzero(inside)[: count // 2])
    return Roots(
        np.concatenate([half.corners, sub.mirror[half.corners]]),
        np.concatenate([half.bary, half.bary]),
        np.concatenate([half.base, half.base * [-1, 1, 1]]),
        np.concatenate([half.uv, half.uv]),
        np.concatenate([half.chance, half.chance]),
        np.concatenate([half.noise, half.noise * [-1, 1, 1, 1]]),
    )
