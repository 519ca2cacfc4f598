"""The labeler: weights that come back, pictures of any size, clear errors."""

import numpy as np
import pytest

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.model.files import ModelFileError
from plotnine_chernoff.model.labeler import Labeler, weight_shapes

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
    return rng.randint(0, 255, (3, 128, 128, 3)).astype(np.uint8)


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
