"""Tensors as torch.save writes them: legacy streams and zip archives.

Both are read without torch, from a buffer, as views of it; strides, offsets
and bfloat16 are honoured.  Imports NumPy and the standard library only.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from .errors import CheckpointError, shown
from .numpy_arrays import array_names, check_shape
from .unpickle import Budget, Name, PickleMachine, Standin, container_names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
"""First pickle of a legacy torch.save stream"""

LEGACY_HEAD = b"\x80\x02\x8a\x0a" + LEGACY_MAGIC.to_bytes(10, "little")
"""The bytes with which such a stream begins"""

ZIP_MAGIC = b"PK\x03\x04"
"""The bytes with which a zip archive begins"""

_ZIP_ENTRY = b"PK\x01\x02"
_MAX_RECORDS = 10_000
_LOOK = 2**20
_PROTOCOL = 1001
_MAX_EXPANDED = 1 << 16

# Storage classes and the NumPy types of their elements.
_STORAGES: Mapping[str, str] = {
    "FloatStorage": "f4",
    "DoubleStorage": "f8",
    "HalfStorage": "f2",
    "BFloat16Storage": "u2",
    "LongStorage": "i8",
    "IntStorage": "i4",
    "ShortStorage": "i2",
    "CharStorage": "i1",
    "ByteStorage": "u1",
    "BoolStorage": "b1",
}


def _damaged(what: str) -> CheckpointError:
    return CheckpointError(
        f"The tensors are damaged: {what}; download or copy the file again."
    )


class Storage(Standin):
    """
    The flat numbers behind tensors

    Parameters
    ----------
    label : str
        Name of the storage class, which tells the type of the elements.
    size : int
        Number of elements.

    Attributes
    ----------
    dtype : np.dtype
        NumPy type of the elements; bfloat16 as its 16 bits.
    """

    def __init__(self, label: str, size: int):
        self.label = label
        self.size = size
        self.bfloat16 = label == "BFloat16Storage"
        self.dtype = np.dtype(f"<{_STORAGES[label]}")
        self._data: memoryview | None = None

    def fill(self, data: memoryview) -> None:
        """
        Give the storage its bytes

        Raises
        ------
        CheckpointError
            If their number does not fit the number of elements.
        """
        if len(data) != self.size * self.dtype.itemsize:
            raise _damaged("a storage has more or fewer bytes than it says")
        self._data = data

    def numbers(self) -> np.ndarray:
        """All elements, (size,), as a view"""
        if self._data is None:
            raise _damaged("a tensor has no numbers")
        return np.frombuffer(self._data, self.dtype)


class StorageView(Storage):
    """
    A part of another storage

    Parameters
    ----------
    base : Storage
        The whole.
    start, size : int
        First element and number of elements of the part.
    """

    def __init__(self, base: Storage, start: int, size: int):
        super().__init__(base.label, size)
        self._base, self._start = base, start

    def numbers(self) -> np.ndarray:
        """The elements of the part, (size,), as a view"""
        part = self._base.numbers()[self._start : self._start + self.size]
        if len(part) != self.size:
            raise _damaged("a view leaves its storage")
        return part


class Tensor(Standin):
    """
    A tensor that was not read yet

    Parameters
    ----------
    storage : object
        A `Storage`.
    offset : object
        Index of its first element.
    shape, strides : object
        Sizes and steps, in elements.
    """

    def __init__(
        self, storage: object, offset: object, shape: object, strides: object
    ):
        if not isinstance(storage, Storage):
            raise _damaged("a tensor has no storage")
        self.storage = storage
        self.shape = check_shape(shape, "a tensor")
        self.strides = check_shape(strides, "a tensor's strides")
        self.offset = check_shape([offset], "a tensor's offset")[0]
        self._check_extent()

    def _check_extent(self) -> None:
        if len(self.shape) != len(self.strides):
            raise _damaged("a tensor has more sizes than strides")
        count = prod(self.shape)
        steps = zip(self.shape, self.strides, strict=True)
        last = self.offset + sum((n - 1) * step for n, step in steps)
        if count and last >= self.storage.size:
            raise _damaged("a tensor leaves its storage")
        # Repeated elements (a stride of 0) must not multiply memory.
        if count > max(self.storage.size, _MAX_EXPANDED):
            raise _damaged("a tensor is larger than its storage")

    def array(self) -> np.ndarray:
        """
        The tensor as an array

        Returns
        -------
        np.ndarray
            A view of the file, or float32 numbers made of bfloat16.
        """
        numbers = self.storage.numbers()
        if prod(self.shape) == 0:
            return np.zeros(self.shape, numbers.dtype)
        step = numbers.itemsize
        array = np.lib.stride_tricks.as_strided(
            numbers[self.offset :],
            self.shape,
            tuple(step * s for s in self.strides),
            writeable=False,
        )
        if self.storage.bfloat16:
            # Of one number, NumPy 1 would make 64 bits with a plain 16.
            bits = array.astype(np.uint32) << np.uint32(16)
            return bits.view(np.float32)
        return array


def _rebuild_tensor(
    storage: object,
    offset: object,
    shape: object,
    strides: object,
    *_flags: object,
) -> Tensor:
    return Tensor(storage, offset, shape, strides)


def _rebuild_parameter(data: object, *_flags: object) -> Tensor:
    if not isinstance(data, Tensor):
        raise _damaged("a parameter is no tensor")
    return data


def _make_size(sizes: object) -> tuple[int, ...]:
    return check_shape(sizes, "a tensor")


_REBUILD: Mapping[tuple[str, str], Name] = {
    ("torch._utils", "_rebuild_tensor_v2"): Name("tensor", _rebuild_tensor),
    ("torch._utils", "_rebuild_parameter"): Name(
        "parameter", _rebuild_parameter
    ),
    ("torch", "Size"): Name("size", _make_size),
}


class _StorageName(Name):
    """A storage class: it is named in persistent ids, never called"""


_STORAGE_NAMES: Mapping[tuple[str, str], Name] = {
    ("torch", kind): _StorageName(kind) for kind in _STORAGES
}


def _stream_names(budget: Budget) -> dict[tuple[str, str], Name]:
    """All that a stream of torch.save may name"""
    return {
        **container_names(budget),
        **array_names(budget),
        **_REBUILD,
        **_STORAGE_NAMES,
    }


def names_with_streams(budget: Budget) -> dict[tuple[str, str], Name]:
    """
    Names with which pickles hold tensors as embedded streams

    Parameters
    ----------
    budget : Budget
        Counts the operations of the embedded streams.

    Returns
    -------
    dict[tuple[str, str], Name]
        Allow-list for a `PickleMachine`.
    """

    # By the identity of their bytes, which are kept so that it stays theirs:
    # a pickle may name one stream any number of times.
    streams: dict[int, tuple[object, object]] = {}

    def load_from_bytes(data: object) -> object:
        if not isinstance(data, bytes | memoryview):
            raise _damaged("a storage has no bytes")
        if id(data) not in streams:
            budget.copy(len(data))
            streams[id(data)] = data, read_stream(memoryview(data), budget)
        return streams[id(data)][1]

    stream = Name("storage", load_from_bytes)
    return {**_REBUILD, ("torch.storage", "_load_from_bytes"): stream}


def is_stream(buffer: memoryview) -> bool:
    """Whether torch.save wrote this, by its first bytes or its archive"""
    if bytes(buffer[: len(LEGACY_HEAD)]) == LEGACY_HEAD:
        return True
    # The archive's directory is its end; reading it could take long.
    return bytes(buffer[:4]) == ZIP_MAGIC and b"data.pkl" in bytes(
        buffer[-_LOOK:]
    )


def read_stream(buffer: memoryview, budget: Budget | None = None) -> object:
    """
    Read what torch.save wrote

    Parameters
    ----------
    buffer : memoryview
        The whole stream, legacy or zip.
    budget : Budget, optional
        Counter shared with the pickle around it.

    Returns
    -------
    object
        The saved data, its tensors as `Tensor`, bare storages as `Storage`.

    Raises
    ------
    CheckpointError
        If it is damaged or holds more than tensors in plain containers.
    """
    budget = budget or Budget(len(buffer))
    if bytes(buffer[:4]) == ZIP_MAGIC:
        return _read_zip(buffer, budget)
    return _read_legacy(buffer, budget)


class _Storages:
    """The storages of one stream by key, made when they are first named"""

    def __init__(self) -> None:
        self.by_key: dict[str, Storage] = {}

    def persistent(self, key: object) -> Storage:
        """Stand in for the persistent load of torch"""
        if not isinstance(key, tuple) or len(key) not in (5, 6):
            raise _damaged("a storage has no valid address")
        tag, kind, name, _location, size, *view = key
        if isinstance(tag, bytes | memoryview):
            tag = bytes(tag[:16]).decode("latin-1")
        if tag != "storage" or not isinstance(kind, _StorageName):
            raise _damaged(f"{shown(tag)} is not a storage")
        if type(name) is not str or type(size) is not int or size < 0:
            raise _damaged("a storage has no valid address")
        storage = self.by_key.get(name)
        if storage is None:
            storage = Storage(kind.label, size)
            self.by_key[name] = storage
        if storage.label != kind.label or storage.size != size:
            raise _damaged("a storage has two types or sizes")
        if view and view[0] is not None:
            return self._view(storage, view[0])
        return storage

    def _view(self, base: Storage, view: object) -> StorageView:
        if isinstance(view, tuple) and len(view) == 3:
            _, start, size = view
            start, size = check_shape([start, size], "a view of a storage")
            if start + size <= base.size:
                return StorageView(base, start, size)
        raise _damaged("a view of a storage has no valid address")


def _read_legacy(buffer: memoryview, budget: Budget) -> object:
    position, names = 0, _stream_names(budget)

    def load(
        persistent: Callable[[object], object] | None = None,
    ) -> object:
        nonlocal position
        machine = PickleMachine(buffer, names, budget, persistent, position)
        result = machine.load()
        position = machine.position
        return result

    if load() != LEGACY_MAGIC or load() != _PROTOCOL:
        raise _damaged("they do not start as torch.save writes them")
    system = load()
    if isinstance(system, dict) and system.get("little_endian") is False:
        raise CheckpointError(
            "The tensors were saved on a big-endian machine, which is not "
            "supported; save them again on a little-endian one."
        )
    storages = _Storages()
    result = load(storages.persistent)
    keys = load()
    if not isinstance(keys, list):
        raise _damaged("the list of storages is missing")
    for key in keys:
        if type(key) is not str or key not in storages.by_key:
            raise _damaged("a storage is listed that nothing uses")
        storage = storages.by_key[key]
        end = position + 8
        size = int.from_bytes(buffer[position:end], "little")
        if size != storage.size or end > len(buffer):
            raise _damaged("a storage has another size than it says")
        position = end + size * storage.dtype.itemsize
        if position > len(buffer):
            raise _damaged("they are cut off")
        storage.fill(buffer[end:position])
    return result


def _read_zip(buffer: memoryview, budget: Budget) -> object:
    records = _zip_records(buffer)
    main = [n for n in records if n.rpartition("/")[2] == "data.pkl"]
    if len(main) != 1:
        raise CheckpointError(
            "Expected a zip archive written by torch.save, got one without "
            "data.pkl; give the file that torch.save wrote."
        )
    root = main[0].removesuffix("data.pkl")
    order = records.get(f"{root}byteorder", memoryview(b"little"))
    if bytes(order[:8]) != b"little":
        raise CheckpointError(
            "The tensors were saved on a big-endian machine, which is not "
            "supported; save them again on a little-endian one."
        )
    storages = _Storages()
    machine = PickleMachine(
        records[main[0]], _stream_names(budget), budget, storages.persistent
    )
    result = machine.load()
    for key, storage in storages.by_key.items():
        record = records.get(f"{root}data/{key}")
        if record is None:
            raise _damaged(f"the storage {shown(key)} is missing")
        storage.fill(record)
    return result


def _zip_records(buffer: memoryview) -> dict[str, memoryview]:
    data = bytes(buffer)
    # The directory takes twenty times its size in memory.
    if data.count(_ZIP_ENTRY) > _MAX_RECORDS:
        raise _damaged("the zip archive has too many records")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except Exception:  # zipfile raises half a dozen types on damaged input
        raise _damaged("the zip archive has no valid directory") from None
    # Records that overlap could make the checksums take forever.
    if sum(info.file_size for info in infos) > len(buffer):
        raise _damaged("the zip archive holds more than its size")
    return {info.filename: _zip_record(buffer, info) for info in infos}


def _zip_record(buffer: memoryview, info: zipfile.ZipInfo) -> memoryview:
    # torch stores its records as they are; compressed ones could unfold to
    # any size.
    if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
        raise CheckpointError(
            "The zip archive is compressed or encrypted, as torch.save never "
            "writes it; save the tensors again with torch.save."
        )
    start = info.header_offset
    header = bytes(buffer[start : start + 30])
    if len(header) < 30 or header[:4] != ZIP_MAGIC:
        raise _damaged("a record of the zip archive has no header")
    start += 30 + int.from_bytes(header[26:28], "little")
    start += int.from_bytes(header[28:30], "little")
    record = buffer[start : start + info.file_size]
    if len(record) != info.file_size or zlib.crc32(record) != info.CRC:
        raise _damaged("a record of the zip archive has a wrong checksum")
    return record
