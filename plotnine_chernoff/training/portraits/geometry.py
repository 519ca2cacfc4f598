"""The shape of a portrait: morphs, expression, hair, pose.

May import ``assets``, ``person``, numpy and scipy.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .person import IDENTITY_SIZE, Portrait

if TYPE_CHECKING:
    from .assets import Assets

__all__ = [
    "CLOTH",
    "EYE",
    "HAIR_STYLES",
    "LASH",
    "SKIN",
    "TEETH",
    "TONGUE",
    "Head",
    "Mesh",
    "build_head",
    "hair_layers",
    "smoothstep",
    "stubble_density",
    "vertex_normals",
]

# Material numbers. Each hair style is a material of its own, from HAIR on.
SKIN, EYE, LASH, TEETH, TONGUE, CLOTH, HAIR = range(7)
HAIR_STYLES = ("short04", "short01", "long01")

Vectors = NDArray[np.floating]
ETHNICITIES = ("caucasian", "african", "asian")

# Paired morph targets that make a person: name, low end, high end, spread
# of the weight. Spreads keep every draw well away from caricature.
_IDENTITY_PAIRS = (
    ("head/head-scale-horiz", "decr", "incr", 0.24),
    ("head/head-fat", "decr", "incr", 0.18),
    ("head/head-angle", "in", "out", 0.20),
    ("head/head", "square", "oval", 0.30),
    ("head/head", "triangular", "invertedtriangular", 0.28),
    ("head/head", "rectangular", "round", 0.32),
    ("nose/nose-base", "down", "up", 0.30),
    ("nose/nose-curve", "concave", "convex", 0.30),
    ("nose/nose-flaring", "decr", "incr", 0.28),
    ("nose/nose-greek", "decr", "incr", 0.20),
    ("nose/nose-hump", "decr", "incr", 0.28),
    ("nose/nose-point", "down", "up", 0.30),
    ("nose/nose-point-width", "decr", "incr", 0.32),
    ("nose/nose-scale-depth", "decr", "incr", 0.25),
    ("nose/nose-scale-horiz", "decr", "incr", 0.42),
    ("nose/nose-scale-vert", "decr", "incr", 0.35),
    ("nose/nose-trans", "down", "up", 0.22),
    ("nose/nose-volume", "decr", "incr", 0.25),
    ("nose/nose-width1", "decr", "incr", 0.28),
    ("nose/nose-width2", "decr", "incr", 0.28),
    ("nose/nose-width3", "decr", "incr", 0.32),
    ("mouth/mouth-scale-horiz", "decr", "incr", 0.38),
    ("mouth/mouth-scale-vert", "decr", "incr", 0.25),
    ("mouth/mouth-lowerlip-height", "decr", "incr", 0.32),
    ("mouth/mouth-upperlip-height", "decr", "incr", 0.32),
    ("mouth/mouth-lowerlip-volume", "decr", "incr", 0.35),
    ("mouth/mouth-upperlip-volume", "decr", "incr", 0.35),
    ("mouth/mouth-cupidsbow", "decr", "incr", 0.25),
    ("mouth/mouth-trans", "down", "up", 0.25),
    ("eyes/l-eye-scale", "decr", "incr", 0.25),
    ("eyes/l-eye-trans", "in", "out", 0.32),
    ("eyes/l-eye-trans", "down", "up", 0.22),
    ("eyes/l-eye-corner1", "down", "up", 0.22),
    ("eyes/l-eye-corner2", "down", "up", 0.30),
    ("eyes/l-eye-eyefold", "down", "up", 0.15),
    ("eyes/l-eye-height2", "decr", "incr", 0.07),
    ("eyebrows/eyebrows-angle", "down", "up", 0.25),
    ("eyebrows/eyebrows-trans", "down", "up", 0.28),
    ("cheek/l-cheek-bones", "decr", "incr", 0.38),
    ("cheek/l-cheek-inner", "decr", "incr", 0.28),
    ("cheek/l-cheek-volume", "decr", "incr", 0.38),
    ("chin/chin-bones", "decr", "incr", 0.32),
    ("chin/chin-height", "decr", "incr", 0.32),
    ("chin/chin-jaw-drop", "decr", "incr", 0.28),
    ("chin/chin-prominent", "decr", "incr", 0.28),
    ("chin/chin-width", "decr", "incr", 0.32),
    ("chin/chin-cleft", "decr", "incr", 0.15),
    ("ears/l-ear-scale", "decr", "incr", 0.28),
    ("ears/l-ear-lobe", "decr", "incr", 0.20),
    ("forehead/forehead-scale-vert", "decr", "incr", 0.25),
    ("forehead/forehead-temple", "decr", "incr", 0.25),
    ("forehead/forehead-nubian", "decr", "incr", 0.22),
)
_IDENTITY_SEED = 20


@dataclass
class Mesh:
    """A posed triangle mesh with one material.

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


