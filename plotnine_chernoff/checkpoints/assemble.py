"""From the weights of either format to the generator's names and layouts.

The sizes of the network are read off its weights; every weight must be there,
have the one shape that fits the others, and none may be left over.  Imports
NumPy and the generator's configuration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ..generator.config import GeneratorConfig
from .errors import CheckpointError, listed, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

# Half-precision weights double when they become float32; more than that
# means that a hostile file names the same numbers many times.
_GROWTH = 4

MAX_RESOLUTION = 1024


class Source(Protocol):
    """An array of a file that can be asked for its shape without a copy"""

    @property
    def shape(self) -> tuple[int, ...]:
        """Its sizes"""
        ...

    def array(self) -> np.ndarray:
        """Its numbers"""
        ...


@dataclass(frozen=True)
class Layout:
    """
    How an array of a file becomes a weight of the generator

    Parameters
    ----------
    lead : int
        Number of leading axes of size 1 to drop.
    axes : tuple[int, ...] or None
        Order in which the remaining axes are wanted.
    flip : bool
        Whether to turn the two spatial axes, then the first two, around.
    add : float
        Number to add to every element.
    """

    lead: int = 0
    axes: tuple[int, ...] | None = None
    flip: bool = False
    add: float = 0.0

    def shape(self, shape: tuple[int, ...]) -> tuple[int, ...] | None:
        """The shape of the weight, None if the array's does not fit"""
        if shape[: self.lead] != (1,) * self.lead:
            return None
        rest = shape[self.lead :]
        if self.axes is None:
            return rest
        if len(rest) != len(self.axes):
            return None
        return tuple(rest[i] for i in self.axes)

    def apply(self, array: np.ndarray) -> np.ndarray:
        """The weight in float32, a copy"""
        array = array.reshape(array.shape[self.lead :])
        if self.axes is not None:
            array = array.transpose(self.axes)
        if self.flip:
            array = array[::-1, ::-1]
        with np.errstate(over="ignore"):
            weight = np.array(array, np.float32, order="C")
        return weight + np.float32(self.add) if self.add else weight


@dataclass(frozen=True)
class Checkpoint:
    """
    A StyleGAN2 generator, free of the format it was stored in

    Parameters
    ----------
    config : dict[str, Any]
        z_dim, w_dim, resolution, mapping_layers, mapping_lrmul,
        architecture ("skip", "resnet" or "orig"), channels ({resolution:
        feature maps}), num_styles, conv_clamp (None or a number) and
        mapping_width (None where hidden layers have w_dim features).
    weights : dict[str, np.ndarray]
        float32 arrays by the names of `GeneratorConfig.weight_shapes`.
    origin : dict[str, Any]
        file (its name), sha256, format, version and licence.
    """

    config: dict[str, Any]
    weights: dict[str, np.ndarray]
    origin: dict[str, Any]


@dataclass(frozen=True)
class Parts:
    """
    What a format's reader found in a file

    Parameters
    ----------
    sources : Mapping[str, Source]
        The arrays by the file's own names, less those that no image needs.
    locate : Callable
        Takes a weight's name, returns the file's name for it and the
        `Layout` that it has there.
    mapping_lrmul : float
        Learning-rate multiplier of the mapping network.
    conv_clamp : float or None
        Limit of the activations.
    noise : bool
        Whether the network has noise inputs.
    declared : Mapping[str, object]
        Settings that the file states and that must agree with its weights.
    """

    sources: Mapping[str, Source]
    locate: Callable[[str], tuple[str, Layout]]
    mapping_lrmul: float
    conv_clamp: float | None
    noise: bool = True
    declared: Mapping[str, object] = field(default_factory=dict)

    def shape(self, name: str) -> tuple[int, ...] | None:
        """Shape of the weight `name`, None where the file has none"""
        source_name, layout = self.locate(name)
        source = self.sources.get(source_name)
        return None if source is None else layout.shape(source.shape)


