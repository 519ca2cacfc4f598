"""Files of W and W+ codes: projected photographs.

`projected_w.npz` of NVIDIA's projectors, and arrays and tensors of encoders,
read without executing anything. Imports NumPy and the readers beside it.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .direction_files import read_array
from .errors import CheckpointError, listed
from .files import open_buffer
from .torch_tensors import ZIP_MAGIC, is_stream

if TYPE_CHECKING:
    import os

    from ..generator.config import GeneratorConfig

_MAX_BYTES = 64 * 2**20
_NAMES = ("w", "w_plus", "ws", "latent", "latents", "latent_code")


def read_code(
    path: str | os.PathLike[str], index: int | None = None
) -> tuple[np.ndarray, dict[str, Any]]:
    """
    Read a projected code

    Parameters
    ----------
    path : str or PathLike
        A .npz with an array ``w``, a .npy array or a torch.save tensor, of
        shape (512,), (1, 512), (L, 512), (1, L, 512), or (N, L, 512) with
        `index`. 512 stands for the size of W.
    index : int, optional
        Which of N codes, from 0.

    Returns
    -------
    array, (1, 512) or (L, 512), float32
    dict[str, Any]
        file and sha256.

    Raises
    ------
    CheckpointError
        The file is anything else, or damaged.
    """
    name = Path(path).name
    buffer = open_buffer(path)
    if len(buffer) > _MAX_BYTES:
        raise CheckpointError(
            f"{name!r} has {len(buffer):,} bytes, far more than a code; give "
            "a .npz, .npy or .pt file of a projection."
        )
    try:
        if bytes(buffer[:4]) == ZIP_MAGIC and not is_stream(buffer):
            array = _read_npz(buffer, name)
        else:
            array = read_array(buffer, name, _NAMES)
        code = _one(np.asarray(array, np.float32), name, index)
    except CheckpointError:
        raise
    except Exception as error:
        # As in read_checkpoint: whatever hostile bytes bring about.
        raise CheckpointError(
            f"{name!r} cannot be read ({type(error).__name__}); it is damaged "
            "or holds no code."
        ) from None
    return code, {
        "file": name,
        "sha256": hashlib.sha256(buffer).hexdigest(),
    }


def _read_npz(buffer: memoryview, name: str) -> np.ndarray:
    data = bytes(buffer)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(i.file_size for i in archive.infolist()) > _MAX_BYTES:
            raise CheckpointError(
                f"{name!r} unfolds to far more than a code; it is damaged or "
                "hostile."
            )
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        names = [n for n in _NAMES if n in arrays.files]
        if not names and len(arrays.files) == 1:
            names = arrays.files
        if not names:
            raise CheckpointError(
                f"{name!r} has no array 'w'; it has {listed(arrays.files)}. "
                "Give the projected_w.npz of a projector."
            )
        return arrays[names[0]]


def _one(array: np.ndarray, name: str, index: int | None) -> np.ndarray:
    """One code (1 or L, w_dim) of an array"""
    if array.ndim == 3 and (len(array) > 1 or index is not None):
        if index is None or not 0 <= index < len(array):
            raise CheckpointError(
                f"{name!r} holds {len(array)} codes; choose one with --index, "
                f"0 to {len(array) - 1}."
            )
        return array[index]
    if array.ndim == 3 and len(array) == 1:
        return array[0]
    if array.ndim in (1, 2) and array.size:
        return np.atleast_2d(array)
    raise CheckpointError(
        f"Expected a code of shape (512,), (1, 512), (L, 512) or (1, L, 512), "
        f"got {array.shape} in {name!r}; give the output of a projector or "
        "encoder."
    )


def check_code(
    code: np.ndarray, config: GeneratorConfig, what: str
) -> np.ndarray:
    """
    A code as a model has it

    Parameters
    ----------
    code : array, (w_dim,), (1, w_dim) or (num_styles, w_dim)
    config : GeneratorConfig
    what : str
        Named in errors.

    Returns
    -------
    array, (num_styles, w_dim), float32

    Raises
    ------
    ValueError
        It has another shape, or is not finite.
    """
    code = np.atleast_2d(np.asarray(code, np.float32))
    shape = (config.num_styles, config.w_dim)
    if code.shape not in (shape, (1, config.w_dim)):
        raise ValueError(
            f"{what} has a code of shape {code.shape}; this model needs "
            f"({config.w_dim},) or {shape}. A code belongs to the network "
            "that it was projected with."
        )
    if not np.isfinite(code).all():
        raise ValueError(
            f"{what} has a code with numbers that are not finite: project "
            "that picture again."
        )
    return np.ascontiguousarray(np.broadcast_to(code, shape))
