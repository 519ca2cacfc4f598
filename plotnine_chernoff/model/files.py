"""The files of a model directory: JSON and safetensors, no pickles.

Imports NumPy and safetensors only. Reading checks names, shapes and the
fingerprint and executes nothing; writing is all or nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from ..atomic import write_whole_directory

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "plotnine-chernoff model"
FORMAT_VERSION = 1
_MAX_JSON = 8 * 2**20
_MAX_CARD = 2**20
_MAX_ARRAYS = 256 * 2**20
# Types of weights as safetensors names them, and NumPy has them.
_FLOATS = ("F16", "F32", "F64")


class ModelFileError(ValueError):
    """A model directory is missing, damaged or of another kind"""


def fingerprint(arrays: Mapping[str, np.ndarray]) -> str:
    """
    Identity of a set of weights

    Parameters
    ----------
    arrays : dict of name to array

    Returns
    -------
    str
        SHA-256 of names, shapes, types and values, 64 hexadecimal digits.
    """
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name}{array.shape}{array.dtype.str}".encode())
        digest.update(array.data if array.ndim else array.tobytes())
    return digest.hexdigest()


def parse_json(path: Path, max_bytes: int = _MAX_JSON) -> Any:
    """
    What a JSON file holds, if it can be printed and computed with

    Parameters
    ----------
    path : Path
        A file that is there.
    max_bytes : int
        Larger ones are refused.

    Raises
    ------
    ValueError
        It is not JSON in UTF-8, too large or deep, or holds numbers that
        are not finite or texts that steer terminals: what is wrong, in a
        few words.
    """
    from .schema import fault_of_tree

    if path.stat().st_size > max_bytes:
        raise ValueError(f"it has more than {max_bytes // 2**20} MB")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError as e:
        raise ValueError(f"it is not JSON ({e})") from None
    fault = fault_of_tree(data)
    if fault is not None:
        raise ValueError(fault)
    return data


def read_json(path: Path) -> dict[str, Any]:
    """
    `model.json` of a model directory, checked whole

    Raises
    ------
    ModelFileError
        The file is absent, is not JSON, not of our format, or something in
        it is missing or out of its bounds.
    """
    from .schema import Description, fault_of

    if not path.is_file():
        raise ModelFileError(
            f"{path.parent} is not a model: it has no {path.name}. Expected "
            "a directory written by FaceModel.save() or 'chernoff convert'."
        )
    try:
        data = parse_json(path)
    except (ValueError, OSError) as e:
        raise ModelFileError(
            f"{path} is damaged: {e}. Copy or convert the model again."
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ModelFileError(
            f'{path} does not describe a model: expected "format": '
            f'"{FORMAT}". Convert or copy the model again.'
        )
    version = data.get("format_version")
    if type(version) is not int or version != FORMAT_VERSION:
        got = version if type(version) is int else type(version).__name__
        raise ModelFileError(
            f"{path} has format version {got}; this release reads version "
            f"{FORMAT_VERSION}. Update plotnine-chernoff, or convert the "
            "model again."
        )
    fault = fault_of(Description, data)
    if fault is not None:
        raise ModelFileError(
            f"{path} does not describe a model: {fault}. Copy or make the "
            "model again."
        )
    return data


def read_card(path: Path) -> str:
    """
    Text of a model card, as far as it can be printed; empty without one

    Parameters
    ----------
    path : Path
        `card.md`. What is not UTF-8 in it, or steers terminals, is replaced:
        no model is lost to its card.
    """
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        text = file.read(_MAX_CARD).decode("utf-8", "replace")
    text = text.replace("\r\n", "\n")
    return printable(text, "\n\t")


def printable(text: str, also: str = "") -> str:
    """
    A text without characters that steer terminals or have no form

    Parameters
    ----------
    text : str
    also : str
        Further characters to keep.
    """
    return "".join(
        c if c.isprintable() or c in also else "\ufffd" for c in text
    )


def read_arrays(
    path: Path, max_bytes: int | None = _MAX_ARRAYS
) -> dict[str, np.ndarray]:
    """
    All arrays of a safetensors file

    Parameters
    ----------
    path : Path
    max_bytes : int or None
        Larger files are refused.

    Raises
    ------
    ModelFileError
        The file is absent, truncated, too large, or its arrays hold anything
        but finite floating-point numbers.
    """
    with _opened(path) as file:
        if max_bytes is not None and path.stat().st_size > max_bytes:
            raise ModelFileError(
                f"{path} has more than {max_bytes // 2**20} MB. Copy or make "
                "the model again."
            )
        arrays = {k: file.get_tensor(k) for k in file.keys()}  # noqa: SIM118
    for name, array in arrays.items():
        if array.dtype.kind != "f" or not np.isfinite(array).all():
            raise ModelFileError(
                f"{path} is damaged: {_shown(name)} holds something else "
                "than finite floating-point numbers. Copy or make the model "
                "again."
            )
    return arrays


def _shown(name: str) -> str:
    """A name out of a file, fit for a message"""
    return ascii(name)[1:-1][:80]


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    if not path.is_file():
        raise ModelFileError(
            f"{path} is missing. Copy the whole model directory, or make it "
            "again."
        )
    try:
        with safe_open(path, "numpy") as file:
            yield file
    except (SafetensorError, OSError, TypeError, ValueError) as e:
        if isinstance(e, ModelFileError):
            raise
        reason = ascii(str(e))[1:-1][:200]
        raise ModelFileError(
            f"{path} is damaged ({reason}). Copy or make the model again."
        ) from None


class StoredArrays(Mapping[str, np.ndarray]):
    """
    Weights in a safetensors file, read when the first of them is needed

    Names, shapes and types are checked at once, values when they are read.

    Parameters
    ----------
    path : Path
    shapes : dict of name to shape
        What the file must hold, neither more nor less.
    expected : str
        Fingerprint of the weights.

    Raises
    ------
    ModelFileError
        The file is absent, truncated, or its arrays do not fit `shapes`;
        later on, when they are read: its weights are not the expected ones.
    """

    def __init__(
        self, path: Path, shapes: dict[str, tuple[int, ...]], expected: str
    ):
        self._path, self._shapes, self._expected = path, shapes, expected
        _check_shapes(path, shapes)

    def __getitem__(self, name: str) -> np.ndarray:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)

    @cached_property
    def _arrays(self) -> dict[str, np.ndarray]:
        arrays = read_arrays(self._path, None)
        found = fingerprint(arrays)
        if found != self._expected:
            raise ModelFileError(
                f"{self._path} is damaged or mixed up: the weights' "
                f"fingerprint is {found[:12]}, model.json says "
                f"{str(self._expected)[:12]}. Copy or make the model again."
            )
        return arrays


def _check_shapes(path: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    def few(names: Iterable[str]) -> str:
        names = [_shown(n) for n in sorted(names)]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more

    with _opened(path) as file:
        headers = {k: file.get_slice(k) for k in file.keys()}  # noqa: SIM118
        found = {
            k: (tuple(h.get_shape()), h.get_dtype())
            for k, h in headers.items()
        }
    missing, extra = shapes.keys() - found.keys(), found.keys() - shapes.keys()
    if missing or extra:
        raise ModelFileError(
            f"{path} does not fit model.json: "
            + " and ".join(
                f"{what} {few(names)}"
                for what, names in (("lacks", missing), ("also has", extra))
                if names
            )
            + ". Copy or make the model again."
        )
    for name, expected in shapes.items():
        shape, dtype = found[name]
        if shape != expected:
            raise ModelFileError(
                f"{path} does not fit model.json: {name} has shape "
                f"{shape}, expected {expected}."
            )
        if dtype not in _FLOATS:
            raise ModelFileError(
                f"{path}: {name} has type {dtype}, expected floating point."
            )


def check_target(target: Path, *, overwrite: bool = False) -> None:
    """
    Ask whether a model may be written there, before making it

    Parameters
    ----------
    target : Path
        The directory to make.
    overwrite : bool
        Replace a model that is there.

    Raises
    ------
    FileExistsError
        `target` exists and is not to be replaced, or is not a model.
    """
    if target.exists() and not (overwrite and _replaceable(target)):
        raise FileExistsError(
            f"{target} exists. Choose another name, or allow overwriting "
            "(overwrite=True, --overwrite); only a model directory or an "
            "empty one is ever replaced."
        )


def write_model(
    target: Path,
    description: dict[str, Any],
    arrays: Mapping[str, Mapping[str, np.ndarray]],
    card: str,
    *,
    overwrite: bool = False,
) -> None:
    """
    Write a model directory, all of it or nothing

    Parameters
    ----------
    target : Path
        The directory to make.
    description : dict
        Contents of `model.json`, beside format and version.
    arrays : dict of file stem to dict of name to array
        The safetensors files.
    card : str
        Text of `card.md`.
    overwrite : bool
        Replace a model that is there.

    Raises
    ------
    FileExistsError
        `target` exists and is not to be replaced, or is not a model.
    """
    target = Path(target)
    check_target(target, overwrite=overwrite)
    header = {"format": FORMAT, "format_version": FORMAT_VERSION}
    text = json.dumps(header | description, indent=2, ensure_ascii=False)

    def fill(directory: Path):
        (directory / "model.json").write_text(text + "\n", encoding="utf-8")
        (directory / "card.md").write_text(card, encoding="utf-8")
        for stem, content in arrays.items():
            content = {k: np.array(v, order="C") for k, v in content.items()}
            path = directory / f"{stem}.safetensors"
            try:
                save_file(content, path)
            except (SafetensorError, OSError) as e:
                raise OSError(
                    f"{target} cannot be written ({e}). Nothing was changed; "
                    "make room, or choose another place."
                ) from None
            path.chmod(0o644)  # safetensors writes for the owner only

        # Sheets and notes that others put beside a model stay with it.
        for extra in target.iterdir() if target.is_dir() else ():
            if not _is_ours(extra.name):
                copy = shutil.copytree if extra.is_dir() else shutil.copy2
                copy(extra, directory / extra.name)

    write_whole_directory(target, fill)


def _is_ours(name: str) -> bool:
    return name in ("model.json", "card.md") or name.endswith(".safetensors")


def _replaceable(path: Path) -> bool:
    return path.is_dir() and (
        (path / "model.json").is_file() or not any(path.iterdir())
    )
