"""Contact sheets."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from plotnine_chernoff.draw.montage import montage


def tiles(n=6, side=16):
    values = np.arange(n, dtype=np.uint8)[:, None, None, None] * 10 + 50
    return np.broadcast_to(values, (n, side, side, 3)).copy()


def test_places_in_rows():
    sheet = np.asarray(montage(tiles(), columns=3, gap=2))
    assert sheet.shape == (2 + 2 * 18, 2 + 3 * 18, 3)
    assert sheet[0, 0].tolist() == [255, 255, 255]
    centers = sheet[[10, 28]][:, [10, 28, 46], 0]
    assert centers.ravel().tolist() == [50, 60, 70, 80, 90, 100]


def test_squarish_by_default():
    assert montage(tiles(9), gap=0).size == (48, 48)
    assert montage(tiles(1), gap=0).size == (16, 16)


@pytest.mark.parametrize(
    ("n", "columns", "rows"),
    [(2, 2, 1), (3, 3, 1), (5, 3, 2), (6, 3, 2), (8, 4, 2), (12, 4, 3)],
)
def test_no_holes_where_it_need_not_have_any(n, columns, rows):
    assert montage(tiles(n), gap=0).size == (16 * columns, 16 * rows)


def test_labels_do_not_cover_pictures():
    pictures = tiles(2, 64)
    plain = np.asarray(montage(pictures, columns=2))
    labels = ["short", "a very long label that has no room at all"]
    sheet = np.asarray(montage(pictures, labels, columns=2))
    assert sheet.shape[0] > plain.shape[0]
    assert (sheet[:68] == plain[:68]).all()
    assert (sheet[68:] < 100).any()
    dark = np.asarray(montage(pictures, labels, columns=2, background="black"))
    assert (dark[68:] > 200).any()


def test_sizes():
    mixed = [tiles(1, 16)[0], Image.new("RGB", (32, 8), "red")]
    assert montage(mixed, columns=2, gap=0).size == (64, 16)
    assert montage(tiles(4), columns=2, size=8, gap=0).size == (16, 16)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (([],), "at least one picture"),
        ((tiles(2), ["a"]), "1 labels for 2 pictures"),
        ((tiles(2), None, 0), "columns must be a whole number"),
        ((tiles(2).astype(float),), "number 0 is float64"),
        (([np.zeros((3, 3, 2), np.uint8)],), r"shape \(3, 3, 2\)"),
    ],
)
def test_bad_arguments(args, message):
    with pytest.raises(ValueError, match=message):
        montage(*args)