@dataclass(frozen=True)
class Head:
    """Everything the renderer needs to know of the shape.

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


def smoothstep(low, high, x):
    """Rise smoothly from 0 at ``low`` to 1 at ``high`` (any order)."""
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
    """Sum values of faces, shape (m, 3), at their vertices, (count, 3)."""
    return _incidence((count, len(faces)), faces.tobytes()) @ values


def normalized(vectors: Vectors) -> Vectors:
    """Scale the rows of (n, 3) to length 1."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(length, 1e-9)).astype(np.float32)


def vertex_normals(points: Vectors, faces: NDArray[np.int32]) -> Vectors:
    """Return area-weighted unit normals of the vertices, shape (n, 3)."""
    corner = points[faces]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    return normalized(sum_at_vertices(normal, faces, len(points)))


@lru_cache(maxsize=8)
def _edges(faces_bytes: bytes) -> tuple[NDArray, NDArray]:
    """Return the edges, (k, 2), and those of each face, (m, 3)."""
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
    """Split each triangle in four, rounded by the vertex normals.

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


# ------------------------------------------------------------------ hair


def stubble_density(hair_length: float) -> float:
    """Return the density 0..1 of hair dots painted on the scalp."""
    return float(smoothstep(0.0, 0.10, hair_length))


def hair_layers(hair_length: float) -> tuple[np.ndarray, np.ndarray]:
    """Return opacity and cut of each style for a hair length 0..1.

    Neighbouring styles overlap: the longer one fades in over the shorter
    one, which leaves only when it is covered. The long style appears at
    the temples, close to the head, while the short one is still there
    (alone, such a cut looks like an awning), then grows.

    Returns
    -------
    opacity : float array, shape (3,)
        0..1 for each of ``HAIR_STYLES``.
    cut : float array, shape (3,)
        Height of the cut relative to the chin, in decimetres.
    """
    h = hair_length
    opacity = np.array(
        [
            smoothstep(0.04, 0.12, h) * (1 - smoothstep(0.42, 0.50, h)),
            smoothstep(0.18, 0.28, h) * (1 - smoothstep(0.42, 0.48, h)),
            smoothstep(0.33, 0.37, h),
        ]
    )
    growth = np.clip((h - 0.36) / 0.64, 0.0, 1.0)
    return opacity, np.array([-1e9, -1e9, 0.85 - 1.48 * growth])


def _emergence(hair_length: float) -> tuple[float, float, float]:
    """How far each style stands out of the head, 0 sunk .. 1 in place.

    A style that comes or goes grows out of the scalp or sinks into it,
    which needs less transparency than a cross-fade.
    """
    h = hair_length
    return (
        float(smoothstep(0.02, 0.20, h)),
        float(smoothstep(0.16, 0.36, h) * (1 - smoothstep(0.36, 0.48, h))),
        float(smoothstep(0.30, 0.44, h)),
    )


def _parted(hair: Vectors, eye_middle: Vectors, part: float) -> Vectors:
    """Roll the top of the hair sideways, which moves the parting there."""
    x, y = hair[:, 0], hair[:, 1] - eye_middle[1]
    angle = np.arctan2(x, y)
    turn = 0.42 * part * (1.0 - smoothstep(0.2, 1.4, np.abs(angle)))
    radius = np.hypot(x, y)
    rolled = hair.copy()
    rolled[:, 0] = radius * np.sin(angle + turn)
    rolled[:, 1] = eye_middle[1] + radius * np.cos(angle + turn)
    return rolled


def _fringed(hair: Vectors, eye_middle: Vectors, fringe: float) -> Vectors:
    """Roll the front of the hair down over the forehead."""
    x, y, z = (hair - eye_middle).T
    share = 1.0 - smoothstep(0.35, 0.80, np.abs(np.arctan2(x, z + 0.9)))
    height, depth = y - 0.35, z + 0.85
    angle, radius = np.arctan2(height, depth), np.hypot(height, depth)
    share = share * smoothstep(0.0, 0.30, angle)
    share = fringe * share * (1.0 - smoothstep(0.35, 1.45, angle))
    rolled, radius = hair.copy(), radius * (1.0 + 0.07 * share)
    rolled[:, 1] = eye_middle[1] + 0.35 + radius * np.sin(angle - 0.5 * share)
    rolled[:, 2] = eye_middle[2] - 0.85 + radius * np.cos(angle - 0.5 * share)
    return rolled


def _fit_hair(
    style: str,
    vertices: Vectors,
    eye_middle: Vectors,
    portrait: Portrait,
    emergence: float,
    assets: Assets,
) -> Vectors:
    """Fit one hair style and give it wave and volume."""
    hair = assets.proxy(f"hair_{style}").fit(vertices)
    below_top = eye_middle[1] + 1.2 - hair[:, 1]
    if style == "long01":
        # Not yet while shorter hair is there, which would look through.
        grown = smoothstep(0.40, 0.48, portrait.hair_length)
        bare = 1.0 - smoothstep(0.0, 0.3, portrait.fringe)
        hair = _parted(hair, eye_middle, grown * bare * portrait.hair_part)
        hair = _fringed(hair, eye_middle, grown * portrait.fringe)
        angle = np.arctan2(hair[:, 0], hair[:, 2] - eye_middle[2] + 1.0)
        amount = 0.12 * portrait.hair_wave * smoothstep(0.9, 2.4, below_top)
        phase = 5.5 * below_top + 2.0 * np.sin(2.0 * angle)
        sideways = np.abs(np.cos(angle)) + 0.6 * np.sign(hair[:, 0])
        hair = hair + np.stack(
            [
                amount * np.sin(phase) * sideways,
                0.0 * amount,
                0.6 * amount * np.cos(0.9 * phase),
            ],
            axis=1,
        )
        # Round the crown, which the parting makes pointed.
        crown = smoothstep(0.0, 0.4, below_top)
        crown = crown * (1.0 - smoothstep(0.8, 1.7, below_top))
        hair[:, 0] *= 1.0 + 0.13 * crown
        # Short cuts hug the head; only long hair falls wide.
        hug = 0.22 * (1.0 - smoothstep(0.36, 1.0, portrait.hair_length))
        hair[:, 0] *= 1.0 - hug * smoothstep(0.7, 2.0, below_top)
    volume = portrait.hair_volume
    hair[:, 0] *= 1.0 + 0.10 * volume * smoothstep(0.2, 1.5, below_top)
    center = eye_middle + np.array([0.0, 0.35, -0.85], np.float32)
    hair = center + (hair - center) * (1.0 - 0.13 * (1.0 - emergence))
    return hair.astype(np.float32)


# ----------------------------------------------------------------- shape


def _sides(name: str) -> tuple[str, ...]:
    group, base = name.split("/")
    if base.startswith("l-"):
        return (name, f"{group}/r-{base[2:]}")
    return (name,)


@lru_cache(maxsize=1)
def _identity_axes() -> NDArray[np.float64]:
    """Axes of identity: orthogonal mixtures of the pairs, shape (12, n)."""
    rng = np.random.default_rng(_IDENTITY_SEED)
    spread = np.array([pair[3] for pair in _IDENTITY_PAIRS])
    random = rng.normal(size=(len(spread), IDENTITY_SIZE))
    axes = np.linalg.qr(random)[0].T
    return 0.85 * axes * np.sqrt(len(spread) / IDENTITY_SIZE) * spread


def _add_identity(
    vertices: Vectors, portrait: Portrait, assets: Assets
) -> None:
    weights = np.asarray(portrait.identity) @ _identity_axes()
    weights = 0.8 * np.tanh(weights / 0.8)
    for (base, low, high, _), weight in zip(
        _IDENTITY_PAIRS, weights.tolist(), strict=True
    ):
        end = high if weight > 0 else low
        for name in _sides(f"{base}-{end}"):
            assets.morph(vertices, name, abs(weight))


def _age_weights(age: float) -> dict[str, float]:
    """Weights of the child, young and old shapes; they sum to 1."""
    if age < 34.0:
        # Some of a child's features at 18 reads as youth.
        child = 0.36 * (34.0 - age) / 16.0
        return {"child": child, "young": 1.0 - child}
    old = (age - 34.0) / 46.0
    return {"young": 1.0 - old, "old": old}


def _add_macro(vertices: Vectors, portrait: Portrait, assets: Assets) -> None:
    """Add the shapes of gender, age, ethnicity and weight."""
    # Slightly beyond the ends: the base shapes differ too little.
    male = 0.5 + 0.60 * portrait.gender
    weight = 0.26 + 0.34 * portrait.weight
    thin = max(0.0, 1.0 - 2.0 * weight)
    heavy = max(0.0, 2.0 * weight - 1.0)
    bodies = {
        "averagemuscle-minweight": 0.85 * thin,
        "averagemuscle-averageweight": 0.85 * (1.0 - thin - heavy),
        "averagemuscle-maxweight": 0.85 * heavy,
        "maxmuscle-minweight": 0.15 * thin,
        "maxmuscle-averageweight": 0.15 * (1.0 - thin - heavy),
        "maxmuscle-maxweight": 0.15 * heavy,
    }
    for gender, gender_share in (("male", male), ("female", 1.0 - male)):
        for age, age_share in _age_weights(portrait.age).items():
            share = gender_share * age_share
            for race, part in zip(
                ETHNICITIES, portrait.ethnicity, strict=True
            ):
                name = f"macro/{race}-{gender}-{age}"
                assets.morph(vertices, name, share * part)
            for body, part in bodies.items():
                name = f"macro/universal-{gender}-{age}-{body}"
                assets.morph(vertices, name, share * part)
            ideal = (
                f"macro/{gender}-{age}-averagemuscle-averageweight-"
                "idealproportions"
            )
            assets.morph(vertices, ideal, 0.8 * share)
    # A stronger jaw and brow, or fuller lips and softer chin.
    g = portrait.gender
    end = "incr" if g > 0 else "decr"
    assets.morph(vertices, f"chin/chin-width-{end}", 0.30 * abs(g))
    assets.morph(vertices, f"chin/chin-bones-{end}", 0.30 * abs(g))
    assets.morph(vertices, f"neck/neck-scale-horiz-{end}", 0.40 * abs(g))
    assets.morph(vertices, f"nose/nose-volume-{end}", 0.25 * abs(g))
    assets.morph(
        vertices,
        f"eyebrows/eyebrows-trans-{'down' if g > 0 else 'up'}",
        0.15 * abs(g),
    )
    end = "decr" if g > 0 else "incr"
    assets.morph(vertices, f"mouth/mouth-lowerlip-volume-{end}", 0.3 * abs(g))
    assets.morph(vertices, f"mouth/mouth-upperlip-volume-{end}", 0.3 * abs(g))
    for side in ("l", "r"):
        assets.morph(vertices, f"eyes/{side}-eye-scale-incr", 0.52 - 0.17 * g)
        assets.morph(vertices, f"eyes/{side}-eye-height2-incr", 0.22)


class _Face:
    """Adds expression units, mixed over the ethnicities' versions."""

    def __init__(self, vertices: Vectors, portrait: Portrait, assets: Assets):
        self._vertices = vertices
        self._assets = assets
        self._mixture = tuple(
            zip(ETHNICITIES, portrait.ethnicity, strict=True)
        )

    def move(self, unit: str, weight: float) -> None:
        """Add one unit; ``*`` in its name stands for left and right."""
        names = (
            [unit.replace("*", side) for side in ("left", "right")]
            if "*" in unit
            else [unit]
        )
        for name in names:
            for race, part in self._mixture:
                self._assets.morph(
                    self._vertices, f"expr/{race}/{name}", weight * part
                )

    def shape(self, target: str, weight: float) -> None:
        """Add an ordinary target on both sides."""
        for name in _sides(target):
            self._assets.morph(self._vertices, name, weight)


