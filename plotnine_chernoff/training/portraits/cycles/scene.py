"""The studio: a Blender scene built once, whose sitter is replaced.

Imports bpy, and the other modules of this folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bpy
import numpy as np
from mathutils import Vector
from PIL import Image
from scipy import ndimage

from ..assets import Assets, load_assets
from . import materials
from .arithmetic import linear_rgb
from .atlas import teeth_texture
from .body import Body, build_body
from .face_hair import beard_hair, brow_hair, lash_hair
from .scalp import scalp_hair
from .skin import gloss_masks, iris_color, skin_map
from .subdivision import skin_subdivision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .roots import Strands
    from .table import Portrait

__all__ = ["Studio"]

Floats = np.ndarray

DISTANCE = 15.0  # of the camera, decimetres
EYE_CHIN = 1.10  # of a mean person, decimetres
ZOOM = 0.36  # eyes to chin as a share of the picture
EYE_LINE = 0.49  # of the eyes from the top, as a share of the picture
IRIS = np.deg2rad(27.5)  # half angle of the iris

# Name, place to the right, above and in front of the head (dm), size, watts,
# colour. In pairs or in the middle: a mirrored portrait is a portrait.
_LIGHTS = (
    ("key", (0.0, 7.0, 10.0), 5.0, 1250, (1.0, 0.95, 0.89)),
    ("fill right", (9.0, 1.0, 7.0), 6.0, 230, (0.95, 0.97, 1.0)),
    ("fill left", (-9.0, 1.0, 7.0), 6.0, 230, (0.95, 0.97, 1.0)),
    ("under", (0.0, -7.0, 8.0), 6.0, 145, (1.0, 0.95, 0.90)),
    ("rim right", (7.0, 5.0, -7.0), 4.0, 190, (1.0, 0.99, 0.97)),
    ("rim left", (-7.0, 5.0, -7.0), 4.0, 190, (1.0, 0.99, 0.97)),
)


def _object(name: str, data: Any):
    thing = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(thing)
    return thing


def _mesh(name: str, points: Floats, faces, material, uv=None):
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(
        np.asarray(points, float).tolist(), [], np.asarray(faces).tolist()
    )
    mesh.materials.append(material)
    mesh.shade_smooth()
    if uv is not None:
        layer = mesh.uv_layers.new(name="uv")
        layer.data.foreach_set("uv", np.asarray(uv, np.float32).ravel())
    return _object(name, mesh)


def _move(thing, points: Floats) -> None:
    mesh = thing.data
    mesh.vertices.foreach_set(
        "co", np.ascontiguousarray(points, np.float32).ravel()
    )
    mesh.update()


def _eyeball(rings: int = 16, segments: int = 48):
    """Angles from the front and about it of a mesh, and its faces."""
    inner = np.linspace(0, 1, 15) * IRIS
    outer = np.linspace(IRIS, np.deg2rad(110), rings)[1:]
    angle = np.concatenate([inner, outer])
    about = np.arange(segments) / segments * 2 * np.pi
    faces = [
        (i * segments + j, (i + 1) * segments + j,
         (i + 1) * segments + (j + 1) % segments,
         i * segments + (j + 1) % segments)
        for i in range(len(angle) - 1)
        for j in range(segments)
    ]  # fmt: skip
    grid = np.meshgrid(angle, about, indexing="ij")
    return grid[0].ravel(), grid[1].ravel(), faces


@contextmanager
def _silence() -> Iterator[None]:
    """Keep Blender from telling of every file, past Python's stdout."""
    sys.stdout.flush()
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _settled(picture: Floats) -> Floats:
    """Calm the edges: colours are denoised there, and the matte is not.

    What is under a faint matte takes the colour of what is beside it.
    """
    alpha = picture[..., 3:].astype(np.float32) / 255
    light = picture[..., :3] * alpha
    blur = partial(ndimage.gaussian_filter, axes=(0, 1))
    near, wide = blur(alpha, 0.9), blur(alpha, 6.0)
    color = blur(light, 0.9) / np.maximum(near, 1e-3)
    far = blur(light, 6.0) / np.maximum(wide, 1e-3)
    color = far + np.clip(near / 0.05, 0, 1) * (color - far)
    solid = ndimage.minimum_filter(alpha, 3, axes=(0, 1))
    solid = np.clip((solid - 0.85) / 0.12, 0, 1)
    color = color + solid * (picture[..., :3] - color)
    matte = 255 * blur(alpha, 0.45)
    out = np.concatenate([color, matte], 2)
    return np.clip(out + 0.5, 0, 255).astype(np.uint8)


