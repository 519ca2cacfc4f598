"""The shape of a portrait: face, eyes, teeth and hair, posed.

May import `assets`, `person`, `mesh`, `shape`, `hair`, numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .hair import HAIR_STYLES, emergence, fit_hair, hair_layers, hidden_scalp
from .mesh import (
    CLOTH,
    EYE,
    HAIR,
    LASH,
    SKIN,
    TEETH,
    TONGUE,
    Mesh,
    smoothstep,
    subdivided,
    vertex_normals,
)
from .shape import add_expression, add_identity, add_macro

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .assets import Assets
    from .mesh import Vectors
    from .person import Portrait

__all__ = ["Head", "build_head"]


@dataclass(frozen=True)
class Head:
    """
    Everything the renderer needs to know of the shape

    Attributes
    ----------
    meshes : list of Mesh
        Hair meshes come last.
    eye_middle, eye_middle_posed : float arrays, shape (3,)
        Point between the eyes before and after the pose.
    eyes_posed : float array, shape (2, 4)
        Centre and radius of either eyeball.
    chin : float
        Height of the chin before expression and pose.
    pivot : float array, shape (3,)
        Centre of the head's rotation.
    hair_opacity, hair_cut : float arrays, shape (len(HAIR_STYLES),)
        Opacity, and the height below which the hair is cut.
    """

    meshes: list[Mesh]
    eye_middle: Vectors
    eye_middle_posed: Vectors
    eyes_posed: NDArray[np.float64]
    chin: float
    pivot: Vectors
    hair_opacity: NDArray[np.float64]
    hair_cut: NDArray[np.float64]


# ------------------------------------------------------- fixed selections


@dataclass(frozen=True)
class _Landmarks:
    """
    Vertex and face selections made once on the base mesh

    Attributes
    ----------
    chin : int
        The vertex at its tip.
    scalp, front : float arrays, shape (n,)
        Share 0..1 of each vertex in the scalp, and in the middle of the face.
    height : float array, shape (n,)
        Of each vertex above the eyes.
    cloth_faces : bool array, shape (m,)
        Faces of the skin that clothes cover.
    """

    chin: int
    scalp: Vectors
    height: Vectors
    front: Vectors
    cloth_faces: NDArray[np.bool_]


@lru_cache(maxsize=2)
def _landmarks(assets: Assets) -> _Landmarks:
    base = assets.vertices
    faces = assets["skin_f"]
    eye = assets.proxy("eye").fit(base).mean(0)
    skin = np.unique(faces)
    middle = skin[np.abs(base[skin, 0]) < 0.03]
    point = base[middle]
    low = middle[
        (point[:, 1] < eye[1] - 0.75)
        & (point[:, 1] > eye[1] - 1.4)
        & (point[:, 2] > eye[2] - 0.6)
    ]
    chin = int(low[np.argmin(base[low, 1] - 0.8 * base[low, 2])])
    height, depth = base[:, 1] - eye[1], base[:, 2] - eye[2]
    scalp = np.maximum.reduce(
        [
            smoothstep(0.95, 1.2, height),
            smoothstep(0.25, 0.7, height) * smoothstep(-0.75, -1.1, depth),
            smoothstep(-0.5, 0.0, height) * smoothstep(-1.7, -2.0, depth),
        ]
    ).astype(np.float32)
    cloth = base[faces][:, :, 1].min(1) < 6.35
    front = 1.0 - smoothstep(
        0.3, 0.6, np.abs(np.arctan2(base[:, 0], depth + 0.9))
    )
    return _Landmarks(chin, scalp, height, front, cloth)


# ------------------------------------------------------------------ pose


def _pose(
    points: Vectors, eye_middle: Vectors, pivot: Vectors, yaw: float
) -> Vectors:
    """Turn the head; below the neck the body follows by 45 %"""
    height = eye_middle[1]
    share = smoothstep(height - 2.1, height - 1.15, points[:, 1])
    angle = np.deg2rad(yaw) * (0.45 + 0.55 * share)
    cosine, sine = np.cos(angle), np.sin(angle)
    x, y, z = (points - pivot).T
    turned = np.stack([x * cosine + z * sine, y, z * cosine - x * sine], 1)
    return (turned + pivot).astype(np.float32)


def build_head(portrait: Portrait, assets: Assets) -> Head:
    """
    The posed meshes and landmarks of a portrait

    Parameters
    ----------
    portrait : Portrait
    assets : Assets

    Returns
    -------
    Head
        Lengths in decimetres.
    """
    marks = _landmarks(assets)
    vertices = assets.vertices.copy()
    add_macro(vertices, portrait, assets)
    add_identity(vertices, portrait, assets)
    # Eyeballs, chin and scale are taken before the expression, so that
    # they keep their place when the face moves.
    eyes = assets.proxy("eye").fit(vertices)
    chin = float(vertices[marks.chin, 1])
    add_expression(vertices, portrait, assets)

    yaw = portrait["yaw"]
    opacity, cut = hair_layers(portrait["hair_length"])
    grown = emergence(portrait["hair_length"])
    faces, uv_faces, uv = (assets[k] for k in ("skin_f", "skin_ft", "base_vt"))
    normals = vertex_normals(vertices, faces)
    sunk = hidden_scalp(portrait, marks.scalp, marks.height, marks.front)
    skin = vertices - normals * sunk[:, None]
    cloth = vertices + normals * np.float32(0.03)
    meshes = [
        Mesh("skin", skin, faces, uv_faces, uv, SKIN),
        Mesh(
            "cloth",
            cloth,
            faces[marks.cloth_faces],
            uv_faces[marks.cloth_faces],
            uv,
            CLOTH,
        ),
        Mesh(
            "tongue",
            vertices,
            assets["tongue_f"],
            assets["tongue_ft"],
            uv,
            TONGUE,
        ),
    ]

    def add(name: str, points: Vectors, material: int) -> None:
        proxy = assets.proxy(name)
        meshes.append(
            Mesh(name, points, proxy.faces, proxy.uv_faces, proxy.uv, material)
        )

    add("eye", eyes, EYE)
    add("lash_02", assets.proxy("lash_02").fit(vertices), LASH)
    add("teeth", assets.proxy("teeth").fit(vertices), TEETH)
    middle = eyes.mean(0)
    middle[0] = 0.0
    for number, style in enumerate(HAIR_STYLES):
        if opacity[number] > 0.0:
            hair = fit_hair(
                style, vertices, middle, portrait, grown[number], assets
            )
            add(f"hair_{style}", hair, HAIR + number)
            if style == "long01":
                meshes[-1] = subdivided(meshes[-1])

    pivot = middle + np.array([0.0, -1.0, -1.05], np.float32)
    for mesh in meshes:
        mesh.points = _pose(mesh.rest, middle, pivot, yaw)
    balls = []
    for side in (eyes[eyes[:, 0] > 0], eyes[eyes[:, 0] < 0]):
        centre = _pose(side.mean(0)[None], middle, pivot, yaw)[0]
        radius = float((side.max(0) - side.min(0)).max() / 2.0)
        balls.append([*centre, radius])
    return Head(
        meshes=meshes,
        eye_middle=middle,
        eye_middle_posed=_pose(middle[None], middle, pivot, yaw)[0],
        eyes_posed=np.array(balls),
        chin=chin,
        pivot=pivot,
        hair_opacity=opacity,
        hair_cut=np.where(cut > -1e8, chin + cut, -1e9),
    )
