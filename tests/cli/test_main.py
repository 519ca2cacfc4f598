"""Commands end with one line; what they need is checked before the work."""

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from plotnine.exceptions import PlotnineError

from plotnine_chernoff import FaceModel
from plotnine_chernoff.cli import main
from plotnine_chernoff.directions import label, make_samples
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from tests.checkpoint_writers import torch_pickle
from tests.planted import PlantedModel


def run(monkeypatch, capsys, *words):
    """Exit code, standard output and standard error"""
    monkeypatch.setattr(sys, "argv", ["chernoff", *map(str, words)])
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code
    out, err = capsys.readouterr()
    return code, out, err


def refusal(monkeypatch, capsys, *words):
    code, _, err = run(monkeypatch, capsys, *words)
    assert code == 1
    assert err.startswith("chernoff: ")
    assert err.count("\n") == 1
    return err


def test_version(monkeypatch, capsys):
    code, out, _ = run(monkeypatch, capsys, "--version")
    assert code == 0
    assert out.startswith("chernoff 0")


@pytest.fixture
def nothing_drawn(monkeypatch):
    """Whoever makes a face fails"""

    def fail(*args, **kwargs):
        raise AssertionError("faces were made")

    monkeypatch.setattr(FaceModel, "synthesize", fail)


@pytest.mark.usefixtures("nothing_drawn")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["demo", "nowhere/x.png"], "is not a folder"),
        (["demo", "x.xyz"], "format '.xyz' is not known"),
        (["demo", "x"], "ends with .png"),
        (["evaluate", "default", "--figure", "nowhere/x.png"], "a folder"),
        (["evaluate", "default", "--figure", "x.xyz"], "'.xyz'"),
        (["montage", ".", "--output", "x.xyz"], "'.xyz'"),
        (["label", "nowhere"], "not a sample set"),
        (["directions", "import", "default", "d.npy", "--attribute", "smile"],
         "give --output"),
    ],
)  # fmt: skip
def test_outputs_and_needs_come_first(
    tmp_path, monkeypatch, capsys, words, message
):
    monkeypatch.chdir(tmp_path)
    assert message in refusal(monkeypatch, capsys, *words)


@pytest.mark.usefixtures("nothing_drawn")
def test_evaluate_needs_a_labeler(tmp_path, monkeypatch, capsys):
    model = FaceModel.load("default")
    bare = FaceModel(
        model.config,
        model.weights,
        model.edits,
        description={"name": "bare"},
    )
    bare.save(tmp_path / "model")
    text = refusal(monkeypatch, capsys, "evaluate", tmp_path / "model")
    assert "brings no labeler" in text
    assert "--labeler" in text


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (RuntimeError("odd"), "RuntimeError: odd"),
        (FileNotFoundError(2, "No such file", "x"), "x: No such file"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (ValueError("'a.pkl' is no 'pickle'"), "chernoff: 'a.pkl' is no 'p"),
        (PlotnineError("'a' isn't there"), "chernoff: 'a' isn't there\n"),
        (KeyError("smile's"), "KeyError: smile's ("),
    ],
)
def test_whatever_happens_ends_in_a_line(monkeypatch, capsys, error, line):
    def fail(*args):
        raise error

    monkeypatch.setattr(FaceModel, "load", fail)
    assert line in refusal(monkeypatch, capsys, "info")
    monkeypatch.setenv("CHERNOFF_TRACEBACK", "1")
    with pytest.raises(type(error)):
        run(monkeypatch, capsys, "info")


@pytest.fixture
def small_disk():
    """Files of more than some KB cannot be written"""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(most=20_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))

    yield fill
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.slow
def test_a_full_disk_is_told_and_nothing_is_half_written(
    monkeypatch, capsys, tmp_path, small_disk
):
    monkeypatch.chdir(tmp_path)
    config = GeneratorConfig(32, {4: 32, 8: 32, 16: 16, 32: 16}, 32, 32)
    Path("x.pkl").write_bytes(torch_pickle(config, random_arrays(config)))
    for words in (
        ("convert", "x.pkl", "random"),
        ("sample", "random", "set", "--seeds", "0:64"),
    ):
        assert run(monkeypatch, capsys, *words)[0] == 0
    before = sorted(tmp_path.rglob("*"))
    commands = [
        ("convert", "x.pkl", "converted"),
        ("sample", "random", "other", "--seeds", "0:400"),
        ("montage", "set", "--output", "sheet.png"),
        ("montage", "set", "--output", "sheet.pdf"),
        ("demo", "judges.pdf"),
    ]
    for words in commands:
        small_disk()
        code, _, err = run(monkeypatch, capsys, *words)
        assert code == 1
        last = err.splitlines()[-1]
        assert last.startswith("chernoff: "), words
        assert "make room, or choose another place" in last, words
    after = [p for p in tmp_path.rglob("*") if "other" not in str(p)]
    assert sorted(after) == before
    # A sample set goes on where it stopped.
    assert not list((tmp_path / "other").rglob("*.part"))


def test_labels_that_stay_are_told(monkeypatch, capsys, tmp_path):
    model = PlantedModel(attributes=("age", "smile"), noise=0)
    make_samples(model, tmp_path / "set", range(4), progress=False)
    monkeypatch.setattr(label, "choose_labeler", lambda *_: model.label)
    for again, told in ([], False), ([], True), (["--again"], False):
        code, out, _ = run(
            monkeypatch, capsys, "label", tmp_path / "set", *again
        )
        assert code == 0
        assert ("4 had labels, which stay; --again" in out) == told


def test_a_stopped_command_says_how_far_it_came(monkeypatch, capsys):
    from plotnine_chernoff.directions.progress import Bar

    def stop(*args):
        with Bar(total=40, desc="sample", leave=False) as bar:
            bar.n = 12
            raise KeyboardInterrupt

    monkeypatch.setattr(FaceModel, "load", stop)
    code, _, err = run(monkeypatch, capsys, "info")
    assert code == 130
    assert "stopped after 12 of 40 (sample); run it again to go on" in err


def test_wrong_options_are_told_as_ever(monkeypatch, capsys):
    code, _, err = run(monkeypatch, capsys, "info", "--nonsense")
    assert code == 2
    assert "--nonsense" in err


CHATTER = """
import numpy as np
from plotnine_chernoff import FaceModel
for size in 8, 16:
    m = FaceModel.random(size, channel_base=32, z_dim=4, w_dim=4)
    m.synthesize(m.map(np.ones((1, 4))))
    from plotnine_chernoff.generator import synthesis
    synthesis._COMPILED = 0
"""


@pytest.mark.slow
def test_the_first_face_is_silent():
    """
    Though XLA, which larger pictures need, tells when it starts

    And Keras is on TensorFlow, whatever it was told for other work.
    """
    import os

    env = {k: v for k, v in os.environ.items() if "TF_" not in k}
    done = subprocess.run(
        [sys.executable, "-c", CHATTER],
        capture_output=True,
        text=True,
        env=env | {"KERAS_BACKEND": "jax"},
    )
    said = done.stderr
    if version("tensorflow").startswith("2.18."):
        # There XLA speaks whatever the level.
        said = re.sub(r"(?m)^(WARNING: All log|I0000 ).*\n", "", said)
    assert (done.returncode, said) == (0, "")
