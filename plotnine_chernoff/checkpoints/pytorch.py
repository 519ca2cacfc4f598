"""NVIDIA's PyTorch pickles (ADA and StyleGAN3 repositories): names, settings.

Facts about the format only; the pickle itself is read by `networks`, without
torch.  Imports the neutral form.
"""

from __future__ import annotations

import re
from math import isclose, sqrt
from typing import TYPE_CHECKING

import numpy as np

from .assemble import Layout, Parts, Source, check_class, check_colors
from .errors import CheckpointError, shown
from .networks import PERSISTENCE_VERSION, Module
from .numpy_arrays import Array

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .torch_tensors import Tensor

_FIR = np.outer([1, 3, 3, 1], [1, 3, 3, 1]) / 64

_EPSILON = 1e-8  # in the normalisation of embedded labels

_LAYERS = {"conv_up": "conv0", "conv": "conv1"}
_LEAVES = {
    "style_weight": "affine.weight",
    "style_bias": "affine.bias",
    "noise": "noise_const",
}
# Kernels are (out, in, height, width) there; those that upsample are turned
# around, since torch code correlates where TensorFlow code convolves.
_KERNEL = Layout(axes=(2, 3, 1, 0))
_TURNED = Layout(axes=(2, 3, 1, 0), flip=True)
_DENSE = Layout(axes=(1, 0))


def is_stylegan3(generator: Module) -> bool:
    """Whether a generator is alias-free: its synthesis has layers L0_..."""
    synthesis = generator.children().get("synthesis")
    if synthesis is None:
        return False
    return any(
        name == "input" or re.match(r"L\d+_\d+_\d+$", name)
        for name in synthesis.children()
    )


def format_name(generator: Module) -> str:
    """Name of the code that wrote the generator"""
    # Layers of the StyleGAN3 repository record their sizes.
    modules = dict(generator.walk())
    first = modules.get("mapping.fc0")
    newer = first is not None and "in_features" in first.state
    return "stylegan2-" + ("stylegan3" if newer else "ada") + "-pytorch"


def read_pytorch(generator: Module, class_index: int | None = None) -> Parts:
    """
    Find the parts of a generator in a module of the PyTorch code

    Parameters
    ----------
    generator : Module
        The entry G_ema: the averaged generator.
    class_index : int, optional
        Of a network with class labels: the class to keep, from 0.

    Returns
    -------
    Parts
        Its tensors and settings.

    Raises
    ------
    CheckpointError
        If it is not a StyleGAN2 generator, or one that is not supported.
    """
    if generator.version != PERSISTENCE_VERSION:
        raise CheckpointError(
            f"Expected a PyTorch network of version {PERSISTENCE_VERSION}, "
            f"got {generator.version}; the file is damaged or too new."
        )
    if generator.class_name != "Generator":
        raise CheckpointError(
            f"This is a network of class {shown(generator.class_name)}, not a "
            "StyleGAN2 Generator; plotnine-chernoff draws with StyleGAN2."
        )
    modules = dict(generator.walk())
    classes = _check_whole(generator, class_index)
    convolutions = [
        module
        for name, module in modules.items()
        if re.fullmatch(r"synthesis\.b\d+\.(conv[01]|torgb)", name)
    ]
    for module in modules.values():
        _check_module(module)
    sources = _sources(modules)
    if classes and class_index is not None:
        z_dim = generator.state.get("z_dim")
        _keep_class(sources, z_dim, classes, class_index)
    return Parts(
        sources=sources,
        locate=locate,
        mapping_lrmul=_mapping_lrmul(modules),
        conv_clamp=_clamp(convolutions),
        noise=_has_noise(convolutions),
        declared={
            "resolution": generator.state.get("img_resolution"),
            "z_dim": generator.state.get("z_dim"),
            "w_dim": generator.state.get("w_dim"),
            "architecture": _architecture(modules),
        },
    )


def _require(state: Mapping, name: str, wanted: object) -> None:
    value = state.get(name, wanted)
    same = (
        isclose(value, wanted, rel_tol=1e-5)
        if isinstance(value, float) and isinstance(wanted, int | float)
        else value == wanted
    )
    if not same:
        raise CheckpointError(
            f"The network was built with {name} {shown(value)}; only "
            f"{wanted} is supported."
        )


def _check_whole(generator: Module, class_index: int | None) -> int:
    """Number of classes, 0 for a network without"""
    classes = generator.state.get("c_dim", 0)
    if type(classes) is not int or classes < 0:
        raise CheckpointError(
            f"The setting c_dim of the checkpoint is {shown(classes)}, not a "
            "number of classes; it is damaged."
        )
    check_class(classes, class_index)
    check_colors(generator.state.get("img_channels", 3))
    return classes


