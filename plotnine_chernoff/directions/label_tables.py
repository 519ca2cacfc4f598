"""Tables of labels as people have them, and the one rule from names to seeds.

Whatever is in a cell, it is a number, a gap, or an error that names file, row
and column. Imports NumPy, pandas, the standard library and the attributes.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..attributes import ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MAX_SEED = 2**32
"""Seeds are below it, NumPy's bound"""

_MAX_BYTES = 512 * 2**20
_SEPARATORS = ",;\t|"
_GAPS = frozenset(
    ["", "na", "n/a", "#n/a", "nan", "null", "none", "-", ".", "<na>"]
)
_COMMA = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def seed_of_name(name: object) -> int:
    """
    The seed that a number or the name of a file stands for

    Parameters
    ----------
    name : object
        A whole number, or a name as seed0000.png, with or without folders,
        whose digits do not count: the number behind 'seed', or the only
        number in the name.

    Returns
    -------
    int
        0 to 2**32 - 1.

    Raises
    ------
    ValueError
        There is no number, or more than one.
    """
    text = str(name).strip()
    try:
        number = float(text)
    except ValueError:
        return _seed_of_path(text)
    if not number.is_integer() or not 0 <= number < MAX_SEED:
        raise ValueError(
            f"{_short(text)} is no seed: expected a whole number from 0 to "
            f"{MAX_SEED - 1}, or a name as seed0000.png"
        )
    return int(number)


def _seed_of_path(text: str) -> int:
    path = PurePosixPath(text.replace("\\", "/"))
    stem = path.stem or path.name
    found = re.findall(r"seed[ _-]?(\d+)", stem, re.IGNORECASE)
    found = found or re.findall(r"\d+", stem)
    if len(found) != 1 or int(found[0][:20]) >= MAX_SEED:
        what = "has more than one number" if len(found) > 1 else "is no seed"
        raise ValueError(
            f"{_short(path.name)} {what}: expected a number, or a name as "
            "seed0000.png"
        )
    return int(found[0])


def read_label_table(
    path: Path, words: Mapping[str, Sequence[str]] | None = None
) -> tuple[pd.DataFrame, list[str]]:
    """
    Read a table of labels

    Parameters
    ----------
    path : Path
        A text file with a header. Cells are separated by commas, semicolons
        (then numbers may have decimal commas), tabs or bars; a byte order
        mark and spaces around cells are no part of them. The column `seed`
        holds numbers, or names as `seed_of_name` takes them; columns with
        the names of attributes hold numbers or are empty.
    words : mapping of attribute to (str, str), optional
        Words that stand for the low and the high end of an attribute's
        range.

    Returns
    -------
    DataFrame
        Indexed by seed, one column of numbers an attribute, NaN for gaps.
    list of str
        Columns that are no attributes.

    Raises
    ------
    ValueError
        The file is no such table, a seed is there twice, or a cell holds
        something else; the message names file, row and column.
    """
    header, rows, separator = _rows(path)
    names = [name.strip().lower() for name in header]
    for name in ("seed", *ATTRIBUTES):
        if names.count(name) > 1:
            raise ValueError(f"{path} has two columns {name!r}. Leave one.")
    if "seed" not in names:
        raise ValueError(
            f"{path} must have a column 'seed'; it has "
            f"{', '.join(map(_short, header[:20]))}. Columns are separated "
            "by commas, semicolons, tabs or bars."
        )
    wanted = [a for a in ATTRIBUTES if a in names]
    if not wanted:
        raise ValueError(
            f"{path} has no column that is an attribute: "
            f"{', '.join(ATTRIBUTES)}."
        )
    ends = _ends(words or {})
    seeds: dict[int, int] = {}
    out = np.full((len(rows), len(wanted)), np.nan)
    for k, (number, row) in enumerate(rows):
        where = f"{path}, row {number}, column"
        try:
            seed = seed_of_name(row[names.index("seed")])
        except ValueError as e:
            raise ValueError(f"{where} seed: {e}.") from None
        if seed in seeds:
            raise ValueError(
                f"{path} has the seed {seed} more than once: in rows "
                f"{seeds[seed]} and {number}."
            )
        seeds[seed] = number
        for j, name in enumerate(wanted):
            try:
                cell = row[names.index(name)]
                out[k, j] = _number(cell, ends.get(name, {}), separator)
            except ValueError as e:
                raise ValueError(
                    f"{where} {name}: {e}{_hint(name, row, names)}."
                ) from None
    ignored = [
        header[i]
        for i, name in enumerate(names)
        if name not in ("seed", *wanted)
    ]
    index = pd.Index(list(seeds), name="seed", dtype="int64")
    return pd.DataFrame(out, index, wanted), ignored


