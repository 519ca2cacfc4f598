"""One step of Catmull and Clark's subdivision as a sparse matrix.

May import numpy, scipy and the assets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.spatial import KDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ..assets import Assets

__all__ = ["Subdivision", "quad_normals", "skin_subdivision"]


@dataclass(frozen=True)
class Subdivision:
    """The subdivided skin of the base mesh.

    Attributes
    ----------
    matrix : sparse, shape (points, base vertices)
        The skin of a person is this times the person's vertices.
    faces : int array, shape (m, 4)
    uv : float array, shape (m, 4, 2)
    mirror : int array, shape (points,)
        The point that each is in a mirror.
    """

    matrix: sparse.csr_matrix
    faces: NDArray[np.int32]
    uv: NDArray[np.float32]
    mirror: NDArray[np.intp]


def _polygons(faces, uv_faces):
    """Undo the triangulation: pairs (a b c), (a c d) are quads."""
    polygons, uv_polygons, i = [], [], 0
    while i < len(faces):
        paired = (
            i + 1 < len(faces)
            and faces[i, 0] == faces[i + 1, 0]
            and faces[i, 2] == faces[i + 1, 1]
        )
        more = [faces[i + 1, 2]] if paired else []
        uv_more = [uv_faces[i + 1, 2]] if paired else []
        polygons.append([*faces[i], *more])
        uv_polygons.append([*uv_faces[i], *uv_more])
        i += 1 + paired
    return polygons, uv_polygons


def _sparse(rows, columns, values, shape):
    return sparse.csr_matrix((values, (rows, columns)), shape)


def _diagonal(values):
    return sparse.diags(np.asarray(values, float))


@lru_cache(maxsize=2)
def skin_subdivision(assets: Assets) -> Subdivision:
    """Subdivide the skin of the base mesh once."""
    polygons, uv_polygons = _polygons(assets["skin_f"], assets["skin_ft"])
    uv, count = assets["base_vt"].astype(float), len(assets.vertices)
    edges: dict[tuple[int, int], int] = {}
    edge_faces: list[list[int]] = []
    quads, quad_uv = [], []
    for number, (polygon, uv_polygon) in enumerate(
        zip(polygons, uv_polygons, strict=True)
    ):
        size, own = len(polygon), []
        for k in range(size):
            a, b = polygon[k], polygon[(k + 1) % size]
            pair = (min(a, b), max(a, b))
            if pair not in edges:
                edges[pair] = len(edges)
                edge_faces.append([])
            edge_faces[edges[pair]].append(number)
            own.append(edges[pair])
        c = uv[uv_polygon]
        middle = c.mean(0)
        for k in range(size):
            quads.append((polygon[k], own[k], number, own[k - 1]))
            after, before = c[(k + 1) % size], c[k - 1]
            quad_uv.append(
                [c[k], (c[k] + after) / 2, middle, (c[k] + before) / 2]
            )
    matrix = _points_matrix(polygons, np.array(list(edges)), edge_faces, count)
    corners = np.array(quads)
    corners[:, [1, 3]] += count
    corners[:, 2] += count + len(edges)
    used, corners = np.unique(corners, return_inverse=True)
    matrix = matrix[used].astype(np.float32)
    base = matrix @ assets.vertices
    mirror = KDTree(base).query(base * [-1, 1, 1])[1]
    return Subdivision(
        matrix,
        corners.reshape(-1, 4).astype(np.int32),
        np.array(quad_uv, np.float32),
        np.asarray(mirror),
    )


def _points_matrix(polygons, ends, edge_faces, count):
    """Vertex, edge and face points, in that order, from the vertices."""
    n_faces, n_edges = len(polygons), len(ends)
    rows = np.repeat(np.arange(n_faces), [len(p) for p in polygons])
    columns = np.concatenate(polygons)
    sizes = np.array([len(p) for p in polygons], float)
    face_points = _sparse(rows, columns, 1 / sizes[rows], (n_faces, count))
    edge_rows = np.repeat(np.arange(n_edges), 2)
    half = np.full(2 * n_edges, 0.5)
    middles = _sparse(edge_rows, ends.ravel(), half, (n_edges, count))
    border = np.array([len(f) != 2 for f in edge_faces])
    inner = [
        (e, f) for e, fs in enumerate(edge_faces) if len(fs) == 2 for f in fs
    ]
    e, f = np.array(inner).T
    both = _sparse(e, f, np.full(len(e), 0.5), (n_edges, n_faces))
    edge_points = _diagonal(~border) @ (0.5 * (middles + both @ face_points))
    edge_points = edge_points + _diagonal(border) @ middles

    valence = np.bincount(ends.ravel(), minlength=count).astype(float)
    face_valence = np.bincount(columns, minlength=count).astype(float)
    of_face = _sparse(columns, rows, np.ones(len(rows)), (count, n_faces))
    of_edge = _sparse(
        ends.ravel(), edge_rows, np.ones(2 * n_edges), (count, n_edges)
    )
    v = np.maximum(valence, 1)
    smooth = (
        _diagonal(1 / (v * np.maximum(face_valence, 1)))
        @ of_face
        @ face_points
        + _diagonal(2 / (v * v)) @ of_edge @ middles
        + _diagonal((v - 3) / v)
    )
    rim = np.bincount(ends[border].ravel(), minlength=count)
    fixed = (rim > 0) | (valence == 0)
    identity = sparse.identity(count)
    at_rim = 0.5 * identity + 0.25 * of_edge @ _diagonal(border) @ middles
    vertex_points = (
        _diagonal(~fixed) @ smooth
        + _diagonal(rim == 2) @ at_rim
        + _diagonal(fixed & (rim != 2))
    )
    return sparse.vstack([vertex_points, edge_points, face_points]).tocsr()


def quad_normals(points, faces) -> NDArray[np.float32]:
    """Area-weighted unit normals of the points, shape (n, 3)."""
    a, b, c, d = (points[faces[:, k]] for k in range(4))
    normal = np.cross(c - a, d - b)
    total = np.zeros_like(points)
    for k in range(4):
        for axis in range(3):
            total[:, axis] += np.bincount(
                faces[:, k], normal[:, axis], len(points)
            )
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return total / np.maximum(length, 1e-9)
