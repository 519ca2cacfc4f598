"""Faces as files, in memory. Imports Pillow, and how faces are resized."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from ..draw.pixmap import resize

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMATS: dict[str, dict[str, Any]] = {
    "png": {"compress_level": 6},
    "webp": {"quality": 90, "method": 4},
    "jpeg": {"quality": 92, "subsampling": 0},
}
"""The formats of faces, and how Pillow writes them"""


def encode(face: NDArray[np.uint8], side: int, format: str) -> bytes:
    """
    A face as a file

    Parameters
    ----------
    face : array, (H, W, 3 or 4)
        A matte is left out.
    side : int
        Side of the picture, pixels.
    format : str
        One of `FORMATS`.

    Returns
    -------
    bytes
    """
    picture = Image.fromarray(
        resize(np.ascontiguousarray(face[..., :3]), side)
    )
    buffer = BytesIO()
    picture.save(buffer, format, **FORMATS[format])
    return buffer.getvalue()
