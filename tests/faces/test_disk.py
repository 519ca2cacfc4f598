"""Faces on disk: found again, whole, bounded, safe to share."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from plotnine_chernoff.faces import requests as faces
from plotnine_chernoff.faces.disk import DiskCache
from plotnine_chernoff.faces.requests import request_faces
from tests.conftest import PaintedModel

VALUES = pd.DataFrame({"smile": [0.0, 0.5, 1.0]})


@pytest.fixture
def directory(tmp_path, monkeypatch):
    path = tmp_path / "faces"
    monkeypatch.setenv("CHERNOFF_CACHE", str(path))
    return path


def test_a_second_process_makes_no_face(model, directory):
    first = request_faces(model, VALUES)
    assert len(list(directory.glob("*.png"))) == 3
    faces.clear_cache()
    second = request_faces(model, VALUES)
    assert model.faces_made == 3
    assert (first.images == second.images).all()


def test_models_and_persons_do_not_share_faces(model, directory):
    request_faces(model, VALUES)
    request_faces(model, VALUES, [1, "1", None])
    request_faces(PaintedModel(resolution=64), VALUES)
    assert len(list(directory.iterdir())) == 3 + 2 + 3


def test_damaged_files_are_made_anew(model, directory):
    expected = request_faces(model, VALUES).images
    files = sorted(directory.iterdir())
    whole = files[0].read_bytes()
    Image.new("RGB", (8, 8)).save(files[1])
    for damage in (b"", whole[:-40], b"nonsense"):
        files[0].write_bytes(damage)
        faces.clear_cache()
        assert (request_faces(model, VALUES).images == expected).all()
        assert files[0].read_bytes() == whole


def test_no_flipped_bit_changes_a_face(tmp_path):
    cache = DiskCache(tmp_path)
    face = np.arange(192, dtype=np.uint8).reshape(8, 8, 3)
    cache.put([(0, face)])
    path = cache._path(0)
    whole = path.read_bytes()
    for i in range(len(whole)):
        damaged = bytearray(whole)
        damaged[i] ^= 0xFF
        path.write_bytes(damaged)
        found = cache.get(0, (8, 8, 3))
        assert found is None or (found == face).all(), i


def test_bounded(tmp_path):
    cache = DiskCache(tmp_path, max_bytes=1000)
    noise = np.random.default_rng(0).integers(0, 256, (10, 10, 3), np.uint8)
    size = 0
    mine = tmp_path / "holiday.png"
    mine.write_bytes(b"x" * 5000)
    for i in range(9):
        cache.put([(i, noise)])
        path = cache._path(i)
        # As if a minute had passed between any two.
        os.utime(path, (60 * i, 60 * i))
        size = path.stat().st_size
    kept = [i for i in range(9) if cache.get(i, (10, 10, 3)) is not None]
    assert kept == list(range(9 - 1000 // size, 9))
    assert mine.exists()


def test_recently_used_faces_stay(tmp_path):
    cache = DiskCache(tmp_path, max_bytes=2**20)
    face = np.zeros((8, 8, 3), np.uint8)
    cache.put([("a", face), ("b", face)])
    for key in "ab":
        os.utime(cache._path(key), (0, 0))
    cache.get("a", (8, 8, 3))
    cache.max_bytes = cache._path("a").stat().st_size
    cache.put([])
    assert cache.get("b", (8, 8, 3)) is None
    assert cache.get("a", (8, 8, 3)) is not None


def test_several_at_once(directory):
    def work(_):
        model = PaintedModel()
        faces.clear_cache()
        return request_faces(model, VALUES).images

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(32)))
    assert all((r == results[0]).all() for r in results)
    assert len(list(directory.iterdir())) == 3, "no temporary file is left"


def test_a_directory_that_cannot_be_written(model, tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("in the way")
    monkeypatch.setenv("CHERNOFF_CACHE", str(file))
    with pytest.warns(UserWarning, match="CHERNOFF_CACHE.*cannot be kept"):
        assert len(request_faces(model, VALUES).images) == 3


def test_no_cache_unless_asked_for(model, tmp_path, monkeypatch):
    monkeypatch.delenv("CHERNOFF_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)
    request_faces(model, VALUES)
    assert not list(tmp_path.iterdir())
