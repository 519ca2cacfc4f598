"""Known faces of a model: codes that others projected, under a name.

Imports the reader of codes.
"""

from __future__ import annotations

import datetime
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from ..checkpoints.code_files import check_code, read_code

if TYPE_CHECKING:
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
