"""Exported graphs give the model's faces: edits and synthesis as one."""

import json
import shutil

import numpy as np
import pytest
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel
from plotnine_chernoff.cli import app
from plotnine_chernoff.model.edits import Edits
from plotnine_chernoff.model.export import (
    check,
    compare,
    export_onnx,
    export_saved_model,
)

NAMES = ("age", "smile", "yaw")


@pytest.fixture(scope="module")
def model():
    """Random weights, random directions, curves with bends, degree 3"""
    model = FaceModel.random(16, 256, z_dim=16, w_dim=16, image_channels=4)
    rng = np.random.RandomState(1)
    ranges = {"age": (20.0, 70.0), "smile": (-1.0, 1.0), "yaw": (-20.0, 30.0)}
    knots = [np.sort([*ranges[n], *rng.uniform(*ranges[n], 3)]) for n in NAMES]
    model.edits = Edits(
        attributes=NAMES,
        ranges=ranges,
        styles={"age": (0, 1, 2, 3), "smile": (1,), "yaw": (2, 3)},
        directions=rng.randn(3, 16),
        center=rng.randn(16),
        readout=rng.randn(3, 16) / 4,
        displacement=rng.randn(3, 16) / 4,
        curve_values=np.array(knots),
        curve_steps=np.cumsum(rng.uniform(0.1, 1, (3, 5)), axis=1) - 1.5,
        correction=rng.randn(20, 3) / 20,
        num_styles=model.num_styles,
        degree=3,
        fingerprint=model.fingerprint,
    )
    return model


@pytest.mark.parametrize("person", [None, "ann"])
def test_onnx_gives_the_faces_of_the_model(model, tmp_path, person):
    pytest.importorskip("onnxruntime")
    path = tmp_path / "new" / "faces.onnx"
    export_onnx(model, path, person)
    assert compare(model, path, 20, person) >= check.SHARE


@pytest.mark.slow
def test_a_saved_model_gives_the_faces_of_the_model(model, tmp_path):
    # The folder above is made, as the documentation's command expects.
    path = tmp_path / "faces" / "1"
    export_saved_model(model, path, 7)
    assert compare(model, path, 20, 7) >= check.SHARE
    about = json.loads((path / "assets.extra" / "model.json").read_text())
    assert about["attributes"] == list(NAMES)


def test_another_persons_faces_are_noticed(model, tmp_path):
    """The comparison can fail"""
    pytest.importorskip("onnxruntime")
    path = tmp_path / "faces.onnx"
    export_onnx(model, path, "ann")
    assert compare(model, path, 4, "bob") < check.SHARE


def test_the_file_names_its_attributes(model, tmp_path):
    onnx = pytest.importorskip("onnx")
    path = tmp_path / "faces.onnx"
    export_onnx(model, path)
    made = onnx.load(path)
    onnx.checker.check_model(made)
    about = {p.key: p.value for p in made.metadata_props}
    assert json.loads(about["attributes"]) == list(NAMES)
    assert about["licence"] == model.licence


@pytest.mark.parametrize("export", [export_onnx, export_saved_model])
def test_what_is_there_stays_and_a_bare_model_is_refused(
    model, tmp_path, export
):
    path = tmp_path / "there"
    path.mkdir()
    with pytest.raises(FileExistsError, match="Choose another name"):
        export(model, path)
    bare = FaceModel.random(8, 64, z_dim=16, w_dim=16)
    with pytest.raises(ValueError, match="has no directions yet"):
        export(bare, tmp_path / "new")
    assert list(tmp_path.iterdir()) == [path]


def test_command(model, tmp_path):
    pytest.importorskip("onnxruntime")
    model.save(tmp_path / "own")
    output = tmp_path / "faces.onnx"
    words = ["export", str(tmp_path / "own"), str(output)]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.output
    assert "100.0000% of pixels" in done.output or "99.9" in done.output
    shutil.rmtree(tmp_path / "own")
