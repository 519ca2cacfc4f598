"""From a `Portrait` to pixels: camera, light, background, quality.

May import every other module of this package, numpy, scipy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from .assets import Assets, load_assets
from .geometry import Head, build_head
from .hair import HAIR_STYLES
from .mesh import (
    CLOTH,
    HAIR,
    LASH,
    SKIN,
    TEETH,
    Mesh,
    normalized,
    smoothstep,
    sum_at_vertices,
    vertex_normals,
)
from .raster import project, rasterize
from .shading import (
    DOME,
    KEY,
    RIM,
    Lights,
    Surface,
    average_irradiance,
    develop,
    shade,
)
from .skin import skin_texture
from .textures import (
    OPAQUE,
    eye_texture,
    fixed_textures,
    hair_color,
    linear,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .person import Portrait

__all__ = ["degrade", "render"]

_MATERIALS = HAIR + len(HAIR_STYLES)
_DISTANCE = 15.0  # of the camera, decimetres: a mild portrait lens
_EYE_CHIN = 1.10  # mean height of the eyes above the chin, decimetres
_ZOOM = 0.40  # that height as a share of the picture
_SHADOW_SIZE = 128
_SHADOW_RADIUS = 2.3  # decimetres covered about the head
_EXPOSURE = 0.665
_BACKGROUND = ((211, 207, 201), (169, 165, 160))  # sRGB, middle and rim


def _direction(azimuth: float, elevation: float) -> NDArray[np.float64]:
    a, e = np.deg2rad(azimuth), np.deg2rad(elevation)
    return np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])


def _light_rig() -> tuple[NDArray, NDArray, NDArray]:
    """Directions, colours and kinds of one calm, soft light"""
    rig = []
    warm = np.array([1.04, 1.0, 0.95])
    # A broad key from the upper left, spread over an area.
    for azimuth, elevation in ((-36, 30), (-22, 40), (-14, 22)):
        rig.append((_direction(azimuth, elevation), 0.25 * warm, KEY))
    fill = np.array([0.97, 1.0, 1.03])
    rig.append((_direction(42, 14), 0.30 * fill, RIM))
    rig.append((_direction(4, -12), 0.20 * warm, DOME))
    rig.append((_direction(140, 28), np.full(3, 0.70), RIM))
    rig.append((_direction(-150, 32), np.full(3, 0.40), RIM))
    for azimuth, elevation in ((75, 55), (-70, 24)):
        color = np.array([0.98, 1.0, 1.03])
        rig.append((_direction(azimuth, elevation), 0.36 * color, DOME))
    directions, colors, kinds = zip(*rig, strict=True)
    return np.array(directions), np.array(colors), np.array(kinds, np.int32)


def _background(size: int) -> NDArray[np.float32]:
    """A soft vignette, linear RGB, shape (size, size, 3)"""
    middle, rim = (linear(color) for color in _BACKGROUND)
    axis = (np.arange(size) + 0.5) / size - 0.5
    distance = np.hypot(axis[None, :], axis[:, None] + 0.1)
    share = np.clip(distance / 0.75, 0, 1)[:, :, None] ** 1.5
    return (middle + (rim - middle) * share).astype(np.float32)


# --------------------------------------------------------------- surface


def _strand_directions(mesh: Mesh, crown: NDArray, along: NDArray):
    """
    The direction of the hair at the corners, (m, 3, 3)

    `along`: direction of growing v of the texture a triangle, weighted
    by its area; it is turned to point away from the crown, then smoothed.
    """
    count = len(mesh.points)
    outward = mesh.points[mesh.faces].mean(1) - crown
    sign = np.where((along * outward).sum(1, keepdims=True) < 0, -1.0, 1.0)
    field = sum_at_vertices(
        (along * sign).astype(np.float32), mesh.faces, count
    )
    for _ in range(2):
        spread = field[mesh.faces].sum(1)
        field = normalized(sum_at_vertices(spread, mesh.faces, count))
    return field[mesh.faces]


def _surface(head: Head) -> tuple[Surface, NDArray, NDArray, NDArray]:
    """Join the meshes; also vertices (n, 3), faces and rest (m, 3, 3)"""
    points, normals, uv, material, rest = [], [], [], [], []
    vertices, faces, strands = [], [], []
    tangents_u, tangents_v = [], []
    start, first_hair = 0, 0
    crown = head.eye_middle_posed + np.array([0.0, 0.9, -0.9])
    for mesh in head.meshes:
        corner = mesh.points[mesh.faces]
        texture = mesh.uv[mesh.uv_faces]
        e1, e2 = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]
        d1, d2 = texture[:, 1] - texture[:, 0], texture[:, 2] - texture[:, 0]
        area = d1[:, :1] * d2[:, 1:] - d2[:, :1] * d1[:, 1:]
        area = np.where(np.abs(area) < 1e-12, 1e-12, area)
        tangent_v = normalized((e2 * d1[:, :1] - e1 * d2[:, :1]) / area)
        tangents_u.append(normalized((e1 * d2[:, 1:] - e2 * d1[:, 1:]) / area))
        tangents_v.append(tangent_v)
        if mesh.material >= HAIR:
            size = np.linalg.norm(np.cross(e1, e2), axis=1, keepdims=True)
            strands.append(_strand_directions(mesh, crown, tangent_v * size))
        else:
            first_hair += len(mesh.faces)
        points.append(corner)
        normals.append(vertex_normals(mesh.points, mesh.faces)[mesh.faces])
        uv.append(texture)
        material.append(np.full(len(mesh.faces), mesh.material, np.int32))
        rest.append(mesh.rest[mesh.faces])
        vertices.append(mesh.points)
        faces.append(mesh.faces + start)
        start += len(mesh.points)

    def join(parts: list) -> NDArray[np.float32]:
        return np.concatenate(parts).astype(np.float32)

    surface = Surface(
        join(points),
        join(normals),
        join(uv),
        np.concatenate(material),
        join(tangents_u),
        join(tangents_v),
        join(strands) if strands else np.zeros((1, 3, 3), np.float32),
        first_hair,
    )
    return (
        surface,
        join(vertices),
        np.concatenate(faces).astype(np.int32),
        join(rest),
    )


def _shadow_maps(
    vertices, faces, surface, rest, alphas, gain, cut, collar, center
) -> Lights:
    """Draw the depth of the scene as seen from each light"""
    directions, colors, kinds = _light_rig()
    casts = np.isin(surface.material, (SKIN, CLOTH))
    casts |= surface.material >= HAIR
    faces, uv = faces[casts], surface.uv[casts]
    material, rest = surface.material[casts], rest[casts]
    size = _SHADOW_SIZE
    scale = size / (2 * _SHADOW_RADIUS)
    frames = np.empty((len(directions), 3, 3))
    maps = np.empty((len(directions), size, size), np.float32)
    triangle = np.zeros((size, size), np.int32)
    unused = np.zeros((size, size), np.float32)
    for i, direction in enumerate(directions):
        right = np.cross([0.0, 1.0, 0.0], direction)
        right /= np.linalg.norm(right)
        frames[i] = right, np.cross(direction, right), direction
        screen = project(vertices, center, frames[i], scale, size)
        depth = np.zeros((size, size))
        rasterize(
            screen, faces, uv, material, rest, alphas, gain, cut, collar, 2,
            depth, triangle, unused, unused,
        )  # fmt: skip
        maps[i] = depth
    return Lights(directions, colors, kinds, frames, maps, center, scale)


def _softening(
    diffuse: NDArray, material: NDArray, supersample: int
) -> NDArray[np.float32]:
    """
    Blur the light on the skin, most of all its red part

    Returns the ratio of blurred to sharp light, shape (size, size, 3).
    """
    cover, light = average_irradiance(diffuse, material, supersample)
    pixel = len(cover) / 256
    ratio = np.ones_like(light)
    sharp_cover = np.maximum(cover, 1e-3)
    for c, (sigma, share) in enumerate(((3.0, 0.75), (1.5, 0.6), (0.8, 0.5))):
        blurred = ndimage.gaussian_filter(
            light[:, :, c], sigma * pixel, truncate=2.5
        )
        blurred /= np.maximum(
            ndimage.gaussian_filter(cover, sigma * pixel, truncate=2.5), 1e-3
        )
        sharp = np.maximum(light[:, :, c] / sharp_cover, 1e-3)
        ratio[:, :, c] = 1 + share * (np.clip(blurred / sharp, 0.5, 2.5) - 1)
    return ratio


def render(
    portrait: Portrait,
    size: int = 128,
    supersample: int = 3,
    assets: Assets | None = None,
) -> NDArray[np.uint8]:
    """
    Render a portrait; framing, light and background never change

    Parameters
    ----------
    portrait : Portrait
        Its `quality` is ignored, see `degrade`.
    size : int
        Width and height of the picture in pixels.
    supersample : int
        Samples a pixel along one axis.
    assets : Assets, optional
        Default: `load_assets()`.

    Returns
    -------
    uint8 array, shape (size, size, 4)
        sRGB before its background, and the matte: the share of each pixel
        that is not background. The same portrait gives the same bytes.
    """
    if assets is None:
        assets = load_assets()
    head = build_head(portrait, assets)
    surface, vertices, faces, rest = _surface(head)
    fixed = fixed_textures(assets)
    skin, bump = skin_texture(portrait, assets)
    tint = hair_color(portrait)
    hair = tuple(
        np.clip(texture * tint, 0, 1) if opacity > 0 else fixed.tongue
        for texture, opacity in zip(fixed.hair, head.hair_opacity, strict=True)
    )
    textures = (
        skin,
        eye_texture(portrait, assets),
        fixed.lash,
        fixed.teeth,
        fixed.tongue,
        skin,
        *hair,
    )
    alphas = (
        OPAQUE,
        fixed.eye_alpha,
        fixed.lash_alpha,
        fixed.teeth_alpha,
        OPAQUE,
        OPAQUE,
        *fixed.hair_alpha,
    )
    gain = np.ones(_MATERIALS)
    gain[LASH] = 0.62 - 0.33 * portrait["gender"]
    # Lips that smile leave slits at the corners: no teeth there yet.
    gain[TEETH] = smoothstep(0.25, 0.65, portrait["smile"])
    gain[HAIR:] = head.hair_opacity
    cut = np.full(_MATERIALS, -1e9)
    cut[HAIR:] = head.hair_cut

    # Scale half by the person, half fixed, as a photographer would.
    eye_height = float(head.eye_middle[1])
    eye_chin = 0.5 * (_EYE_CHIN + eye_height - head.chin)
    view = eye_chin / _ZOOM
    posed = head.eye_middle_posed
    pivot = head.pivot
    cx = 0.55 * posed[0] + 0.45 * pivot[0]
    cy = eye_height - 0.036 * view
    camera = np.array([cx, cy, posed[2] + _DISTANCE], np.float64)
    collar = np.array(
        [
            eye_height - 1.46 * eye_chin,
            0.55,
            float(head.eye_middle[2]) - 1.0,
            0.30,
        ]
    )
    samples = size * supersample
    distance = camera[2] - vertices[:, 2]
    scale = samples / view * _DISTANCE
    screen = np.empty(vertices.shape)
    screen[:, 0] = (vertices[:, 0] - cx) / distance * scale + samples / 2
    screen[:, 1] = (cy - vertices[:, 1]) / distance * scale + samples / 2
    screen[:, 2] = 1 / distance
    triangle = np.full((samples, samples), -1, np.int32)
    bary0 = np.zeros((samples, samples), np.float32)
    bary1 = np.zeros((samples, samples), np.float32)
    rasterize(
        screen, faces, surface.uv, surface.material, rest, alphas, gain, cut,
        collar, supersample, np.zeros((samples, samples)), triangle, bary0,
        bary1,
    )  # fmt: skip

    center = np.array([pivot[0], eye_height - 0.3, pivot[2] + 0.2])
    lights = _shadow_maps(
        vertices, faces, surface, rest, alphas, gain, cut, collar, center
    )
    albedo, diffuse, highlight = (
        np.zeros((samples, samples, 3), np.float32) for _ in range(3)
    )
    material = np.empty((samples, samples), np.int8)
    shade(
        triangle, bary0, bary1, surface, textures, bump, 0.55,
        np.array(portrait.clothes), 0.19 * (1 - 0.40 * portrait["skin_tone"]),
        lights, camera, head.eyes_posed, albedo, diffuse, highlight, material,
    )  # fmt: skip
    picture = np.empty((size, size, 4), np.uint8)
    develop(
        albedo,
        diffuse,
        highlight,
        material,
        _softening(diffuse, material, supersample),
        _background(size),
        supersample,
        _EXPOSURE,
        picture,
    )
    return picture


def degrade(
    image: NDArray[np.uint8],
    quality: float,
    rng: np.random.Generator | None = None,
) -> NDArray[np.uint8]:
    """
    Lower the quality of a picture, continuously

    Parameters
    ----------
    image : uint8 array, shape (h, w, 3)
    quality : float
        1 returns the image unchanged; towards 0 it is blurred, fainter
        and slightly blocky.
    rng : numpy Generator, optional
        Source of a faint grain, at most 2.5 levels. Default: none, so
        that the result is a function of `image` and `quality`.

    Returns
    -------
    uint8 array, shape (h, w, 3)
    """
    if not 0 <= quality <= 1:
        raise ValueError(f"quality must lie in 0..1, got {quality}")
    loss = 1.0 - quality
    if loss == 0.0:
        return image
    height, width = image.shape[:2]
    sigma = 0.022 * height * loss
    picture = ndimage.gaussian_filter(
        image.astype(np.float32), (sigma, sigma, 0), mode="nearest"
    )
    # Blocks as of a strong compression: pull towards the block's mean.
    block = max(2, height // 24)
    rows, columns = np.arange(0, height, block), np.arange(0, width, block)
    sums = np.add.reduceat(np.add.reduceat(picture, rows, 0), columns, 1)
    tall = np.append(rows[1:], height) - rows
    wide = np.append(columns[1:], width) - columns
    mean = sums / np.outer(tall, wide)[:, :, None]
    mean = mean.repeat(tall, 0).repeat(wide, 1)
    picture += 0.45 * loss**2 * (mean - picture)
    grey = np.float32(150.0)
    picture = grey + (picture - grey) * (1 - 0.45 * loss)
    if rng is not None:
        grain = rng.normal(size=(height, width, 1)).astype(np.float32)
        picture += 2.5 * loss * grain
    return np.clip(picture + 0.5, 0, 255).astype(np.uint8)
