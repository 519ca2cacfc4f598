"""One call for a table: what it chooses, and the code that it stands for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from plotnine.exceptions import PlotnineError, PlotnineWarning

from plotnine_chernoff import FaceModel, chernoff_plot
from plotnine_chernoff.faces.requests import request_faces
from plotnine_chernoff.faces.salience import (
    distance,
    even_values,
    salience,
    sweep,
)
from tests.conftest import PaintedModel, render

DATA = pd.DataFrame(
    {
        "a": [1.0, 9, 2, 8],
        "b": [3.0, 1, 2, np.nan],
        "same": 1,
        "word": list("wxyz"),
        "c d": [5, 6, 7, 9],
    },
    index=pd.Index(["p", "q", "r", "s"], name="who"),
)


@pytest.fixture
def bundled(model, monkeypatch):
    monkeypatch.setattr(FaceModel, "load", lambda *_: model)
    return model


def drawn_by(code):
    names = {"df": DATA}
    exec(code, names)
    return names["plot"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:geom_chernoff")
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"similar": True, "ncol": 2},
        {"label": "word", "columns": ["c d"], "attributes": ["age"]},
    ],
)
def test_its_code_draws_the_same_figure(bundled, options, capsys):
    plot = chernoff_plot(DATA, **options)
    assert capsys.readouterr().out == plot.code + "\n"
    np.testing.assert_array_equal(render(plot), render(drawn_by(plot.code)))


def test_columns_and_attributes_by_themselves(bundled):
    plot = chernoff_plot(DATA, show_code=False)
    mapping = dict(plot.layers[0].mapping)
    assert mapping.pop("label") == "who"
    assert list(mapping.values()) == ["a", "b", "c d"]
    assert not set(mapping) & {"age", "gender", "skin_tone", "quality"}
    order = salience(bundled, list(mapping))
    assert list(order.index) == list(mapping), "the most salient first"


def test_cautious_attributes_are_named_to_be_used(bundled):
    asked = ["gender", "smile", "age"]
    plot = chernoff_plot(DATA, attributes=asked, show_code=False)
    assert list(plot.layers[0].mapping)[:3] == asked


def test_an_average_row_has_a_neutral_face(bundled):
    table = pd.DataFrame({"a": [0.0, 2, 10], "b": [1.0, 2, 3]})
    table.loc[3] = table.mean()
    plot = chernoff_plot(table, attributes=["smile", "yaw"], show_code=False)
    render(plot)
    values, _ = bundled.calls[-1]
    assert tuple(values.iloc[3]) == (0, 0)


def test_similar_rows_are_neighbours(bundled):
    plot = chernoff_plot(
        DATA[["a"]], similar=True, attributes=["smile"], show_code=False
    )
    a = plot.data["a"].tolist()
    assert sorted([a[:2], a[2:]], key=min) in (
        [[1, 2], [9, 8]],
        [[1, 2], [8, 9]],
        [[2, 1], [9, 8]],
        [[2, 1], [8, 9]],
    )


def test_what_cannot_be_shown(bundled):
    with pytest.warns(PlotnineWarning, match="Not shown: c d"):
        chernoff_plot(DATA, attributes=["smile", "yaw"], show_code=False)
    with pytest.raises(PlotnineError, match="no numeric column that varies"):
        chernoff_plot(DATA[["word", "same"]])
    with pytest.raises(PlotnineError, match=r"called word\. There are: a, b"):
        chernoff_plot(DATA, columns=["word"])
    with pytest.raises(PlotnineError, match="no column 'nobody' for labels"):
        chernoff_plot(DATA, label="nobody")
    with pytest.raises(
        PlotnineError,
        match=r"'simle'.*attributes: yaw",
    ):
        chernoff_plot(DATA, attributes=["simle"])
    with pytest.raises(PlotnineError, match="data frame with one row a face"):
        chernoff_plot([1, 2, 3])


def test_distances_are_as_seen():
    gray = np.full((2, 32, 32, 3), 100, np.uint8)
    assert distance(gray, gray).tolist() == [0, 0]
    lighter = gray + np.uint8(20)
    half = gray.copy()
    half[:, :16] += np.uint8(20)
    whole, part = distance(gray, lighter)[0], distance(gray, half)[0]
    assert part == pytest.approx(whole / np.sqrt(2), rel=0.02)
    assert 7 < whole < 9, "of 100 from black to white"


def test_salience_and_even_steps():
    model = PaintedModel(("smile", "yaw"))
    told = salience(model)
    assert set(told.index) == {"smile", "yaw"}
    values, distances = sweep(model, "smile", 20)
    even = even_values(values, distances, 5)
    assert (even[0], even[-1]) == (-1, 1)
    faces = request_faces(model, pd.DataFrame({"smile": even}))
    pictures = np.stack(faces.pictures)
    steps = distance(pictures[:-1], pictures[1:])
    # Half a gray value of 62 is rounded at both ends of each step.
    assert np.ptp(steps) < 2 / 62 * steps.mean()


def test_even_steps_of_a_known_response():
    values = np.linspace(0, 1, 1001)
    along = values**2
    even = even_values(values, np.diff(along), 5)
    np.testing.assert_allclose(
        even, np.sqrt([0, 0.25, 0.5, 0.75, 1]), atol=1e-3
    )
