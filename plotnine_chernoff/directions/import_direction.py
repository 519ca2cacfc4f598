"""Directions that others found, put into a model's edits.

Foreign files name neither the network nor the unit: fingerprints are compared
where there are any, and sign and scale are measured where a labeler can read
faces. Imports NumPy, the readers of files and the calibration.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..attributes import ATTRIBUTES, check_names
from ..checkpoints import read_direction
from ..generator.config import GeneratorConfig
from ..model.edits import Edits
from ..model.files import ModelFileError, read_arrays, read_json
from ..model.merge_edits import merge_edits, only
from .calibrate import KNOTS, set_curves, sweep
from .measure import Measure, draw_persons

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd

    from ..model.face_model import FaceModel

_POINTS = 17
_LIMIT = 4.0
_PERSONS = 4
_PERSON_PSI = 0.7
_SPREAD_FACES = 1024


@dataclass(frozen=True)
class Found:
    """
    A direction as a file holds it

    Parameters
    ----------
    rows : array, (1, w_dim) or (L, w_dim)
        One row for all styles, or one for each.
    styles : tuple of int or None
        What it acts on, where the file says so.
    origin : dict
        Plain data: file, sha256, format and what else is known.
    edits : Edits or None
        Calibrated edits of the attribute, if the file is one of ours.
    """

    rows: np.ndarray
    styles: tuple[int, ...] | None
    origin: dict[str, Any]
    edits: Edits | None = None


def import_direction(
    model: FaceModel,
    path: str | Path,
    attribute: str,
    *,
    styles: Sequence[int] | None = None,
    scale: float | None = None,
    flip: bool = False,
    component: int | None = None,
    name: str | None = None,
    label: Callable[[np.ndarray], pd.DataFrame] | None = None,
    force: bool = False,
) -> FaceModel:
    """
    A model with a direction that someone else found

    Parameters
    ----------
    model : FaceModel
    path : str or Path
        A file as `read_direction` takes it, or `directions.safetensors` of
        a model directory.
    attribute : str
        What the direction changes.
    styles : sequence of int, optional
        Rows of W+ to change; by default those that the file names, or whose
        rows are not zero, or all.
    scale : float, optional
        Makes the direction so many times longer.
    flip : bool
        Turn the direction around.
    component : int, optional
        Which of a file's principal components, or of a matrix's directions.
    name : str, optional
        Which of a file's named directions; by default the only one, or the
        only one whose name is like the attribute's.
    label : callable, optional
        Images (N, H, W, 3), uint8, to a table of attributes. With it, sign
        and scale are found by reading edited faces, unless `scale` or `flip`
        say what they are.
    force : bool
        Import although the fingerprint or the number of styles differs, and
        replace a direction that the model has.

    Returns
    -------
    FaceModel
        The same generator and labeler; `model` itself stays as it is.

    Raises
    ------
    CheckpointError
        The file is no direction.
    ValueError
        It does not fit the model, or cannot be calibrated.

    Notes
    -----
    Without calibration the ends of the attribute's range are one length of
    the direction away from the range's middle, and the mean face has the
    neutral value: ``step = (value - neutral) / (half the range)``.
    """
    check_names([attribute])
    if scale is not None and not 0 < scale < np.inf:
        raise ValueError(
            f"scale must be a positive number, got {scale:g}. Flip the "
            "direction to turn it around."
        )
    if model.edits is not None and attribute in model.attributes and not force:
        raise ValueError(
            f"Model {model.name!r} has a direction for {attribute} already. "
            "Force the import (force=True, --force) to replace it."
        )
    found = _read(Path(path), attribute, component, name)
    same = _check_fit(found, model, force)
    chosen = _choose_styles(found, styles, model.num_styles)
    own, measured = found.edits, found.edits is not None and same
    if own is None or not same:
        own = _linear(model, attribute, _vectors(found, chosen, model))
    own = replace(
        own,
        styles={attribute: chosen},
        curve_steps=own.curve_steps * (1 if scale is None else scale),
    )
    if flip:
        own = _turned(own)
    if label is not None and scale is None and not flip and not measured:
        own, measured = _calibrate(model, own, label), True
    origin = found.origin | {
        "scale": scale,
        "flip": flip,
        "calibrated": measured,
    }
    out = copy(model)
    out.edits = merge_edits(model.edits, own, origin)
    return out


def _read(
    path: Path, attribute: str, component: int | None, name: str | None
) -> Found:
    if path.suffix == ".safetensors":
        return _read_own(path, attribute)
    rows, origin = read_direction(path, component, name, attribute)
    # A length of one standard deviation, where the file knows it.
    rows = rows * origin.get("lat_stdev", 1.0)
    styles = None
    first, end = origin.get("edit_start"), origin.get("edit_end")
    if isinstance(first, int) and isinstance(end, int) and first < end:
        styles = tuple(range(first, end))
    return Found(rows, styles, origin)


def _read_own(path: Path, attribute: str) -> Found:
    description = read_json(path.parent / "model.json")
    about = description.get("edits")
    if about is None:
        raise ModelFileError(
            f"{path.parent} has no directions. Name the file of a model that "
            "was fitted."
        )
    config = GeneratorConfig(**description["architecture"])
    edits = Edits.from_files(about, read_arrays(path), config)
    check_names([attribute], edits.attributes)
    own = only(edits, attribute)
    origin = {
        "file": path.name,
        "format": "plotnine-chernoff",
        "fingerprint": edits.fingerprint,
    }
    return Found(own.directions, own.styles[attribute], origin, own)


def _check_fit(found: Found, model: FaceModel, force: bool) -> bool:
    """Whether the file is this generator's; ValueError if it cannot be"""
    name, w_dim = found.origin["file"], model.config.w_dim
    rows, size = found.rows.shape
    if size != w_dim:
        raise ValueError(
            f"The direction in {name} has {size} numbers, W of model "
            f"{model.name!r} has {w_dim}; it belongs to another network."
        )
    known = found.origin.get("fingerprint")
    if known not in (None, model.fingerprint) and not force:
        raise ValueError(
            f"The direction in {name} was found on another generator: "
            f"fingerprint {known[:12]}, model {model.name!r} has "
            f"{model.fingerprint[:12]}. Its effect would be arbitrary; force "
            "the import (force=True, --force) to try it."
        )
    if rows not in (1, model.num_styles) and not force:
        raise ValueError(
            f"The direction in {name} is for {rows} styles, model "
            f"{model.name!r} has {model.num_styles}; it belongs to another "
            "network. Force the import (force=True, --force) to use the rows "
            "that fit."
        )
    return known == model.fingerprint


