"""Any folder of pictures to a table of attributes, a part at a time.

Imports pandas, Pillow and tqdm; the labeler when there is something to read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from PIL import Image, ImageOps
from tqdm import tqdm

from ...atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_PART = 64
_LONGEST = 2048
"""Side to which larger pictures are reduced while they are decoded"""


def label_folder(
    folder: str | Path,
    output: str | Path,
    again: bool = False,
    progress: bool = True,
    label: Callable[[Iterable[Image.Image]], pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """
    Read attributes off all pictures in a folder

    Parameters
    ----------
    folder : str or Path
        Searched with its subfolders.
    output : str or Path
        The CSV to write: a column `file`, relative to the folder, and one
        an attribute. It is written every few pictures; those that it has
        are not read again.
    again : bool
        Read those too.
    progress : bool
        Show a progress bar.
    label : callable, optional
        Pictures to a table of attributes; `label_photographs` by default.

    Returns
    -------
    DataFrame
        As written; gaps where no face is found, or the file is damaged.

    Raises
    ------
    ValueError
        There is no such folder, or no picture in it; `output` is another
        table.
    """
    if label is None:
        from .labeler import label_photographs as label
    folder, output = Path(folder), Path(output)
    names = _pictures(folder)
    done: Any = pd.DataFrame({"file": pd.Series(dtype=object)})
    if output.exists() and not again:
        done = pd.read_csv(output)
        if "file" not in done:
            raise ValueError(
                f"{output} has no column 'file', so it is not a table of this "
                "command. Choose another name."
            )
    done = done[done["file"].isin(names)]
    known = set(done["file"])
    todo = [n for n in names if n not in known]
    bar = tqdm(
        total=len(names),
        initial=len(names) - len(todo),
        desc="label",
        unit="picture",
        disable=not progress,
    )
    with bar:
        for start in range(0, len(todo), _PART):
            part = todo[start : start + _PART]
            pictures = [_open(folder / name) for name in part]
            read = label([p for p in pictures if p is not None])
            read.insert(
                0,
                "file",
                [n for n, p in zip(part, pictures, strict=True) if p],
            )
            missing = [n for n, p in zip(part, pictures, strict=True) if not p]
            done = pd.concat(
                [done, read, pd.DataFrame({"file": missing})],
                ignore_index=True,
            )
            _write(done.sort_values("file"), output)
            bar.update(len(part))
    done = done.sort_values("file", ignore_index=True)
    _write(done, output)
    return done


def _pictures(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder of pictures.")
    endings = Image.registered_extensions()
    found = sorted(
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if p.suffix.lower() in endings and p.is_file()
    )
    if not found:
        raise ValueError(
            f"{folder} holds no pictures that Pillow can read, such as .jpg "
            "or .png."
        )
    return found


def _open(path: Path) -> Image.Image | None:
    """The picture, upright and not too large; None where it is damaged"""
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (_LONGEST, _LONGEST))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    upright.thumbnail((_LONGEST, _LONGEST))
    return upright


def _write(table: pd.DataFrame, path: Path) -> None:
    text = table.to_csv(index=False, float_format="%.6g")
    write_whole(path, lambda f: f.write(text.encode()))
