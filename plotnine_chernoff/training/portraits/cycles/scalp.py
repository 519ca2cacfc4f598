"""The hair of the head: one groom, combed, bent, curled and cut.

Guides grow step by step from the scalp, combed first, then falling, never
into the head; strands follow the guides near them. May import ``body``,
``roots``, ``hair_color``, ``hairline``, numpy and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import KDTree

from .arithmetic import smoothstep
from .body import beside_ears, presentation
from .hair_color import strand_colors
from .hairline import hairline, scalp_density
from .roots import Roots, Strands, sample_roots, unit
from .subdivision import skin_subdivision

if TYPE_CHECKING:
    from ..assets import Assets
    from .body import Body
    from .table import Portrait

__all__ = ["scalp_hair"]

Floats = np.ndarray

STRANDS = 20000
GUIDES = 480
POINTS = 14
TOP = 1.30
"""Greatest height above the eyes, in units of the distance to the chin."""

_GRAVITY = np.array([0.0, -1.0, 0.0])
_CROWN = np.array([0.0, 1.10, -1.35])


# ----------------------------------------------------------------- roots


@dataclass
class _Groom:
    """The roots of all strands, the guides, and who follows whom."""

    roots: Roots
    guides: Roots
    near: np.ndarray
    gap: Floats


@lru_cache(maxsize=2)
def _groom(assets: Assets) -> _Groom:
    roots = sample_roots(
        assets, STRANDS, lambda p: hairline(p, -0.03, -0.02), 11
    )
    # Guides far from each other, in pairs.
    half = len(roots.chance) // 2
    left = roots.base[:half]
    chosen = [0]
    distance = np.linalg.norm(left - left[0], axis=1)
    for _ in range(GUIDES // 2 - 1):
        chosen.append(int(np.argmax(distance)))
        distance = np.minimum(
            distance, np.linalg.norm(left - left[chosen[-1]], axis=1)
        )
    guides = roots.take(np.array([*chosen, *(c + half for c in chosen)]))
    gap, near = KDTree(guides.base).query(roots.base, k=4)
    return _Groom(roots, guides, np.asarray(near), np.asarray(gap))


# ----------------------------------------------------------------- shape


@dataclass
class _Cut:
    """What a hair length means, all of it continuous in it."""

    top: float  # decimetres
    side: float  # share of it at the sides
    long: float  # 0 short .. 1 falls
    height: float  # of the cut, above the chin

    @classmethod
    def of(cls, h: float) -> _Cut:
        top = np.interp(
            h,
            [0.0, 0.05, 0.12, 0.2, 0.3, 0.4, 0.5, 0.62, 1.0],
            [0.0, 0.025, 0.09, 0.26, 0.58, 0.95, 1.5, 2.3, 4.6],
        )
        side = np.interp(
            h,
            [0.0, 0.06, 0.2, 0.3, 0.4, 0.47, 0.56],
            [1.0, 0.8, 0.45, 0.38, 0.42, 0.75, 1.0],
        )
        height = np.interp(
            h, [0.30, 0.42, 0.55, 0.7, 1.0], [1.05, 0.62, 0.22, -0.12, -0.95]
        )
        return cls(
            float(top),
            float(side),
            float(smoothstep(0.34, 0.54, h)),
            float(height),
        )


def _parting(portrait: Portrait) -> float:
    """Its place to the right, decimetres; a fringe has it in the middle."""
    free = 1 - float(smoothstep(0.0, 0.35, portrait["fringe"]))
    return 0.34 * portrait["hair_part"] * free


def _comb(place: Floats, normal: Floats, portrait: Portrait, long: float):
    """Directions in which the hair is combed, tangent to the head.

    Returns the directions, the share of each root in the fringe, and on
    which side of the parting it is.
    """
    x, y, z = place.T
    zero = np.zeros_like(x)
    fringe = portrait["fringe"]
    side = np.tanh((x - _parting(portrait)) / 0.05)
    front = smoothstep(-0.75, -0.15, z) * smoothstep(0.50, 0.75, y)
    parted = np.stack([0.95 * side, 0.05 + zero, -0.25 - 0.35 * front], 1)
    back = unit(place - _CROWN) + np.array([0.0, -0.4, 0.0])
    low = np.stack([zero, -1.0 + zero, -0.40 + 0.34 * long + zero], 1)
    # Short hair is swept to one side, up in front.
    sway = np.tanh(2.5 * portrait["hair_part"])
    swept = np.stack([0.80 * sway - 0.20 * x, 0.40 + zero, -0.02 + zero], 1)
    forward = np.stack([-0.25 * x + 0.15 * sway, -0.55 + zero, 1.0 + zero], 1)
    top = smoothstep(0.55, 0.95, y)
    behind = smoothstep(-1.05, -1.45, z)
    upper = swept * (1 - long) + parted * long
    share = np.sqrt(fringe) * front * smoothstep(0.62, 0.45, np.abs(x))
    upper = upper + share[:, None] * (1.6 * forward - upper)
    comb = upper * top[:, None] + low * (1 - top[:, None])
    comb = comb + behind[:, None] * (back - comb)
    comb = comb - (comb * normal).sum(1, keepdims=True) * normal
    return unit(comb), share, side


@lru_cache(maxsize=2)
def _of_ears(assets: Assets) -> np.ndarray:
    """Which points of the skin are ears, or hidden by them, (n,)."""
    base = skin_subdivision(assets).matrix @ assets.vertices
    return beside_ears(base, assets) & (np.abs(base[:, 0]) > 0.66)


def _grow(
    body: Body,
    assets: Assets,
    start,
    normal,
    comb,
    lift,
    layer,
    limit,
    step,
    open_,
    side,
    long,
):
    """Grow guides step by step, (n, steps, 3)."""
    eye = body.eye_middle
    near = body.skin[:, 1] > eye[1] - 3.2
    # Hair falls over ears, and does not climb them.
    near &= ~_of_ears(assets)
    skin, normals = body.skin[near], body.normals[near]
    tree = KDTree(skin)
    count = int(np.ceil(limit / step)) + 1
    path = np.empty((len(start), count, 3))
    path[:, 0] = start
    direction = unit(normal * lift[:, None] + comb)
    position = start.copy()
    blend = 1 - np.exp(-step / 0.16)
    # Feminine hair frames the face, masculine hair is drawn behind the ears.
    back = 0.55 + 0.45 * presentation(body.portrait)
    for k in range(1, count):
        s = k * step
        position = position + step * direction
        _, index = tree.query(position, k=3)
        n = unit(normals[index].mean(1))
        out = ((position - skin[index].mean(1)) * n).sum(1)
        wanted = np.minimum(layer, 0.012 + 0.45 * s * lift)
        position = position + np.maximum(wanted - out, 0.0)[:, None] * n
        path[:, k] = position
        along = comb - (comb * n).sum(1, keepdims=True) * n
        q = position - eye
        # The face stays open: hair beside it falls outside of it.
        wide = np.abs(q[:, 0])
        face = smoothstep(1.0, 0.60, q[:, 1]) * smoothstep(
            -0.75, -0.30, q[:, 2]
        )
        face = face * smoothstep(0.86, 0.62, wide) * open_
        away = np.stack([1.3 * side, 0 * face, -back + 0 * face], 1)
        away = away - (away * n).sum(1, keepdims=True) * n
        combed = np.exp(-s / 0.55)
        target = combed * unit(along) + (1 - 0.8 * combed) * _GRAVITY
        # Before or behind the shoulders, not out upon them.
        low = smoothstep(-0.85, -1.25, q[:, 1])[:, None]
        drape = np.stack(
            [-0.5 * side, 0 * wide, np.tanh((q[:, 2] + 0.95) / 0.2)], 1
        )
        target = unit(target + 2.6 * face[:, None] * away + low * drape)
        direction = unit(direction + blend * (target - direction))
        inward = np.minimum((direction * n).sum(1), 0.0)
        touching = (out < wanted + 0.01)[:, None]
        direction = unit(
            direction - np.where(touching, inward[:, None] * n, 0)
        )
    return path


def _resample(path: Floats, length: Floats, count: int):
    """Cut paths at a length and resample them evenly, (n, count, 3)."""
    steps = np.linalg.norm(np.diff(path, axis=1), axis=2)
    arc = np.concatenate([np.zeros((len(path), 1)), np.cumsum(steps, 1)], 1)
    length = np.minimum(length, arc[:, -1])
    goal = length[:, None] * np.linspace(0, 1, count)[None]
    last = path.shape[1] - 1
    place = np.stack(
        [
            np.interp(g, a, np.arange(last + 1))
            for g, a in zip(goal, arc, strict=True)
        ]
    )
    low = np.clip(place.astype(int), 0, last - 1)
    t = (place - low)[..., None]
    rows = np.arange(len(path))[:, None]
    return path[rows, low] * (1 - t) + path[rows, low + 1] * t, length


def _first_below(path: Floats, height: Floats, step: float) -> Floats:
    """Length at which each path comes under a height, interpolated, (n,)."""
    y = path[:, :, 1]
    below = (y < height[:, None]) & (np.arange(y.shape[1]) > 0)
    first = np.where(below.any(1), below.argmax(1), y.shape[1] - 1)
    rows = np.arange(len(y))
    above, under = y[rows, np.maximum(first - 1, 0)], y[rows, first]
    share = np.clip((above - height) / np.maximum(above - under, 1e-6), 0, 1)
    return np.where(below.any(1), (first - 1 + share) * step, np.inf)


def scalp_hair(body: Body, assets: Assets) -> Strands | None:
    """The hair of a person, or None where there is none."""
    p = body.portrait
    h, volume = p["hair_length"], p["hair_volume"]
    if h < 0.008:
        return None
    groom, cut = _groom(assets), _Cut.of(h)
    guides, roots = groom.guides, groom.roots
    noise = guides.noise
    start, normal = guides.on(body.skin), unit(guides.on(body.normals))
    comb, share, side = _comb(guides.base, normal, p, cut.long)
    topness = smoothstep(0.35, 1.05, guides.base[:, 1])
    curl = p["hair_curl"]
    wave = float(smoothstep(0.05, 0.55, curl))
    ringlets = float(smoothstep(0.5, 1.0, curl))

    # Cropped hair stands up, more at the front of the top.
    lift = 0.85 - 0.52 * cut.long + 0.30 * volume
    lift = lift * (1 - 0.35 * (1 - topness) * (1 - cut.long))
    lift = lift * (1 - 0.45 * share) * np.exp(0.10 * noise[:, 3])
    # Flat along the parting.
    parting = np.exp(-((guides.base[:, 0] - _parting(p)) ** 2) / 0.008)
    lift = lift * (1 - cut.long * topness * (0.35 + 0.35 * parting))
    layer = 0.03 + 0.03 * cut.long + 0.05 * volume
    layer = layer + (0.03 + 0.09 * volume + 0.12 * ringlets) * topness
    layer = layer * np.exp(0.25 * noise[:, 1])
    height = body.chin + cut.height
    fall = max(0.0, body.eye_middle[1] + 1.2 - height)
    limit = max(0.05, min(cut.top * 1.15, 1.9 + fall))
    step = float(np.clip(limit / 6, 0.02, 0.075))
    path = _grow(
        body, assets, start, normal, comb, lift, layer, limit, step, 1 - share,
        np.sign(side), cut.long,
    )  # fmt: skip

    length = cut.top * (cut.side + (1 - cut.side) * topness)
    length = length * np.exp(0.06 * noise[:, 2])
    ragged = height + 0.05 * noise[:, 3] * (0.3 + 0.7 * curl)
    length = np.minimum(length, _first_below(path, ragged, step) + 0.02)
    # A fringe ends above the eyes.
    brow = body.eye_middle[1] + 0.29 + 0.03 * noise[:, 3]
    fringe_length = np.maximum(_first_below(path, brow, step), 0.03)
    in_front = smoothstep(0.01, 0.06, share)
    shorter = np.minimum(length, fringe_length)
    length = length + in_front * (shorter - length)
    shape, length = _resample(path, length, POINTS)
    shape = shape + _turned_in(shape, body, cut)
    shape = _curled(shape, length, normal, guides, wave, ringlets)

    # Strands follow the guides near them, on their side of the parting.
    root, root_normal = roots.on(body.skin), unit(roots.on(body.normals))
    _, _, own = _comb(roots.base, root_normal, p, cut.long)
    weight = 1 / (groom.gap + 0.02) ** 2
    high = smoothstep(0.40, 0.55, roots.base[:, 1])[:, None] * cut.long
    other = own[:, None] * side[groom.near] < 0
    weight = weight * (1 - 0.995 * high * other)
    weight = weight / weight.sum(1, keepdims=True)
    shift = (shape - shape[:, :1]).astype(np.float32)
    total = np.zeros((len(root), POINTS, 3), np.float32)
    for k in range(weight.shape[1]):
        total += (
            weight[:, k, None, None].astype(np.float32)
            * shift[groom.near[:, k]]
        )
    best = groom.near[np.arange(len(root)), weight.argmax(1)]
    t = np.linspace(0, 1, POINTS)[None, :, None]
    uneven = np.exp(-(0.16 - 0.10 * cut.long) * np.abs(roots.noise[:, 3]))
    # The outermost hairs are short ones, not wisps across the face.
    density = scalp_density(roots.base, p)
    inside = 0.12 + 0.88 * smoothstep(0.35, 0.95, density)
    inside = inside + (1 - inside) * smoothstep(0.35, 0.05, cut.top)
    uneven = uneven * inside
    points = root[:, None] + total * uneven[:, None, None]
    reach = np.linalg.norm(total[:, -1], axis=1)[:, None, None]
    clump = 0.14 + 0.12 * cut.long + 0.28 * wave + 0.30 * ringlets
    clump = clump * t**0.8 * smoothstep(0.12, 0.6, reach)
    goal = root[:, None] + shift[best] * uneven[:, None, None]
    goal = goal + (shape[best, :1] - root[:, None]) * inside[:, None, None]
    points = points + clump * (goal - points) * 0.9
    # Each strand strays a little.
    stray = 0.012 * np.minimum(1.0, reach[:, 0, 0] / 0.6)
    wander = np.sin(
        np.pi * t * (1.0 + 0.8 * np.abs(roots.noise[:, 3, None, None]))
    )
    points = (
        points
        + stray[:, None, None]
        * (t + 0.5 * wander)
        * (roots.noise[:, None, :3])
    )
    # Nothing leaves the picture at the top.
    eye_height = body.eye_middle[1]
    low = eye_height + TOP * 0.5 * (1.10 + eye_height - body.chin) - 0.25
    high = np.maximum(points[..., 1] - low, 0.0)
    points[..., 1] -= high - 0.25 * np.tanh(high / 0.25)
    # Strands come and go by their thickness.
    # Grown hair has a clean edge; cropped hair is a shadow, not a few dots.
    clean = smoothstep(0.35, 0.75, density) * density
    grown = float(smoothstep(0.06, 0.14, h))
    density = density + grown * (clean - density)
    density = density * smoothstep(0.0, 0.06, h) * 1.05
    soft = 0.05 + 0.25 * float(smoothstep(0.25, 0.0, h))
    present = smoothstep(-soft, soft, density - roots.chance)
    radius = np.interp(
        h, [0, 0.1, 0.35, 1.0], [0.0026, 0.0044, 0.0056, 0.0062]
    )
    radii = radius * (1 - 0.65 * t[..., 0] ** 2) * present[:, None]
    radii = radii * np.exp(0.15 * roots.noise[:, 1:2])
    alive = present > 0.05
    return Strands(points[alive], radii[alive], strand_colors(p, roots)[alive])


def _turned_in(shape, body: Body, cut: _Cut) -> Floats:
    """What bends the ends of a cut at chin and neck towards the neck."""
    about = shape - body.pivot
    about[..., 1] = 0.0
    along = np.linspace(0, 1, shape.shape[1])[None, :, None] ** 3
    free = smoothstep(-0.55, -0.05, cut.height) * cut.long
    return -0.14 * free * along * unit(about)


def _curled(shape, length, normal, guides, wave, ringlets):
    """Waves and curls along the guides, so that locks move together."""
    arc = length[:, None] * np.linspace(0, 1, POINTS)[None]
    tangent = unit(np.gradient(shape, axis=1))
    outward = np.repeat(normal[:, None], POINTS, 1)
    outward = outward - (outward * tangent).sum(2, keepdims=True) * tangent
    outward = unit(outward)
    # Curls of both sides turn as in a mirror.
    mirror = np.where(guides.base[:, 0] < 0, -1.0, 1.0)[:, None, None]
    across = mirror * np.cross(tangent, outward)
    wide = np.abs(guides.base[:, :1])
    phase = 1.4 * guides.noise[:, 1:2] + 4 * np.sin(2.5 * wide)
    size = 0.068 * wave * (1 - ringlets) * smoothstep(0.15, 1.1, arc)
    angle = 2 * np.pi * arc / 0.75 + phase
    shape = shape + (size * np.sin(angle))[..., None] * across
    shape = shape + (0.6 * size * np.cos(angle))[..., None] * outward
    turn = 2 * np.pi * arc / 0.36 + 3 * guides.noise[:, 2:3]
    size = 0.068 * ringlets * smoothstep(0.02, 0.40, arc)
    shape = shape + (size * np.sin(turn))[..., None] * across
    return shape + (size * (np.cos(turn) + 0.6))[..., None] * outward
