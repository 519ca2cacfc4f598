"""Parts of a picture that are shown at small sizes: head, or face alone.

A model says in `model.json` where they are; pictures that are aligned as
those of FFHQ are taken for granted. Imports numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CROPS = ("head", "face")
"""Names of the parts: without the shoulders; from the brows to the chin"""

# Left, top and side, as parts of the side of the picture, where eyes and
# mouth are as in FFHQ (Karras et al. 2019, appendix C of "Progressive
# Growing of GANs": the frame follows from eyes and mouth).
_ALIGNED = {"head": (0.0, 0.0, 1.0), "face": (0.19, 0.33, 0.62)}


def crop_of(model: Any, crop: str | None) -> tuple[float, float, float] | None:
    """
    Where a part is in the pictures of a model

    Parameters
    ----------
    model : Model
        It may have `crops`: for names of parts left, top and side, as parts
        of the picture's side.
    crop : str, optional
        One of `CROPS`; None for all of the picture.
    """
    if crop is None:
        return None
    return (_ALIGNED | getattr(model, "crops", {}))[crop]


def cropped(
    picture: NDArray[np.uint8], part: tuple[float, float, float] | None
) -> NDArray[np.uint8]:
    """
    A square part (h, h, C) of a square picture (H, H, C)
    """
    if part is None:
        return picture
    side = len(picture)
    left, top, width = (round(side * p) for p in part)
    return picture[top : top + width, left : left + width]