class Studio:
    """Renders portraits; framing and light never change.

    Parameters
    ----------
    size : int
        Width and height of the picture, pixels.
    samples : int
        Rays a pixel; a denoiser follows.
    threads : int
    assets : Assets, optional
        Default: ``load_assets()``.
    """

    def __init__(
        self,
        size: int = 256,
        samples: int = 12,
        threads: int = 1,
        assets: Assets | None = None,
    ):
        self.assets = assets or load_assets()
        bpy.ops.wm.read_factory_settings(use_empty=True)
        self.scene: Any = bpy.context.scene
        self._folder = tempfile.TemporaryDirectory(prefix="chernoff-")
        self._file = Path(self._folder.name) / "portrait.png"
        self._settings(size, samples, threads)
        self._camera = _object("camera", bpy.data.cameras.new("camera"))
        self._camera.data.clip_end = 200
        self.scene.camera = self._camera
        self._lights()
        self._meshes()
        self._strands()
        self._glasses()

    def _settings(self, size: int, samples: int, threads: int) -> None:
        scene = self.scene
        scene.render.engine = "CYCLES"
        scene.render.resolution_x = scene.render.resolution_y = size
        scene.render.resolution_percentage = 100
        scene.render.film_transparent = True
        scene.render.filter_size = 1.3
        scene.render.threads_mode = "FIXED"
        scene.render.threads = threads
        # Keeping data between renders costs more than it saves here.
        scene.render.use_persistent_data = False
        # Pixels are only to be had from a file.
        scene.render.filepath = str(self._file)
        scene.render.image_settings.file_format = "PNG"
        scene.render.image_settings.color_mode = "RGBA"
        scene.render.image_settings.compression = 0
        cycles = scene.cycles
        cycles.device, cycles.samples, cycles.seed = "CPU", samples, 0
        cycles.use_adaptive_sampling = False
        cycles.use_denoising = True
        cycles.denoiser = "OPENIMAGEDENOISE"
        cycles.denoising_prefilter = "FAST"
        cycles.max_bounces, cycles.diffuse_bounces = 4, 2
        cycles.glossy_bounces, cycles.transmission_bounces = 1, 1
        cycles.transparent_max_bounces = 6
        cycles.caustics_reflective = cycles.caustics_refractive = False
        cycles.sample_clamp_indirect = 3.0
        cycles.use_light_tree = False
        scene.cycles_curves.shape = "RIBBONS"
        scene.cycles_curves.subdivisions = 2
        # AgX bleaches light skin.
        scene.view_settings.view_transform = "Khronos PBR Neutral"
        scene.view_settings.exposure = -0.12

    def _lights(self) -> None:
        world = bpy.data.worlds.new("world")
        self.scene.world = world
        world.use_nodes = True
        back = world.node_tree.nodes["Background"]
        back.inputs["Color"].default_value = (0.96, 0.98, 1.0, 1)
        back.inputs["Strength"].default_value = 0.34
        self._rig = _object("rig", None)
        for name, place, size, power, color in _LIGHTS:
            light = bpy.data.lights.new(name, "AREA")
            light.size, light.energy, light.color = size, power, color
            thing = _object(name, light)
            thing.location = place
            goal = Vector((0, -0.2, -0.5)) - Vector(place)
            turn = goal.to_track_quat("-Z", "Y")
            thing.rotation_euler = turn.to_euler()
            thing.parent = self._rig

    def _meshes(self) -> None:
        a = self.assets
        sub = skin_subdivision(a)
        base = sub.matrix @ a.vertices
        material, self._skin_texture = materials.skin(gloss_masks(a))
        self._skin = _mesh("skin", base, sub.faces, material, sub.uv)
        low = base[sub.faces][:, :, 1].min(1) < 6.35
        self._cloth_points, faces = np.unique(
            sub.faces[low], return_inverse=True
        )
        material, self._cloth_color = materials.cloth()
        self._cloth = _mesh(
            "cloth", base[self._cloth_points], faces.reshape(-1, 4), material
        )
        self._cloth.data.attributes.new("above", "FLOAT", "POINT")
        (white, alpha), teeth = teeth_texture(a), a.proxy("teeth")
        white = np.clip(white * [1.06, 1.0, 0.90], 0, 0.9)
        material = materials.plain(
            "teeth",
            (0.8, 0.75, 0.7),
            0.25,
            np.dstack([white, alpha]),
            # The mouth is darker than life without some light of its own.
            glow=0.22,
        )
        self._teeth = _mesh(
            "teeth",
            teeth.fit(a.vertices),
            teeth.faces,
            material,
            teeth.uv[teeth.uv_faces].reshape(-1, 2),
        )
        self._tongue_points, faces = np.unique(
            a["tongue_f"], return_inverse=True
        )
        self._tongue = _mesh(
            "tongue",
            a.vertices[self._tongue_points],
            faces.reshape(-1, 3),
            materials.plain("tongue", (0.42, 0.13, 0.12), 0.4),
        )
        self._angle, self._about, faces = _eyeball()
        points = np.zeros((len(self._angle), 3))
        eye, cornea = materials.eye(), materials.cornea()
        self._eyes = [_mesh("eye", points, faces, eye) for _ in range(2)]
        self._corneas = [
            _mesh("cornea", points, faces, cornea) for _ in range(2)
        ]
        for thing in self._eyes:
            thing.data.color_attributes.new("tint", "FLOAT_COLOR", "POINT")
        for thing in self._corneas:
            thing.visible_shadow = False

    def _strands(self) -> None:
        material = materials.hair()
        self._hair = {}
        for name in ("scalp", "brow", "lash", "beard"):
            curves = bpy.data.hair_curves.new(name)
            curves.materials.append(material)
            self._hair[name] = _object(name, curves)

    def _glasses(self) -> None:
        frame = bpy.data.curves.new("glasses", "CURVE")
        frame.dimensions, frame.bevel_resolution = "3D", 2
        for count, closed in ((32, True), (32, True), *[(6, False)] * 3):
            spline = frame.splines.new("POLY")
            spline.points.add(count - 1)
            spline.use_cyclic_u = closed
        frame.materials.append(
            materials.plain("glasses", (0.030, 0.024, 0.022), 0.3)
        )
        self._frame = _object("glasses", frame)

    # -------------------------------------------------------- the sitter

    def show(self, portrait: Portrait) -> None:
        """Replace everything in the scene that belongs to the portrait."""
        a, p = self.assets, portrait
        body = build_body(p, a)
        _move(self._skin, body.pose(body.skin))
        self._dress(body)
        _move(self._teeth, body.pose(body.teeth))
        _move(self._tongue, body.pose(body.vertices[self._tongue_points]))
        eye_height = float(body.eye_middle[1])
        # Half of what makes a face long makes it large in the picture.
        view = 0.5 * (EYE_CHIN + eye_height - body.chin) / ZOOM
        posed = body.pose(body.eye_middle[None])[0]
        camera = np.array(
            [
                0.55 * posed[0] + 0.45 * body.pivot[0],
                eye_height - (0.5 - EYE_LINE) * view,
                body.eye_middle[2] + DISTANCE,
            ]
        )
        self._camera.location = camera
        self._camera.data.angle = 2 * np.arctan(view / 2 / DISTANCE)
        self._rig.location = (
            float(body.pivot[0]),
            eye_height,
            float(body.pivot[2]) + 0.8,
        )
        self._set_eyes(body, camera)
        self._set_glasses(body)
        # A new image: Cycles keeps the pixels it has once read of an old one.
        old = self._skin_texture.image
        self._skin_texture.image = materials.image("skin", skin_map(p, a))
        if old is not None:
            bpy.data.images.remove(old)
        self._set_strands("scalp", scalp_hair(body, a), body)
        self._set_strands("brow", brow_hair(body, a), body)
        self._set_strands("lash", lash_hair(body, a), body)
        self._set_strands("beard", beard_hair(body, a), body)

    def render(self, portrait: Portrait) -> Floats:
        """Render one portrait.

        Returns
        -------
        uint8 array, shape (size, size, 4)
            sRGB, and the matte. The colour under the matte is not mixed with
            any background.
        """
        self.show(portrait)
        with _silence():
            bpy.ops.render.render(write_still=True)
        with Image.open(self._file) as picture:
            return _settled(np.asarray(picture.convert("RGBA")))

    def _dress(self, body: Body) -> None:
        p, cloth = body.portrait, body.skin[self._cloth_points]
        cloth = cloth + 0.03 * body.normals[self._cloth_points]
        eye_height = float(body.eye_middle[1])
        eye_chin = 0.5 * (EYE_CHIN + eye_height - body.chin)
        line = (
            eye_height
            - 1.46 * eye_chin
            - 0.55 * (cloth[:, 2] - body.eye_middle[2] + 1.0)
        )
        above = cloth[:, 1] - line - 0.30 * np.abs(cloth[:, 0])
        self._cloth.data.attributes["above"].data.foreach_set(
            "value", above.astype(np.float32)
        )
        _move(self._cloth, body.pose(cloth))
        color = linear_rgb(
            0.30 + 0.45 * p["clothes_light"],
            0.032 * p["clothes_red"],
            0.036 * p["clothes_yellow"],
        )
        self._cloth_color.default_value = (*color, 1)

    def _set_strands(
        self, name: str, strands: Strands | None, body: Body
    ) -> None:
        thing = self._hair[name]
        curves = thing.data
        curves.remove_curves()
        # Blender falls over attributes of no curves.
        if strands is None or not len(strands.points):
            thing.hide_render = True
            return
        thing.hide_render = False
        count, points = strands.points.shape[:2]
        curves.add_curves([points] * count)
        posed = body.pose(strands.points.reshape(-1, 3))
        curves.position_data.foreach_set("vector", posed.ravel())
        radius = curves.attributes.get("radius") or curves.attributes.new(
            "radius", "FLOAT", "POINT"
        )
        radius.data.foreach_set(
            "value", np.ascontiguousarray(strands.radii, np.float32).ravel()
        )
        # Not "color": that name reads as black.
        tint = curves.attributes.get("tint") or curves.attributes.new(
            "tint", "FLOAT_COLOR", "CURVE"
        )
        colors = np.ones((count, 4), np.float32)
        colors[:, :3] = strands.colors
        tint.data.foreach_set("color", colors.ravel())
        curves.update_tag()

    def _set_eyes(self, body: Body, camera: Floats) -> None:
        p, angle = body.portrait, self._angle
        segments = int((angle == angle[0]).sum())
        fibre = np.random.default_rng(5).normal(size=segments)
        fibre = np.tile(fibre, len(angle) // segments)
        inner = angle / IRIS
        pupil = np.clip((inner - 0.33) / 0.10, 0, 1)[:, None]
        ring = np.clip((inner - 0.78) / 0.22, 0, 1)[:, None]
        glow = (1.05 + 0.22 * fibre)[:, None] * (1.25 - 0.35 * inner[:, None])
        iris = iris_color(p) * glow * (1 - 0.72 * ring**2) * pupil + 0.004
        # Whites take the tone of the skin, and yellow a little with age.
        tone, old = p["skin_tone"], max(0.0, (p["age"] - 40) / 40)
        plain = np.array([0.56, 0.52, 0.49]) * (1 - 0.36 * tone)
        plain = plain * [1, 1 - 0.03 * old, 1 - 0.12 * old]
        away = np.clip((angle - IRIS) / 0.9, 0, 1)[:, None]
        white = plain * (1 - away * np.array([0.14, 0.28, 0.30]))
        edge = np.clip((inner - 0.96) / 0.12, 0, 1)[:, None]
        color = np.ones((len(angle), 4), np.float32)
        color[:, :3] = iris + edge * (white - iris)
        shape = np.stack(
            [
                np.sin(angle) * np.cos(self._about),
                np.sin(angle) * np.sin(self._about),
                np.cos(angle),
            ],
            1,
        )
        ball = shape.copy()
        ball[inner < 1, 2] = np.cos(IRIS) - 0.03 * (1 - inner[inner < 1])
        bulge = 1.012 + 0.050 * np.clip(1 - (inner / 1.15) ** 2, 0, 1)
        frame = self._gaze(body, camera)
        for k in range(2):
            centre = body.pose(body.eyes[k : k + 1, :3])[0]
            radius = 0.985 * body.eyes[k, 3]
            _move(self._eyes[k], centre + radius * ball @ frame)
            _move(
                self._corneas[k],
                centre + radius * (shape * bulge[:, None]) @ frame,
            )
            tint = self._eyes[k].data.color_attributes["tint"]
            tint.data.foreach_set("color", color.ravel())

    def _gaze(self, body: Body, camera: Floats) -> Floats:
        """Right, up and forward of both eyes, parallel, to the viewer."""
        p = body.portrait
        posed = body.pose(
            np.stack([body.eye_middle, body.eye_middle + np.eye(3)[2]])
        )
        forward, viewer = posed[1] - posed[0], camera - posed[0]
        viewer = viewer / np.linalg.norm(viewer)
        look = 0.12 * forward + 0.88 * viewer
        side = np.deg2rad(26.0 * p["gaze"])
        x, y, z = look / np.linalg.norm(look)
        look = np.array(
            [
                x * np.cos(side) + z * np.sin(side),
                y,
                z * np.cos(side) - x * np.sin(side),
            ]
        )
        right = np.cross([0, 1, 0], look)
        right = right / np.linalg.norm(right)
        return np.stack([right, np.cross(look, right), look])

    def _set_glasses(self, body: Body) -> None:
        """Frames about the eyes, from a wire to heavy ones."""
        strength = body.portrait["glasses"]
        self._frame.hide_render = strength <= 0.01
        if strength <= 0.01:
            return
        self._frame.data.bevel_depth = 0.003 + 0.027 * strength
        t = np.arange(32) / 32 * 2 * np.pi
        power = 0.80 - 0.25 * strength
        span = abs(body.eyes[0, 0] - body.eyes[1, 0])
        wide = (0.36 + 0.05 * strength) * span
        tall = (0.28 + 0.05 * strength) * span
        front = body.eyes[:, 2].max() + body.eyes[0, 3] + 0.11
        c, s = np.cos(t), np.sin(t)
        parts = []
        for k, side in ((0, 1), (1, -1)):
            x, y = body.eyes[k, 0] + 0.012 * side, body.eyes[k, 1] - 0.03
            across = x + wide * np.sign(c) * np.abs(c) ** power
            bend = 0.18 * (np.abs(x + wide * c) / 0.75) ** 3
            high = y + tall * np.sign(s) * np.abs(s) ** power
            parts.append(np.stack([across, high, front - bend], 1))
        s = np.linspace(-1, 1, 6)
        inner = abs(body.eyes[0, 0]) + 0.012 - wide
        high = body.eyes[0, 1] + 0.04 + 0.03 * (1 - s * s)
        parts.append(np.stack([inner * s, high, front + 0 * s], 1))
        near = np.abs(body.skin[:, 1] - body.eyes[0, 1]) < 0.1
        near &= np.abs(body.skin[:, 2] - body.eyes[0, 2] + 0.75) < 0.25
        breadth = np.abs(body.skin[near, 0]).max() + 0.015
        q = np.linspace(0, 1, 6)[:, None]
        for k, side in ((0, 1), (1, -1)):
            outer = parts[k][np.argmax(side * parts[k][:, 0])]
            ear = [side * breadth, body.eyes[k, 1] + 0.02]
            ear = np.array([*ear, body.eyes[k, 2] - 0.95])
            bend = np.array([side * 0.08, 0.02, 0.0]) * np.sin(np.pi * q**0.6)
            parts.append(outer * (1 - q) + ear * q + bend)
        for spline, points in zip(
            self._frame.data.splines, parts, strict=True
        ):
            posed = np.ones((len(points), 4), np.float32)
            posed[:, :3] = body.pose(points)
            spline.points.foreach_set("co", posed.ravel())
        self._frame.data.update_tag()
