"""Blender materials of skin, eyes, hair and cloth. Imports bpy."""

from __future__ import annotations

from typing import Any

import bpy
import numpy as np

__all__ = ["cloth", "cornea", "eye", "hair", "image", "plain", "skin"]


class _Tree:
    """A material whose nodes are made and linked by name."""

    def __init__(self, name: str):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        self._tree: Any = self.material.node_tree
        self._tree.nodes.clear()
        self._output = self.node("ShaderNodeOutputMaterial")

    def node(self, kind: str, *links: tuple, **values):
        """Make a node; links are (socket, input) pairs."""
        node = self._tree.nodes.new(kind)
        for name, value in values.items():
            setattr(node, name, value)
        for socket, goal in links:
            self._tree.links.new(socket, node.inputs[goal])
        return node

    def surface(self, node):
        self._tree.links.new(node.outputs[0], self._output.inputs["Surface"])
        return self.material


def _set(node, **values) -> None:
    for name, value in values.items():
        node.inputs[name.replace("_", " ")].default_value = value


def image(name: str, pixels: np.ndarray):
    """An image of linear floats, (h, w, 4), the first row at the top."""
    height, width = pixels.shape[:2]
    made = bpy.data.images.new(
        name, width, height, alpha=True, float_buffer=True
    )
    made.colorspace_settings.name = "Non-Color"
    made.alpha_mode = "CHANNEL_PACKED"
    made.pixels.foreach_set(
        np.ascontiguousarray(pixels[::-1], np.float32).ravel()
    )
    made.update()
    return made


def skin(masks: np.ndarray):
    """Skin, and the texture node that carries a portrait's map."""
    tree = _Tree("skin")
    texture = tree.node("ShaderNodeTexImage")
    mask = tree.node("ShaderNodeTexImage", image=image("masks", masks))
    split = tree.node("ShaderNodeSeparateColor", (mask.outputs[0], 0))
    # Blotchy gloss, more of it on the lips.
    rough = tree.node(
        "ShaderNodeMath", (split.outputs[1], 0), operation="MULTIPLY_ADD"
    )
    rough.inputs[1].default_value, rough.inputs[2].default_value = 0.14, 0.42
    lips = tree.node(
        "ShaderNodeMath",
        (split.outputs[0], 0),
        (rough.outputs[0], 2),
        operation="MULTIPLY_ADD",
    )
    lips.inputs[1].default_value = -0.14
    bump = tree.node("ShaderNodeBump", (texture.outputs[1], "Height"))
    _set(bump, Strength=0.6, Distance=0.05)
    bsdf = tree.node(
        "ShaderNodeBsdfPrincipled",
        (texture.outputs[0], "Base Color"),
        (lips.outputs[0], "Roughness"),
        (bump.outputs[0], "Normal"),
        subsurface_method="RANDOM_WALK",
    )
    _set(
        bsdf,
        Subsurface_Weight=0.5,
        Subsurface_Radius=(1.0, 0.38, 0.20),
        Subsurface_Scale=0.030,
        IOR=1.38,
        Specular_IOR_Level=0.45,
    )
    return tree.surface(bsdf), texture


def plain(name: str, color, roughness: float, pixels=None, glow: float = 0.0):
    """A plain surface, with a texture and a glow of its own if asked."""
    tree = _Tree(name)
    bsdf = tree.node("ShaderNodeBsdfPrincipled")
    _set(bsdf, Base_Color=(*color, 1), Roughness=roughness)
    if pixels is not None:
        texture = tree.node("ShaderNodeTexImage", image=image(name, pixels))
        links = tree.material.node_tree.links
        links.new(texture.outputs[0], bsdf.inputs["Base Color"])
        links.new(texture.outputs[0], bsdf.inputs["Emission Color"])
        _set(bsdf, Emission_Strength=glow)
    return tree.surface(bsdf)


def eye():
    """The coloured eyeball; its colour is the point attribute ``tint``."""
    tree = _Tree("eye")
    color = tree.node("ShaderNodeAttribute", attribute_name="tint")
    bsdf = tree.node(
        "ShaderNodeBsdfPrincipled", (color.outputs["Color"], "Base Color")
    )
    _set(bsdf, Roughness=0.55, Specular_IOR_Level=0.1)
    return tree.surface(bsdf)


def cornea():
    """Clear coat of the eye: reflects by Fresnel, lets light straight in."""
    tree = _Tree("cornea")
    clear = tree.node("ShaderNodeBsdfTransparent")
    gloss = tree.node("ShaderNodeBsdfGlossy")
    _set(gloss, Roughness=0.03)
    fresnel = tree.node("ShaderNodeFresnel")
    _set(fresnel, IOR=1.42)
    return tree.surface(
        tree.node(
            "ShaderNodeMixShader",
            (fresnel.outputs[0], 0),
            (clear.outputs[0], 1),
            (gloss.outputs[0], 2),
        )
    )


def hair():
    """Strands in the colour of their attribute ``tint``, with a soft sheen.

    Not melanin: that looks khaki in blond and grey, and glows at the edges.
    """
    tree = _Tree("hair")
    color = tree.node("ShaderNodeAttribute", attribute_name="tint")
    info = tree.node("ShaderNodeHairInfo")
    # Roots lie in the shade of the others.
    rise = tree.node("ShaderNodeMapRange", (info.outputs["Intercept"], 0))
    rise.inputs["To Min"].default_value = 0.62
    rise.inputs["To Max"].default_value = 1.06
    own = tree.node(
        "ShaderNodeVectorMath",
        (color.outputs["Color"], 0),
        operation="SCALE",
    )
    tree.material.node_tree.links.new(rise.outputs[0], own.inputs["Scale"])
    matt = tree.node("ShaderNodeBsdfDiffuse", (own.outputs[0], "Color"))
    gleam = tree.node(
        "ShaderNodeMix",
        (own.outputs[0], "A"),
        data_type="RGBA",
    )
    links = tree.material.node_tree.links
    links.new(own.outputs[0], gleam.inputs[6])
    gleam.inputs[0].default_value = 0.30
    gleam.inputs[7].default_value = (0.75, 0.72, 0.68, 1)
    sheen = tree.node(
        "ShaderNodeBsdfHair",
        (gleam.outputs[2], "Color"),
        component="Reflection",
    )
    sheen.inputs["RoughnessU"].default_value = 0.32
    sheen.inputs["RoughnessV"].default_value = 0.9
    mix = tree.node(
        "ShaderNodeMixShader", (matt.outputs[0], 1), (sheen.outputs[0], 2)
    )
    mix.inputs[0].default_value = 0.34
    return tree.surface(mix)


def cloth():
    """Cloth that ends where its point attribute ``above`` is positive.

    Returns the material and the input of its colour.
    """
    tree = _Tree("cloth")
    bsdf = tree.node("ShaderNodeBsdfPrincipled")
    _set(bsdf, Roughness=0.85, Sheen_Weight=0.25, Specular_IOR_Level=0.2)
    above = tree.node("ShaderNodeAttribute", attribute_name="above")
    clear = tree.node("ShaderNodeBsdfTransparent")
    step = tree.node(
        "ShaderNodeMath", (above.outputs["Fac"], 0), operation="GREATER_THAN"
    )
    step.inputs[1].default_value = 0.0
    mix = tree.node(
        "ShaderNodeMixShader",
        (step.outputs[0], 0),
        (bsdf.outputs[0], 1),
        (clear.outputs[0], 2),
    )
    return tree.surface(mix), bsdf.inputs["Base Color"]
