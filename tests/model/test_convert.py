"""From a checkpoint to a model directory: whole, or nothing on disk."""

import os

import numpy as np
import pytest

from plotnine_chernoff.checkpoints import CheckpointError
from plotnine_chernoff.cli import main
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from plotnine_chernoff.model.convert import convert
from plotnine_chernoff.model.face_model import FaceModel
from tests.checkpoint_writers import tf_pickle, torch_pickle

CONFIG = GeneratorConfig(8, {4: 3, 8: 2}, z_dim=4, w_dim=5, mapping_layers=2)
ARRAYS = random_arrays(CONFIG)
FILES = {
    "tensorflow": tf_pickle(CONFIG, ARRAYS),
    "pytorch": torch_pickle(CONFIG, ARRAYS),
}


def command(monkeypatch, *words):
    """Exit code of the `chernoff` command"""
    monkeypatch.setattr("sys.argv", ["chernoff", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code or 0


@pytest.fixture(params=FILES)
def checkpoint(request, tmp_path):
    path = tmp_path / f"{request.param}.pkl"
    path.write_bytes(FILES[request.param])
    return path


def test_model_directory(checkpoint, tmp_path):
    made = convert(checkpoint, tmp_path / "model")
    model = FaceModel.load(tmp_path / "model")
    assert model.fingerprint == made.fingerprint
    assert model.config == CONFIG
    origin = model.description["provenance"]
    assert origin["file"] == checkpoint.name
    assert len(origin["sha256"]) == 64
    assert origin["format"].startswith("stylegan2-")
    assert "non-commercial" in model.licence
    assert "non-commercial" in model.card


def test_models_of_both_formats_draw_the_same(tmp_path):
    from tests.reference import Reference

    models = []
    for kind, data in FILES.items():
        path = tmp_path / f"{kind}.pkl"
        path.write_bytes(data)
        models.append(FaceModel.from_checkpoint(path))
    z = np.random.RandomState(0).randn(2, 4).astype(np.float32)
    first, second = (m.synthesize(m.map(z), raw=True) for m in models)
    assert np.abs(first - second).max() <= 1e-5
    reference = Reference(CONFIG, ARRAYS)
    image = reference.synthesize(np.repeat(reference.map(z)[:, None], 4, 1))
    assert np.abs(first - image).max() <= 1e-4


def test_command(checkpoint, tmp_path, monkeypatch, capsys):
    target = tmp_path / "made" / "model"
    assert command(monkeypatch, "convert", checkpoint, target) == 0
    printed = capsys.readouterr().out
    for words in ("8 x 8", "non-commercial", "sample", "label", "fit"):
        assert words in printed
    assert FaceModel.load(target).resolution == 8


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html>", "web page"),
        (b"\x80\x04cos\nsystem\n(X\x04\0\0\0truetR.", "os.system"),
        (FILES["pytorch"][:-100], "cut off"),
    ],
)
def test_nothing_is_left(tmp_path, monkeypatch, capsys, data, words):
    source, target = tmp_path / "network.pkl", tmp_path / "model"
    source.write_bytes(data)
    assert command(monkeypatch, "convert", source, target) == 1
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error
    assert len(error.splitlines()) == 1
    assert os.listdir(tmp_path) == ["network.pkl"]


def test_models_are_not_replaced_unasked(checkpoint, tmp_path):
    target = tmp_path / "model"
    convert(checkpoint, target)
    with pytest.raises(FileExistsError):
        convert(checkpoint, target)
    # Said before the source is read.
    with pytest.raises(FileExistsError):
        convert(tmp_path / "absent.pkl", target)
    convert(checkpoint, target, overwrite=True)
    with pytest.raises(CheckpointError):
        convert(target / "card.md", target, overwrite=True)
    assert FaceModel.load(target).resolution == 8
