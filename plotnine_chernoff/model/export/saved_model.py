"""Models in TensorFlow's format. Imports TensorFlow inside the function."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...atomic import write_whole_directory
from .edit_arrays import EditArrays

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ..face_model import FaceModel


def export_saved_model(
    model: FaceModel, path: str | Path, person: Hashable = None
) -> None:
    """
    Write a model as a SavedModel: attribute values in, faces out

    Parameters
    ----------
    model : FaceModel
    path : str or Path
        The directory, whose signature ``serving_default`` takes ``values``
        (N, A), float32, attributes in their units and in the order of the
        model, and gives ``faces`` (N, H, W, 3), uint8; 4 channels with a
        matte. ``assets.extra/model.json`` names the attributes.
    person : hashable, optional
        Whose faces; the mean face by default.

    Raises
    ------
    ValueError
        The model has no directions.
    FileExistsError
        There is such a directory.
    """
    import tensorflow as tf

    from ...generator.network import StyleGAN2

    path = Path(path)
    if path.exists():
        raise FileExistsError(f"{path} exists. Choose another name.")
    edits = EditArrays.of(model, person)
    network = StyleGAN2(model.config)
    network.set_arrays(dict(model.weights))
    module: Any = tf.Module()
    module.network = network
    given = tf.TensorSpec([None, len(edits.low)], tf.float32, "values")

    @tf.function(input_signature=[given])
    def faces(values):
        images: Any = network(_codes(values, edits))
        pixels = tf.clip_by_value(images * 127.5 + 128.0, 0.0, 255.0)
        return {"faces": tf.cast(pixels, tf.uint8)}

    module.faces = faces
    about = {
        "name": model.name,
        "licence": model.licence,
        "fingerprint": model.edit_fingerprint,
        "attributes": list(model.attributes),
        "ranges": model.ranges,
    }

    def write(folder: Path) -> None:
        tf.saved_model.save(
            module, str(folder), signatures={"serving_default": faces}
        )
        extra = folder / "assets.extra"
        extra.mkdir()
        (extra / "model.json").write_text(json.dumps(about, indent=2))

    write_whole_directory(path, write)


def _codes(values: Any, edits: EditArrays) -> Any:
    """W+ codes of attribute values, as `Edits.apply` makes them"""
    import tensorflow as tf

    values = tf.clip_by_value(
        tf.cast(values, tf.float64), edits.low, edits.high
    )
    half = (edits.high - edits.low) / 2
    u = (values - edits.low - half) / half
    terms = [tf.ones_like(values[:, :1])]
    for columns in edits.products:
        terms.append(
            tf.reduce_prod(
                tf.stack([tf.gather(u, c, axis=1) for c in columns]), 0
            )
        )
    asked = values + tf.matmul(tf.concat(terms, 1), edits.correction)
    gone = tf.clip_by_value(asked[:, :, None] - edits.knots, 0, edits.widths)
    steps = edits.first + tf.reduce_sum(gone * edits.slopes, 2)
    codes = tf.einsum("na,asw->nsw", steps, edits.plus) + edits.base
    return tf.cast(codes, tf.float32)
