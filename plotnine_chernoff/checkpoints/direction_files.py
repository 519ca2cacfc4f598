"""Direction files that people already have, as rows in W or W+.

NumPy arrays, tensors of torch.save and GANSpace's pickles, read by the same
allow-list as checkpoints.  Imports NumPy and the modules of this package.
"""

from __future__ import annotations

import hashlib
import io
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import CheckpointError, shown
from .files import open_buffer
from .networks import direction_names
from .numpy_arrays import Array
from .torch_tensors import LEGACY_HEAD, ZIP_MAGIC, Tensor, read_stream
from .unpickle import Budget, PickleMachine

if TYPE_CHECKING:
    import os

_MAX_BYTES = 64 * 2**20
_MAX_ROWS = 18
_NUMPY_MAGIC = b"\x93NUMPY"
_PICKLE = b"\x80"

# Facts beside the direction that GANSpace and PCA files hold.
_FACTS = (
    "name",
    "sigma_range",
    "edit_start",
    "edit_end",
    "latent_space",
    "lat_stdev",
    "model_name",
    "output_class",
)


def read_direction(
    path: str | os.PathLike[str], component: int | None = None
) -> tuple[np.ndarray, dict[str, Any]]:
    """
    Read an edit direction that others found

    Parameters
    ----------
    path : str or PathLike
        A .npy array or a torch.save tensor of shape (512,), (1, 512),
        (L, 512) or (1, L, 512); a GANSpace pickle, a dict with ``lat_comp``;
        or a dict of principal components, ``comp`` of shape (K, 1, 512).
    component : int, optional
        Which of several principal components, from 0.

    Returns
    -------
    array, (1, 512) or (L, 512), float32
        As in the file: neither sign nor length are changed. One row is for
        all styles, L rows are one for each. 512 stands for the size of W.
    dict[str, Any]
        file, sha256, format, and what else the file says: for GANSpace
        edit_start and edit_end (styles from, to but without), sigma_range
        and lat_stdev (one sigma in units of the direction).

    Raises
    ------
    CheckpointError
        If the file is anything else, damaged or hostile.

    Notes
    -----
    Formats of omertov/encoder4editing, harskish/ganspace and
    genforce/interfacegan. A direction belongs to the network that it was
    found on; none of the formats says which one that was.
    """
    name = Path(path).name
    buffer = open_buffer(path)
    if len(buffer) > _MAX_BYTES:
        raise CheckpointError(
            f"{name!r} has {len(buffer):,} bytes, far more than a direction; "
            "give a .npy, .pt or GANSpace .pkl file."
        )
    try:
        kind, content = _content(buffer, name)
        array, facts = _direction(content, name, component)
        rows = _rows(array, name)
    except CheckpointError:
        raise
    except Exception as error:
        # As in read_checkpoint: whatever hostile bytes bring about.
        raise CheckpointError(
            f"{name!r} cannot be read ({type(error).__name__}); it is damaged "
            "or not a direction."
        ) from None
    digest = hashlib.sha256(buffer).hexdigest()
    origin = {"file": name, "sha256": digest, "format": kind}
    return rows, origin | facts


def _content(buffer: memoryview, name: str) -> tuple[str, object]:
    head = bytes(buffer[:16])
    if head.startswith(_NUMPY_MAGIC):
        return "numpy", _read_npy(buffer)
    if head.startswith((ZIP_MAGIC, LEGACY_HEAD)):
        return "torch", read_stream(buffer)
    if head.startswith(_PICKLE):
        budget = Budget(len(buffer))
        machine = PickleMachine(buffer, direction_names(budget), budget)
        return "pickle", machine.load()
    raise CheckpointError(
        f"Expected a .npy array, a torch.save file or a GANSpace pickle, got "
        f"{name!r}, which is none of them; download or export it again."
    )


