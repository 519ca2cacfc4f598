"""What a figure says in words: as text, in files, on single faces."""

from __future__ import annotations

import pickle
import xml.etree.ElementTree as ET
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from plotnine import aes, facet_wrap, ggplot, labs

from plotnine_chernoff import alt_text
from plotnine_chernoff.bench.drawing import StillModel
from plotnine_chernoff.plot import geom_chernoff

DATA = pd.DataFrame(
    {
        "x": [1.0, 2, 3],
        "v": [0, 5, 10],
        "day": pd.date_range("2024-01-01", periods=3),
        "g": list("aab"),
        "name": ["Ann", "B <&> B", "Cid"],
    }
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def plot(model):
    return ggplot(DATA, aes("x", "v")) + geom_chernoff(
        aes(smile="v", age="day", person="g", label="name"), model=model
    )


def saved(plot, format, **kwargs):
    buffer = BytesIO()
    plot.save(buffer, format=format, verbose=False, **kwargs)
    buffer.seek(0)
    return buffer


def test_a_sentence(plot, model):
    text = alt_text(plot + labs(title="Three", x="Place"))
    assert text.startswith("Three: 3 synthetic faces by Place (across) and v ")
    assert "smile shows v (0 to 10)" in text
    assert "person shows g (a, b)" in text
    assert text.endswith("Age shows data, and nothing about people.")
    assert not model.calls, "no face is made for it"
    grid = ggplot(DATA) + geom_chernoff(aes(smile="v"), model=model)
    assert alt_text(grid + facet_wrap("g")) == (
        "3 synthetic faces in a grid, in 2 panels; smile shows v (0 to 10)."
    )


@pytest.mark.slow
def test_files_say_what_they_show(plot):
    plot += labs(title="Three faces")
    text = alt_text(plot)
    png = Image.open(saved(plot, "png")).text
    assert png["Title"] == "Three faces"
    assert png["Description"].startswith(text)
    assert png["Description"].endswith("Licence: none.")
    pdf = saved(plot, "pdf").getvalue()
    assert b"/Title (Three faces)" in pdf
    assert b"/Subject (Three faces: 3 synthetic faces" in pdf
    own = Image.open(saved(plot, "png", metadata={"Title": "Mine"})).text
    assert own["Title"] == "Mine"
    saved(plot, "jpg")


def test_svg_tells_the_figure_and_each_face(plot):
    plot += labs(title="Three faces")
    root = ET.parse(saved(plot, "svg")).getroot()
    assert root.find(f"{SVG}title").text == "Three faces"
    [about] = list(root.iter(f"{SVG}desc"))
    assert about.text.startswith(alt_text(plot))
    told = [
        use.find(f"{SVG}title").text
        for use in root.iter(f"{SVG}use")
        if use.find(f"{SVG}title") is not None
    ]
    assert len(told) == 3
    lines = told[1].split("\n")
    assert lines == ["name: B <&> B", "g: a", "day: 2024-01-02", "v: 5"]


def test_faces_are_told_as_the_data_says_whatever_is_dropped(model):
    holes = DATA.assign(v=[np.nan, 5, 10], day=DATA["day"])
    p = ggplot(holes) + geom_chernoff(
        aes(smile="v", label="name"), model=model, na_rm=True
    )
    root = ET.parse(saved(p, "svg")).getroot()
    titles = [t.text for t in root.iter(f"{SVG}title") if "name" in t.text]
    assert titles[:2] == ["name: B <&> B\nv: 5", "name: Cid\nv: 10"]


@pytest.mark.slow
def test_a_composition_tells_all_its_plots(plot, model):
    other = ggplot(DATA) + geom_chernoff(aes(yaw="v"), model=model)
    buffer = BytesIO()
    (plot | other).save(buffer, format="png")
    text = Image.open(buffer).text["Description"]
    assert "smile shows v" in text
    assert "yaw shows v" in text


def test_figures_can_still_be_pickled():
    p = ggplot(DATA) + geom_chernoff(aes(smile="v"), model=StillModel(32))
    again = pickle.loads(pickle.dumps(p.draw()))
    buffer = BytesIO()
    again.savefig(buffer, format="png")
    assert "smile shows v" in Image.open(buffer).text["Description"]
