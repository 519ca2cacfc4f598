"""Model directories and FaceModel: what is saved comes back whole, and what
is damaged is refused in one sentence."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel
from plotnine_chernoff.cli import app
from plotnine_chernoff.model.files import ModelFileError


@pytest.fixture
def small():
    return FaceModel.random(16, 512, seed=1, z_dim=32, w_dim=32)


@pytest.fixture
def saved(small, tmp_path):
    small.save(tmp_path / "model")
    return tmp_path / "model"


@pytest.mark.slow
def test_saved_model_comes_back(small, saved):
    loaded = FaceModel.load(saved)
    assert loaded.fingerprint == small.fingerprint
    assert loaded.config == small.config
    assert loaded.card == small.card
    assert loaded.attributes == ()
    w_plus = small.map(np.random.RandomState(0).randn(3, 32))
    np.testing.assert_array_equal(
        loaded.synthesize(w_plus), small.synthesize(w_plus)
    )


def test_shapes_and_types(small):
    w_plus = small.map(np.random.RandomState(0).randn(2, 32))
    assert w_plus.shape == (2, small.num_styles, 32)
    assert small.num_styles == 6
    pixels, raw = small.synthesize(w_plus), small.synthesize(w_plus, raw=True)
    assert pixels.shape == raw.shape == (2, 16, 16, 3)
    assert pixels.dtype == np.uint8
    assert raw.dtype == np.float32
    # NVIDIA's rounding: truncation of 127.5 x + 128.
    expected = np.clip(np.floor(raw * 127.5 + 128), 0, 255)
    np.testing.assert_array_equal(pixels, expected)
    assert small.synthesize(w_plus[:0]).shape == (0, 16, 16, 3)


def test_same_code_same_pixels_in_any_batch(small):
    w_plus = small.map(np.random.RandomState(0).randn(11, 32))
    together = small.synthesize(w_plus)
    for i in (0, 7, 10):
        alone = small.synthesize(w_plus[i : i + 1])
        np.testing.assert_array_equal(alone[0], together[i])


def test_truncation_moves_towards_the_mean(small):
    z = np.random.RandomState(0).randn(2, 32)
    full, none = small.map(z), small.map(z, truncation_psi=0)
    half = small.map(z, truncation_psi=0.5)
    np.testing.assert_allclose(
        none, np.broadcast_to(small.w_avg, none.shape), atol=1e-6
    )
    np.testing.assert_allclose(half, (full + none) / 2, atol=1e-5)


@pytest.mark.parametrize(
    ("z", "words"),
    [
        (np.zeros((2, 31)), r"shape \(N, 32\), got \(2, 31\)"),
        (np.full((1, 32), np.nan), "finite"),
    ],
)
def test_bad_latents_are_refused(small, z, words):
    with pytest.raises(ValueError, match=words):
        small.map(z)


def test_bad_codes_are_refused(small):
    with pytest.raises(ValueError, match=r"shape \(N, 6, 32\)"):
        small.synthesize(np.zeros((1, 5, 32)))
    with pytest.raises(ValueError, match="finite"):
        small.synthesize(np.full((1, 6, 32), np.inf))


def test_model_without_directions_says_what_to_run(small):
    with pytest.raises(ValueError, match=r"chernoff sample.*chernoff fit"):
        small.edit(pd.DataFrame({"smile": [0]}))
    with pytest.raises(ValueError, match="no labeler"):
        small.label(np.zeros((1, 16, 16, 3), np.uint8))


def test_an_existing_model_is_not_overwritten(small, saved):
    with pytest.raises(FileExistsError, match="exists"):
        small.save(saved)
    other = FaceModel.random(16, 512, seed=2, z_dim=32, w_dim=32)
    other.save(saved, overwrite=True)
    assert FaceModel.load(saved).fingerprint == other.fingerprint
    assert os.listdir(saved.parent) == ["model"]


def test_a_model_that_an_editor_marked_loads(small, tmp_path):
    """Editors of Windows put a byte order mark and CRLF into text"""
    small.save(tmp_path / "model")
    path = tmp_path / "model" / "model.json"
    text = path.read_bytes().replace(b"\n", b"\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text)
    loaded = FaceModel.load(tmp_path / "model")
    assert loaded.config == small.config


def test_a_folder_of_other_things_is_never_replaced(small, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.txt").write_text("years of work")
    with pytest.raises(FileExistsError):
        small.save(tmp_path / "thesis", overwrite=True)
    assert (tmp_path / "thesis" / "chapter1.txt").exists()


def test_a_failed_save_leaves_nothing(small, tmp_path):
    small.weights = small.weights | {"odd": np.array(["text"])}
    with pytest.raises(Exception):  # noqa: B017,PT011
        small.save(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def edit_json(path, **changes):
    data = json.loads(path.read_text()) | changes
    path.write_text(json.dumps(data))


def damage_truncate(model):
    path = model / "generator.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def damage_bytes(model):
    path = model / "generator.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 0x40
    path.write_bytes(content)


DAMAGES = {
    "no generator": (
        lambda m: (m / "generator.safetensors").unlink(),
        "generator.safetensors is missing",
    ),
    "no json": (lambda m: (m / "model.json").unlink(), "is not a model"),
    "truncated": (damage_truncate, "damaged"),
    "other bytes": (damage_bytes, "fingerprint"),
    "garbled json": (
        lambda m: (m / "model.json").write_text("{"),
        "not JSON",
    ),
    "other json": (
        lambda m: (m / "model.json").write_text("{}"),
        "does not describe a model",
    ),
    "later version": (
        lambda m: edit_json(m / "model.json", format_version=99),
        "version 99",
    ),
    "other sizes": (
        lambda m: edit_json(
            m / "model.json",
            architecture=FaceModel.random(16, 256).config.to_dict(),
        ),
        "does not fit model.json",
    ),
    "nonsense sizes": (
        lambda m: edit_json(m / "model.json", architecture={"resolution": 3}),
        "does not describe a model: architecture",
    ),
}


@pytest.mark.parametrize(
    ("damage", "words"), DAMAGES.values(), ids=list(DAMAGES)
)
def test_damaged_directories_are_refused(saved, damage, words):
    damage(saved)
    with pytest.raises(ModelFileError, match=words):
        _ = FaceModel.load(saved).w_avg


def test_loading_reads_no_weights(saved):
    """What checking a plot needs is known without them."""
    damage_bytes(saved)
    model = FaceModel.load(saved)
    described = json.loads((saved / "model.json").read_text())
    assert model.fingerprint == described["fingerprint"]
    assert model.resolution == 16
    assert model.edit_fingerprint
    with pytest.raises(ModelFileError, match="fingerprint"):
        model.faces(pd.DataFrame(index=[0]))
    result = CliRunner().invoke(app, ["info", str(saved)])
    assert isinstance(result.exception, ModelFileError)


def test_unknown_names_list_the_bundled_models():
    with pytest.raises(ModelFileError, match="bundled model"):
        FaceModel.load("no-such-model")


def test_nothing_executable_is_in_a_model_directory(saved):
    assert sorted(p.name for p in saved.iterdir()) == [
        "card.md",
        "generator.safetensors",
        "model.json",
    ]


def test_untrained_models_still_show_persons(small):
    """No directions are needed where nothing is edited."""
    values = pd.DataFrame(index=range(4))
    faces = small.faces(values, person=["ann", "bob", "ann", None])
    np.testing.assert_array_equal(faces[0], faces[2])
    assert (faces[0] != faces[1]).any()
    np.testing.assert_array_equal(faces[3], small.faces(values)[0])


def test_a_person_is_the_same_whoever_else_is_drawn(small):
    values = pd.DataFrame(index=range(1))
    alone = small.edit(values, person=["bob"])
    values = pd.DataFrame(index=range(3))
    together = small.edit(values, person=["ann", "bob", 7])
    np.testing.assert_allclose(together[1], alone[0], atol=1e-5)


@pytest.mark.parametrize("shape", [(32,), (1, 32), (6, 32)])
def test_a_code_is_a_person(small, shape):
    """As projectors find it for a picture: where edits start from."""
    code = np.random.RandomState(0).randn(*shape)
    values = pd.DataFrame(index=[0, 1, 2])
    got = small.edit(values, person=[code, "ann", None])
    np.testing.assert_allclose(
        got[0], np.broadcast_to(code, (6, 32)), rtol=1e-6
    )
    others = small.edit(values.iloc[:2], person=["ann", None])
    np.testing.assert_array_equal(got[1:], others)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (np.zeros(31), r"\(32,\) or \(6, 32\), got \(31,\)"),
        (np.zeros((5, 32)), r"got \(5, 32\)"),
        (np.full(32, np.nan), "finite"),
        (np.full(32, "a"), "finite numbers"),
    ],
)
def test_codes_that_do_not_fit_are_refused(small, code, words):
    with pytest.raises(ValueError, match=words):
        small.edit(pd.DataFrame(index=[0]), person=[code])


FORKED = """
import multiprocessing as mp
import numpy as np
from plotnine_chernoff import FaceModel