def _choose_styles(found, styles, num_styles) -> tuple[int, ...]:
    if styles is not None:
        chosen = tuple(styles)
    elif found.styles is not None:
        chosen = found.styles
    elif len(found.rows) == 1:
        chosen = tuple(range(num_styles))
    else:
        used = np.flatnonzero(_used(found.rows)[:num_styles])
        chosen = tuple(int(r) for r in used)
    if not chosen or not all(0 <= r < num_styles for r in chosen):
        raise ValueError(
            f"Styles must be numbers from 0 to {num_styles - 1}, got "
            f"{list(chosen)}; choose others."
        )
    return chosen


def _vectors(found: Found, chosen: tuple[int, ...], model) -> np.ndarray:
    """
    What one length of the direction adds to each style

    One row (1, w_dim) that all styles share, or (num_styles, w_dim).
    """
    rows = found.rows.astype(np.float64)
    used = _used(rows)
    mine = [r for r in chosen if r < len(used) and used[r]]
    # Styles without a row of their own take what the others have.
    given = rows[mine] if mine else rows[used]
    shared = given.mean(0)
    if np.allclose(given, shared, atol=1e-3 * np.abs(given).max()):
        return shared[None]
    out = np.repeat(shared[None], model.num_styles, 0)
    out[mine] = rows[mine]
    return out


def _used(rows: np.ndarray) -> np.ndarray:
    """Which rows are not zero"""
    return np.abs(rows).max(1) > 0


def _linear(model: FaceModel, attribute: str, vectors: np.ndarray) -> Edits:
    """Uncalibrated edits of one attribute, in all styles"""
    low, high = ATTRIBUTES[attribute].range
    values = np.linspace(low, high, KNOTS)
    steps = (values - ATTRIBUTES[attribute].neutral) / ((high - low) / 2)
    # Rows may cancel each other: the longest stands for all of them.
    longest = vectors[np.argmax(np.linalg.norm(vectors, axis=1))]
    # Steps are standard deviations, whatever length the file chose.
    length = np.linalg.norm(longest)
    factor = _spread(model, longest / length) / length
    return Edits(
        attributes=(attribute,),
        ranges={attribute: (low, high)},
        styles={attribute: tuple(range(model.num_styles))},
        directions=longest[None] * factor,
        center=np.asarray(model.w_avg, np.float64),
        # Nothing is known of how persons differ in it, so they keep theirs.
        readout=np.zeros((1, len(longest))),
        displacement=np.zeros((1, len(longest))),
        curve_values=values[None],
        curve_steps=steps[None] / factor,
        correction=np.zeros((1, 1)),
        num_styles=model.num_styles,
        degree=0,
        fingerprint=model.fingerprint,
        own_rows={attribute: vectors * factor} if len(vectors) > 1 else {},
    )


def _turned(own: Edits) -> Edits:
    """The same direction, the other way"""
    return replace(
        own,
        directions=-own.directions,
        own_rows={k: -v for k, v in own.own_rows.items()},
    )


def _spread(model: FaceModel, unit: np.ndarray) -> float:
    """Standard deviation of W along a direction of length 1"""
    z = np.random.RandomState(0).randn(_SPREAD_FACES, model.config.z_dim)
    return float(np.std(model.map(z)[:, 0] @ unit))


def _calibrate(model, own: Edits, label) -> Edits:
    """Sign and curve from faces that are drawn and read"""
    (attribute,) = own.attributes
    measure = Measure(model, label, own.attributes)
    shape = (1, model.num_styles, len(own.center))
    mean = np.broadcast_to(own.center, shape)
    persons = draw_persons(model, _PERSONS, _PERSON_PSI)
    bases = np.concatenate([mean, persons])
    read = sweep(measure, own, bases, _LIMIT, _POINTS)
    grid = np.linspace(-_LIMIT, _LIMIT, _POINTS)
    if grid @ read[0, :, :, 0].mean(1) < 0:
        own = _turned(own)
        read = read[:, ::-1]
    own, failed = set_curves(own, read, _LIMIT)
    if failed:
        raise ValueError(
            f"{failed[attribute]} Give a scale to import it as it is."
        )
    return own
