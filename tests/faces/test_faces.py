"""Faces from values: each distinct face costs one, always the same pixels."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from cachetools import LRUCache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plotnine_chernoff.faces import requests as faces
from plotnine_chernoff.faces.persons import seed_of
from plotnine_chernoff.faces.requests import request_faces
from tests.conftest import PaintedModel


def test_rows_share_distinct_faces(model):
    values = pd.DataFrame({"smile": [1, 0, 1, -1, 0], "age": [20] * 5})
    out = request_faces(model, values)
    assert out.images.shape == (3, 32, 32, 3)
    assert out.images.dtype == np.uint8
    assert out.index.tolist() == [0, 1, 0, 2, 1]
    assert out.index.dtype == np.intp
    assert len(model.calls) == 1


def test_ten_thousand_rows_cost_twenty_faces(model):
    rng = np.random.default_rng(0)
    levels = np.linspace(-1, 1, 20)
    values = pd.DataFrame({"smile": rng.choice(levels, 10_000)})
    values.index = np.zeros(10_000, int)
    out = request_faces(model, values)
    assert model.faces_made == 20
    assert len(out.images) == 20
    assert len(out.index) == 10_000


def test_only_new_faces_are_made(model):
    request_faces(model, pd.DataFrame({"smile": [0, 0.5]}))
    request_faces(model, pd.DataFrame({"smile": [0.5, 1, 0]}))
    assert [len(v) for v, _ in model.calls] == [2, 1]


def test_order_of_columns_and_noise_do_not_matter(model):
    a = request_faces(model, pd.DataFrame({"smile": [0.3], "age": [30]}))
    b = request_faces(
        model, pd.DataFrame({"age": [30], "smile": [0.1 + 0.2 + 1e-9]})
    )
    assert model.faces_made == 1
    assert (a.images == b.images).all()


def test_models_do_not_share_faces(model):
    other = PaintedModel(resolution=64)
    values = pd.DataFrame({"smile": [0.0]})
    request_faces(model, values)
    assert request_faces(other, values).images.shape[1] == 64


def test_persons(model):
    values = pd.DataFrame({"smile": [0.0] * 6})
    who = ["a", "b", "a", None, 3, np.float64(3)]
    out = request_faces(model, values, who)
    assert out.index.tolist() == [0, 1, 0, 2, 3, 3]
    assert model.calls[0][1] == ["a", "b", None, 3]
    # The mean face is the same without the argument.
    request_faces(model, values)
    assert len(model.calls) == 1


def test_a_name_and_its_seed_are_one_face(model):
    """Scales of persons turn names into seeds."""
    values = pd.DataFrame(index=[0])
    request_faces(model, values, ["ann"])
    request_faces(model, values, [seed_of("ann")])
    assert len(model.calls) == 1


def test_empty(model):
    out = request_faces(model, pd.DataFrame({"smile": []}, dtype=float))
    assert out.images.shape == (0, 32, 32, 3)
    assert out.index.shape == (0,)
    assert not model.calls


def test_rows_without_columns_are_neutral(model):
    out = request_faces(model, pd.DataFrame(index=range(3)))
    assert out.index.tolist() == [0, 0, 0]
    assert len(out.images) == 1


def test_clips_to_the_range_of_the_model():
    model = PaintedModel(smile=(-0.5, 0.5))
    out = request_faces(model, pd.DataFrame({"smile": [0.5, 0.7, 99]}))
    assert len(out.images) == 1
    assert model.calls[0][0]["smile"].tolist() == [0.5]


def test_no_wasted_memory(model, monkeypatch):
    one = 32 * 32 * 3
    monkeypatch.setattr(faces, "_cache", LRUCache(3 * one, lambda p: p.nbytes))
    request_faces(model, pd.DataFrame({"smile": np.linspace(-1, 1, 9)}))
    assert faces._cache.currsize == 3 * one
    assert len(faces._cache) == 3
    request_faces(model, pd.DataFrame({"smile": [1.0]}))
    assert len(model.calls) == 1, "the last ones are remembered"


def test_faces_cannot_be_spoiled_by_their_user(model):
    values = pd.DataFrame({"smile": [0.0]})
    first = request_faces(model, values)
    before = first.images.copy()
    first.images[:] = 0
    with pytest.raises(ValueError, match="read-only"):
        first.pictures[0][:] = 0
    assert (request_faces(model, values).images == before).all()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"smiel": [0.0]}, "Unknown face attribute 'smiel'.*smile"),
        ({"smile": ["a"]}, "smile must be numbers.*str"),
        ({"smile": [0.0, np.nan]}, "smile must be finite.* 1 of 2"),
        ({"smile": [np.inf]}, "smile must be finite"),
        ({"smile": [1j]}, "smile must be numbers"),
    ],
)
def test_bad_values(model, values, message):
    with pytest.raises(ValueError, match=message):
        request_faces(model, pd.DataFrame(values))
    assert not model.calls


def test_bad_arguments(model):
    with pytest.raises(ValueError, match="data frame"):
        request_faces(model, [1, 2])  # pyright: ignore
    twice = pd.DataFrame([[0.0, 1.0]], columns=["smile", "smile"])
    with pytest.raises(ValueError, match="given twice: smile"):
        request_faces(model, twice)
    one = pd.DataFrame({"smile": [0.0]})
    with pytest.raises(ValueError, match="2 entries for 1 rows"):
        request_faces(model, one, [1, 2])
    with pytest.raises(ValueError, match="one entry a row"):
        request_faces(model, one, "ann")
    with pytest.raises(ValueError, match="numbers or strings"):
        request_faces(model, one, [[1]])  # pyright: ignore


def test_model_without_directions_says_what_to_run():
    model = PaintedModel(attributes=())
    with pytest.raises(ValueError, match=r"sample.*label.*fit"):
        request_faces(model, pd.DataFrame({"smile": [0.0]}))


def test_model_without_the_attribute():
    model = PaintedModel(attributes=("age", "yaw"))
    with pytest.raises(ValueError, match=r"no attribute 'smile'.*age, yaw"):
        request_faces(model, pd.DataFrame({"smile": [0.0]}))


def test_model_that_breaks_the_contract(model):
    model.synthesize = lambda w: np.zeros((len(w), 8, 8, 3))
    with pytest.raises(
        ValueError, match=r"must give uint8 pictures of shape \(1, "
    ):
        request_faces(model, pd.DataFrame({"smile": [0.0]}))


def slow(model, clock):
    """The model, whose pieces take a second each by the clock"""
    quick = model.synthesize

    def synthesize(w):
        clock[0] += 1
        return quick(w)

    model.synthesize = synthesize
    return model


def test_progress_after_two_seconds(model, monkeypatch, capsys):
    clock = [0.0]
    values = pd.DataFrame({"smile": np.linspace(-1, 1, 100)})
    monkeypatch.delenv("CHERNOFF_PROGRESS", raising=False)
    monkeypatch.setattr("tqdm.std.time", lambda: clock[0])
    request_faces(model, values[:32])
    assert capsys.readouterr().err == ""
    request_faces(slow(model, clock), values)
    assert "Faces" in capsys.readouterr().err
    monkeypatch.setenv("CHERNOFF_PROGRESS", "0")
    faces.clear_cache()
    request_faces(model, values)
    assert capsys.readouterr().err == ""


def test_many_faces_tell_their_cost():
    model = PaintedModel(resolution=9)
    n = faces.MANY + 2
    same = pd.DataFrame({"smile": np.ones(100_000)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        request_faces(model, same)
    values = pd.DataFrame({"smile": np.linspace(-1, 1, n)})
    with pytest.warns(UserWarning, match=f"{n - 1} different .* minutes and"):
        request_faces(model, values)


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.floats(-2, 2), st.integers(0, 100), st.integers(0, 3)),
        max_size=12,
    )
)
def test_each_row_shows_what_it_would_show_alone(rows):
    model = PaintedModel(resolution=18)
    values = pd.DataFrame(
        [r[:2] for r in rows], columns=["smile", "age"]
    ).astype(float)
    who = [r[2] for r in rows]
    out = request_faces(model, values, who)
    faces.clear_cache()
    for i in range(len(rows)):
        alone = request_faces(model, values.iloc[[i]], [who[i]])
        assert (out.images[out.index[i]] == alone.images[0]).all()
