"""What is written is never seen half done, whatever stops the writer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

import numpy as np
import pytest

from plotnine_chernoff import atomic
from plotnine_chernoff.atomic import (
    sweep,
    write_whole,
    write_whole_by_name,
    write_whole_directory,
)


def test_a_file_is_made_and_replaced(tmp_path):
    path = tmp_path / "table.csv"
    for text in (b"first", b"second"):
        write_whole(path, lambda file, text=text: file.write(text))
        assert path.read_bytes() == text
    assert os.listdir(tmp_path) == ["table.csv"]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_writer_that_fails_leaves_what_was_there(tmp_path, error):
    path = tmp_path / "table.csv"
    path.write_bytes(b"first")

    def fail(file):
        file.write(b"half")
        raise error

    with pytest.raises(error):
        write_whole(path, fail)
    assert path.read_bytes() == b"first"
    assert os.listdir(tmp_path) == ["table.csv"]


def test_writers_of_one_file_do_not_meet(tmp_path):
    """Two processes that make the same picture at the same time"""
    path = tmp_path / "face.png"

    def outer(file):
        write_whole(path, lambda other: other.write(b"inner"))
        file.write(b"outer")

    write_whole(path, outer)
    assert path.read_bytes() == b"outer"
    assert os.listdir(tmp_path) == ["face.png"]


def test_others_may_read_what_is_written(tmp_path):
    """As after a plain open(): shared caches are read by others"""
    plain, whole = tmp_path / "plain", tmp_path / "whole"
    plain.write_bytes(b"")
    write_whole(whole, lambda file: None)
    assert whole.stat().st_mode == plain.stat().st_mode


def test_a_directory_is_made_and_replaced(tmp_path):
    path = tmp_path / "deep" / "model"
    for name in ("first", "second"):
        write_whole_directory(
            path, lambda d, name=name: (d / name).write_text("")
        )
        assert os.listdir(path) == [name]
    assert os.listdir(path.parent) == ["model"]


def test_what_fills_the_disk_is_named(tmp_path):
    """Nothing is left beside what was there"""
    resource = pytest.importorskip("resource")
    (tmp_path / "x.png").write_text("old")
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "old").write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    big = b"0" * 50_000
    writes = {
        "x.png": [
            lambda path: write_whole(path, lambda file: file.write(big)),
            lambda path: write_whole(
                path, lambda file: np.save(file, np.zeros(50_000))
            ),
            lambda path: write_whole_by_name(
                path, lambda file: file.write_bytes(big)
            ),
        ],
        "model": [
            lambda path: write_whole_directory(
                path, lambda folder: (folder / "new").write_bytes(big)
            )
        ],
    }
    for name, several in writes.items():
        for write in several:
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
            try:
                with pytest.raises(OSError, match=r"too large|No space") as e:
                    write(tmp_path / name)
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, before)
            assert e.value.filename == str(tmp_path / name)
    assert sorted(os.listdir(tmp_path)) == ["model", "x.png"]
    assert (tmp_path / "x.png").read_text() == "old"
    assert (tmp_path / "model" / "old").read_text() == "old"


def test_a_directory_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "model"
    path.mkdir()
    (path / "old").write_text("")

    def fail(directory):
        (directory / "new").write_text("")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_whole_directory(path, fail)
    assert os.listdir(path) == ["old"]
    assert os.listdir(tmp_path) == ["model"]


def test_only_old_leftovers_are_swept(tmp_path):
    """A writer may be at work; one that was killed an hour ago is not"""
    for name in (".face.png.0a.part", ".face.png.0b.part", "notes.part"):
        (tmp_path / name).write_text("")
    for name in (".face.png.0a.part", "notes.part"):
        os.utime(tmp_path / name, (0, 0))
    sweep(tmp_path)
    assert sorted(os.listdir(tmp_path)) == [".face.png.0b.part", "notes.part"]


def test_a_directory_that_is_replaced_is_never_gone(tmp_path):
    """Whoever looks sees the one or the other, and whole."""
    path, stop, seen = tmp_path / "model", threading.Event(), set()
    write_whole_directory(path, lambda d: (d / "0").write_text(""))

    def look():
        while not stop.is_set():
            seen.add(path.is_dir())

    looking = threading.Thread(target=look)
    looking.start()
    for i in range(300):
        write_whole_directory(path, lambda d, i=i: (d / str(i)).write_text(""))
    stop.set()
    looking.join()
    assert seen == {True}
    assert os.listdir(path) == ["299"]


def test_directories_where_names_cannot_be_swapped(tmp_path, monkeypatch):
    monkeypatch.setattr(atomic, "_exchange", lambda one, other: False)
    path = tmp_path / "model"
    for name in ("first", "second"):
        write_whole_directory(
            path, lambda d, name=name: (d / name).write_text("")
        )
        assert os.listdir(path) == [name]
    assert os.listdir(tmp_path) == ["model"]


KILLED = """
import os, signal, sys
from pathlib import Path
from plotnine_chernoff.atomic import write_whole, write_whole_directory

def die(place):
    if isinstance(place, Path):
        (place / "half").write_text("")
    os.kill(os.getpid(), signal.SIGKILL)

write = write_whole_directory if sys.argv[1] == "directory" else write_whole
write(Path(sys.argv[2]), die)
"""


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["directory", "file"])
def test_the_next_run_clears_what_a_killed_one_left(tmp_path, kind):
    path = tmp_path / "model"
    if kind == "directory":
        write_whole_directory(path, lambda d: (d / "old").write_text(""))
    done = subprocess.run([sys.executable, "-c", KILLED, kind, str(path)])
    assert done.returncode < 0
    assert [n for n in os.listdir(tmp_path) if n.endswith(".part")]
    if kind == "directory":
        assert os.listdir(path) == ["old"]
        write_whole_directory(path, lambda d: (d / "new").write_text(""))
        assert os.listdir(path) == ["new"]
        assert os.listdir(tmp_path) == ["model"]
    else:
        sweep(tmp_path)
        assert os.listdir(tmp_path) == []


def test_what_a_living_writer_makes_stays(tmp_path):
    def inner(directory):
        write_whole_directory(path, lambda d: (d / "b").write_text(""))
        (directory / "a").write_text("")

    path = tmp_path / "model"
    write_whole_directory(path, inner)
    assert os.listdir(path) == ["a"]
