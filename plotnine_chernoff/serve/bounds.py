"""What the server takes at most. Imports nothing but the standard library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """
    Bounds of a server; past them it says 413 or 503

    Parameters
    ----------
    rows : int
        Rows of one `POST /faces`.
    side : int
        Largest side of a face, pixels.
    body_bytes : int
        Size of the body of a request.
    seconds : float
        Time that a request waits, for its own body or for its faces.
    waiting : int
        Faces in the waiting line.
    table_bytes, table_rows, table_columns : int
        Size of a table on the page.
    kept_bytes : int
        Encoded faces that are remembered.
    """

    rows: int = 256
    side: int = 1024
    body_bytes: int = 256 * 2**10
    seconds: float = 30
    waiting: int = 512
    table_bytes: int = 10 * 2**20
    table_rows: int = 2000
    table_columns: int = 200
    kept_bytes: int = 64 * 2**20