def check_class(classes: int, class_index: int | None) -> None:
    """
    Refuse a choice of class that a network has not, or lacks

    Parameters
    ----------
    classes : int
        How many classes the network knows; 0: it has no labels.
    class_index : int or None
        The choice.

    Raises
    ------
    CheckpointError
        If they do not fit together.
    """
    if classes == 0 and class_index is not None:
        raise CheckpointError(
            f"This network was trained without class labels, so that class "
            f"{class_index} cannot be chosen; leave the choice out."
        )
    if classes and (class_index is None or not 0 <= class_index < classes):
        got = "none" if class_index is None else class_index
        raise CheckpointError(
            f"This network was trained with class labels: choose the class "
            f"to keep, 0 to {classes - 1} (class_index, or --class on the "
            f"command line), got {got}."
        )


def check_colors(channels: object) -> None:
    """
    Refuse networks whose pictures are neither RGB nor gray

    Raises
    ------
    CheckpointError
        If the file gives another number of color channels.
    """
    if channels not in (1, 3):
        raise CheckpointError(
            f"The network makes pictures of {shown(channels)} channels; only "
            "RGB (3) and gray (1) are supported."
        )


def assemble(parts: Parts, file_size: int) -> tuple[dict, dict]:
    """
    Check the parts against each other and put them together

    Parameters
    ----------
    parts : Parts
        What was found in the file.
    file_size : int
        Size of the file in bytes; bounds the memory of the result.

    Returns
    -------
    tuple[dict, dict]
        The config and the weights of a `Checkpoint`.

    Raises
    ------
    CheckpointError
        Which weight is missing, left over, of a shape that does not fit, or
        not finite.
    """
    config = _read_config(parts)
    _check_start(parts)
    for name, value in parts.declared.items():
        if value is not None and getattr(config, name) != value:
            raise CheckpointError(
                f"The checkpoint says {name} {shown(value)}, but its "
                f"weights are those of {getattr(config, name)}; it is "
                "damaged or was edited."
            )
    shapes = config.weight_shapes()
    gray = _is_gray(parts, config.resolution)
    _check_shapes(parts, _gray_shapes(shapes) if gray else shapes)
    if 4 * sum(map(prod, shapes.values())) > _GROWTH * file_size + 4096:
        raise CheckpointError(
            "The checkpoint names the same numbers many times over; it is "
            "damaged or hostile and was not read."
        )
    weights = {name: _weight(parts, name, shapes[name]) for name in shapes}
    if gray:
        weights |= {
            name: np.repeat(weights[name], 3, -1)
            for name in filter(_is_color, shapes)
        }
    return config.to_dict() | {"num_styles": config.num_styles}, weights


def _read_config(parts: Parts) -> GeneratorConfig:
    first = _first_shape(parts, "mapping/dense0/weight", 2)
    layers = 1
    while parts.shape(f"mapping/dense{layers}/weight") is not None:
        layers += 1
    last = _first_shape(parts, f"mapping/dense{layers - 1}/weight", 2)
    channels, resolution = {}, 4
    while (shape := _block_shape(parts, resolution)) is not None:
        channels[resolution] = shape[-1]
        resolution *= 2
    resolution //= 2
    if resolution > MAX_RESOLUTION:
        raise CheckpointError(
            f"The network makes pictures of {resolution} x {resolution} "
            f"pixels; at most {MAX_RESOLUTION} are supported."
        )
    if resolution < 8:
        raise CheckpointError(
            f"Expected blocks from 4x4 up to a resolution of 8 to "
            f"{MAX_RESOLUTION}, got {len(channels)} of them; the checkpoint "
            "is damaged or of another kind of network."
        )
    try:
        return GeneratorConfig(
            resolution=resolution,
            channels=channels,
            z_dim=first[0],
            w_dim=last[1],
            mapping_layers=layers,
            mapping_lrmul=parts.mapping_lrmul,
            architecture=_architecture(parts),
            conv_clamp=parts.conv_clamp,
            mapping_width=None if first[1] == last[1] else first[1],
        )
    except ValueError as error:
        raise CheckpointError(
            f"The checkpoint is of a network that cannot be: {error}"
        ) from None


