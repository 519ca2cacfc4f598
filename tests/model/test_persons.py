"""Known faces: a projected code comes back as that very face."""

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel
from plotnine_chernoff.cli import app
from plotnine_chernoff.model.persons import add_person
from tests.checkpoint_writers import saved_tensor, zip_stream


@pytest.fixture
def model():
    return FaceModel.random(16, 64, seed=2, z_dim=8, w_dim=8)


@pytest.fixture
def code(model):
    shape = (model.num_styles, 8)
    return np.random.RandomState(5).randn(*shape).astype(np.float32)


def test_every_shape_that_people_have_is_read(tmp_path, model, code):
    """projected_w.npz, W of an encoder, W+ of one, torch tensors"""
    np.savez(tmp_path / "projected_w.npz", w=code[None])
    np.save(tmp_path / "plus.npy", code)
    np.save(tmp_path / "plus1.npy", code[None])
    np.save(tmp_path / "w.npy", code[0])
    np.save(tmp_path / "w1.npy", code[:1])
    tensor = saved_tensor(code[None], zip_stream)
    (tmp_path / "latents.pt").write_bytes(tensor)
    for path in sorted(tmp_path.iterdir()):
        found = add_person(model, "ada", path).persons["ada"]
        wanted = code[:1] if path.name.startswith("w") else code
        np.testing.assert_array_equal(
            found, np.broadcast_to(wanted, code.shape), path.name
        )


def test_one_of_several_codes_is_chosen(tmp_path, model, code):
    path = tmp_path / "latents.npy"
    np.save(path, np.stack([code, 2 * code]))
    with pytest.raises(ValueError, match="--index, 0 to 1"):
        add_person(model, "ada", path)
    found = add_person(model, "ada", path, index=1).persons["ada"]
    np.testing.assert_array_equal(found, 2 * code)


@pytest.mark.parametrize(
    ("array", "says"),
    [
        (np.zeros((3, 8)), r"\(3, 8\)"),
        (np.zeros(9), r"\(1, 9\)"),
        (np.full(8, np.nan), "not finite"),
        (np.array([{}], dtype=object), "Python objects"),
    ],
)
def test_what_is_no_code_of_this_network_is_refused(
    tmp_path, model, array, says
):
    np.save(tmp_path / "x.npy", array, allow_pickle=True)
    with pytest.raises(ValueError, match=says):
        add_person(model, "ada", tmp_path / "x.npy")


def test_a_number_is_no_name(tmp_path, model, code):
    """Numbers are seeds, in every model"""
    np.save(tmp_path / "x.npy", code)
    with pytest.raises(ValueError, match="seeds"):
        add_person(model, " 12 ", tmp_path / "x.npy")


def test_a_stored_person_is_drawn_as_projected(tmp_path, model, code):
    """Through the commands, a model directory, and beside other persons"""
    model.save(tmp_path / "m")
    np.savez(tmp_path / "projected_w.npz", w=code[None])
    run = CliRunner()
    made = run.invoke(
        app,
        [
            *("person", "add", str(tmp_path / "m"), "ada"),
            str(tmp_path / "projected_w.npz"),
        ],
    )
    assert made.exit_code == 0, made.output
    listed = run.invoke(app, ["person", "list", str(tmp_path / "m")])
    assert "ada: projected_w.npz" in listed.output
    loaded = FaceModel.load(tmp_path / "m")
    rows = pd.DataFrame(index=range(3))
    codes = loaded.edit(rows, person=["ada", 7, None])
    np.testing.assert_array_equal(codes[0], code)
    without = model.edit(rows[1:], person=[7, None])
    np.testing.assert_allclose(codes[1:], without, atol=1e-6)
    assert loaded.edit_fingerprint != model.edit_fingerprint


def test_a_bundled_model_is_not_written_to():
    """The way out that the error names is one that the command has"""
    run = CliRunner().invoke(app, ["person", "add", "default", "ada", "a.npy"])
    assert run.exit_code != 0
    said = f"{run.output}{run.exception}"
    assert ".save(DIRECTORY)" in said
    assert "--output" not in said
