"""Labels for a sample set: from a labeler, a table, Kairos or a function.

Pictures stream through; the table is written every few hundred, so that a run
that was stopped goes on. Imports NumPy, pandas and tqdm.
"""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from typing import TYPE_CHECKING, cast

import numpy as np
import pandas as pd

from ..attributes import ATTRIBUTES
from .kairos import KairosCounts, read_kairos
from .label_tables import read_label_table
from .progress import Bar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from ..model.face_model import FaceModel
    from .sample_set import SampleSet

BATCH = 64
PHOTO = "photo"
"""Name of the labeler of photographs"""
_FLUSH = 8


def label_with(
    samples: SampleSet,
    label: Callable[[np.ndarray], pd.DataFrame],
    again: bool = False,
    progress: bool = True,
) -> pd.DataFrame:
    """
    Label pictures by a callable

    Parameters
    ----------
    samples : SampleSet
    label : callable
        Images (N, H, W, 3), uint8, to a table with N rows; its columns that
        are attributes are kept.
    again : bool
        Label also the pictures that have labels.
    progress : bool
        Show a progress bar.

    Returns
    -------
    DataFrame
        All labels of the set, as `SampleSet.labels` gives them.

    Raises
    ------
    ValueError
        The callable gives another number of rows, or no attributes.
    """
    labels = samples.labels()
    done = labels.notna().any(axis=1)
    todo = [int(s) for s in labels.index if again or not done.loc[s]]
    batches = samples.images(todo, BATCH)
    with Bar(
        total=len(labels),
        initial=len(labels) - len(todo),
        desc="label",
        unit="face",
        disable=not progress,
    ) as bar:
        for i, images in enumerate(batches):
            seeds = todo[i * BATCH : i * BATCH + len(images)]
            read = _checked(label(images), len(images))
            labels = _put(labels, read.set_axis(seeds))
            bar.update(len(images))
            if i % _FLUSH == _FLUSH - 1:
                samples.write_labels(labels)
    samples.write_labels(labels)
    return samples.labels()


def label_from_csv(
    samples: SampleSet,
    path: Path,
    words: Mapping[str, Sequence[str]] | None = None,
) -> tuple[pd.DataFrame, list[str]]:
    """
    Take labels from a table

    Parameters
    ----------
    samples : SampleSet
    path : Path
        A table as `read_label_table` takes it: a column `seed` (numbers, or
        names as seed0000.png) and columns that are attributes, on any scale;
        gaps are allowed.
    words : mapping of attribute to (str, str), optional
        Words that stand for the low and the high end of an attribute's
        range.

    Returns
    -------
    labels : DataFrame
        All labels of the set.
    ignored : list of str
        Columns that are no attributes.

    Raises
    ------
    ValueError
        It has no column `seed`, no attribute, a seed twice, a cell that is
        no number, or none of these pictures.
    """
    table, ignored = read_label_table(path, words)
    return _take(samples, table, path), ignored


def label_from_kairos(
    samples: SampleSet, folder: Path
) -> tuple[pd.DataFrame, KairosCounts]:
    """
    Take labels from a folder of Kairos responses

    Parameters
    ----------
    samples : SampleSet
    folder : Path
        As `read_kairos` reads it.

    Returns
    -------
    labels : DataFrame
        All labels of the set.
    counts : KairosCounts

    Raises
    ------
    ValueError
        No responses, or none for these pictures.
    """
    table, counts = read_kairos(folder)
    if not len(table) and counts.errors:
        raise ValueError(
            f"{folder}: none of {counts.files} responses could be read, as "
            f"{counts.errors[0]}."
        )
    return _take(samples, table, folder), counts


def choose_labeler(
    model: FaceModel, other: str | None = None, function: str | None = None
) -> Callable[[np.ndarray], pd.DataFrame]:
    """
    What reads attributes off a model's faces

    Parameters
    ----------
    model : FaceModel
        Its own labeler is taken unless another is named.
    other : str, optional
        Name or directory of a model whose labeler to take, or "photo" for
        `label_photographs`.
    function : str, optional
        Name of a function, as `load_callable` takes it.

    Raises
    ------
    ValueError
        Two are named, or there is none.
    """
    if other and function:
        raise ValueError("Name either a labeler or a function, not both.")
    if function:
        return load_callable(function)
    if other == PHOTO:
        from .photo import label_photographs

        return label_photographs
    if other:
        model = model.load(other)
    if model.labeler is None:
        raise ValueError(
            f"Model {model.name!r} brings no labeler. Name a model that "
            "does, as 'default', or photo, or a function "
            "package.module:function."
        )
    return model.label


def load_callable(name: str) -> Callable[[np.ndarray], pd.DataFrame]:
    """
    The function that `package.module:function` names

    Raises
    ------
    ValueError
        There is no such module or function. The working directory is
        searched too.
    """
    module, _, function = name.partition(":")
    if not module or not function:
        raise ValueError(
            f"Name a labelling function as package.module:function, got "
            f"{name!r}."
        )
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    try:
        found = getattr(importlib.import_module(module), function)
    except ImportError as e:
        raise ValueError(f"Cannot import {module!r} ({e}).") from None
    except AttributeError:
        raise ValueError(f"{module!r} has no {function!r}.") from None
    if not callable(found):
        raise ValueError(f"{name} is not a function.")
    return cast("Callable[[np.ndarray], pd.DataFrame]", found)


def _checked(table, n) -> pd.DataFrame:
    table = pd.DataFrame(table)
    names = [a for a in ATTRIBUTES if a in table]
    if len(table) != n or not names:
        raise ValueError(
            f"The labeler must give one row for each of {n} images and "
            f"columns that are attributes ({', '.join(ATTRIBUTES)}); got "
            f"{len(table)} rows, columns {', '.join(map(str, table))}."
        )
    return table.loc[:, names].astype(np.float64)


def _put(labels, read) -> pd.DataFrame:
    """Labels with those of some seeds replaced"""
    names = [a for a in ATTRIBUTES if a in labels or a in read]
    labels = labels.reindex(columns=names).astype(np.float64)
    labels.loc[read.index, read.columns] = read
    return labels


def _take(samples, table, source) -> pd.DataFrame:
    labels = samples.labels()
    common = labels.index.intersection(table.index)
    if not len(common):
        raise ValueError(
            f"{source} has labels for none of the {len(labels)} pictures in "
            f"{samples.directory}. Check the seeds."
        )
    others = len(table) - len(common)
    if others:
        warnings.warn(
            f"{others} of {len(table)} seeds in {source} are those of no "
            f"picture in {samples.directory}; the rest are taken.",
            UserWarning,
            stacklevel=3,
        )
    samples.write_labels(_put(labels, table.loc[common]))
    return samples.labels()
