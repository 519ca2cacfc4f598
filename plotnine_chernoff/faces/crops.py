"""Parts of a picture that are shown at small sizes: head, or face alone.

A model says in `model.json` where they are; pictures that are aligned as
those of FFHQ are taken for granted. Imports the standard library.
"""

from __future__ import annotations

from typing import Any

CROPS = ("head", "face")
"""Names of the parts: without the shoulders; from the brows to the chin"""

WHOLE = (0.0, 0.0, 1.0)
"""All of the picture"""

# Left, top and side, as parts of the side of the picture, where eyes and
# mouth are as in FFHQ (Karras et al. 2019, appendix C of "Progressive
# Growing of GANs": the frame follows from eyes and mouth).
_ALIGNED = {"head": (0.0, 0.0, 1.0), "face": (0.19, 0.33, 0.62)}


def crop_of(model: Any, crop: str | None) -> tuple[float, float, float]:
    """
    Where a part is in the pictures of a model

    Parameters
    ----------
    model : Model
        It may have `crops`: for names of parts left, top and side, as parts
        of the picture's side.
    crop : str, optional
        One of `CROPS`; None for all of the picture.

    Returns
    -------
    out : (float, float, float)
        Left, top and side, as parts of the picture's side; whole pixels of
        the largest picture, so that smaller ones show the same.
    """
    if crop is None:
        return WHOLE
    side = model.resolution
    part = (_ALIGNED | getattr(model, "crops", {}))[crop]
    left, top, width = (round(side * p) / side for p in part)
    return left, top, width
