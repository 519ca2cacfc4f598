"""Opening a file that nobody has checked, and saying what it is not.

Imports the standard library and the marks of torch.save files.
"""

from __future__ import annotations

import mmap
import os
import stat
from pathlib import Path

from .errors import CheckpointError
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
        ZIP_MAGIC,
        "a zip archive such as torch.save writes (a plain PyTorch state dict "
        "has no description of its network); give the .pkl file that "
        "NVIDIA's code wrote",
    ),
    (
        LEGACY_HEAD,
        "a torch.save file (a plain PyTorch state dict has no description of "
        "its network); give the .pkl file that NVIDIA's code wrote",
    ),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"\x93NUMPY", "a NumPy array, not a checkpoint; give a .pkl file"),
    (b"\x89HDF", "an HDF5 file, not a checkpoint; give a .pkl file"),
    (b"\x89PNG", "a picture, not a checkpoint; give a .pkl file"),
)


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
    for magic, what in _OTHERS:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(magic):
            raise CheckpointError(f"{name!r} is {what}.")
    if head[:1] != _PICKLE:
        raise CheckpointError(
            f"{name!r} is not a pickle of protocol 2 or newer; give the .pkl "
            "file that NVIDIA's StyleGAN2 code wrote."
        )