def parse_words(given: Sequence[str]) -> dict[str, tuple[str, str]]:
    """
    Words by attribute, from texts as gender=female,male

    Raises
    ------
    ValueError
        A text has another form.
    """
    out = {}
    for text in given:
        name, _, both = text.partition("=")
        low, comma, high = both.partition(",")
        if not (comma and low.strip() and high.strip()):
            raise ValueError(
                "Words must be given as attribute=low,high, as in "
                f"gender=female,male, got {text!r}."
            )
        out[name.strip()] = low.strip(), high.strip()
    return out


def _ends(words) -> dict[str, dict[str, float]]:
    unknown = [name for name in words if name not in ATTRIBUTES]
    if unknown:
        raise ValueError(
            f"Words are given for {unknown[0]!r}, which is no attribute: "
            f"{', '.join(ATTRIBUTES)}."
        )
    return {
        name: {
            word.lower(): end
            for word, end in zip(both, ATTRIBUTES[name].range, strict=True)
        }
        for name, both in words.items()
    }


def _number(cell: str, ends: Mapping[str, float], separator: str) -> float:
    text = cell.strip()
    if text.lower() in ends:
        return ends[text.lower()]
    if text.lower() in _GAPS:
        return np.nan
    if separator != ";" and _THOUSANDS.fullmatch(text):
        raise ValueError(
            f"{_short(cell)} may be a thousand times another number: write "
            "numbers without commas"
        )
    if _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{_short(cell)} is not a number") from None
    # Python reads 1_0 as 10.
    if "_" in text or not np.isfinite(value):
        raise ValueError(f"{_short(cell)} is not a finite number")
    return value


def _hint(name, row, names) -> str:
    cell = row[names.index(name)].strip()
    if not cell.isalpha() or len(cell) > 30:
        return "; correct it, or leave the cell empty"
    return (
        "; leave the cell empty, or say which words stand for the two ends "
        f"of its range: words={{{name!r}: (low, high)}}, or --words "
        f"{name}=LOW,HIGH"
    )


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    """Header; rows, each with the number of its line; what is between cells"""
    lines = io.StringIO(_text(path), newline="")
    first = lines.readline()
    skipped = 0
    # Spreadsheets may say their separator in a line of its own.
    said = re.fullmatch(r"sep=(.)\s*", first)
    if said:
        separator, skipped = said[1], 1
    else:
        separator = max(_SEPARATORS, key=first.count)
        lines.seek(0)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        header = next(reader, None) or []
        width = len(header)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            number = reader.line_num + skipped
            if any(cell.strip() for cell in row[width:]):
                raise ValueError(
                    f"{path}, row {number} has {len(row)} cells, the header "
                    f"has {width}. Put texts with separators into quotes."
                )
            rows.append((number, row + [""] * (width - len(row))))
    except csv.Error as e:
        raise ValueError(
            f"{path} is not a table ({e}). Save it as CSV again."
        ) from None
    if not any(cell.strip() for cell in header):
        raise ValueError(
            f"{path} is empty. Expected a table with a column 'seed' and "
            "columns named by attributes."
        )
    return header, rows, separator


def _text(path: Path) -> str:
    if not Path(path).is_file():
        raise ValueError(
            f"{path} is not a file. Name a table with a column 'seed' and "
            "columns named by attributes."
        )
    if Path(path).stat().st_size > _MAX_BYTES:
        raise ValueError(
            f"{path} has more than {_MAX_BYTES // 2**20} MB, too much for a "
            "table of labels."
        )
    data = Path(path).read_bytes()
    encoding = next(
        (e for mark, e in _MARKS.items() if data.startswith(mark)), "utf-8"
    )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ValueError(
            f"{path} is not a table in UTF-8. Save it as CSV (UTF-8): text, "
            "with a column 'seed' and columns named by attributes."
        )
    return text


def _short(text: object) -> str:
    cut = str(text)
    return ascii(cut if len(cut) <= 60 else cut[:60] + "...")
