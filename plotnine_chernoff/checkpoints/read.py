"""`read_checkpoint`: from a file to a checked, neutral generator.

Imports the modules of this package.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from . import pytorch, tensorflow
from .array_dicts import KIND, is_array_dict, read_array_dict
from .assemble import Checkpoint, Parts, assemble, check_class
from .errors import CheckpointError, shown
from .files import explain_damage, open_buffer, refuse_other_files
from .networks import Module, Network, checkpoint_names
from .state_dicts import read_state_dict
from .torch_tensors import is_stream, read_stream
from .unpickle import Budget, PickleMachine

if TYPE_CHECKING:
    import os

LICENCE = (
    "Made with NVIDIA's code, and perhaps NVIDIA's weights: the NVIDIA "
    "Source Code License allows non-commercial use only. Pictures of people "
    "may be subject to further rights."
)
"""Note that goes with every converted checkpoint"""
OTHERS_LICENCE = (
    "Made by others' code, and perhaps of NVIDIA's weights, which allow "
    "non-commercial use only: ask where the file is from. Pictures of people "
    "may be subject to further rights."
)
"""Note that goes with state dicts, which do not say whose they are"""


def read_checkpoint(
    path: str | os.PathLike[str], class_index: int | None = None
) -> Checkpoint:
    """
    Read a StyleGAN2 generator that NVIDIA's code saved

    Nothing in the file is executed: names in it stand for data only, and
    the source text that it carries is skipped.

    Parameters
    ----------
    path : str or PathLike
        A .pkl file: of the TensorFlow code, a tuple (G, D, Gs); of the
        PyTorch code (stylegan2-ada-pytorch, or StyleGAN2 of the stylegan3
        repository), a dict with G_ema; of either, the generator alone. Or
        a torch.save file: of rosinality's stylegan2-pytorch (g_ema), or a
        state dict of NVIDIA's PyTorch code. Or the .npy file of weights of
        rosasalberto's StyleGAN2-TensorFlow-2.x.
    class_index : int, optional
        Of a network that was trained with class labels: the class to keep,
        from 0.

    Returns
    -------
    Checkpoint
        Sizes, float32 weights in the generator's layout, and the origin.

    Raises
    ------
    CheckpointError
        If the file is anything else, damaged, or hostile: one sentence that
        says what it is and what to do.
    """
    name = Path(path).name
    buffer = open_buffer(path)
    try:
        if is_stream(buffer):
            parts, kind = read_state_dict(read_stream(buffer))
            return _weights_alone(parts, kind, buffer, name, class_index)
        if is_array_dict(buffer):
            parts = read_array_dict(buffer)
            return _weights_alone(parts, KIND, buffer, name, class_index)
        refuse_other_files(buffer, name)
        return _read(buffer, name, class_index)
    except CheckpointError:
        damage = explain_damage(buffer, name)
        if damage is not None:
            raise CheckpointError(damage) from None
        raise
    except Exception as error:
        # What hostile bytes bring about is not foreseen to the last detail:
        # whatever it is, the file is refused and no traceback ends a command.
        raise CheckpointError(
            f"{name!r} cannot be read ({type(error).__name__}); it is damaged "
            "or not a StyleGAN2 checkpoint."
        ) from None


def _read(
    buffer: memoryview, name: str, class_index: int | None
) -> Checkpoint:
    root = _unpickle(buffer, name)
    generator = _generator(root)
    if isinstance(generator, Network):
        parts = _read_network(generator, class_index)
        kind = tensorflow.format_name(generator)
        version = generator.state["version"]
    else:
        parts = _read_module(generator, class_index)
        kind = pytorch.format_name(generator)
        version = generator.version
    config, weights = assemble(parts, len(buffer))
    origin = {
        "file": name,
        "sha256": hashlib.sha256(buffer).hexdigest(),
        "format": kind,
        "version": version,
        "licence": LICENCE,
    }
    return Checkpoint(config, weights, origin)


def _weights_alone(
    parts: Parts,
    kind: str,
    buffer: memoryview,
    name: str,
    class_index: int | None,
) -> Checkpoint:
    """Weights that have lost their network"""
    check_class(0, class_index)
    config, weights = assemble(parts, len(buffer))
    origin = {
        "file": name,
        "sha256": hashlib.sha256(buffer).hexdigest(),
        "format": kind,
        "version": 1,
        "licence": OTHERS_LICENCE,
    }
    return Checkpoint(config, weights, origin)


def _unpickle(buffer: memoryview, name: str) -> object:
    budget = Budget(len(buffer))
    machine = PickleMachine(buffer, checkpoint_names(budget), budget)
    root = machine.load()
    left = len(buffer) - machine.position
    if left:
        raise CheckpointError(
            f"{name!r} goes on for {left:,} bytes after its pickle ends; it "
            "is damaged, download or copy it again."
        )
    return root


def _generator(root: object) -> Network | Module:
    if isinstance(root, Network | Module):
        # Saved alone: perhaps not the averaged one, but a generator.
        return root
    if isinstance(root, tuple | list):
        if len(root) == 3 and isinstance(root[2], Network):
            return root[2]
        if len(root) == 1 and isinstance(root[0], Network | Module):
            return root[0]
    elif isinstance(root, dict) and "G_ema" in root:
        if isinstance(root["G_ema"], Module):
            return root["G_ema"]
        raise CheckpointError(
            "G_ema of this pickle is not a network of NVIDIA's PyTorch code "
            "(perhaps a state dict); give the .pkl file that that code wrote."
        )
    raise CheckpointError(
        "Expected a pickle of NVIDIA's StyleGAN2 code (a tuple G, D, Gs, a "
        f"dict with G_ema, or a generator), got {_described(root)}; give such "
        "a file."
    )


def _described(root: object) -> str:
    if isinstance(root, dict):
        keys = [shown(k, 20) for k in list(root)[:3]]
        return f"a dict with {', '.join(keys)}" if keys else "an empty dict"
    if isinstance(root, tuple | list):
        return f"{len(root)} other objects"
    return f"a pickle of type {type(root).__name__}"


def _read_network(network: Network, class_index: int | None) -> Parts:
    if tensorflow.is_stylegan1(network):
        raise CheckpointError(
            "This is a StyleGAN1 network; plotnine-chernoff draws with "
            "StyleGAN2."
        )
    return tensorflow.read_tensorflow(network, class_index)


def _read_module(module: Module, class_index: int | None) -> Parts:
    if pytorch.is_stylegan3(module):
        raise CheckpointError(
            "This is a StyleGAN3 network; plotnine-chernoff draws with "
            "StyleGAN2."
        )
    return pytorch.read_pytorch(module, class_index)