def _add_age(face: _Face, age: float) -> None:
    """Add what the macro shapes lack between 18 and 40, and after 60.

    Everything moves in proportion to the years, so that no part of the
    range looks like another.
    """
    youth = (38.0 - age) / 20.0
    past = max(0.0, age - 24.0) / 54.0
    face.shape("head/head-age-decr", 0.55 * max(0.0, youth))
    face.shape("head/head-age-incr", 0.30 * max(0.0, -youth))
    face.shape("eyes/l-eye-scale-incr", 0.30 * max(0.0, youth))
    face.shape("cheek/l-cheek-volume-incr", 0.30 * max(0.0, youth))
    face.shape("cheek/l-cheek-volume-decr", 0.14 * max(0.0, -youth))
    face.shape("eyes/l-eye-bag-incr", 0.55 * past)
    face.shape("mouth/mouth-laugh-lines-in", 0.60 * past)
    for lip in ("upper", "lower"):
        face.shape(f"mouth/mouth-{lip}lip-volume-incr", 0.30 * max(0.0, youth))
        face.shape(f"mouth/mouth-{lip}lip-volume-decr", 0.45 * past)
    face.shape("neck/neck-double-incr", 0.35 * max(0.0, -youth))


def _add_expression(
    vertices: Vectors, portrait: Portrait, assets: Assets
) -> None:
    face = _Face(vertices, portrait, assets)
    _add_age(face, portrait.age)
    # Neutral faces look stern: lift the brows a little, hint a smile.
    face.move("eyebrows-*-up", 0.36)
    face.move("eyebrows-*-inner-up", 0.50 + 0.20 * portrait.gender)
    face.shape("mouth/mouth-angles-up", 0.20)
    smile = 0.22 + 0.78 * portrait.smile
    joy, gloom = max(0.0, smile), max(0.0, -smile)
    # The lips part late, so that half a smile is a closed one.
    face.move("mouth-corner-puller", 0.92 * joy)
    face.move("mouth-part-later", 0.36 * max(0.0, joy - 0.45) / 0.55)
    face.move("nose-*-dilatation", 0.15 * joy)
    face.move("eye-*-slit", 0.15 * joy * joy)
    face.shape("cheek/l-cheek-volume-incr", 0.40 * joy)
    face.shape("cheek/l-cheek-trans-up", 0.45 * joy)
    face.shape("eyes/l-eye-bag-incr", 0.25 * joy)
    face.shape("mouth/mouth-laugh-lines-in", 0.50 * joy)
    face.move("mouth-depression", 1.45 * gloom)
    face.move("mouth-compression", 0.15 * gloom)
    face.shape("mouth/mouth-angles-down", 0.60 * gloom)
    face.move("eyebrows-*-inner-up", 0.45 * gloom)

    closed, wide = max(0.0, portrait.squint), max(0.0, -portrait.squint)
    face.move("eye-*-slit", 0.83 * closed)
    face.move("eye-*-closure", 0.16 * closed)
    face.move("eyebrows-*-down", 0.20 * closed)
    face.shape("cheek/l-cheek-trans-up", 0.15 * closed)
    face.move("eye-*-opened-up", 1.40 * wide)
    face.move("eyebrows-*-up", 0.60 * wide)


