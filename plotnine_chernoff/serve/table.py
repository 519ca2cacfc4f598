"""Tables for the page: read from memory, within bounds. Imports pandas.

Names of columns become identifiers, since plotnine evaluates what it is
given as an aesthetic.
"""

from __future__ import annotations

import csv
import hashlib
import keyword
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import pandas as pd
from pandas.api import types

if TYPE_CHECKING:
    from .bounds import Bounds

FILES = (".csv", ".tsv", ".txt", ".parquet", ".xlsx")
MANY_LEVELS = 20
"""Categories that an attribute or facets can show"""
_UNPACKED = 20
"""How much larger than its bound a packed file may get"""


class TableError(ValueError):
    """A file is no table, or too large"""


@dataclass(frozen=True, eq=False)
class Table:
    """
    A table of the page

    Parameters
    ----------
    data : DataFrame
        Its columns have identifiers for names.
    titles : dict of str to str
        What each column is called in the file.
    name : str
        Of the file.
    digest : str
        Of its content: whoever knows it has seen the file.
    code : str
        Python that reads it, as `data`.
    """

    data: pd.DataFrame
    titles: dict[str, str]
    name: str
    digest: str
    code: str
    kinds: dict[str, str] = field(init=False)

    def __post_init__(self):
        kinds = {c: kind_of(self.data[c]) for c in self.data}
        object.__setattr__(self, "kinds", kinds)

    def scalable(self) -> list[str]:
        """Columns that can drive an attribute"""
        return [
            c
            for c, kind in self.kinds.items()
            if kind in ("numbers", "dates") or self.levels(c) <= MANY_LEVELS
        ]

    def levels(self, column: str) -> int:
        """How many different values a column has"""
        values: Any = self.data[column]
        return int(values.nunique())

    def value(self, row: int, column: str) -> str:
        """A value as text"""
        value = self.data[column].iloc[row]
        if pd.isna(value):
            return "missing"
        if isinstance(value, pd.Timestamp):
            return str(value.date() if value == value.normalize() else value)
        return f"{value:.5g}" if isinstance(value, float) else str(value)


def kind_of(column: Any) -> str:
    """What a column holds, in the page's words"""
    if types.is_bool_dtype(column):
        return "yes or no"
    if types.is_numeric_dtype(column):
        return "numbers"
    if types.is_datetime64_any_dtype(column):
        return "dates"
    return "text"


def read_table(content: bytes, name: str, bounds: Bounds) -> Table:
    """
    A table out of the content of a file

    Parameters
    ----------
    content : bytes
    name : str
        Of the file; its ending tells the format.
    bounds : Bounds

    Returns
    -------
    Table

    Raises
    ------
    TableError
        The file is too large, or cannot be read; what is expected.
    """
    name = PurePath(name.replace("\\", "/")).name
    if len(content) > bounds.table_bytes:
        raise TableError(
            f"{name} has {len(content) / 2**20:.1f} MB; the page takes up to "
            f"{bounds.table_bytes / 2**20:.0f} MB."
        )
    ending = PurePath(name).suffix.lower()
    readers = {".parquet": _parquet, ".xlsx": _excel}
    if ending not in FILES:
        raise TableError(
            f"{name} is none of the files that the page reads: "
            f"{', '.join(FILES)}."
        )
    try:
        data, code = readers.get(ending, _csv)(content, bounds)
    except TableError:
        raise
    except Exception as error:
        # Readers of three libraries, each with errors of its own.
        short = str(error).splitlines()[0][:200] if str(error) else "no table"
        raise TableError(
            f"{name} cannot be read as {ending[1:]}: {short}"
        ) from None
    _check_size(data, name, bounds)
    titles = dict(
        zip(_identifiers(data.columns), map(str, data.columns), strict=True)
    )
    data.columns = pd.Index(list(titles))
    code = f"data = pd.{code.format(name=ascii(name))}\n"
    if any(c != title for c, title in titles.items()):
        code += f"data.columns = {list(titles)}\n"
    for column in data:
        if kind_of(data[column]) == "text":
            dates = _dates(data[column])
            if dates is not None:
                data[column] = dates
                code += (
                    f"data[{column!r}] = pd.to_datetime(data[{column!r}])\n"
                )
    digest = hashlib.sha256(content + name.encode()).hexdigest()[:32]
    return Table(data.reset_index(drop=True), titles, name, digest, code)


