"""`convert`: a checkpoint becomes a model directory.

Imports the model when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from .face_model import FaceModel


def convert(
    src: str | os.PathLike[str],
    dest: str | os.PathLike[str],
    *,
    overwrite: bool = False,
    class_index: int | None = None,
) -> FaceModel:
    """
    Convert one of NVIDIA's StyleGAN2 checkpoints to a model directory

    Parameters
    ----------
    src : str or PathLike
        The .pkl file, as for `read_checkpoint`.
    dest : str or PathLike
        The directory to make; nothing is left there if anything fails.
    overwrite : bool
        Replace a model that is there.
    class_index : int, optional
        Of a network that was trained with class labels: the class to keep,
        from 0.

    Returns
    -------
    FaceModel
        The model, without directions: sample, label and fit come next.

    Raises
    ------
    CheckpointError
        `src` is not a StyleGAN2 checkpoint that can be read.
    FileExistsError
        `dest` exists and may not be replaced.
    """
    from pathlib import Path

    from .face_model import FaceModel
    from .files import check_target

    # Reading takes long: a name that is taken is said first.
    check_target(Path(dest), overwrite=overwrite)
    model = FaceModel.from_checkpoint(Path(src), class_index)
    model.save(Path(dest), overwrite=overwrite)
    return model