def _keep_class(
    sources: dict[str, Source], z_dim: object, classes: int, class_index: int
) -> None:
    """
    Make the sources those of a network without labels, for one class

    The embedded label is normalised by itself and put behind z, so that its
    part of the first layer is the same for all faces: a bias.
    """
    try:
        weight, bias, table, offset = (
            sources[f"mapping.{name}"].array().astype(np.float64)
            for name in (
                "fc0.weight",
                "fc0.bias",
                "embed.weight",
                "embed.bias",
            )
        )
        (size,) = offset.shape
        if (
            type(z_dim) is not int
            or weight.shape[1] != z_dim + size
            or table.shape != (size, classes)
        ):
            raise ValueError
        label = table[:, class_index] / sqrt(classes) + offset
        label /= sqrt(float(np.mean(label**2)) + _EPSILON)
        fan_in = weight.shape[1]
        kept = weight[:, :z_dim] * sqrt(z_dim / fan_in)
        moved = bias + weight[:, z_dim:] @ label / sqrt(fan_in)
    except (KeyError, ValueError, IndexError):
        raise CheckpointError(
            "The class labels of this network do not enter its mapping as in "
            "StyleGAN2; it is damaged or of a changed network."
        ) from None
    sources["mapping.fc0.weight"] = Array.of(kept)
    sources["mapping.fc0.bias"] = Array.of(moved)
    del sources["mapping.embed.weight"], sources["mapping.embed.bias"]


def _check_module(module: Module) -> None:
    state, kind = module.state, module.class_name
    if kind in ("SynthesisLayer", "ToRGBLayer"):
        _require(state, "activation", "lrelu")
        _require(state, "act_gain", sqrt(2))
    elif kind == "FullyConnectedLayer":
        _check_dense(module)


def _check_dense(module: Module) -> None:
    weight = module.tensors().get("weight")
    if weight is not None and len(weight.shape) == 2 and weight.shape[1]:
        gain = module.state.get("bias_gain", 1)
        if type(gain) in (int, float):
            wanted = gain / sqrt(weight.shape[1])
            _require(module.state, "weight_gain", wanted)


def _mapping_lrmul(modules: Mapping[str, Module]) -> float:
    layers = [
        m for n, m in modules.items() if re.fullmatch(r"mapping\.fc\d+", n)
    ]
    for layer in layers:
        _require(layer.state, "activation", "lrelu")
    gains = {_plain(layer.state.get("bias_gain")) for layer in layers}
    if len(gains) != 1 or None in gains:
        raise CheckpointError(
            "The layers of the mapping network have no common learning-rate "
            "multiplier; the checkpoint is of a changed network."
        )
    return gains.pop()  # type: ignore[return-value]


def _plain(value: object) -> float | None:
    if type(value) in (int, float) and 0 < value < 1e6:  # type: ignore[operator]
        return float(value)  # type: ignore[arg-type]
    return None


def _clamp(layers: list[Module]) -> float | None:
    if any("conv_clamp" not in layer.state for layer in layers):
        raise CheckpointError(
            "The layers do not say conv_clamp; the checkpoint is of a changed "
            "network."
        )
    values = [layer.state["conv_clamp"] for layer in layers]
    if all(value is None for value in values):
        return None
    limits = {_plain(value) for value in values}
    if len(limits) != 1 or None in limits:
        raise CheckpointError(
            "The layers have no common conv_clamp, a positive number; the "
            "checkpoint is of a changed network."
        )
    return limits.pop()


def _has_noise(layers: list[Module]) -> bool:
    flags = [m.state["use_noise"] for m in layers if "use_noise" in m.state]
    return not flags or any(flag is not False for flag in flags)


def _architecture(modules: Mapping[str, Module]) -> object:
    block = modules.get("synthesis.b8")
    return None if block is None else block.state.get("architecture")


def _sources(modules: Mapping[str, Module]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for prefix, module in modules.items():
        for name, tensor in module.tensors().items():
            if name == "resample_filter":
                _check_filter(f"{prefix}.{name}", tensor)
            else:
                sources[f"{prefix}.{name}" if prefix else name] = tensor
    return sources


def _check_filter(name: str, tensor: Tensor) -> None:
    if tensor.shape != _FIR.shape or not np.allclose(tensor.array(), _FIR):
        raise CheckpointError(
            f"The filter {shown(name)} is not the one of StyleGAN2, "
            "[1, 3, 3, 1]; other resampling filters are not supported."
        )


def locate(name: str) -> tuple[str, Layout]:
    """
    Where the PyTorch code keeps a weight

    Parameters
    ----------
    name : str
        As in `GeneratorConfig.weight_shapes`.

    Returns
    -------
    tuple[str, Layout]
        Its name there, and its layout.
    """
    if name == "mapping/w_avg":
        return "mapping.w_avg", Layout()
    if name == "synthesis/const":
        return "synthesis.b4.const", Layout(axes=(1, 2, 0))
    if name.startswith("mapping/"):
        _, layer, leaf = name.split("/")
        layout = _DENSE if leaf == "weight" else Layout()
        return f"mapping.{layer.replace('dense', 'fc')}.{leaf}", layout
    _, block, layer, leaf = name.split("/")
    layout = Layout()
    if leaf == "weight":
        layout = _TURNED if layer in ("conv_up", "skip") else _KERNEL
    elif leaf == "style_weight":
        layout = _DENSE
    place = _LAYERS.get(layer, layer.replace("to_rgb", "torgb"))
    resolution = block.partition("x")[0]
    return f"synthesis.b{resolution}.{place}.{_LEAVES.get(leaf, leaf)}", layout