# ------------------------------------------------------- fixed selections


@dataclass(frozen=True)
class _Landmarks:
    """Vertex and face selections made once on the base mesh."""

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
    """Turn the head; below the neck the body follows by 45 %."""
    height = eye_middle[1]
    share = smoothstep(height - 2.1, height - 1.15, points[:, 1])
    angle = np.deg2rad(yaw) * (0.45 + 0.55 * share)
    cosine, sine = np.cos(angle), np.sin(angle)
    x, y, z = (points - pivot).T
    turned = np.stack([x * cosine + z * sine, y, z * cosine - x * sine], 1)
    return (turned + pivot).astype(np.float32)


def build_head(portrait: Portrait, assets: Assets) -> Head:
    """Return the posed meshes and landmarks of a portrait.

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
    _add_macro(vertices, portrait, assets)
    _add_identity(vertices, portrait, assets)
    # Eyeballs, chin and scale are taken before the expression, so that
    # they keep their place when the face moves.
    eyes = assets.proxy("eye").fit(vertices)
    chin = float(vertices[marks.chin, 1])
    _add_expression(vertices, portrait, assets)

    opacity, cut = hair_layers(portrait.hair_length)
    emergence = _emergence(portrait.hair_length)
    faces, uv_faces, uv = (assets[k] for k in ("skin_f", "skin_ft", "base_vt"))
    normals = vertex_normals(vertices, faces)
    # Under hair the scalp is drawn in a little, or it pokes through.
    sunk = 0.07 * float(smoothstep(0.05, 0.25, portrait.hair_length))
    long = float(smoothstep(0.38, 0.46, portrait.hair_length))
    hidden = 0.4 * smoothstep(0.8, 1.15, marks.height)
    start = 0.80 - 0.32 * portrait.fringe
    forehead = marks.front * smoothstep(start, start + 0.25, marks.height)
    hidden = np.maximum(hidden, 0.3 * portrait.fringe * forehead)
    sunk = np.maximum(sunk * marks.scalp, long * hidden).astype(np.float32)
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
            hair = _fit_hair(
                style, vertices, middle, portrait, emergence[number], assets
            )
            add(f"hair_{style}", hair, HAIR + number)
            if style == "long01":
                meshes[-1] = subdivided(meshes[-1])

    pivot = middle + np.array([0.0, -1.0, -1.05], np.float32)
    for mesh in meshes:
        mesh.points = _pose(mesh.rest, middle, pivot, portrait.yaw)
    balls = []
    for side in (eyes[eyes[:, 0] > 0], eyes[eyes[:, 0] < 0]):
        centre = _pose(side.mean(0)[None], middle, pivot, portrait.yaw)[0]
        radius = float((side.max(0) - side.min(0)).max() / 2.0)
        balls.append([*centre, radius])
    return Head(
        meshes=meshes,
        eye_middle=middle,
        eye_middle_posed=_pose(middle[None], middle, pivot, portrait.yaw)[0],
        eyes_posed=np.array(balls),
        chin=chin,
        pivot=pivot,
        hair_opacity=opacity,
        hair_cut=np.where(cut > -1e8, chin + cut, -1e9),
    )
