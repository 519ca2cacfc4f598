"""NVIDIA's TensorFlow pickles: names, settings and layouts.

Facts about the format only; the pickle itself is read by `networks`, without
TensorFlow.  Imports the neutral form.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .assemble import Layout, Parts, Source, check_class, check_colors
from .errors import CheckpointError, shown
from .networks import Network
from .numpy_arrays import Array

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_VERSIONS = (2, 3, 4, 5)
_ADA = 5  # the version that stylegan2-ada writes
_MAX_VARIABLES = 20_000
_MAX_NAME = 200
_COMPONENTS = ("mapping", "synthesis")

# Settings that change the images in a way that the generator has not, and
# the value that they must have.
_FIXED: Mapping[str, object] = {
    "normalize_latents": True,
    "mapping_nonlinearity": "lrelu",
    "nonlinearity": "lrelu",
    "resample_kernel": [1, 3, 3, 1],
}

_LEAVES = {"style_weight": "mod_weight", "style_bias": "mod_bias"}


def is_stylegan1(network: Network) -> bool:
    """Whether a network is of the first StyleGAN, with AdaIN"""
    if network.state.get("build_func_name") in ("G_style", "D_basic"):
        return True
    synthesis = network.section("components").get("synthesis")
    own = [network, synthesis] if isinstance(synthesis, Network) else [network]
    return any(
        "/StyleMod/" in name
        for part in own
        for name, _ in _own_variables(part)
    )


def format_name(network: Network) -> str:
    """Name of the code that wrote a network"""
    ada = network.state.get("version") == _ADA
    return "stylegan2-ada-tensorflow" if ada else "stylegan2-tensorflow"


def read_tensorflow(network: Network, class_index: int | None = None) -> Parts:
    """
    Find the parts of a generator in a network of the TensorFlow code

    Parameters
    ----------
    network : Network
        The third of the tuple (G, D, Gs): the averaged generator.
    class_index : int, optional
        Refused: networks of this code have labels in a form that cannot be
        kept.

    Returns
    -------
    Parts
        Its arrays and settings.

    Raises
    ------
    CheckpointError
        If it is not a StyleGAN2 generator, or one that is not supported.
    """
    version = network.state.get("version")
    if version not in _VERSIONS:
        raise CheckpointError(
            f"Expected a TensorFlow network of version 2 to 5, got "
            f"{shown(version)}; the file is damaged or too new."
        )
    settings = _settings(network)
    _check_classes(settings.get("label_size", 0), class_index)
    check_colors(settings.get("num_channels", 3))
    sources = dict(_variables(network))
    progressive = _settle_progressive(sources)
    sources.pop("lod", None)
    return Parts(
        sources=sources,
        locate=locate,
        mapping_lrmul=_number(settings, "mapping_lrmul", 0.01),
        conv_clamp=_clamp(settings),
        noise=settings.get("use_noise") is not False,
        declared={
            "resolution": settings.get("resolution"),
            "architecture": (
                "orig" if progressive else settings.get("architecture", "skip")
            ),
        },
    )


def _settings(network: Network) -> dict[str, object]:
    # What the whole was built with goes to its parts and overrides theirs.
    settings: dict[str, object] = {}
    for part in _components(network).values():
        settings |= part.section("static_kwargs")
    settings |= network.section("static_kwargs")
    for name, wanted in _FIXED.items():
        value = settings.get(name, wanted)
        if isinstance(value, tuple):
            value = list(value)
        if value != wanted:
            raise CheckpointError(
                f"The network was built with {name} "
                f"{shown(value)}; only {wanted} is supported."
            )
    return settings


def _check_classes(count: object, class_index: int | None) -> None:
    if type(count) is int and count > 0:
        # The label is normalised together with z, so that what it adds
        # differs from face to face and is no bias.
        raise CheckpointError(
            f"This network was trained with class labels ({count} classes) "
            "by the TensorFlow code; of networks with labels only those of "
            "the PyTorch code are supported."
        )
    check_class(0, class_index)


def _number(settings: Mapping[str, object], name: str, default: float):
    value = settings.get(name, default)
    if type(value) not in (int, float) or not 0 < value < 1e6:  # type: ignore[operator]
        raise CheckpointError(
            f"The setting {name} of the checkpoint is {shown(value)}, "
            "not a positive number; it is damaged."
        )
    return float(value)  # type: ignore[arg-type]


def _clamp(settings: Mapping[str, object]) -> float | None:
    if settings.get("conv_clamp") is None:
        return None
    return _number(settings, "conv_clamp", 256.0)


def _own_variables(network: Network) -> Iterator[tuple[str, object]]:
    variables = network.state.get("variables", [])
    if not isinstance(variables, list | tuple):
        raise _damaged("the list of variables is missing")
    if len(variables) > _MAX_VARIABLES:
        raise _damaged(f"it has {len(variables):,} variables")
    for entry in variables:
        if (
            not isinstance(entry, list | tuple)
            or len(entry) != 2
            or not isinstance(entry[0], str)
            # Names are joined and searched again and again.
            or len(entry[0]) > _MAX_NAME
        ):
            raise _damaged("a variable has no name")
        yield entry[0], entry[1]


def _variables(network: Network) -> Iterator[tuple[str, Source]]:
    for name, value in _own_variables(network):
        yield name, source(name, value)
    for prefix, part in _components(network).items():
        for name, value in _own_variables(part):
            yield f"{prefix}/{name}", source(name, value)


def _components(network: Network) -> dict[str, Network]:
    found: dict[str, Network] = {}
    for prefix, part in network.section("components").items():
        if prefix not in _COMPONENTS:
            raise CheckpointError(
                f"The network has a component {shown(prefix)}, which "
                "StyleGAN2 does not know; it is of another network."
            )
        if not isinstance(part, Network):
            raise _damaged(f"the component {prefix} is no network")
        found[prefix] = part
    return found


def source(name: str, value: object) -> Source:
    """A variable as a source of numbers; anything else is refused"""
    if isinstance(value, Array):
        return value
    if type(value) is float or type(value) is int:
        return Array.of(value)
    raise _damaged(f"the variable {shown(name)} is no array")


def _damaged(what: str) -> CheckpointError:
    return CheckpointError(
        f"The network is damaged: {what}; download or copy the file again."
    )


def _settle_progressive(sources: dict[str, Source]) -> bool:
    """
    Keep what the images of a progressively grown network are made of

    Configurations A to D grow: each resolution has its own step to RGB, and
    `lod` tells how many are still ahead. Once it is 0 only the last counts.
    """
    lod = sources.pop("synthesis/lod", None)
    if lod is None:
        return False
    for level in (lod, sources.get("lod", lod)):
        if level.shape != () or float(level.array()) != 0:
            raise CheckpointError(
                "The network was saved while it still grew (lod is not 0); "
                "give the checkpoint of the finished training."
            )
    blocks = [re.match(r"synthesis/(\d{1,4})x\1/", n) for n in sources]
    last = max((int(m[1]) for m in blocks if m), default=4)
    for name in [n for n in sources if n.startswith("synthesis/ToRGB_lod")]:
        _, step, leaf = name.split("/", 2)
        source = sources.pop(name)
        if step == "ToRGB_lod0":
            sources[f"synthesis/{last}x{last}/ToRGB/{leaf}"] = source
    return True


def locate(name: str) -> tuple[str, Layout]:
    """The file's name of a weight of ours, and its layout there"""
    if name == "mapping/w_avg":
        return "dlatent_avg", Layout()
    if name == "synthesis/const":
        return "synthesis/4x4/Const/const", Layout(lead=1, axes=(1, 2, 0))
    if name.startswith("mapping/"):
        return name.replace("dense", "Dense"), Layout()
    _, block, layer, leaf = name.split("/")
    level = int(block.partition("x")[0]).bit_length() - 1
    if leaf == "noise":
        index = 2 * level - (5 if layer == "conv_up" else 4)
        return f"synthesis/noise{index}", Layout(lead=2)
    layer = {
        "conv": "Conv" if level == 2 else "Conv1",
        "conv_up": "Conv0_up",
        "to_rgb": "ToRGB",
        "skip": "Skip",
    }[layer]
    # The TensorFlow code adds 1 to the style when it runs.
    layout = Layout(add=1.0) if leaf == "style_bias" else Layout()
    return f"synthesis/{block}/{layer}/{_LEAVES.get(leaf, leaf)}", layout
