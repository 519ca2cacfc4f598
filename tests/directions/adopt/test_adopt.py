"""Adoption: every stage done once, done again when it must, never half."""

import importlib
import os
import shutil
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest
from filelock import FileLock

from plotnine_chernoff import FaceModel
from plotnine_chernoff.directions.adopt import Adoption, adopt
from plotnine_chernoff.directions.adopt.ledger import Ledger
from plotnine_chernoff.directions.adopt.options import Options
from plotnine_chernoff.directions.photo import maps

PAINT = """
import numpy as np, pandas as pd

def read(images):
    x = np.asarray(images, np.float32) / 255
    smile = 4 * (x[..., 0].mean((1, 2)) - 0.5)
    yaw = 100 * (x[..., 1].mean((1, 2)) - 0.5)
    return pd.DataFrame({"smile": smile, "yaw": yaw})

def blind(images):
    return pd.DataFrame({"smile": np.full(len(images), np.nan)})
"""
SMALL = {"samples": 160, "resolution": 8, "faces": 8, "persons": 1}


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A network of noise, and labelers of its colors"""
    (tmp_path / "paint.py").write_text(PAINT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "paint", raising=False)
    model = FaceModel.random(16, 64, seed=2, z_dim=8, w_dim=8)
    model.save(tmp_path / "source")
    return tmp_path / "source"


def run(source, out, **options):
    said = []
    options = SMALL | {"labeler": "paint:read"} | options
    model = adopt(source, out, progress=False, tell=said.append, **options)
    return model, said


@pytest.mark.slow
def test_an_adopted_model_is_whole_and_is_not_made_twice(source, tmp_path):
    out = tmp_path / "out"
    model, said = run(source, out)
    assert set(model.attributes) == {"smile", "yaw"}
    assert {p.name for p in (out / "sheets").iterdir()} >= {
        "persons.png",
        "smile.png",
        "yaw.png",
    }
    card = (out / "card.md").read_text()
    assert "geom_chernoff(aes(yaw=" in card
    assert "- age: the labeler does not read it" in card
    assert "Measured" in card
    assert any("MB of disk" in line for line in said)
    before = (out / "model.json").read_bytes()
    _, said = run(source, out)
    assert [s for s in said if s.endswith("done before")] == [
        f"{stage}: done before"
        for stage in (
            "convert",
            "sample",
            "label",
            "fit",
            "calibrate",
            "evaluate",
            "sheets",
        )
    ]
    assert (out / "model.json").read_bytes() == before
    # What changes for the fit leaves samples and labels as they are.
    _, said = run(source, out, seed=1)
    assert "label: done before" in said
    assert "fit: done again, for its inputs changed" in said
    # Another choice of attributes is another labeling.
    model, said = run(source, out, attributes=["yaw"])
    assert "sample: done before" in said
    assert "label: done again, for its inputs changed" in said
    assert model.attributes == ("yaw",)
    assert not (out / "sheets" / "smile.png").exists()


@pytest.mark.slow
def test_a_network_that_shows_no_faces_is_told_so(source, tmp_path):
    """Through every stage, to a model without directions"""
    model, said = run(source, tmp_path / "out", labeler="paint:blind")
    assert model.attributes == ()
    assert "finds a face in 0 of 160 samples" in said[-1]
    assert (tmp_path / "out" / "sheets" / "persons.png").exists()
    card = (tmp_path / "out" / "card.md").read_text()
    assert "no directions" in card
    assert "read at 8 pixels" in card


@pytest.mark.parametrize(
    "few", [{"samples": 99}, {"faces": 7}, {"persons": 0}]
)
def test_too_few_to_learn_from_are_refused_at_once(source, tmp_path, few):
    with pytest.raises(ValueError, match="at least 100 samples, 8 faces"):
        run(source, tmp_path / "out", **few)
    assert not list(tmp_path.glob("out*"))


@pytest.mark.slow
def test_what_was_made_by_other_means_is_made_again(
    source, tmp_path, monkeypatch
):
    """Pictures of another precision, labels of other code of the same name"""
    out, images = tmp_path / "out", tmp_path / "out.adopt/samples/images"
    run(source, out, attributes=["yaw"])
    before = {p.name: p.stat().st_mtime_ns for p in images.iterdir()}
    labels = pd.read_csv(images.parent / "labels.csv", index_col="seed")
    (tmp_path / "paint.py").write_text(PAINT.replace("100 *", "50 *"))
    monkeypatch.delitem(sys.modules, "paint")
    importlib.invalidate_caches()
    _, said = run(source, out, attributes=["yaw"])
    assert "sample: done before" in said
    assert "label: done again, for its inputs changed" in said
    assert "fit: done again, for its inputs changed" in said
    again = pd.read_csv(images.parent / "labels.csv", index_col="seed")
    np.testing.assert_allclose(again["yaw"], labels["yaw"] / 2, atol=1e-4)
    _, said = run(source, out, attributes=["yaw"], precision="bfloat16")
    assert "sample: done again, for its inputs changed" in said
    after = {p.name: p.stat().st_mtime_ns for p in images.iterdir()}
    assert all(after[name] > time for name, time in before.items())


def test_another_photograph_labeler_is_another_labeler(tmp_path, monkeypatch):
    """By its maps, and by the code that reads what they map"""
    folder = shutil.copytree(maps.FILE.parent, tmp_path / "photo")
    monkeypatch.setattr(maps, "FILE", folder / "maps.json")

    def identity():
        work = Adoption(tmp_path / "source", tmp_path / "out", Options())
        return work._labeler_identity()

    before = identity()
    assert identity() == before
    for name in ("maps.json", "readings.py"):
        with (folder / name).open("a") as file:
            file.write("\n")
        after, before = before, identity()
        assert after != before


def test_two_at_once_do_not_mix(source, tmp_path):
    """The second ends at once; a lock that nobody holds is no obstacle"""
    work = tmp_path / "out.adopt"
    work.mkdir()
    with FileLock(work / "lock"), pytest.raises(BlockingIOError, match="at w"):
        run(source, tmp_path / "out")
    assert [p.name for p in work.iterdir()] == ["lock"]
    with pytest.raises(ValueError, match="no model 'nobody'"):
        run(source, tmp_path / "out", labeler="nobody")


def test_what_is_somebody_elses_is_not_replaced(source, tmp_path):
    (tmp_path / "mine").mkdir()
    with pytest.raises(FileExistsError, match="not made by"):
        run(source, tmp_path / "mine")
    with pytest.raises(FileNotFoundError, match="no file"):
        run(tmp_path / "gone.pkl", tmp_path / "out")
    with pytest.raises(ValueError, match="Valid attributes"):
        run(source, tmp_path / "out2", attributes=["charm"])


def test_a_damaged_ledger_counts_as_none(tmp_path):
    path = tmp_path / "ledger.json"
    Ledger(path).record("convert", {"file": "a"})
    assert Ledger(path).is_done("convert", {"file": "a"})
    assert not Ledger(path).is_done("convert", {"file": "b"})
    path.write_text("[1, 2")
    assert not Ledger(path).is_done("convert", {"file": "a"})


@pytest.mark.slow
def test_killed_anywhere_it_ends_as_if_never_killed(source, tmp_path):
    """kill -9 at the start and in every stage; nothing is drawn twice"""
    whole, _ = run(source, tmp_path / "whole")
    out, work = tmp_path / "out", tmp_path / "out.adopt"
    command = [
        *(sys.executable, "-c", "from plotnine_chernoff.cli import main"),
        *("adopt", "source", "out", "--labeler", "paint:read"),
        *("--samples", "160", "--resolution", "8"),
        *("--faces", "8", "--persons", "1"),
    ]
    command[2] += "; main()"

    def some(pattern, n):
        return lambda: len(list(work.glob(pattern))) >= n

    moments = [
        some("lock", 1),
        some("samples/images/*.png", 1),
        some("samples/labels.csv", 1),
        some("readings/*.npy", 2),
        some("edits.json", 1),
        some("evaluation.json", 1),
    ]
    drawn, kills = {}, 0
    for moment in moments:
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not moment():
            time.sleep(0.005)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        for kind in ("samples/images/*.png", "readings/*.npy"):
            for path in work.glob(kind):
                drawn.setdefault(path, path.stat().st_mtime_ns)
    assert kills >= 4
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    # The first reading of a run is read again, to check the labeler.
    again = [p for p, time in drawn.items() if p.stat().st_mtime_ns > time]
    assert len(again) <= len(moments)
    assert not [p for p in again if p.suffix == ".png"]
    found = FaceModel.load(out)
    assert found.attributes == whole.attributes
    for name, array in whole.edits.to_files()[1].items():
        np.testing.assert_allclose(
            found.edits.to_files()[1][name], array, rtol=1e-4, atol=1e-5
        )
    labels = [
        pd.read_csv(d / "samples" / "labels.csv")
        for d in (work, tmp_path / "whole.adopt")
    ]
    pd.testing.assert_frame_equal(*labels)


def test_the_example_needs_no_caution():
    """Whoever copies the first lines must not map what judges people."""
    from plotnine_chernoff.directions.adopt.card import plot_lines

    assert "aes(smile=" in plot_lines("m", ("age", "quality", "smile"))
    assert "aes(age=" in plot_lines("m", ("age", "quality"))
