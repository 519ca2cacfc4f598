"""Direction files that people already have, as rows in W or W+.

NumPy arrays, tensors of torch.save and GANSpace's pickles, read by the same
allow-list as checkpoints.  Imports NumPy and the modules of this package.
"""

from __future__ import annotations

import hashlib
import io
import re
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import CheckpointError, listed, shown
from .files import open_buffer, zip_kind
from .networks import direction_names
from .numpy_arrays import Array
from .torch_tensors import LEGACY_HEAD, ZIP_MAGIC, Tensor, read_stream
from .unpickle import Budget, PickleMachine

if TYPE_CHECKING:
    import os

_MAX_BYTES = 64 * 2**20
_MAX_ROWS = 18
_MIN_STEM = 4
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
    path: str | os.PathLike[str],
    component: int | None = None,
    name: str | None = None,
    wanted: str | None = None,
) -> tuple[np.ndarray, dict[str, Any]]:
    """
    Read an edit direction that others found

    Parameters
    ----------
    path : str or PathLike
        A .npy array or a torch.save tensor of shape (512,), (1, 512),
        (L, 512) or (1, L, 512); a GANSpace pickle, a dict with ``lat_comp``;
        a dict of principal components, ``comp`` of shape (K, 1, 512); the
        dict of a closed-form factorisation, ``eigvec`` of shape (512, K); a
        matrix (K, 512) or a list of K > 18 directions; or a dict with a
        direction for each name.
    component : int, optional
        Which of several directions without a name, from 0.
    name : str, optional
        Which of several directions with a name.
    wanted : str, optional
        An attribute: without `name`, the only direction whose name begins
        like it is taken.

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
    Formats of omertov/encoder4editing, harskish/ganspace,
    genforce/interfacegan and rosinality/stylegan2-pytorch. A direction
    belongs to the network that it was found on; none of the formats says
    which one that was.
    """
    file = Path(path).name
    buffer = open_buffer(path)
    if len(buffer) > _MAX_BYTES:
        raise CheckpointError(
            f"{file!r} has {len(buffer):,} bytes, far more than a direction; "
            "give a .npy, .pt or GANSpace .pkl file."
        )
    try:
        kind, content = _content(buffer, file)
        array, facts = _direction(content, file, component, name, wanted)
        rows = _rows(array, file)
    except CheckpointError:
        raise
    except Exception as error:
        # As in read_checkpoint: whatever hostile bytes bring about.
        raise CheckpointError(
            f"{file!r} cannot be read ({type(error).__name__}); it is damaged "
            "or not a direction."
        ) from None
    digest = hashlib.sha256(buffer).hexdigest()
    origin = {"file": file, "sha256": digest, "format": kind}
    return rows, origin | facts


def read_array(
    buffer: memoryview, file: str, names: tuple[str, ...] = ()
) -> np.ndarray:
    """
    The numbers of a file that holds one array

    Parameters
    ----------
    buffer : memoryview
        Of a .npy or torch.save file.
    file : str
        Its name.
    names : tuple of str
        Which entry to take where it is a dict.

    Raises
    ------
    CheckpointError
        If it holds something else.
    """
    _, content = _content(buffer, file)
    if isinstance(content, dict):
        content = next((content[n] for n in names if n in content), content)
    return _array(content, file)


def _content(buffer: memoryview, name: str) -> tuple[str, object]:
    head = bytes(buffer[:16])
    if head.startswith(_NUMPY_MAGIC):
        return "numpy", _read_npy(buffer)
    if head.startswith(ZIP_MAGIC):
        what = zip_kind(
            buffer, "give one direction in W, saved with numpy.save"
        )
        if what is not None:
            raise CheckpointError(f"{name!r} is {what}.")
        return "torch", read_stream(buffer)
    if head.startswith(LEGACY_HEAD):
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
            "The .npy file holds Python objects (perhaps a dictionary of "
            "arrays), which are never loaded; save one array of plain numbers "
            "with numpy.save."
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
    content: object,
    file: str,
    component: int | None,
    name: str | None,
    wanted: str | None,
) -> tuple[np.ndarray, dict[str, Any]]:
    if isinstance(content, dict):
        if "lat_comp" in content:
            _refuse_choice(file, component, name)
            return _ganspace(content, file)
        if "comp" in content:
            return _principal(content, file, component)
        if "eigvec" in content:
            matrix = _array(content["eigvec"], file)
            facts = {"format": "closed form", "component": component}
            return _chosen(matrix.T, file, component), facts
        return _named(content, file, component, name, wanted)
    if isinstance(content, list | tuple) and len(content) > 1:
        arrays = [_array(c, file) for c in content]
        return _chosen(arrays, file, component), {"component": component}
    array = _array(content, file)
    if array.ndim == 2 and len(array) > _MAX_ROWS:
        if array.shape[0] == array.shape[1]:
            raise CheckpointError(
                f"{file!r} holds a matrix of {len(array)} x {len(array)} "
                "numbers, which does not say whether directions are its rows "
                "or its columns; save one direction with numpy.save."
            )
        return _chosen(array, file, component), {"component": component}
    _refuse_choice(file, component, name)
    return array, {}


def _refuse_choice(file: str, component: int | None, name: str | None) -> None:
    if component is not None or name is not None:
        what = f"component {component}" if name is None else shown(name)
        raise CheckpointError(
            f"{file!r} holds one direction, so that {what} cannot be chosen; "
            "leave the choice out."
        )


def _chosen(
    arrays: np.ndarray | list[np.ndarray], file: str, component: int | None
) -> np.ndarray:
    count = len(arrays)
    if component is None or not 0 <= component < count:
        raise CheckpointError(
            f"{file!r} holds {count} directions; choose one of them with "
            f"component (--component on the command line), 0 to {count - 1}."
        )
    return arrays[component]


def _named(
    content: dict,
    file: str,
    component: int | None,
    name: str | None,
    wanted: str | None,
) -> tuple[np.ndarray, dict[str, Any]]:
    arrays = {
        key: value
        for key, value in content.items()
        if isinstance(key, str)
        and isinstance(value, Tensor | Array | np.ndarray)
    }
    if not arrays:
        keys = ", ".join(shown(k, 20) for k in list(content)[:5])
        raise CheckpointError(
            f"Expected a direction in {file!r}, got a dict with "
            f"{keys or 'nothing'}; give a file with one array."
        )
    if name is None:
        alike = [n for n in arrays if wanted is not None and _like(n, wanted)]
        found = alike if len(alike) == 1 else list(arrays)
        name = found[0] if len(found) == 1 else None
    if name not in arrays or component is not None:
        raise CheckpointError(
            f"{file!r} holds directions by name: {listed(list(arrays), 20)}; "
            "choose one of them with name (--name on the command line)."
        )
    return _array(arrays[name], file), {"name": name}


def _like(name: str, wanted: str) -> bool:
    """Whether a name may stand for an attribute: 'smiling' for smile"""
    stem = wanted.removesuffix("e")
    words = re.sub(r"[^a-z]+", "_", name.lower()).strip("_")
    return f"_{wanted}_" in f"_{words}_" or (
        len(stem) >= _MIN_STEM
        and any(word.startswith(stem) for word in words.split("_"))
    )


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
            "them with component (--component on the command line), 0 to "
            f"{count - 1}."
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
