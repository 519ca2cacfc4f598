"""Triangle meshes: materials, normals, subdivision.

May import numpy and scipy only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

__all__ = [
    "CLOTH",
    "EYE",
    "HAIR",
    "LASH",
    "SKIN",
    "TEETH",
    "TONGUE",
    "Mesh",
    "Vectors",
    "normalized",
    "smoothstep",
    "subdivided",
    "sum_at_vertices",
    "vertex_normals",
]

# Material numbers. Each hair style is a material of its own, from HAIR on.
SKIN, EYE, LASH, TEETH, TONGUE, CLOTH, HAIR = range(7)

Vectors = NDArray[np.floating]


@dataclass
class Mesh:
    """
    A posed triangle mesh with one material

    Attributes
    ----------
    name : str
    points, rest : float arrays, shape (n, 3)
        Posed vertices, and the same vertices before the pose.
    faces, uv_faces : int arrays, shape (m, 3)
    uv : float array, shape (k, 2)
    material : int
    """

    name: str
    points: Vectors
    faces: NDArray[np.int32]
    uv_faces: NDArray[np.int32]
    uv: Vectors
    material: int
    rest: Vectors = field(init=False)

    def __post_init__(self) -> None:
        self.rest = self.points


def smoothstep(low, high, x):
    """Rise smoothly from 0 at `low` to 1 at `high` (any order)"""
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


@lru_cache(maxsize=32)
def _incidence(key: tuple[int, int], faces_bytes: bytes):
    faces = np.frombuffer(faces_bytes, np.int32).reshape(-1, 3)
    count = len(faces)
    return sparse.csr_matrix(
        (
            np.ones(3 * count, np.float32),
            (faces.ravel(), np.repeat(np.arange(count), 3)),
        ),
        shape=(key[0], count),
    )


def sum_at_vertices(
    values: Vectors, faces: NDArray[np.int32], count: int
) -> Vectors:
    """Sum values of faces, shape (m, 3), at their vertices, (count, 3)"""
    return _incidence((count, len(faces)), faces.tobytes()) @ values


def normalized(vectors: Vectors) -> Vectors:
    """Scale the rows of (n, 3) to length 1"""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(length, 1e-9)).astype(np.float32)


def vertex_normals(points: Vectors, faces: NDArray[np.int32]) -> Vectors:
    """Area-weighted unit normals of the vertices, shape (n, 3)"""
    corner = points[faces]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    return normalized(sum_at_vertices(normal, faces, len(points)))


@lru_cache(maxsize=8)
def _edges(faces_bytes: bytes) -> tuple[NDArray, NDArray]:
    """The edges, (k, 2), and those of each face, (m, 3)"""
    faces = np.frombuffer(faces_bytes, np.int32).reshape(-1, 3)
    pairs = np.sort(faces[:, [[0, 1], [1, 2], [2, 0]]], axis=2)
    edges, of_faces = np.unique(
        pairs.reshape(-1, 2), axis=0, return_inverse=True
    )
    return edges, of_faces.reshape(-1, 3)


def _quartered(faces: NDArray, of_faces: NDArray, count: int) -> NDArray:
    a, b, c = faces.T
    ab, bc, ca = (of_faces + count).T
    quarters = ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca))
    return np.stack([np.stack(q, 1) for q in quarters], 1).reshape(-1, 3)


def subdivided(mesh: Mesh) -> Mesh:
    """
    Split each triangle in four, rounded by the vertex normals

    The middle of an edge moves towards the tangent planes of its ends
    (Boubekeur and Alexa, "Phong Tessellation", 2008, with their 3/4), so
    that outlines lose their corners.
    """
    edges, of_faces = _edges(mesh.faces.tobytes())
    normals = vertex_normals(mesh.points, mesh.faces)
    ends, normal = mesh.points[edges], normals[edges]
    middle = ends.mean(1, keepdims=True)
    lift = ((ends - middle) * normal).sum(2, keepdims=True) * normal
    middle = middle[:, 0] + 0.75 * lift.mean(1)
    uv_edges, of_uv_faces = _edges(mesh.uv_faces.tobytes())
    return Mesh(
        mesh.name,
        np.concatenate([mesh.points, middle]).astype(np.float32),
        _quartered(mesh.faces, of_faces, len(mesh.points)).astype(np.int32),
        _quartered(mesh.uv_faces, of_uv_faces, len(mesh.uv)).astype(np.int32),
        np.concatenate([mesh.uv, mesh.uv[uv_edges].mean(1)]),
        mesh.material,
    )
