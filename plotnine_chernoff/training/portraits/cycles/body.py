"""The shape of a portrait: who it is, with what expression, in what pose.

May import ``arithmetic``, ``table``, ``identity``, ``subdivision`` and the
assets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .arithmetic import smoothstep
from .identity import ETHNICITIES, IDENTITY_PAIRS, identity_axes, sides
from .subdivision import quad_normals, skin_subdivision
from .table import IDENTITY

if TYPE_CHECKING:
    from ..assets import Assets
    from .table import Portrait

__all__ = [
    "Body",
    "ages",
    "beside_ears",
    "build_body",
    "identity",
    "presentation",
    "years",
]

Floats = np.ndarray

# What the strangers' readers see of gender in the coordinates of identity:
# slopes of the reading, fitted with everything else varied too. Identity
# leaves this direction to the attribute.
# fmt: off
GENDER_IN_IDENTITY = np.array([
    -0.098, -0.078, -0.035, -0.053, -0.044, 0.096,
    -0.201, -0.066, -0.042, -0.038, 0.047, -0.056,
])
# fmt: on

# Targets of each attribute of the shape: name ("*" is the side), weight at
# an end, name of the low end, of the high end.
_SHAPES = {
    "eye_size": (
        ("eyes/*-eye-scale", 1.50, "decr", "incr"),
        ("eyes/*-eye-height2", 0.25, "decr", "incr"),
    ),
    "brow_slant": (("eyebrows/eyebrows-angle", 1.40, "down", "up"),),
    "brow_height": (("eyebrows/eyebrows-trans", 1.45, "down", "up"),),
    "nose_length": (
        ("nose/nose-scale-vert", 1.1, "decr", "incr"),
        ("nose/nose-point", 0.40, "up", "down"),
    ),
    "nose_width": (
        ("nose/nose-scale-horiz", 1.10, "decr", "incr"),
        ("nose/nose-width3", 0.6, "decr", "incr"),
        ("nose/nose-flaring", 0.4, "decr", "incr"),
    ),
    "mouth_width": (("mouth/mouth-scale-horiz", 1.60, "decr", "incr"),),
    "face_width": (
        ("head/head-scale-horiz", 0.62, "decr", "incr"),
        ("head/head-fat", 0.30, "decr", "incr"),
    ),
    "jaw": (
        ("chin/chin-width", 1.25, "decr", "incr"),
        ("chin/chin-bones", 1.20, "decr", "incr"),
        ("head/head", 0.85, "triangular", "square"),
    ),
}

# The same for gender, feminine to masculine, beyond the two base shapes.
_GENDER = (
    ("chin/chin-width", 0.65, "decr", "incr"),
    ("chin/chin-bones", 0.85, "decr", "incr"),
    ("chin/chin-jaw-drop", 0.50, "decr", "incr"),
    ("chin/chin-height", 0.40, "decr", "incr"),
    ("chin/chin-prominent", 0.40, "decr", "incr"),
    ("neck/neck-scale-horiz", 0.60, "decr", "incr"),
    ("nose/nose-volume", 0.45, "decr", "incr"),
    ("nose/nose-hump", 0.30, "decr", "incr"),
    ("nose/nose-point", 0.35, "up", "down"),
    ("nose/nose-width1", 0.35, "decr", "incr"),
    ("eyebrows/eyebrows-trans", 0.55, "up", "down"),
    ("forehead/forehead-trans", 0.35, "forward", "backward"),
    ("mouth/mouth-lowerlip-volume", 0.60, "incr", "decr"),
    ("mouth/mouth-upperlip-volume", 0.60, "incr", "decr"),
    ("mouth/mouth-upperlip-height", 0.35, "incr", "decr"),
    ("eyes/*-eye-scale", 0.32, "incr", "decr"),
    ("eyes/*-eye-corner2", 0.30, "up", "down"),
    ("cheek/*-cheek-bones", 0.30, "incr", "decr"),
)

# And for age, from the middle of life, young to old.
_AGED = (
    ("head/head-age", 0.70, "decr", "incr"),
    ("cheek/*-cheek-volume", 0.40, "incr", "decr"),
    ("cheek/*-cheek-trans", 0.45, "up", "down"),
    ("eyes/*-eye-bag", 0.70, "decr", "incr"),
    ("eyes/*-eye-scale", 0.25, "incr", "decr"),
    ("eyes/*-eye-eyefold", 0.55, "up", "down"),
    ("eyes/*-eye-eyefold-angle", 0.30, "up", "down"),
    ("mouth/mouth-angles", 0.22, "up", "down"),
    ("mouth/mouth-laugh-lines", 0.95, "out", "in"),
    ("mouth/mouth-upperlip-volume", 0.60, "incr", "decr"),
    ("mouth/mouth-lowerlip-volume", 0.55, "incr", "decr"),
    ("mouth/mouth-upperlip-height", 0.30, "incr", "decr"),
    ("neck/neck-double", 0.55, "decr", "incr"),
    ("ears/*-ear-scale", 0.35, "decr", "incr"),
    ("ears/*-ear-lobe", 0.35, "decr", "incr"),
    ("nose/nose-point", 0.20, "up", "down"),
)


def identity(portrait: Portrait) -> Floats:
    """Coordinates of identity without what readers take for gender."""
    own = np.array([portrait[name] for name in IDENTITY])
    direction = GENDER_IN_IDENTITY / np.linalg.norm(GENDER_IN_IDENTITY)
    return own - own @ direction * direction


def years(portrait: Portrait) -> float:
    """The age that shape and skin show, 18 to about 100.

    Readers of photographs take faces so drawn for younger than they are meant
    to be, the older the more, and feminine ones for younger than masculine
    ones. The drawing leans against it, by slopes that three of them were
    shown to have.
    """
    age = portrait["age"]
    lean = 3.0 * (portrait["skin_tone"] - 0.35) - 5.0 * presentation(portrait)
    lean *= float(smoothstep(18.0, 34.0, age))
    return max(18.0, 18.0 + 1.3 * (age - 20.0) + lean)


def ages(age: float) -> tuple[float, float]:
    """Youth (1 at 18 to 0 at 40) and old age (0 at 26 to 1 at 78)."""
    return max(0.0, (40.0 - age) / 22.0), max(0.0, (age - 26.0) / 52.0) ** 0.65


def presentation(portrait: Portrait) -> float:
    """How feminine (-1) or masculine (1) a portrait is drawn, up to 1.5.

    Hair, age, tone and expression sway what is seen of gender: long hair and
    a smile read feminine, age, dark skin and lowered lids masculine. The
    drawing leans against them, by slopes of three readers of photographs, so
    that gender alone decides; hence it reaches beyond 1.
    """
    _, old = ages(portrait["age"])
    seen = -1.00 * (old - 0.52) + 1.00 * (portrait["hair_length"] - 0.50)
    seen += 0.05 * portrait["smile"] - 0.28 * portrait["squint"] - 0.05
    seen -= 0.70 * (portrait["skin_tone"] - 0.45)
    seen += 0.08 * portrait["ethnicity_1"]
    # Less of it is seen in dark skin.
    gain = 0.95 + 0.30 * (portrait["skin_tone"] - 0.45)
    return float(1.65 * np.tanh(gain * (portrait["gender"] + seen)))


class _Face:
    """Adds morph targets and expression units to vertices."""

    def __init__(self, portrait: Portrait, assets: Assets):
        self.vertices = assets.vertices.copy()
        self._assets = assets
        second = np.exp(0.9 * portrait["ethnicity_0"])
        third = np.exp(0.9 * portrait["ethnicity_1"])
        shares = np.array([1.0, second, third])
        self.ethnicity = tuple(
            zip(ETHNICITIES, shares / shares.sum(), strict=True)
        )

    def target(self, name: str, weight: float) -> None:
        for side in "lr" if "*" in name else " ":
            self._assets.morph(self.vertices, name.replace("*", side), weight)

    def between(self, targets, value: float) -> None:
        """Add pairs of targets, from the low end at -1 to the high at 1."""
        for name, gain, low, high in targets:
            self.target(
                f"{name}-{high if value > 0 else low}", gain * abs(value)
            )

    def unit(self, name: str, weight: float) -> None:
        """Add a unit of expression; ``*`` stands for left and right."""
        for side in ("left", "right") if "*" in name else ("",):
            for race, part in self.ethnicity:
                self._assets.morph(
                    self.vertices,
                    f"expr/{race}/{name.replace('*', side)}",
                    weight * part,
                )


def _add_macro(face: _Face, portrait: Portrait, g: float, age: float) -> None:
    """Add the base shapes of gender, age, ethnicity and weight."""
    # Beyond its own bases the shape is nobody's.
    g = min(max(g, -1.0), 1.0)
    male = 0.5 + 0.7 * g
    if age < 34.0:
        # Some of a child's features at 18 read as youth; feminine faces
        # have them already.
        child = (0.38 + 0.22 * g) * (34.0 - age) / 16.0
        by_age = {"child": child, "young": 1.0 - child}
    else:
        old = 1.22 * ((age - 34.0) / 44.0) ** 0.65
        by_age = {"young": 1.0 - old, "old": old}
    weight = 0.26 + 0.34 * portrait["weight"]
    thin, heavy = max(0.0, 1.0 - 2.0 * weight), max(0.0, 2.0 * weight - 1.0)
    frames = {"min": thin, "average": 1.0 - thin - heavy, "max": heavy}
    muscle = 0.15 + 0.15 * g
    for gender, gender_share in (("male", male), ("female", 1.0 - male)):
        for name, age_share in by_age.items():
            share = gender_share * age_share
            for race, part in face.ethnicity:
                face.target(f"macro/{race}-{gender}-{name}", share * part)
            for frame, part in frames.items():
                for kind, amount in (("average", 1 - muscle), ("max", muscle)):
                    face.target(
                        f"macro/universal-{gender}-{name}-{kind}muscle-"
                        f"{frame}weight",
                        share * part * amount,
                    )
            face.target(
                f"macro/{gender}-{name}-averagemuscle-averageweight-"
                "idealproportions",
                0.8 * share,
            )
    face.target("eyes/*-eye-scale-incr", 0.62)
    face.target("eyes/*-eye-height2-incr", 0.20)


def _add_shoulders(face: _Face, portrait: Portrait, assets: Assets) -> None:
    """Let the body below the neck go by gender and age as they were told.

    What leans against hair, tone and lids is drawn in the face.
    """
    trunk = _Face(portrait, assets)
    _add_macro(trunk, portrait, portrait["gender"], portrait["age"])
    eye, other = (
        assets.proxy("eye").fit(f.vertices).mean(0) for f in (face, trunk)
    )
    below = trunk.vertices + (eye - other).astype(np.float32)
    head = smoothstep(-2.1, -1.3, face.vertices[:, 1:2] - eye[1])
    face.vertices += (1 - head).astype(np.float32) * (below - face.vertices)


def _add_identity(face: _Face, portrait: Portrait) -> None:
    weights = 0.55 * np.tanh(identity(portrait) @ identity_axes() / 0.8)
    # Mouths and eyes tell smile and squint before they tell who it is.
    calm = {"mouth": 0.6, "eyes": 0.8}
    weights *= [calm.get(p[0].split("/")[0], 1.0) for p in IDENTITY_PAIRS]
    for (base, low, high, _), weight in zip(
        IDENTITY_PAIRS, weights.tolist(), strict=True
    ):
        for name in sides(f"{base}-{high if weight > 0 else low}"):
            face.target(name, abs(weight))


def _add_expression(face: _Face, portrait: Portrait) -> None:
    # Neutral faces look stern: raise the brows, above all within.
    face.unit("eyebrows-*-up", 0.24)
    face.unit("eyebrows-*-inner-up", 0.62 + 0.25 * presentation(portrait))
    face.target("eyebrows/eyebrows-angle-up", 0.20)
    face.target("mouth/mouth-angles-up", 0.22)
    slant = portrait["brow_slant"]
    face.unit("eyebrows-*-inner-up", 0.80 * max(0.0, slant))
    smile = portrait["smile"]
    # Friendly at 0; the friendliness goes before the sadness comes.
    joy = 0.26 + 0.74 * smile if smile > 0 else 0.26 * (1 + smile)
    gloom = max(0.0, -smile)
    wide = max(0.0, (joy - 0.55) / 0.45)
    face.unit("mouth-corner-puller", 1.12 * joy)
    face.unit("mouth-part-later", 0.50 * wide)
    face.unit("mouth-upward-retraction", 0.16 * wide)
    face.unit("nose-*-dilatation", 0.12 * joy)
    face.unit("eye-*-slit", 0.13 * joy * joy)
    face.target("cheek/*-cheek-volume-incr", 0.45 * joy)
    face.target("cheek/*-cheek-trans-up", 0.45 * joy)
    face.target("eyes/*-eye-bag-incr", 0.22 * joy)
    face.target("mouth/mouth-laugh-lines-in", 0.45 * joy)
    face.unit("mouth-depression", 0.95 * gloom)
    face.target("mouth/mouth-angles-down", 1.10 * gloom)
    face.unit("eyebrows-*-inner-up", 0.55 * gloom)
    face.target("eyes/*-eye-corner2-down", 0.20 * gloom)
    face.unit("mouth-open", 0.62 * portrait["mouth_open"])
    # Lids are seen less in dark skin.
    squint = portrait["squint"]
    squint += 0.18 * (portrait["skin_tone"] - 0.4) * (1 - squint**4)
    closed, open_ = max(0.0, squint), max(0.0, -squint)
    # Heavy lids, no strain: both lids meet, brows and cheeks stay.
    face.unit("eye-*-slit", 0.18 * (1 - abs(squint)))
    face.unit("eye-*-closure", 0.52 * closed)
    face.unit("eye-*-slit", 0.42 * closed)
    face.unit("eye-*-opened-up", 1.85 * open_)
    face.target("eyes/*-eye-height2-incr", 0.50 * open_)
    face.unit("eyebrows-*-up", 0.45 * open_)


def _press_ears(face: _Face, portrait: Portrait, assets: Assets) -> None:
    """Lay ears to the head under hair, so that it falls straight."""
    covered = float(smoothstep(0.36, 0.50, portrait["hair_length"]))
    face.vertices[:, 0] -= 0.8 * covered * _beyond_head(assets)


@lru_cache(maxsize=2)
def _beyond_head(assets: Assets) -> Floats:
    """How far each vertex of an ear stands out from the head, (v,)."""
    x = assets.vertices[:, 0].astype(float)
    beyond = np.maximum(np.abs(x) - 0.745, 0.0)
    return np.sign(x) * beyond * beside_ears(assets.vertices, assets)


def beside_ears(base: Floats, assets: Assets) -> np.ndarray:
    """Which places on the base mesh are as high and far back as its ears."""
    eye = assets.proxy("eye").fit(assets.vertices).mean(0)
    y, z = (base[:, 1:] - eye[1:].astype(float)).T
    return (y > -0.62) & (y < 0.28) & (z > -1.4) & (z < -0.5)


# ------------------------------------------------------------------ body


@dataclass
class Body:
    """Unposed geometry of a person, and what poses it.

    Attributes
    ----------
    portrait : Portrait
    vertices : float array, shape (v, 3)
        Morphed base vertices, decimetres.
    skin, normals : float arrays, shape (n, 3)
        Of the subdivided skin.
    teeth, lash : float arrays
    eyes : float array, shape (2, 4)
        Centre and radius of either eyeball.
    eye_middle, pivot : float arrays, shape (3,)
        Point between the eyes; centre of the head's rotation.
    chin : float
        Its height before the expression.
    """

    portrait: Portrait
    vertices: Floats
    skin: Floats
    normals: Floats
    teeth: Floats
    lash: Floats
    eyes: Floats
    eye_middle: Floats
    pivot: Floats
    chin: float

    def pose(self, points: Floats) -> Floats:
        """Turn the head; below the neck the body follows the yaw by 45 %."""
        points = np.asarray(points, np.float32)
        height = self.eye_middle[1]
        share = smoothstep(height - 2.1, height - 1.15, points[:, 1])
        share = share.astype(np.float32)
        x, y, z = (points - self.pivot.astype(np.float32)).T
        up = -np.deg2rad(self.portrait["pitch"]) * share
        y, z = (
            y * np.cos(up) - z * np.sin(up),
            y * np.sin(up) + z * np.cos(up),
        )
        turn = np.deg2rad(self.portrait["yaw"]) * (0.45 + 0.55 * share)
        x, z = (
            x * np.cos(turn) + z * np.sin(turn),
            z * np.cos(turn) - x * np.sin(turn),
        )
        return (np.stack([x, y, z], 1) + self.pivot).astype(np.float32)


@lru_cache(maxsize=2)
def _chin(assets: Assets) -> int:
    """The vertex at the tip of the chin."""
    base = assets.vertices
    eye = assets.proxy("eye").fit(base).mean(0)
    skin = np.unique(assets["skin_f"])
    middle = skin[np.abs(base[skin, 0]) < 0.03]
    height, depth = (base[middle] - eye)[:, 1:].T
    low = middle[(height < -0.75) & (height > -1.4) & (depth > -0.6)]
    return int(low[np.argmin(base[low, 1] - 0.8 * base[low, 2])])


def build_body(portrait: Portrait, assets: Assets) -> Body:
    """Morph the base mesh into a person with an expression."""
    face = _Face(portrait, assets)
    _add_macro(face, portrait, presentation(portrait), years(portrait))
    _add_shoulders(face, portrait, assets)
    _add_identity(face, portrait)
    for name, targets in _SHAPES.items():
        face.between(targets, portrait[name])
    g = presentation(portrait)
    face.between(_GENDER, g if g > 0 else 0.9 * g)
    youth, past = ages(years(portrait))
    face.between(_AGED, past - 0.75 * youth)
    # Eyeballs, chin and scale are taken before the expression, so that
    # they keep their place when the face moves.
    eye_points = assets.proxy("eye").fit(face.vertices)
    chin = float(face.vertices[_chin(assets), 1])
    _add_expression(face, portrait)
    _press_ears(face, portrait, assets)
    sub = skin_subdivision(assets)
    skin = sub.matrix @ face.vertices
    eyes = []
    for side in (1, -1):
        ball = eye_points[eye_points[:, 0] * side > 0]
        low, high = ball.min(0), ball.max(0)
        radius = (high - low)[:2].mean() / 2
        # The front of the cornea is the foremost point.
        eyes.append([*((low + high) / 2)[:2], high[2] - 1.04 * radius, radius])
    middle = eye_points.mean(0)
    middle[0] = 0.0
    return Body(
        portrait=portrait,
        vertices=face.vertices,
        skin=skin,
        normals=quad_normals(skin, sub.faces),
        teeth=assets.proxy("teeth").fit(face.vertices),
        lash=assets.proxy("lash_02").fit(face.vertices),
        eyes=np.array(eyes),
        eye_middle=middle,
        pivot=middle + np.array([0.0, -1.0, -1.05], np.float32),
        chin=chin,
    )