def _csv(content: bytes, bounds: Bounds) -> tuple[pd.DataFrame, str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(
            "The file is not in UTF-8. Save it as 'CSV UTF-8'."
        ) from None
    try:
        sample = "\n".join(text[:20_000].splitlines()[:20])
        separator = csv.Sniffer().sniff(sample, ",;\t|").delimiter
    except csv.Error:
        separator = ","
    options: dict[str, Any] = {}
    if separator != ",":
        options["sep"] = separator
    if separator == ";":
        # Where numbers are written with commas.
        options["decimal"] = ","
    data = pd.read_csv(StringIO(text), nrows=bounds.table_rows + 1, **options)
    more = "".join(f", {k}={v!r}" for k, v in options.items())
    return data, f"read_csv({{name}}{more})"


def _parquet(content: bytes, bounds: Bounds) -> tuple[pd.DataFrame, str]:
    import pyarrow.parquet as pq

    about = pq.ParquetFile(BytesIO(content)).metadata
    size = sum(
        about.row_group(i).total_byte_size for i in range(about.num_row_groups)
    )
    _check_unpacked(size, bounds)
    if about.num_rows > bounds.table_rows:
        raise _too_long(about.num_rows, bounds)
    data = pd.read_parquet(BytesIO(content))
    return data, "read_parquet({name})"


def _excel(content: bytes, bounds: Bounds) -> tuple[pd.DataFrame, str]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        _check_unpacked(sum(f.file_size for f in packed.infolist()), bounds)
    data = pd.read_excel(BytesIO(content), nrows=bounds.table_rows + 1)
    return data, "read_excel({name})"


def _check_unpacked(size: int, bounds: Bounds) -> None:
    if size > _UNPACKED * bounds.table_bytes:
        raise TableError(
            f"The file unpacks to {size / 2**20:.0f} MB; the page takes "
            f"tables of up to {bounds.table_rows} rows."
        )


def _check_size(data: pd.DataFrame, name: str, bounds: Bounds) -> None:
    if len(data) > bounds.table_rows:
        raise _too_long(len(data), bounds)
    if data.shape[1] > bounds.table_columns:
        raise TableError(
            f"{name} has {data.shape[1]} columns; the page takes up to "
            f"{bounds.table_columns}."
        )
    if data.empty:
        raise TableError(
            f"{name} has no rows. A table has names of columns in its first "
            "line and a row a face below."
        )


def _too_long(rows: int, bounds: Bounds) -> TableError:
    return TableError(
        f"The file has {rows} rows or more; the page takes up to "
        f"{bounds.table_rows}. Draw larger ones with geom_chernoff."
    )


def _identifiers(names: Any) -> list[str]:
    """A name that is plain Python for each column, no two alike"""
    out: list[str] = []
    for i, name in enumerate(map(str, names)):
        plain = re.sub(r"\W+", "_", name).strip("_") or f"column{i + 1}"
        if plain[0].isdigit() or keyword.iskeyword(plain):
            plain = f"c_{plain}"
        unique, n = plain, 2
        while unique in out:
            unique, n = f"{plain}_{n}", n + 1
        out.append(unique)
    return out


def _dates(column: Any) -> Any:
    """Text that is ISO dates throughout, as dates"""
    texts = column.dropna().astype(str)
    if not len(texts) or not texts.str.match(r"\d{4}-\d\d-\d\d").all():
        return None
    try:
        return pd.to_datetime(column)
    except (ValueError, TypeError):
        return None
