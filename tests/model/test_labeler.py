"""The labeler: weights that come back, pictures of any size, clear errors."""

import numpy as np
import pytest

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.model.files import ModelFileError
from plotnine_chernoff.model.labeler import (
    Labeler,
    build_network,
    get_arrays,
    set_arrays,
    weight_shapes,
)

NAMES = ("yaw", "smile", "age")


@pytest.fixture(scope="module")
def labeler():
    rng = np.random.RandomState(0)
    arrays = {
        name: (rng.randn(*shape) / np.sqrt(np.prod(shape[:-1]))).astype("f4")
        for name, shape in weight_shapes(len(NAMES)).items()
    }
    return Labeler(NAMES, [0, 0, 48], [17, 0.6, 17], arrays)


@pytest.fixture(scope="module")
def images():
    rng = np.random.RandomState(1)
    return rng.randint(0, 255, (3, 256, 256, 3)).astype(np.uint8)


def test_one_row_an_image_one_column_an_attribute(labeler, images):
    table = labeler.read(images)
    assert list(table) == list(NAMES)
    assert len(table) == 3
    assert np.isfinite(table.to_numpy()).all()
    assert table["age"].std() > 0
    assert labeler.read(images[:0]).shape == (0, 3)


def test_a_mirrored_face_looks_the_other_way(labeler, images):
    table, mirrored = labeler.read(images), labeler.read(images[:, :, ::-1])
    np.testing.assert_allclose(mirrored["yaw"], -table["yaw"], atol=1e-3)
    np.testing.assert_allclose(mirrored["smile"], table["smile"], atol=1e-4)


def test_pictures_of_any_size_are_read(labeler):
    large = np.full((1, 300, 300, 3), 90, np.uint8)
    small = np.full((1, 64, 64, 3), 90, np.uint8)
    np.testing.assert_allclose(labeler.read(large), labeler.read(small))


def test_other_types_are_refused(labeler):
    with pytest.raises(ValueError, match="uint8"):
        labeler.read(np.zeros((1, 128, 128, 3), np.float32))
    with pytest.raises(ValueError, match="got uint8 of shape"):
        labeler.read(np.zeros((128, 128, 3), np.uint8))


def test_files_hold_all_of_it(labeler, images):
    again = Labeler.from_files(*labeler.to_files())
    np.testing.assert_array_equal(again.read(images), labeler.read(images))
    assert again.network.output_shape == (None, len(NAMES))


def test_weights_go_in_and_out_by_name(labeler):
    arrays = get_arrays(labeler.network)
    changed = {k: v + 1 for k, v in arrays.items()}
    other = build_network(len(NAMES))
    set_arrays(other, changed)
    for name, array in get_arrays(other).items():
        np.testing.assert_array_equal(array, changed[name])


def test_eyes_are_seen_at_full_resolution(labeler):
    """What is gone at half the resolution changes the reading"""
    grey = np.full((1, 256, 256, 3), 128, np.uint8)
    fine = grey.copy()
    # The Nyquist frequency at the eyes.
    fine[:, 120:136, 100:160:2] = 168
    fine[:, 120:136, 101:160:2] = 88
    halved = fine.reshape(128, 2, 128, 2, 3).mean((1, 3))
    assert (halved == 128).all()
    plain, seen = labeler.read(np.concatenate([grey, fine]))["smile"]
    # Random weights pass little on; float32 is off by some 1e-7.
    assert abs(seen - plain) > 1e-5


def test_files_that_do_not_fit_are_refused(labeler):
    description, arrays = labeler.to_files()
    with pytest.raises(ModelFileError, match="does not describe"):
        Labeler.from_files({}, arrays)
    with pytest.raises(ModelFileError, match="does not fit"):
        Labeler.from_files(description, {})
    with pytest.raises(ModelFileError, match="does not fit"):
        Labeler.from_files(description | {"mean": [0]}, arrays)


def test_it_is_small():
    weights = weight_shapes(len(ATTRIBUTES)).values()
    assert sum(2 * np.prod(shape) for shape in weights) < 3e6