model = FaceModel.random(resolution=8, channel_base=32, z_dim=4, w_dim=4)

def draw(_):
    return model.synthesize(model.map(np.ones((1, 4)))).shape

draw(0)
with mp.get_context("fork").Pool(1) as pool:
    try:
        pool.apply_async(draw, (1,)).get(60)
    except RuntimeError as e:
        print(e)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_forked_processes_are_told_to_spawn():
    """TensorFlow would wait there for ever."""
    done = subprocess.run(
        [sys.executable, "-c", FORKED], capture_output=True, text=True
    )
    assert "spawn" in done.stdout


@pytest.mark.parametrize(
    ("levels", "architecture", "fault"),
    [
        ({"8": 1.5, "16": 0.5}, "skip", None),
        ({"32": 0.0}, "skip", "levels must be below 32"),
        ({"16": 0.5}, "resnet", 'levels are for the architecture "skip"'),
        ({"12": 0.5}, "skip", "levels.12"),
        ({"8": -1.0}, "skip", "levels.8"),
        ([8], "skip", "levels"),
    ],
)
def test_levels_come_with_the_model(tmp_path, levels, architecture, fault):
    model = FaceModel.random(
        32, 64, z_dim=4, w_dim=4, architecture=architecture
    )
    assert model.levels == ()
    model.description["levels"] = levels
    model.save(tmp_path / "model")
    if fault is None:
        assert FaceModel.load(tmp_path / "model").levels == (8, 16)
        return
    with pytest.raises(ModelFileError, match=re.escape(fault)):
        FaceModel.load(tmp_path / "model")