def _read_npy(buffer: memoryview) -> np.ndarray:
    stream = io.BytesIO(buffer)
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    version = np.lib.format.read_magic(stream)
    if version not in readers:
        raise CheckpointError(
            f"Expected an .npy file of version 1 or 2, got {version}; save "
            "the array again with numpy.save."
        )
    try:
        shape, fortran, dtype = readers[version](stream)
    except Exception:
        raise CheckpointError(
            "The header of the .npy file is damaged; download or export the "
            "file again."
        ) from None
    if dtype.hasobject:
        raise CheckpointError(
            "The .npy file holds Python objects, which are never loaded; "
            "save plain numbers with numpy.save."
        )
    # Before numpy allocates anything: the header may promise any size.
    data = buffer[stream.tell() :]
    if prod(shape) * dtype.itemsize != len(data):
        raise CheckpointError(
            f"The .npy file announces the shape {shape} and holds "
            f"{len(data):,} bytes, which does not fit; download or export it "
            "again."
        )
    flat = np.frombuffer(data, dtype)
    return flat.reshape(shape, order="F" if fortran else "C")


def _direction(
    content: object, name: str, component: int | None
) -> tuple[np.ndarray, dict[str, Any]]:
    if isinstance(content, dict):
        if "lat_comp" in content:
            return _ganspace(content, name)
        if "comp" in content:
            return _principal(content, name, component)
        keys = ", ".join(shown(k, 20) for k in list(content)[:5])
        raise CheckpointError(
            f"Expected a direction in {name!r}, got a dict with "
            f"{keys or 'nothing'}; give a file with one array."
        )
    if component is not None:
        raise CheckpointError(
            f"{name!r} holds one direction, so that component {component} "
            "cannot be chosen; leave the choice out."
        )
    return _array(content, name), {}


def _array(value: object, name: str) -> np.ndarray:
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, Tensor | Array):
        return value.array()
    raise CheckpointError(
        f"Expected an array in {name!r}, got {type(value).__name__}; give a "
        "file with one array."
    )


def _ganspace(content: dict, name: str) -> tuple[np.ndarray, dict[str, Any]]:
    facts: dict[str, Any] = {"format": "ganspace"}
    for key in _FACTS:
        value = content.get(key)
        if type(value) in (str, int, float):
            facts[key] = value
    if facts.get("latent_space") == "Z":
        raise CheckpointError(
            f"The direction in {name!r} was found in Z; only directions in W "
            "can be used, since faces are edited there."
        )
    return _array(content["lat_comp"], name), facts


def _principal(
    content: dict, name: str, component: int | None
) -> tuple[np.ndarray, dict[str, Any]]:
    components = _array(content["comp"], name)
    count = len(components) if components.ndim else 0
    if component is None or not 0 <= component < count:
        raise CheckpointError(
            f"{name!r} holds {count} principal components; choose one of "
            f"them, 0 to {count - 1}."
        )
    facts: dict[str, Any] = {"format": "pca", "component": component}
    if "std" in content:
        deviations = _array(content["std"], name)
        if deviations.shape == (count,):
            facts["lat_stdev"] = float(deviations[component])
    return components[component], facts


def _rows(array: np.ndarray, name: str) -> np.ndarray:
    shape = array.shape
    while array.ndim > 2 and array.shape[0] == 1:
        array = array[0]
    if array.ndim == 1:
        array = array[None]
    if array.ndim != 2 or not 1 <= len(array) <= _MAX_ROWS or not array.size:
        raise CheckpointError(
            f"Expected a direction of shape (512,), (1, 512), (L, 512) or "
            f"(1, L, 512) with L up to {_MAX_ROWS} in {name!r}, got {shape}; "
            "give one direction in W."
        )
    if array.dtype.kind != "f":
        raise CheckpointError(
            f"Expected floating-point numbers in {name!r}, got "
            f"{array.dtype}; give one direction in W."
        )
    with np.errstate(over="ignore"):
        rows = np.array(array, np.float32, order="C")
    if not np.isfinite(rows).all() or not rows.any():
        raise CheckpointError(
            f"The direction in {name!r} is zero or not finite; download or "
            "export it again."
        )
    return rows
