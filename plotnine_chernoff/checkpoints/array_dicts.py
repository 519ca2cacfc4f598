"""Weights of a TensorFlow 2 port: a dict of arrays that NumPy saved (.npy).

rosasalberto's StyleGAN2-TensorFlow-2.x keeps the variables of NVIDIA's
network so, by their own names. Imports the modules of this package.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from .assemble import Parts
from .errors import CheckpointError, listed
from .networks import direction_names
from .numpy_arrays import Array, DType
from .state_dicts import MAPPING_LRMUL, mean_w
from .tensorflow import locate, source
from .unpickle import Budget, Name, PickleMachine, Standin

if TYPE_CHECKING:
    from .assemble import Source

KIND = "rosasalberto StyleGAN2-TensorFlow-2.x"
_HEAD = 2**16
_OBJECT = ("O", "O4", "O8")
_OTHERS = "disc_", "lod"
"""What belongs to no picture: of the discriminator, and of growing"""


class _ObjectType(Standin):
    """Stands for ``numpy.dtype(object)``"""

    def build(self, state: object) -> None:
        """Nothing of it is needed"""


class _Holder(Array):
    """Stands for an array, also for one that holds an object"""

    content: object = None

    def build(self, state: object) -> None:
        """Take the object, or the numbers"""
        last = state[-1] if isinstance(state, tuple) and state else None
        if isinstance(last, list) and len(last) == 1:
            self.content = last[0]
        else:
            super().build(state)


def is_array_dict(buffer: memoryview) -> bool:
    """Whether a file is of NumPy's and holds an object, not numbers"""
    header = _header(bytes(buffer[:_HEAD]))
    return header is not None and header[1]


def read_array_dict(buffer: memoryview) -> Parts:
    """
    Find a generator in a dict of arrays

    Parameters
    ----------
    buffer : memoryview
        An .npy file of which `is_array_dict` is true.

    Returns
    -------
    Parts

    Raises
    ------
    CheckpointError
        It is not of such weights.
    """
    header = _header(bytes(buffer[:_HEAD]))
    body = buffer[header[0] if header else 0 :]
    budget = Budget(len(body))
    names = direction_names(budget)
    for core in ("numpy.core", "numpy._core"):
        names[f"{core}.multiarray", "_reconstruct"] = Name(
            "_reconstruct", lambda *_: _Holder(budget)
        )
    names["numpy", "dtype"] = Name("numpy.dtype", _dtype)
    root = PickleMachine(body, names, budget).load()
    content = root.content if isinstance(root, _Holder) else None
    if not isinstance(content, dict) or "4x4/Const/const" not in content:
        keys = list(map(str, content)) if isinstance(content, dict) else []
        raise CheckpointError(
            "Expected the weights of rosasalberto's StyleGAN2-TensorFlow-2.x "
            "(a dict with 4x4/Const/const and others), got "
            f"{listed(keys) if keys else 'something else'}; give such a file, "
            "or the .pkl file that NVIDIA's code wrote."
        )
    kept: dict[str, Source] = {}
    for name, value in content.items():
        if isinstance(name, str) and not name.startswith(_OTHERS):
            kept[_long_name(name)] = source(name, value)
    _draw_noise(kept)
    if "dlatent_avg" not in kept:
        kept["dlatent_avg"] = Array.of(mean_w(_dense(kept)))
    return Parts(kept, locate, MAPPING_LRMUL, None)


def _header(head: bytes) -> tuple[int, bool] | None:
    """Where the contents begin, and whether they are one object"""
    stream = io.BytesIO(head)
    try:
        version = np.lib.format.read_magic(stream)
        readers = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }
        shape, _, dtype = readers[version](stream)
    except Exception:  # of several types, for whatever bytes
        return None
    return stream.tell(), dtype.hasobject and shape == ()


def _dtype(kind: object = "", *others: object) -> Standin:
    return _ObjectType() if kind in _OBJECT else DType(kind)


def _long_name(name: str) -> str:
    """Of a variable, with its part of the network before it"""
    if name == "dlatent_avg":
        return name
    part = "mapping" if name.startswith("Dense") else "synthesis"
    return f"{part}/{name}"


def _draw_noise(kept: dict[str, Source]) -> None:
    """The port draws noise anew for each picture; we keep one, always alike"""
    rng = np.random.RandomState(0)
    places = ["4x4/Conv"]
    for level in range(3, 11):
        r = 2**level
        places += [f"{r}x{r}/Conv0_up", f"{r}x{r}/Conv1"]
    for k, place in enumerate(places):
        if f"synthesis/{place}/weight" in kept:
            r = int(place.partition("x")[0])
            noise = Array.of(rng.randn(1, 1, r, r))
            kept.setdefault(f"synthesis/noise{k}", noise)


def _dense(kept: dict[str, Source]) -> list[tuple[np.ndarray, np.ndarray]]:
    layers = []
    while f"mapping/Dense{len(layers)}/weight" in kept:
        place = f"mapping/Dense{len(layers)}"
        if f"{place}/bias" not in kept:
            raise CheckpointError(
                f"The weights lack {place}/bias; the file is damaged."
            )
        weight, bias = kept[f"{place}/weight"], kept[f"{place}/bias"]
        layers.append((weight.array(), bias.array()))
    return layers
