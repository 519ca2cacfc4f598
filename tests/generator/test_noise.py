"""Noise of samples: the model's, each seed's own, or none."""

import json

import numpy as np
import pytest

from plotnine_chernoff.cli import main
from plotnine_chernoff.directions import make_samples
from plotnine_chernoff.directions.sample import draw_noise
from plotnine_chernoff.model.face_model import FaceModel
from tests.reference import Reference


@pytest.fixture(scope="module")
def model():
    return FaceModel.random(16, 256, seed=1, z_dim=16, w_dim=16)


def test_seeded_noise_follows_z_in_the_stream(model):
    rng = np.random.RandomState(7)
    rng.randn(1, 16)
    drawn = draw_noise(model.config, 7)
    assert list(drawn) == [
        "synthesis/4x4/conv",
        "synthesis/8x8/conv_up",
        "synthesis/8x8/conv",
        "synthesis/16x16/conv_up",
        "synthesis/16x16/conv",
    ]
    for array in drawn.values():
        expected = rng.randn(1, 1, *array.shape)[0, 0]
        np.testing.assert_array_equal(array, expected.astype(np.float32))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["stored", "seeded", "none"])
def test_pictures_have_the_noise_asked_for(model, tmp_path, kind):
    seeds = range(11)
    made = make_samples(model, tmp_path, seeds, progress=False, noise=kind)
    (images,) = made.images(seeds)
    for seed in (0, 10):
        arrays = dict(model.weights)
        if kind == "seeded":
            for name, array in draw_noise(model.config, seed).items():
                arrays[f"{name}/noise"] = array
        z = np.random.RandomState(seed).randn(1, 16)
        codes = model.map(z)
        reference = Reference(model.config, arrays)
        (image,) = reference.synthesize(codes, noise=kind != "none")
        expected = np.clip(image * 127.5 + 128, 0, 255)
        assert np.abs(images[seed] - expected).max() < 1.1


def test_stored_noise_given_by_hand_changes_nothing(model):
    codes = model.map(np.random.RandomState(0).randn(3, 16))
    noise = {
        name: np.repeat(model.weights[f"{name}/noise"][None], 3, 0)
        for name in model.config.noise_layers
    }
    np.testing.assert_allclose(
        model.synthesize(codes, raw=True, noise=noise),
        model.synthesize(codes, raw=True),
        atol=1e-5,
    )


def test_noise_of_another_shape_is_refused(model):
    codes = model.map(np.zeros((2, 16)))
    noise = draw_noise(model.config, 0)
    with pytest.raises(ValueError, match="noise must have an array"):
        model.synthesize(codes, noise=noise)
    with pytest.raises(ValueError, match="noise must have an array"):
        model.synthesize(codes, noise={})


def test_sets_of_different_noise_are_not_mixed(model, tmp_path):
    make_samples(model, tmp_path, range(2), progress=False, noise="none")
    with pytest.raises(ValueError, match="noise is none, not stored"):
        make_samples(model, tmp_path, range(2), progress=False)


def test_sets_made_before_there_was_a_choice_go_on(model, tmp_path):
    made = make_samples(model, tmp_path, range(2), progress=False)
    path = tmp_path / "samples.json"
    settings = json.loads(path.read_text())
    assert settings.pop("noise") == "stored"
    path.write_text(json.dumps(settings))
    assert made.settings.noise == "stored"
    make_samples(model, tmp_path, range(3), progress=False)


@pytest.mark.slow
def test_command(model, tmp_path, monkeypatch, capsys):
    model.save(tmp_path / "model")
    words = ["sample", tmp_path / "model", tmp_path / "set", "--seeds", "0:2"]
    for noise, code in (("seeded", 0), ("loud", 1)):
        line = ["chernoff", *map(str, words), "--noise", noise]
        monkeypatch.setattr("sys.argv", line)
        with pytest.raises(SystemExit) as ended:
            main()
        assert (ended.value.code or 0) == code
    assert "stored, seeded, none" in capsys.readouterr().err
