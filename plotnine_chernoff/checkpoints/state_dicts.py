"""Weights without their network: torch.save files of state dicts.

rosinality's stylegan2-pytorch (its names are translated into those of
NVIDIA's PyTorch code) and state dicts of NVIDIA's code itself. Imports the
neutral form.
"""

from __future__ import annotations

import re
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from .assemble import Parts, Source
from .errors import CheckpointError, listed
from .numpy_arrays import Array
from .pytorch import locate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_GENERATORS = ("g_ema", "G_ema", "ema", "params_ema", "generator", "g", "G")
"""Keys under which training code keeps generators, the averaged one first"""
_WRAPPERS = ("state_dict", "model")
_PREFIXES = ("module.", "generator.", "decoder.", "G_ema.", "g_ema.")
MAPPING_LRMUL = 0.01
"""Of both codes; a state dict does not say it"""
_SAMPLES = 4096
_FIR = np.outer([1, 3, 3, 1], [1, 3, 3, 1])
_NVIDIA, _ROSINALITY = "synthesis.b4.const", "input.input"


def read_state_dict(content: object) -> tuple[Parts, str]:
    """
    Find a generator in what torch.save wrote

    Parameters
    ----------
    content : object
        As `read_stream` gives it: a state dict, or a dict that holds one
        under a name such as g_ema; g and d may be absent.

    Returns
    -------
    Parts
    str
        Name of the format.

    Raises
    ------
    CheckpointError
        There is none, or it is not of StyleGAN2.
    """
    tensors = _find(content)
    if tensors is None:
        keys = list(map(str, content)) if isinstance(content, dict) else []
        raise CheckpointError(
            "Expected a torch.save file with a StyleGAN2 generator: the "
            "checkpoint of rosinality's stylegan2-pytorch (key g_ema), or a "
            "state dict of NVIDIA's PyTorch code, got one with "
            f"{listed(keys) if keys else 'neither'}; give such a file, or "
            "the .pkl file that NVIDIA's code wrote."
        )
    if _NVIDIA in tensors:
        kept = {k: v for k, v in tensors.items() if not k.endswith("filter")}
        kind = "state dict of stylegan2-ada-pytorch"
    else:
        kept = _translated(tensors, content)
        kind = "rosinality stylegan2-pytorch"
    if "mapping.w_avg" not in kept:
        kept["mapping.w_avg"] = Array.of(mean_w(_dense(kept)))
    return Parts(kept, locate, MAPPING_LRMUL, None), kind


def _find(content: object, depth: int = 3) -> dict[str, Source] | None:
    """The tensors of the generator by their names, without prefixes"""
    if not isinstance(content, dict) or not depth:
        return None
    tensors = {
        k: v
        for k, v in content.items()
        if isinstance(k, str) and hasattr(v, "array") and hasattr(v, "shape")
    }
    for prefix in ("", *_PREFIXES):
        own = {
            k.removeprefix(prefix): v
            for k, v in tensors.items()
            if k.startswith(prefix)
        }
        if _NVIDIA in own or _ROSINALITY in own:
            return own
    for key in (*_GENERATORS, *_WRAPPERS):
        found = _find(content.get(key), depth - 1)
        if found is not None:
            return found
    return None


