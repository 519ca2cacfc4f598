"""The bundled faces: they show what they are asked for, to the labeler and to
measures that know nothing of it."""

from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from plotnine_chernoff import FaceModel
from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.model.files import ModelFileError
from plotnine_chernoff.model.find import BUNDLED
from plotnine_chernoff.model.labeler import resized
from plotnine_chernoff.training.attributes import COLUMN, COORDINATES
from plotnine_chernoff.training.latent_space import (
    BEYOND,
    OFFSET,
    embedding,
    row_mask,
)

NAMES = FaceModel.load("default").attributes
VARIED = [a for a in NAMES if not ATTRIBUTES[a].of_picture]


@pytest.fixture(scope="module")
def model():
    return FaceModel.load("default")


@pytest.fixture(scope="module")
def sweep(model):
    """Seven faces over what the model reaches of each attribute"""
    return {
        name: model.faces(pd.DataFrame({name: np.linspace(*reach, 7)}))
        for name, reach in model.ranges.items()
    }


@pytest.fixture(scope="module")
def small(sweep):
    """The same at 128 pixels"""
    return {name: resized(images, 128) for name, images in sweep.items()}


def brightness(images, rows=slice(None), columns=slice(None)):
    return images[:, rows, columns].astype(float).mean((1, 2, 3))


def rises(numbers):
    return (np.diff(numbers) > 0).all()


def test_it_has_what_it_was_taught_and_fits_into_the_wheel(model):
    assert set(model.labeler.attributes) == set(model.attributes)
    assert len(NAMES) >= 8
    assert [a for a in ATTRIBUTES if a in NAMES] == list(model.attributes)
    assert model.resolution >= 128
    assert "CC0" in model.licence
    assert model.edits.fingerprint == model.fingerprint
    assert "Measured" in model.card
    folder = Path(BUNDLED / "default")
    assert sum(p.stat().st_size for p in folder.iterdir()) < 25e6
    assert not [p for p in folder.iterdir() if p.suffix in (".pkl", ".pt")]


@pytest.mark.slow
def test_all_attributes_at_once_are_read_back(model):
    """The chain sample, label, SVM, edit, synthesis holds together."""
    rng = np.random.RandomState(5)
    values = pd.DataFrame(
        {a: rng.uniform(*ATTRIBUTES[a].range, 128) for a in VARIED}
    )
    read = model.label(model.faces(values))
    error = ((read[VARIED] - values) ** 2).mean() / values.var()
    assert (1 - error > 0.8).all(), 1 - error


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_sweep_is_read_as_rising(model, sweep, name):
    assert rises(model.label(sweep[name])[name].to_numpy())


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_sweep_leaves_no_doubt(model, sweep, name):
    read = model.label(sweep[name])[name].to_numpy()
    low, high = ATTRIBUTES[name].range
    assert read[-1] - read[0] > 0.75 * (high - low)


@pytest.mark.parametrize("name", NAMES)
def test_ends_are_those_of_the_portraits_and_not_beyond(model, name):
    """
    W holds the numbers that portraits were drawn by

    The labeler takes some ends for less, feminine faces in the middle of
    life above all: edits that went by it would leave what was taught.
    """
    low, high = ATTRIBUTES[name].range
    codes = model.edit(pd.DataFrame({name: [low, high]}))
    rows = row_mask(model.num_styles)[:, COLUMN[name]]
    held = (codes[:, rows] - OFFSET).mean(1)
    held = held @ np.linalg.pinv(embedding(codes.shape[2]))
    ends = COORDINATES[name].standardized(np.array([low, high]))
    more = BEYOND * np.ptp(ends)
    np.testing.assert_allclose(held[:, COLUMN[name]], ends, atol=more)


@pytest.mark.slow
def test_darker_skin_is_darker(small):
    cheeks = brightness(small["skin_tone"], slice(64, 80), slice(52, 76))
    assert rises(-cheeks)
    assert cheeks[0] > 1.8 * cheeks[-1]


@pytest.mark.slow
def test_a_head_turned_left_mirrors_one_turned_right(small):
    faces = small["yaw"].astype(float)
    for i in range(3):
        left, right = faces[i], faces[-1 - i]
        mirrored = np.abs(left - right[:, ::-1]).mean()
        assert mirrored < 0.7 * np.abs(left - right).mean()


@pytest.mark.slow
def test_hair_covers_more_of_the_background(small):
    faces = small["hair_length"].astype(float)
    beside_the_neck = np.r_[20:38, 90:108]
    light = faces[:, 70:100][:, :, beside_the_neck].mean((1, 2, 3))
    assert light[-1] < light[0] - 20


@pytest.mark.slow
def test_degraded_pictures_are_blurred(small):
    faces = small["quality"].astype(float)
    detail = np.abs(np.diff(faces, axis=2)).mean((1, 2, 3))
    assert rises(detail)
    assert detail[-1] > 1.5 * detail[0]


# Readers of photographs take lowered lids for masculine, so that portraits
# with such lids were drawn with a more feminine body (`body.presentation`),
# shoulders too. The sixth edition's shoulders go by gender alone; the bundled
# faces learned from the fifth.
SHOULDERS = pytest.mark.xfail(strict=True, reason="lids move the shoulders")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["smile", pytest.param("squint", marks=SHOULDERS)]
)
def test_expression_changes_the_face_and_not_the_background(small, name):
    first, *_, last = small[name].astype(float)
    change = np.abs(first - last).mean(-1)
    middle = change[32:100, 32:96].mean()
    edge = change[:, :8].mean() + change[:, -8:].mean()
    assert middle > 4 * edge


@pytest.mark.slow
def test_other_persons_differ_and_keep_their_expression(model):
    values = pd.DataFrame({"smile": np.full(24, 0.8)})
    faces = model.faces(values, person=range(24))
    assert len({face.tobytes() for face in faces}) == 24
    read = model.label(faces)
    assert read["smile"].mean() > 0.4
    assert abs(read["yaw"].mean()) < 5
    mean_face = model.faces(values[:1])
    apart = np.abs(faces.astype(float) - mean_face).mean((1, 2, 3))
    assert np.median(apart) > 4


@pytest.mark.slow
def test_same_values_same_pixels(model):
    from plotnine_chernoff.faces.requests import clear_cache

    values = pd.DataFrame({"smile": [0.5, -0.5], "age": [30, 60]})
    first = model.faces(values)
    clear_cache()
    np.testing.assert_array_equal(model.faces(values[::-1])[::-1], first)


@pytest.mark.slow
def test_values_beyond_reach_are_clipped(model):
    low, high = model.ranges["yaw"]
    values = pd.DataFrame({"yaw": [low, high, low - 99, high + 99]})
    faces = model.faces(values)
    np.testing.assert_array_equal(faces[:2], faces[2:])


def test_what_is_not_asked_for_leaves_the_mean_face_sharp(model):
    """Quality is never on by default, whatever else is asked for."""
    rng = np.random.RandomState(1)
    values = pd.DataFrame(
        {a: rng.uniform(*ATTRIBUTES[a].range, 64) for a in VARIED}
    )
    column = model.edits.attributes.index("quality")
    steps = model.edits.to_steps(model.edits.table(values))
    np.testing.assert_allclose(steps[:, column], 0, atol=1e-6)


def test_directions_of_another_generator_are_refused(model, tmp_path):
    mixed = copy(model)
    mixed.edits = replace(model.edits, fingerprint="0" * 64)
    mixed.save(tmp_path / "mixed")
    with pytest.raises(ModelFileError, match="another generator"):
        FaceModel.load(tmp_path / "mixed")