def _check_start(parts: Parts) -> None:
    """Pictures are as wide and as high as the constant that they start from"""
    shape = parts.shape("synthesis/const")
    if shape is None or len(shape) != 3 or shape[:2] == (4, 4):
        return
    height, width = shape[:2]
    form = "square" if height == width else "rectangular"
    raise CheckpointError(
        f"The network starts from {height} x {width} features and makes "
        f"{form} pictures of its own proportions; only square ones that "
        "start from 4 x 4 are supported."
    )


def _is_color(name: str) -> bool:
    return name.endswith(("/to_rgb/weight", "/to_rgb/bias"))


def _is_gray(parts: Parts, resolution: int) -> bool:
    shape = parts.shape(f"synthesis/{resolution}x{resolution}/to_rgb/bias")
    return shape == (1,)


def _gray_shapes(shapes: Mapping[str, tuple]) -> dict[str, tuple]:
    """What a gray network has; its one channel becomes three equal ones"""
    return {
        name: (*shape[:-1], 1) if _is_color(name) else shape
        for name, shape in shapes.items()
    }


def _first_shape(parts: Parts, name: str, rank: int) -> tuple[int, ...]:
    shape = parts.shape(name)
    if shape is None or len(shape) != rank:
        raise CheckpointError(
            f"The checkpoint lacks {shown(parts.locate(name)[0])} of the "
            "right form; it is damaged or not a StyleGAN2 network."
        )
    return shape


def _block_shape(parts: Parts, resolution: int) -> tuple[int, ...] | None:
    if resolution > 2**20:
        return None
    name = f"synthesis/{resolution}x{resolution}/conv/weight"
    shape = parts.shape(name)
    return shape if shape is not None and len(shape) == 4 else None


def _architecture(parts: Parts) -> str:
    if parts.shape("synthesis/8x8/skip/weight") is not None:
        return "resnet"
    if parts.shape("synthesis/4x4/to_rgb/weight") is not None:
        return "skip"
    return "orig"


def _is_noise(name: str) -> bool:
    return name.endswith(("/noise", "/noise_strength"))


def _check_shapes(parts: Parts, shapes: Mapping[str, tuple]) -> None:
    places = {name: parts.locate(name) for name in shapes}
    used = {source for source, _ in places.values()}
    missing = [
        source
        for name, (source, _) in places.items()
        if source not in parts.sources and (parts.noise or not _is_noise(name))
    ]
    if missing:
        raise CheckpointError(
            f"The checkpoint lacks {listed(missing)}; it is damaged or not a "
            "StyleGAN2 network."
        )
    extra = sorted(set(parts.sources) - used)
    if extra:
        raise CheckpointError(
            f"The checkpoint has weights that StyleGAN2 does not know: "
            f"{listed(extra)}; it is of another or a changed network."
        )
    for name, (source, layout) in places.items():
        if source in parts.sources:
            got = parts.sources[source].shape
            if layout.shape(got) != tuple(shapes[name]):
                raise CheckpointError(
                    f"The weight {shown(source)} has shape {got}, which does "
                    "not fit the others; the checkpoint is damaged or of a "
                    "changed network."
                )


def _weight(parts: Parts, name: str, shape: tuple[int, ...]) -> np.ndarray:
    source_name, layout = parts.locate(name)
    source = parts.sources.get(source_name)
    if source is None:
        return np.zeros(shape, np.float32)
    array = source.array()
    if array.dtype.kind != "f":
        raise CheckpointError(
            f"The weight {shown(source_name)} is of type {array.dtype}, not "
            "of floating-point numbers; the checkpoint is damaged."
        )
    weight = layout.apply(array)
    if not np.isfinite(weight).all():
        raise CheckpointError(
            f"The weight {shown(source_name)} holds numbers that are not "
            "finite; the checkpoint is damaged or its training failed."
        )
    return weight
