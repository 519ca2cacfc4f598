"""Brows, lashes and beards. May import what ``scalp`` may, and ``skin``."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .arithmetic import smoothstep
from .body import ages, presentation, years
from .hair_color import grey_share, hair_pigment, strand_colors
from .roots import Roots, Strands, sample_roots, unit
from .skin import atlas_maps, beard_shadow, look_up, skin_tone

if TYPE_CHECKING:
    from ..assets import Assets
    from .body import Body

__all__ = ["beard_hair", "brow_hair", "lash_hair"]

Floats = np.ndarray


@lru_cache(maxsize=2)
def _brow_roots(assets: Assets):
    """Roots, opacity of each kind of brow, place along and above its line."""

    def density(q: Floats) -> Floats:
        high = (q[:, 1] > -0.05) & (q[:, 1] < 0.55)
        front = (np.abs(q[:, 0]) < 0.75) & (q[:, 2] > -0.6)
        return (high & front).astype(float)

    roots = sample_roots(assets, 36000, density, 21)
    maps = atlas_maps(assets)
    alpha = np.stack(
        [look_up(maps[f"brow{k}"], roots.uv) for k in range(3)], 1
    )
    keep = alpha.max(1) > 0.08
    roots, alpha = roots.take(keep), alpha[keep]
    x, y = np.abs(roots.base[:, 0]), roots.base[:, 1]
    line = np.polyfit(x, y, 3, w=alpha.mean(1) + 1e-3)
    low, high = np.percentile(x, [1, 99])
    along = np.clip((x - low) / (high - low), 0, 1)
    return roots, alpha, along, y - np.polyval(line, x)


def brow_hair(body: Body, assets: Assets) -> Strands:
    p = body.portrait
    roots, alpha, along, above = _brow_roots(assets)
    g = presentation(p)
    weights = np.array([max(0.0, -g), max(0.0, 1 - abs(g)), max(0.0, g)])
    # Sparse at the inner end, which else frowns.
    chance = roots.chance * (1.60 - 0.65 * g)
    chance = chance + 0.45 * smoothstep(0.18, 0.0, along)
    # Thinner with age, above all their tails.
    _, old = ages(years(p))
    chance = chance + old * (0.10 + 0.25 * smoothstep(0.55, 1.0, along))
    present = smoothstep(-0.06, 0.06, alpha @ weights - chance)
    alive = present > 0.05
    roots, along, above = roots.take(alive), along[alive], above[alive]
    start, normal = roots.on(body.skin), unit(roots.on(body.normals))
    # Up at the inner end, outwards in the middle, down at the tail; the upper
    # hairs lie flatter than the lower ones.
    angle = np.interp(along, [0, 0.15, 0.45, 0.75, 1.0], [70, 42, 18, -6, -20])
    angle = np.deg2rad(angle - 18 * np.clip(above / 0.05, -1, 1))
    sign = np.sign(roots.base[:, 0])
    direction = np.stack([sign * np.cos(angle), np.sin(angle), 0 * angle], 1)
    direction -= (direction * normal).sum(1, keepdims=True) * normal
    direction = unit(direction)
    length = (0.075 + 0.015 * g) * np.exp(0.25 * (roots.chance - 0.5))
    t = np.linspace(0, 1, 5)[None, :, None]
    points = start[:, None] + 0.002 * normal[:, None]
    rise = 0.18 * t * (1.2 - t) * normal[:, None]
    points = points + length[:, None, None] * (t * direction[:, None] + rise)
    radii = (0.0030 + 0.0009 * g) * (1 - 0.7 * t[..., 0] ** 2)
    radii = radii * present[alive, None]
    # Darker than the hair of the head, and grey later.
    pigment = hair_pigment(p)
    own = 0.42 * pigment + 0.02
    own = np.minimum(
        own / (1 + 1.5 * own.mean()), (0.42 - 0.10 * g) * skin_tone(p)
    )
    grey = 0.75 * grey_share(p) ** 1.5
    white = np.minimum(np.array([0.30, 0.29, 0.28]), 1.1 * skin_tone(p))
    own = own + grey * (white - own)
    colors = own * np.exp(0.12 * roots.noise[:, 1:2])
    return Strands(points, radii, colors)


@lru_cache(maxsize=2)
def _beard_roots(assets: Assets) -> tuple[Roots, Floats]:
    def density(q: Floats) -> Floats:
        high = (q[:, 1] < -0.2) & (q[:, 1] > -1.7)
        return (high & (q[:, 2] > -1.4)).astype(float)

    roots = sample_roots(assets, 40000, density, 31)
    amount = look_up(beard_shadow(assets), roots.uv)
    amount = np.clip(1.3 * amount - 0.15, 0, 1)
    x, y, z = roots.base.T
    # Its edge is soft on the cheeks, but lips and nose stay free.
    sharp = smoothstep(
        0.1, 0.6, look_up(atlas_maps(assets)["beard"], roots.uv)
    )
    middle = smoothstep(0.42, 0.30, np.abs(x))
    amount = amount * (1 - middle * (1 - sharp))
    # Thin before the ears, where it ends in the hair of the head.
    before = smoothstep(0.46, 0.62, np.abs(x)) * smoothstep(-0.85, -0.35, y)
    amount = amount * (1 - 0.85 * before)
    # Not on the neck, nor about the ears.
    amount = amount * smoothstep(-1.26, -1.04, y)
    amount = amount * smoothstep(-1.05, -0.85, z)
    amount = amount * (1 - smoothstep(0.66, 0.70, np.abs(x)))
    keep = amount > 0.05
    return roots.take(keep), amount[keep]


def beard_hair(body: Body, assets: Assets) -> Strands | None:
    p, beard = body.portrait, body.portrait["beard"]
    if beard < 0.01:
        return None
    roots, amount = _beard_roots(assets)
    # A faint beard is a fine one, not a few wires.
    wanted = 1.3 * amount * float(smoothstep(0.0, 0.3, beard))
    present = smoothstep(-0.08, 0.08, wanted - roots.chance)
    alive = present > 0.05
    roots, amount = roots.take(alive), amount[alive]
    start, normal = roots.on(body.skin), unit(roots.on(body.normals))
    noise = roots.noise
    down = np.array([0.0, -1.0, 0.15])
    direction = unit(down - (normal @ down)[:, None] * normal)
    direction = unit(direction + 0.15 * noise[:, :3])
    length = (0.010 + 0.25 * beard**1.4) * np.exp(0.18 * noise[:, 3])
    # The moustache stays short.
    upper = smoothstep(-0.95, -0.75, roots.base[:, 1])
    upper = upper * smoothstep(0.30, 0.15, np.abs(roots.base[:, 0]))
    length = length * (1 - 0.5 * upper)
    # Short at its edge.
    length = length * (0.25 + 0.75 * smoothstep(0.15, 0.85, amount))
    t = np.linspace(0, 1, 6)[None, :, None]
    rise = 0.30 * t * (1.3 - t) * normal[:, None]
    points = start[:, None] + length[:, None, None] * (
        t * direction[:, None] + rise
    )
    sway = np.sin(9 * t + np.abs(noise[:, None, 3:4])) * noise[:, None, :3]
    points = points + 0.010 * beard * t * sway
    radii = (0.0018 + 0.0030 * beard) * (1 - 0.6 * t[..., 0])
    radii = radii * present[alive, None]
    return Strands(points, radii, 0.85 * strand_colors(p, roots))


# ---------------------------------------------------------------- lashes


@lru_cache(maxsize=2)
def _lash_rows(assets: Assets) -> list[tuple[np.ndarray, np.ndarray]]:
    """Root and tip vertices of each lash card, from its outline."""
    proxy = assets.proxy("lash_02")
    points = proxy.fit(assets.vertices)
    eyes = assets.proxy("eye").fit(assets.vertices)
    count: dict[tuple[int, int], int] = {}
    for triangle in proxy.faces.tolist():
        for k in range(3):
            a, b = triangle[k], triangle[(k + 1) % 3]
            edge = (min(a, b), max(a, b))
            count[edge] = count.get(edge, 0) + 1
    beside: dict[int, list[int]] = {}
    for (a, b), uses in count.items():
        if uses == 1:
            beside.setdefault(a, []).append(b)
            beside.setdefault(b, []).append(a)
    rows, seen = [], set()
    for first in beside:
        if first in seen:
            continue
        outline, before = [first], None
        while True:
            after = next(v for v in beside[outline[-1]] if v != before)
            before = outline[-1]
            if after == first:
                break
            outline.append(after)
        seen.update(outline)
        rows.append(_root_and_tip(np.array(outline), points, eyes))
    return rows


def _root_and_tip(outline, points, eyes):
    """Cut an outline where its one side is nearest to the eye."""
    width = len(outline) // 2 - 3
    side = np.sign(points[outline[0], 0])
    eye = eyes[eyes[:, 0] * side > 0].mean(0)
    cuts = []
    for start in range(len(outline)):
        ring = np.roll(outline, -start)
        low, high = ring[:width], ring[width + 3 : 2 * width + 3][::-1]
        gain = np.linalg.norm(points[high] - eye, axis=1).mean()
        gain -= np.linalg.norm(points[low] - eye, axis=1).mean()
        cuts.append((gain, low, high))
    _, low, high = max(cuts, key=lambda c: c[0])
    # From the nose outwards, left and right alike.
    if abs(points[low[0], 0]) > abs(points[low[-1], 0]):
        low, high = low[::-1], high[::-1]
    return low, high


def lash_hair(body: Body, assets: Assets) -> Strands:
    """Lashes; feminine ones are long, dark and dense, as if painted."""
    p = body.portrait
    # Some are left at every end.
    g, (_, old) = min(max(1.1 * presentation(p), -1.45), 1.2), ages(years(p))
    every, present = [], []
    for low, high in _lash_rows(assets):
        # The same numbers left and right.
        rng = np.random.default_rng(41)
        upper = body.lash[high, 1].mean() > body.lash[low, 1].mean()
        count = 84 if upper else 44
        place = np.linspace(0.3, len(low) - 1.05, count)
        place = place + rng.normal(size=count) * 0.06
        place = np.clip(place, 0, len(low) - 1.001)
        rank = rng.random(count)
        i, f = place.astype(int), (place % 1)[:, None]
        root = body.lash[low][i] * (1 - f) + body.lash[low][i + 1] * f
        tip = body.lash[high][i] * (1 - f) + body.lash[high][i + 1] * f
        reach = (0.70 if upper else 0.40) * (1.0 - 0.30 * g) * (1 - 0.12 * old)
        reach = reach * np.exp(0.12 * rng.normal(size=(count, 1)))
        t = np.linspace(0, 1, 6)[None, :, None]
        span = (tip - root) * reach
        bulge = np.array([0.0, -0.30 if upper else 0.25, 0.25])
        bulge = bulge * np.linalg.norm(span, axis=1, keepdims=True)
        every.append(
            root[:, None] + t * span[:, None] + (t * (1 - t)) * bulge[:, None]
        )
        present.append(smoothstep(-0.1, 0.1, 0.62 - 0.38 * g - rank))
    points, present = np.concatenate(every), np.concatenate(present)
    t = np.linspace(0, 1, 6)[None]
    radii = (0.0040 - 0.0017 * g) * (1 - 0.75 * t) * present[:, None]
    color = (0.030 + 0.018 * g) * np.array([1.0, 0.85, 0.75])
    alive = present > 0.02
    return Strands(
        points[alive], radii[alive], np.tile(color, (int(alive.sum()), 1))
    )
