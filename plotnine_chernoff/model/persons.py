"""Known faces of a model: codes that others projected, under a name.

Imports NumPy and the reader of codes.
"""

from __future__ import annotations

import datetime
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..checkpoints.code_files import read_code

if TYPE_CHECKING:
    from ..generator.config import GeneratorConfig
    from .face_model import FaceModel


def add_person(
    model: FaceModel, name: str, path: str | Path, index: int | None = None
) -> FaceModel:
    """
    A model that knows one person more

    Parameters
    ----------
    model : FaceModel
    name : str
        What `person` calls that face; no whole number, for those are seeds.
        A person of that name is replaced.
    path : str or Path
        A projected code, as `read_code` reads it.
    index : int, optional
        Which of several codes in the file.

    Returns
    -------
    FaceModel
        The same generator, labeler and edits.

    Raises
    ------
    ValueError
        A name that cannot be told from a seed, or a code that does not fit.
    """
    name = name.strip()
    if not name or name.lstrip("+-").replace(".", "", 1).isdigit():
        raise ValueError(
            f"A person's name must not be a number, for numbers are seeds; "
            f"got {name!r}."
        )
    code, origin = read_code(path, index)
    told = copy(model)
    told.persons = model.persons | {
        name: check_code(code, model.config, Path(path).name)
    }
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    about = model.description.get("persons", {})
    told.description = model.description | {
        "persons": about | {name: origin | {"added": today}}
    }
    return told


def check_code(
    code: np.ndarray, config: GeneratorConfig, what: str
) -> np.ndarray:
    """
    A code as a model has it

    Parameters
    ----------
    code : array, (w_dim,), (1, w_dim) or (num_styles, w_dim)
    config : GeneratorConfig
    what : str
        Named in errors.

    Returns
    -------
    array, (num_styles, w_dim), float32

    Raises
    ------
    ValueError
        It has another shape, or is not finite.
    """
    code = np.atleast_2d(np.asarray(code, np.float32))
    shape = (config.num_styles, config.w_dim)
    if code.shape not in (shape, (1, config.w_dim)):
        raise ValueError(
            f"{what} has a code of shape {code.shape}; this model needs "
            f"({config.w_dim},) or {shape}. A code belongs to the network "
            "that it was projected with."
        )
    if not np.isfinite(code).all():
        raise ValueError(
            f"{what} has a code with numbers that are not finite: project "
            "that picture again."
        )
    return np.ascontiguousarray(np.broadcast_to(code, shape))
