"""Values to codes: clipping, neutral values, persons, files and errors."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.model.edits import Edits, polynomial
from plotnine_chernoff.model.files import ModelFileError

CONFIG = SimpleNamespace(num_styles=4, w_dim=3)


@pytest.fixture
def edits():
    """Smile along the first axis in row 1, age along the second in all"""
    return Edits(
        attributes=("age", "smile"),
        ranges={"age": (20.0, 60.0), "smile": (-1.0, 1.0)},
        styles={"age": (0, 1, 2, 3), "smile": (1,)},
        directions=np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
        center=np.array([5.0, 5.0, 5.0]),
        readout=np.array([[0.0, 10.0, 0.0], [1.0, 0.0, 0.0]]),
        displacement=np.array([[0.0, 0.1, 0.0], [1.0, 0.0, 0.0]]),
        curve_values=np.array([[20.0, 40.0, 60.0], [-1.0, 0.0, 1.0]]),
        curve_steps=np.array([[-2.0, 0.0, 2.0], [-1.0, 0.0, 3.0]]),
        correction=np.zeros((1, 2)),
        num_styles=4,
        degree=0,
        fingerprint="abc",
        notes={"seed": 0},
    )


@pytest.fixture
def mean(edits):
    return np.broadcast_to(edits.center, (1, 4, 3))


def test_values_move_their_styles_along_the_curve(edits, mean):
    codes = edits.apply(pd.DataFrame({"smile": [1.0, -0.5]}), mean)
    assert codes.dtype == np.float32
    moved = codes - mean
    np.testing.assert_allclose(moved[:, 1, 0], [3, -0.5])
    np.testing.assert_allclose(np.delete(moved, 1, 1), 0)


def test_absent_columns_are_neutral(edits, mean):
    """A face whose age nobody mapped is 40, not the middle of the range"""
    edits = replace(edits, ranges=edits.ranges | {"age": (20.0, 70.0)})
    given = pd.DataFrame({"smile": [0.3], "age": [ATTRIBUTES["age"].neutral]})
    np.testing.assert_array_equal(
        edits.apply(given[["smile"]], mean), edits.apply(given, mean)
    )


def test_values_out_of_range_are_clipped(edits, mean):
    far = edits.apply(pd.DataFrame({"age": [-900, 900]}), mean)
    ends = edits.apply(pd.DataFrame({"age": [20, 60]}), mean)
    np.testing.assert_array_equal(far, ends)


def test_no_rows_give_no_codes(edits, mean):
    assert edits.apply(pd.DataFrame({"age": []}), mean).shape == (0, 4, 3)


def test_index_and_column_order_do_not_matter(edits, mean):
    values = pd.DataFrame({"smile": [0.1, 0.9], "age": [30, 50]})
    other = values[["age", "smile"]].set_index(pd.Index([7, 7]))
    np.testing.assert_array_equal(
        edits.apply(values, mean), edits.apply(other, mean)
    )


def test_unknown_attributes_list_the_valid_ones(edits, mean):
    with pytest.raises(ValueError, match=r"'grin'.*age, smile"):
        edits.apply(pd.DataFrame({"grin": [1]}), mean)
    with pytest.raises(ValueError, match=r"'yaw'.*age, smile"):
        edits.apply(pd.DataFrame({"yaw": [1]}), mean)


@pytest.mark.parametrize("bad", [np.nan, np.inf, "old", None])
def test_values_that_are_no_finite_numbers_are_refused(edits, mean, bad):
    values = pd.DataFrame({"age": pd.Series([30, bad], dtype=object)})
    with pytest.raises(ValueError, match=r"age must hold finite.*row 1"):
        edits.apply(values, mean)


def test_bases_of_another_shape_are_refused(edits, mean):
    with pytest.raises(ValueError, match=r"base must have shape"):
        edits.apply(pd.DataFrame({"age": [30, 40, 50]}), mean[[0, 0]])


def test_persons_are_brought_to_the_mean_faces_attributes(edits):
    """The third axis is the person and stays; age and smile are asked for"""
    person = np.broadcast_to(np.array([9.0, -2.0, 8.0]), (1, 4, 3))
    neutral = edits.to_neutral(person)
    np.testing.assert_allclose(neutral[0, :, 2], 8)
    np.testing.assert_allclose(neutral[0, :, :2], 5)


def test_the_correction_asks_for_other_values(edits):
    """0.5 of half a range times u_age is added to what smile is asked for"""
    terms = polynomial(np.zeros((1, 2)), 1).shape[1]
    correction = np.zeros((terms, 2))
    correction[1, 1] = 0.5
    edits = replace(edits, correction=correction, degree=1)
    asked = edits.corrected(np.array([[60.0, 0.0], [40.0, 0.0]]))
    np.testing.assert_allclose(asked, [[60, 0.5], [40, 0]])


def test_polynomial_has_every_product_once():
    u = np.array([[2.0, 3.0]])
    np.testing.assert_allclose(
        polynomial(u, 3)[0], [1, 2, 3, 4, 6, 9, 8, 12, 18, 27]
    )


def test_files_give_the_same_codes(edits, mean):
    description, arrays = edits.to_files()
    description = json.loads(json.dumps(description))
    again = Edits.from_files(description, arrays, CONFIG)
    values = pd.DataFrame({"age": [25, 55], "smile": [0.2, -0.7]})
    np.testing.assert_allclose(
        again.apply(values, mean), edits.apply(values, mean), atol=1e-6
    )
    assert again.fingerprint == "abc"
    assert again.notes == {"seed": 0}


def _without(key):
    def damage(description, arrays):
        (description if key in description else arrays).pop(key)

    return damage


def _other_shape(description, arrays):
    arrays["directions"] = arrays["directions"][:, :2]


def _not_finite(description, arrays):
    arrays["readout"] = arrays["readout"] * np.nan


def _unknown_style(description, arrays):
    description["attributes"]["age"]["styles"] = [4]


def _other_network(description, arrays):
    description["num_styles"] = 18


def _unknown_attribute(description, arrays):
    table = description["attributes"]
    table["grin"] = table.pop("age")


def _empty_range(description, arrays):
    description["attributes"]["age"]["range"] = [20, 20]


def _extra_array(description, arrays):
    arrays["more"] = arrays["readout"]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_without("attributes"), "incomplete or damaged"),
        (_without("readout"), "incomplete or damaged"),
        (_without("fingerprint"), "incomplete or damaged"),
        (_other_shape, r"directions has shape \(2, 2\)"),
        (_not_finite, "readout is not finite"),
        (_unknown_style, "age acts on the styles"),
        (_other_network, "made for 18 styles, the generator has 4"),
        (_unknown_attribute, "unknown attributes .*grin"),
        (_empty_range, "age has the range 20 to 20"),
        (_extra_array, "unknown arrays .*more"),
    ],
)
def test_damaged_files_are_refused(edits, damage, message):
    description, arrays = edits.to_files()
    description = json.loads(json.dumps(description))
    damage(description, arrays)
    with pytest.raises(ModelFileError, match=message):
        Edits.from_files(description, arrays, CONFIG)


def test_a_known_face_keeps_what_is_not_asked_for(edits):
    """A projected person of 60 who is to smile stays 60"""
    person = np.tile([5.7, 7.0, 5.3], (1, 4, 1))
    none = edits.apply_to_known(pd.DataFrame(index=[0]), person)
    np.testing.assert_allclose(none, person, atol=1e-6)
    smiling = edits.apply_to_known(pd.DataFrame({"smile": [1.0]}), person)
    moved = smiling - person
    assert abs(moved[0, :, 1]).max() < 1e-6  # along age
    # Her own smile of .7 is taken out of all rows, 3 steps put into row 1.
    np.testing.assert_allclose(moved[0, :, 0], [-0.7, 2.3, -0.7, -0.7])
