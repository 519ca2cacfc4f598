"""Opening a file that nobody has checked, and saying what it is not.

Imports the standard library and the marks of torch.save files.
"""

from __future__ import annotations

import io
import mmap
import os
import stat
import zipfile
from pathlib import Path

from .errors import CheckpointError, listed
from .torch_tensors import LEGACY_HEAD, ZIP_MAGIC

_PICKLE = b"\x80"

# How files begin that people have taken for checkpoints.
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (
        b"version https://git-lfs",
        "a Git LFS pointer, not the file itself; run `git lfs pull` or "
        "download the file",
    ),
    (
        b"<",
        "a web page, not a checkpoint (a download that failed); download the "
        "file again in a browser",
    ),
    (
        LEGACY_HEAD,
        "a torch.save file (a plain PyTorch state dict has no description of "
        "its network); give the .pkl file that NVIDIA's code wrote",
    ),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it and give what is in it"),
    (b"Rar!", "a RAR archive; unpack it and give what is in it"),
    (
        b"\x93NUMPY",
        "a NumPy array, not a checkpoint; give the .pkl file that NVIDIA's "
        "code wrote",
    ),
    (
        b"\x89HDF",
        "an HDF5 file, as Keras code writes, which does not say what network "
        "it is of; give the .pkl file of NVIDIA's code that it was made from",
    ),
    (b"\x89PNG", "a picture, not a checkpoint; give a .pkl file"),
    (b"\xff\xd8\xff", "a picture, not a checkpoint; give a .pkl file"),
    (
        b"\xef\xbf\xbd",
        "damaged: it was read and written as text somewhere on its way; "
        "download or copy it again as it is (binary)",
    ),
    (
        b"\xc2\x80",
        "damaged: it was read and written as text somewhere on its way; "
        "download or copy it again as it is (binary)",
    ),
)

_STATE_DICT = (
    "a zip archive such as torch.save writes (a plain PyTorch state dict has "
    "no description of its network); give the .pkl file that NVIDIA's code "
    "wrote"
)
_TAR = slice(257, 262)
_TABLE_END = bytes.fromhex("57fb808b247547db")
"""How the index of a TensorFlow checkpoint ends"""
_LINE_ENDS = 8
_LOOK = 4 * 2**20
_MAX_DIRECTORY = 2 * 2**20


def open_buffer(path: str | os.PathLike[str]) -> memoryview:
    """
    Map a file into memory, read-only

    Parameters
    ----------
    path : str or PathLike
        A regular file.

    Returns
    -------
    memoryview
        Its bytes. Pages come from the disk when they are looked at and take
        no memory of their own, whatever the size of the file.

    Raises
    ------
    CheckpointError
        If there is no such file, it is empty, or it cannot be read.
    """
    name = Path(path).name
    try:
        # O_NONBLOCK: opening a named pipe would wait for a writer.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid path"
        raise CheckpointError(
            f"Expected a checkpoint file at {str(path)!r}: {reason}."
        ) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise CheckpointError(
                f"{name!r} is not a file; give the path of a .pkl file."
            )
        if status.st_size == 0:
            raise CheckpointError(
                f"{name!r} is empty; download or copy it again."
            )
        return memoryview(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    finally:
        os.close(descriptor)


def refuse_other_files(buffer: memoryview, name: str) -> None:
    """
    Refuse what does not begin as a pickle does, by its name

    Parameters
    ----------
    buffer : memoryview
        The file.
    name : str
        Its name, for the message.

    Raises
    ------
    CheckpointError
        If it is a web page, an archive, a state dict, ...
    """
    head = bytes(buffer[:64])
    if head.startswith(ZIP_MAGIC):
        what = zip_kind(buffer, "give a .pkl file") or _STATE_DICT
        raise CheckpointError(f"{name!r} is {what}.")
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    for magic, what in _OTHERS:
        if stripped.startswith(magic):
            raise CheckpointError(f"{name!r} is {what}.")
    if bytes(buffer[_TAR]) == b"ustar":
        raise CheckpointError(
            f"{name!r} is a tar archive; unpack it and give what is in it."
        )
    if bytes(buffer[-8:]) == _TABLE_END or ".data-0" in name:
        raise CheckpointError(
            f"{name!r} is of a checkpoint of TensorFlow 2, whose names are "
            "those of the code that wrote it; give the .pkl file of NVIDIA's "
            "code that it was made from."
        )
    if head[:1] != _PICKLE:
        raise CheckpointError(
            f"{name!r} is not a pickle of protocol 2 or newer; give the .pkl "
            "file that NVIDIA's StyleGAN2 code wrote."
        )


def zip_kind(buffer: memoryview, wanted: str) -> str | None:
    """
    What a zip archive is that torch.save did not write

    Parameters
    ----------
    buffer : memoryview
        The file.
    wanted : str
        What to give instead of a NumPy archive, for the message.

    Returns
    -------
    str or None
        For a message: what it is, and what to do. None for archives of
        torch.save.
    """
    files = [n for n in _zip_names(buffer) if not n.endswith("/")]
    if any(n.rpartition("/")[2] == "data.pkl" for n in files):
        return None
    if files and all(n.endswith(".npy") for n in files):
        return (
            f"a NumPy archive (.npz) with {listed(files)}, as projectors "
            f"write for codes of pictures; {wanted}"
        )
    inside = listed(files) if files else "no file that can be listed"
    return f"a zip archive with {inside}; unpack it and give what is in it"


def _zip_names(buffer: memoryview) -> list[str]:
    """Names of the files in a zip archive, none if it is damaged"""
    # A listing takes twenty times the size of the archive's directory.
    tail = bytes(buffer[-_MAX_DIRECTORY:])
    try:
        with zipfile.ZipFile(io.BytesIO(tail)) as archive:
            return archive.namelist()
    except Exception:  # half a dozen types on damaged input
        return []


def explain_damage(buffer: memoryview, name: str) -> str | None:
    """
    How a file that could not be read came to be damaged, if it shows

    Parameters
    ----------
    buffer : memoryview
        The file.
    name : str
        Its name, for the message.

    Returns
    -------
    str or None
        A sentence.
    """
    head = bytes(buffer[:_LOOK])
    ends, pairs = head.count(b"\n"), head.count(b"\r\n")
    # In numbers one line end in 256 has the other before it by chance.
    if ends < _LINE_ENDS or pairs < ends:
        return None
    return (
        f"{name!r} is damaged: every line end in it was rewritten, as by a "
        "transfer in text mode; download or copy it again (binary)."
    )
