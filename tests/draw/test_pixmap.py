"""Pictures of faces at the sizes that they are drawn at."""

from __future__ import annotations

import numpy as np
import pytest
from cachetools import LRUCache

from plotnine_chernoff.draw import pixmap as pixmaps
from plotnine_chernoff.draw.pixmap import Pixmap
from tests.conftest import printed

IMAGE = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)


@pytest.fixture
def resized(monkeypatch):
    """Sides that pictures have been resized to, nothing being remembered"""
    sides = []
    resize = pixmaps.resize

    def count(image, side, box, **kwargs):
        sides.append(side)
        return resize(image, side, box, **kwargs)

    monkeypatch.setattr(pixmaps, "resize", count)
    monkeypatch.setattr(pixmaps, "_sized", LRUCache(2**20, lambda p: p.nbytes))
    return sides


def test_a_size_is_made_once_for_all_drawings(resized):
    """A figure that is drawn again has pixmaps of its own."""
    first = Pixmap(printed(IMAGE, "a")).at(20, "circle")
    assert Pixmap(printed(IMAGE, "a")).at(20, "circle") is first
    assert resized == [20]
    for other in (
        Pixmap(printed(IMAGE, "b")).at(20, "circle"),
        Pixmap(printed(IMAGE, "a")).at(20, "square"),
        Pixmap(printed(IMAGE, "a")).at(20, "circle", 0.5),
    ):
        assert (other != first).any() or other is not first
    assert resized == [20] * 4


def test_pictures_without_a_key_are_not_mistaken(resized):
    black = np.zeros_like(IMAGE)
    assert Pixmap(printed(IMAGE)).at(8, "square").any()
    assert not Pixmap(printed(black)).at(8, "square")[..., :3].any()


def test_what_files_embed(resized):
    face = Pixmap(printed(IMAGE))
    assert len(face.embedded(10.2)) == 11
    assert len(face.embedded(1000)) == 64, "no pixel is made up"
    assert len(Pixmap(printed(IMAGE), resolution=16).embedded(40)) == 16
    assert len(Pixmap(printed(IMAGE), resolution=100).embedded(40)) == 100


def test_a_part_of_a_small_picture_is_where_it_is_in_a_large_one():
    """Whole pixels of the one are not of the other."""
    ramp = np.arange(64, dtype=np.uint8) * 4
    large = np.dstack([np.broadcast_to(c, (64, 64)) for c in (ramp,) * 3])
    small = pixmaps.resize(large, 16)
    part = (13 / 64, 23 / 64, 38 / 64)
    shown = [
        Pixmap(printed(image), part=part).at(9, "square").astype(int)
        for image in (large, small)
    ]
    # All but the edge, where there's nothing to smooth with.
    moved = np.abs(shown[0] - shown[1])[1:-1, 1:-1]
    assert moved.max() <= 2
