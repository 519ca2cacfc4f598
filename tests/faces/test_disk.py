"""Faces on disk: found again, whole, bounded, safe to share."""

from __future__ import annotations

import errno
import os
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

from plotnine_chernoff.cli import app
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
    assert len(list(directory.glob("*.png"))) == 3 + 2 + 3


def test_damaged_files_are_made_anew(model, directory):
    expected = request_faces(model, VALUES).images
    files = sorted(directory.glob("*.png"))
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


@pytest.fixture
def noise():
    """A picture that does not compress: 400 bytes or so as a file"""
    return np.random.default_rng(0).integers(0, 256, (10, 10, 3), np.uint8)


def age(cache, *keys):
    """As if a minute had passed between the uses of any two"""
    for i, key in enumerate(keys):
        os.utime(cache._path(key), (60 * i, 60 * i))


def test_bounded(tmp_path, noise):
    cache = DiskCache(tmp_path, max_bytes=8000)
    mine = tmp_path / "holiday.png"
    mine.write_bytes(b"x" * 50_000)
    for i in range(90):
        cache.put([(i, noise)])
        age(cache, *(k for k in range(i + 1) if cache._path(k).exists()))
        assert cache.usage()[1] <= 8000 + cache._path(i).stat().st_size
    kept = [i for i in range(90) if cache._path(i).exists()]
    assert kept == list(range(90 - len(kept), 90)), "the oldest ones go"
    assert cache.usage()[1] > 5000
    assert mine.exists()


def test_the_directory_is_not_read_each_time(tmp_path, noise, monkeypatch):
    looks = []
    scandir = os.scandir

    def look(path):
        looks.append(path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", look)
    cache = DiskCache(tmp_path, max_bytes=80_000)
    for i in range(90):
        cache.put([(i, noise)])
    assert 1 <= len(looks) < 15
    looks.clear()
    for i in range(90):
        cache.get(i, (10, 10, 3))
    assert not looks


def test_recently_used_faces_stay(tmp_path, noise):
    cache = DiskCache(tmp_path, max_bytes=2**20)
    cache.put([("a", noise), ("b", noise)])
    age(cache, "a", "b")
    cache.get("a", (10, 10, 3))
    cache.max_bytes = 3 * cache._path("a").stat().st_size
    cache.put([("c", noise)])
    assert cache.get("b", (10, 10, 3)) is None
    assert cache.get("a", (10, 10, 3)) is not None


def test_several_at_once(directory):
    def work(_):
        model = PaintedModel()
        faces.clear_cache()
        return request_faces(model, VALUES).images

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(work, range(32)))
    assert all((r == results[0]).all() for r in results)
    left = {path.suffix for path in directory.iterdir()}
    assert left == {".png", ""}, "no temporary file is left"
    assert len(list(directory.glob("*.png"))) == 3


def test_a_directory_that_cannot_be_written(model, tmp_path, monkeypatch):
    file = tmp_path / "file"
    file.write_text("in the way")
    monkeypatch.setenv("CHERNOFF_CACHE", str(file))
    with pytest.warns(UserWarning, match="CHERNOFF_CACHE.*cannot be kept"):
        assert len(request_faces(model, VALUES).images) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize("what", ["faces", "ledger"])
def test_named_pipes_do_not_hold_a_plot_up(model, directory, what):
    """Reading or writing them would wait for somebody at the other end"""
    expected = request_faces(model, VALUES).images
    for path in list(directory.iterdir()):
        if (path.suffix == ".png") == (what == "faces"):
            path.unlink()
            os.mkfifo(path)
    if what == "ledger":
        for face in directory.glob("*.png"):
            face.unlink()
    faces.clear_cache()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        again = request_faces(model, VALUES).images
    assert (again == expected).all()
    assert [str(directory) in str(w.message) for w in told] == (
        [True] if what == "ledger" else []
    )


def test_a_full_disk_costs_a_warning(model, directory, monkeypatch):
    def full(path, write):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("plotnine_chernoff.faces.disk.write_whole", full)
    with pytest.warns(UserWarning, match="cannot be kept in .*No space"):
        assert len(request_faces(model, VALUES).images) == 3


def test_a_directory_that_can_only_be_read(model, directory, monkeypatch):
    expected = request_faces(model, VALUES).images

    def refuse(*args):
        raise PermissionError

    monkeypatch.setattr("os.utime", refuse)
    faces.clear_cache()
    assert (request_faces(model, VALUES).images == expected).all()
    assert model.faces_made == 3


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user's cache directory, and no wish where faces are kept"""
    monkeypatch.delenv("CHERNOFF_CACHE", raising=False)
    monkeypatch.setattr(
        "plotnine_chernoff.faces.disk.user_cache_path",
        lambda *args, **kwargs: tmp_path / "home",
    )
    return tmp_path / "home"


def test_faces_are_kept_by_default(model, home):
    model.fingerprint = "of its weights"
    request_faces(model, VALUES)
    assert len(list(home.rglob("*.png"))) == 3


def test_models_that_may_change_unnoticed_are_not_kept(model, home):
    """Without a hash of its weights, next week's faces could be others."""
    request_faces(model, VALUES)
    assert not home.exists()


def test_a_home_that_cannot_be_written_is_no_reason_to_warn(model, home):
    model.fingerprint = "of its weights"
    home.write_text("in the way")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(request_faces(model, VALUES).images) == 3


@pytest.mark.parametrize("off", ["off", ""])
def test_off(model, home, monkeypatch, off):
    model.fingerprint = "of its weights"
    monkeypatch.setenv("CHERNOFF_CACHE", off)
    request_faces(model, VALUES)
    assert not home.exists()


def test_the_command(model, directory, monkeypatch):
    def chernoff(*words):
        result = CliRunner().invoke(app, ["cache", *words])
        assert result.exit_code == 0, result.output
        return result.output

    assert "faces      0" in chernoff("info"), "before there is any"
    request_faces(model, VALUES)
    mine = directory / "holiday.png"
    mine.touch()
    told = chernoff("info")
    assert str(directory) in told
    assert "faces      3" in told
    assert "of 512 MiB" in told
    assert "3 faces deleted" in chernoff("clear")
    assert list(directory.iterdir()) == [mine]
    monkeypatch.setenv("CHERNOFF_CACHE", "off")
    assert "not kept" in chernoff("info")
    assert "not kept" in chernoff("clear")