def _translated(tensors: Mapping[str, Source], content) -> dict[str, Source]:
    """Tensors of rosinality's code by the names of NVIDIA's"""
    out: dict[str, Source] = {}
    left = dict(tensors)

    def move(old: str, new: str, shape=None) -> None:
        source = left.pop(old, None)
        if source is None:
            raise CheckpointError(
                f"The generator lacks {old}; it is damaged or of a changed "
                "network."
            )
        array = source.array()
        if shape is not None:
            array = _reshaped(old, array, shape)
        out[new] = Array.of(array)

    move("input.input", "synthesis.b4.const", (-1, 4, 4))
    for i, k in enumerate(sorted(_numbers(left, r"style\.(\d+)\.weight"))):
        for leaf in ("weight", "bias"):
            move(f"style.{k}.{leaf}", f"mapping.fc{i}.{leaf}")
    convolutions = len(_numbers(left, r"convs\.(\d+)\.conv\.weight"))
    blocks = [("conv1", "to_rgb1", "b4.conv1", "b4.torgb", 4)]
    for k in range(convolutions // 2):
        r = 8 * 2**k
        blocks.append((f"convs.{2 * k}", "", f"b{r}.conv0", "", r))
        blocks.append(
            (
                f"convs.{2 * k + 1}",
                f"to_rgbs.{k}",
                f"b{r}.conv1",
                f"b{r}.torgb",
                r,
            )
        )
    rng = np.random.RandomState(0)
    for n, (layer, to_rgb, new, new_rgb, r) in enumerate(blocks):
        _move_convolution(move, layer, f"synthesis.{new}")
        move(f"{layer}.activate.bias", f"synthesis.{new}.bias")
        move(f"{layer}.noise.weight", f"synthesis.{new}.noise_strength", ())
        constant = f"synthesis.{new}.noise_const"
        if f"noises.noise_{n}" in left:
            move(f"noises.noise_{n}", constant, (r, r))
        else:
            # Early versions drew it anew for each picture.
            out[constant] = Array.of(rng.randn(r, r))
        if to_rgb:
            _move_convolution(move, to_rgb, f"synthesis.{new_rgb}")
            move(f"{to_rgb}.bias", f"synthesis.{new_rgb}.bias", (-1,))
    for name in [k for k in left if k.endswith(".kernel")]:
        _check_filter(name, left.pop(name).array())
    average: Any = (
        content.get("latent_avg") if isinstance(content, dict) else None
    )
    if hasattr(average, "array"):
        out["mapping.w_avg"] = Array.of(average.array().reshape(-1))
    if left:
        raise CheckpointError(
            f"The generator also has {listed(list(left))}, which StyleGAN2 "
            "has not; it is of a changed network."
        )
    return out


def _move_convolution(move, old: str, new: str) -> None:
    move(f"{old}.conv.weight", f"{new}.weight", "without its first axis")
    move(f"{old}.conv.modulation.weight", f"{new}.affine.weight")
    move(f"{old}.conv.modulation.bias", f"{new}.affine.bias")


def _reshaped(name: str, array: np.ndarray, shape) -> np.ndarray:
    if isinstance(shape, str):
        shape = array.shape[1:]
    try:
        return array.reshape(shape)
    except ValueError:
        raise CheckpointError(
            f"{name} of the generator has shape {array.shape}, which does not "
            "fit StyleGAN2; it is damaged or of a changed network."
        ) from None


def _numbers(names: Mapping[str, object], pattern: str) -> set[int]:
    found: Iterator[Any] = (re.fullmatch(pattern, n) for n in names)
    return {int(m[1]) for m in found if m}


def _check_filter(name: str, array: np.ndarray) -> None:
    total = float(array.sum())
    if array.shape != _FIR.shape or not np.allclose(
        array / (total or 1), _FIR / _FIR.sum(), atol=1e-4
    ):
        raise CheckpointError(
            f"The filter {name} is not the one of StyleGAN2, [1, 3, 3, 1]; "
            "other resampling filters are not supported."
        )


def mean_w(layers: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """
    Mean of W, which weights alone may lack: of some thousand latents

    Parameters
    ----------
    layers : sequence of (array (in, out), array (out,))
        Weights and biases of the mapping network.

    Raises
    ------
    CheckpointError
        There are none.
    """
    if not layers:
        raise CheckpointError(
            "The generator has no mapping network; it is of another kind."
        )
    z_dim = layers[0][0].shape[0]
    x = np.random.RandomState(0).randn(_SAMPLES, z_dim).astype(np.float32)
    x /= np.sqrt(np.mean(x**2, axis=1, keepdims=True) + 1e-8)
    for weight, bias in layers:
        gain = MAPPING_LRMUL / sqrt(weight.shape[0])
        x = x @ weight.astype(np.float32) * gain
        x = x + bias.astype(np.float32) * MAPPING_LRMUL
        x = np.maximum(x, 0.2 * x) * np.float32(sqrt(2))
    return x.mean(0)


def _dense(sources: Mapping[str, Source]) -> list[Any]:
    """Weights and biases of the mapping network, (in, out) and (out,)"""
    names = [
        f"mapping.fc{i}"
        for i in sorted(_numbers(sources, r"mapping\.fc(\d+)\.weight"))
    ]
    return [
        (sources[f"{n}.weight"].array().T, sources[f"{n}.bias"].array())
        for n in names
    ]
