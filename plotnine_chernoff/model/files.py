"""The files of a model directory: JSON and safetensors, no pickles.

Imports NumPy and safetensors only. Reading checks names, shapes and the
fingerprint and executes nothing; writing is all or nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "plotnine-chernoff model"
FORMAT_VERSION = 1


class ModelFileError(ValueError):
    """A model directory is missing, damaged or of another kind"""


def fingerprint(arrays: dict[str, np.ndarray]) -> str:
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


def read_json(path: Path) -> dict[str, Any]:
    """
    `model.json` of a model directory

    Raises
    ------
    ModelFileError
        The file is absent, is not JSON or not of our format.
    """
    if not path.is_file():
        raise ModelFileError(
            f"{path.parent} is not a model: it has no {path.name}. Expected "
            "a directory written by FaceModel.save() or 'chernoff convert'."
        )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as e:
        raise ModelFileError(
            f"{path} is damaged: it is not JSON ({e}). Copy or convert the "
            "model again."
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ModelFileError(
            f'{path} does not describe a model: expected "format": '
            f'"{FORMAT}". Convert or copy the model again.'
        )
    if data.get("format_version") != FORMAT_VERSION:
        raise ModelFileError(
            f"{path} has format version {data.get('format_version')!r}; this "
            f"release reads version {FORMAT_VERSION}. Update "
            "plotnine-chernoff, or convert the model again."
        )
    return data


def read_arrays(
    path: Path, shapes: dict[str, tuple[int, ...]] | None = None
) -> dict[str, np.ndarray]:
    """
    All arrays of a safetensors file

    Parameters
    ----------
    path : Path
    shapes : dict of name to shape, optional
        What the file must hold, neither more nor less.

    Raises
    ------
    ModelFileError
        The file is absent, truncated, or its arrays do not fit `shapes`.
    """
    if not path.is_file():
        raise ModelFileError(
            f"{path} is missing. Copy the whole model directory, or make it "
            "again."
        )
    try:
        with safe_open(path, "numpy") as file:
            arrays = {k: file.get_tensor(k) for k in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError, TypeError) as e:
        raise ModelFileError(
            f"{path} is damaged ({e}). Copy or make the model again."
        ) from None
    if shapes is not None:
        _check_shapes(path, arrays, shapes)
    return arrays


def _check_shapes(path, arrays, shapes):
    def few(names: Iterable[str]) -> str:
        names = sorted(names)
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more

    missing, extra = (
        shapes.keys() - arrays.keys(),
        arrays.keys() - shapes.keys(),
    )
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
    for name, shape in shapes.items():
        if arrays[name].shape != shape:
            raise ModelFileError(
                f"{path} does not fit model.json: {name} has shape "
                f"{arrays[name].shape}, expected {shape}."
            )
        if arrays[name].dtype.kind != "f":
            raise ModelFileError(
                f"{path}: {name} has type {arrays[name].dtype}, expected "
                "floating point."
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
            f"{target} exists. Choose another name, or allow overwriting; "
            "only a model directory or an empty one is ever replaced."
        )


def write_model(
    target: Path,
    description: dict[str, Any],
    arrays: dict[str, dict[str, np.ndarray]],
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
    target = Path(os.path.abspath(target))
    check_target(target, overwrite=overwrite)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(
        tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent)
    )
    try:
        partial.chmod(0o755)
        header = {"format": FORMAT, "format_version": FORMAT_VERSION}
        text = json.dumps(header | description, indent=2, ensure_ascii=False)
        (partial / "model.json").write_text(text + "\n", encoding="utf-8")
        (partial / "card.md").write_text(card, encoding="utf-8")
        for stem, content in arrays.items():
            content = {k: np.array(v, order="C") for k, v in content.items()}
            path = partial / f"{stem}.safetensors"
            save_file(content, path)
            path.chmod(0o644)  # safetensors writes for the owner only
        if target.exists():
            old = Path(tempfile.mkdtemp(dir=target.parent, prefix=".old."))
            target.rename(old / "model")
            partial.rename(target)
            shutil.rmtree(old)
        else:
            partial.rename(target)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _replaceable(path: Path) -> bool:
    return path.is_dir() and (
        (path / "model.json").is_file() or not any(path.iterdir())
    )
