"""Contact sheets without plotnine. Imports numpy and Pillow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

__all__ = ("montage",)

# Width of a sheet by its height, where nobody says how many columns it has.
_WIDEST = 3.0


def montage(
    images: Any,
    labels: Sequence[Any] | None = None,
    columns: int | None = None,
    *,
    size: int | None = None,
    gap: int = 4,
    background: str = "white",
    color: str | None = None,
) -> Image.Image:
    """
    Pictures side by side on one sheet

    Parameters
    ----------
    images : array (N, H, W, 3) of uint8 | sequence of arrays or pictures
        The pictures. Those of different sizes are centered in their cells.
    labels : sequence, optional
        One text under each picture; text that is too wide is cut off.
    columns : int, optional
        Pictures in a row; by default as many as make the sheet squarish,
        without a hole at its end if it need not be wider than three times
        its height.
    size : int, optional
        Side in pixels that the pictures are reduced or enlarged to.
    gap : int
        Pixels between the pictures and around them.
    background, color : str
        Colors of sheet and text. By default the text is black or white,
        whichever can be read.

    Returns
    -------
    out : PIL.Image.Image
        The sheet, in RGB.

    Raises
    ------
    ValueError
        There is no picture, one is neither of Pillow nor a uint8 array of
        such a shape, or there are not as many labels; `columns` or `size` is
        below 1; a color is unknown.

    Examples
    --------
    >>> montage(np.zeros((6, 16, 16, 3), np.uint8), columns=3, gap=2).size
    (56, 38)
    """
    # Pillow is not needed to draw plots, and takes a while to import.
    from PIL import Image, ImageDraw, ImageFont

    pictures = [_picture(image, i) for i, image in enumerate(images)]
    if not pictures:
        raise ValueError("montage needs at least one picture, but got none.")
    if columns is not None and not (
        isinstance(columns, (int, np.integer)) and columns > 0
    ):
        raise ValueError(
            f"columns must be a whole number above zero, not {columns!r}."
        )
    if labels is not None and len(labels) != len(pictures):
        raise ValueError(
            f"montage got {len(labels)} labels for {len(pictures)} pictures."
        )
    if size is not None:
        if size < 1:
            raise ValueError(f"size must be at least 1 pixel, not {size!r}.")
        pictures = [_resized(p, size) for p in pictures]

    width = max(p.width for p in pictures)
    height = max(p.height for p in pictures)
    n = len(pictures)
    across = min(columns or _columns(n, width / height), n)
    down = -(-n // across)
    font = ImageFont.load_default(size=max(9.0, min(width / 8, 16.0)))
    line = 0
    if labels is not None:
        ascent, descent = font.getmetrics()  # pyright: ignore
        lines = max(str(label).count("\n") + 1 for label in labels)
        line = int(ascent + descent + 2) * lines

    step_x, step_y = width + gap, height + line + gap
    sheet = Image.new(
        "RGB", (gap + across * step_x, gap + down * step_y), background
    )
    pen = ImageDraw.Draw(sheet)
    ink = color or _readable_on(background)
    for i, picture in enumerate(pictures):
        x = gap + (i % across) * step_x
        y = gap + (i // across) * step_y
        inset = (width - picture.width) // 2, (height - picture.height) // 2
        sheet.paste(picture, (x + inset[0], y + inset[1]))
        if labels is not None:
            text = "\n".join(
                _cut(part, font, width) for part in str(labels[i]).split("\n")
            )
            pen.multiline_text(
                (x + width / 2, y + height + 1),
                text,
                fill=ink,
                font=font,
                anchor="ma",
                align="center",
            )
    return sheet


def _columns(n: int, aspect: float) -> int:
    """
    Pictures in a row of a sheet that is squarish, without a hole if it can
    """
    squarish = int(np.ceil(np.sqrt(n / aspect)))
    whole = [c for c in range(1, n + 1) if n % c == 0]
    wide = [c for c in whole if 1 <= aspect * c * c / n <= _WIDEST]
    return min(wide, default=squarish)


def _picture(image: Any, i: int) -> Image.Image:
    from PIL import Image

    if isinstance(image, Image.Image):
        return image.convert("RGB")
    pixels = np.asarray(image)
    gray = pixels.ndim == 2
    color = pixels.ndim == 3 and pixels.shape[2] in (3, 4)
    if pixels.dtype != np.uint8 or not (gray or color) or not pixels.size:
        raise ValueError(
            "Pictures must be uint8 arrays of shape (H, W, 3) or Pillow "
            f"images, but number {i} is {pixels.dtype} of shape "
            f"{pixels.shape}."
        )
    return Image.fromarray(pixels).convert("RGB")


def _resized(picture: Image.Image, size: int) -> Image.Image:
    from PIL import Image

    scale = size / max(picture.size)
    width, height = (max(round(s * scale), 1) for s in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _cut(text: str, font: Any, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _readable_on(background: str) -> str:
    from PIL import ImageColor

    red, green, blue = ImageColor.getrgb(background)[:3]
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return "black" if bright > 128 else "white"
