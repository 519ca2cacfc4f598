"""The key as a figure, a table and a caption."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image
from plotnine import aes, geom_point, ggplot, theme
from plotnine.exceptions import PlotnineError

from plotnine_chernoff.draw.artist import FacesArtist
from plotnine_chernoff.plot import geom_chernoff
from plotnine_chernoff.plot.compat import IS_015
from plotnine_chernoff.plot.key import chernoff_key
from plotnine_chernoff.plot.mapping import (
    figure_metadata,
    mapping_caption,
    mapping_table,
    print_mapping,
)
from plotnine_chernoff.plot.scales import (
    scale_age,
    scale_smile_discrete,
    scale_smile_identity,
)
from tests.conftest import render

DATA = pd.DataFrame(
    {
        "v": [0, 5, 10],
        "w": [1.25, 2, 3],
        "g": list("aab"),
        "day": pd.date_range("2024-01-01", periods=3),
    }
)


@pytest.fixture
def plot(model):
    return ggplot(DATA, aes(smile="v")) + geom_chernoff(
        aes(age="w", yaw="g"), squint=1, model=model, shape="circle"
    )


def test_table(plot, model, capsys):
    table = mapping_table(plot + scale_age((60, 30)))
    assert table["attribute"].tolist() == ["yaw", "age", "smile"]
    assert table["variable"].tolist() == ["g", "w", "v"]
    assert table["from"].tolist() == ["a", "1.25", "0"]
    assert table["to"].tolist() == ["b", "3.00", "10"]
    assert table["low"][1] == "60 (old)"
    assert [c != "" for c in table["caution"]] == [False, True, False]
    print_mapping(plot)
    told = capsys.readouterr().out
    assert "broad smile" in told
    assert "Age: invites judgements about people" in told
    assert not model.calls, "no face is made for a table"


@pytest.mark.parametrize("format", ["png", "pdf", "svg"])
def test_metadata_of_files(plot, format):
    buffer = BytesIO()
    metadata = figure_metadata(plot, format)
    plot.save(buffer, format=format, verbose=False, metadata=metadata)
    if format == "png":
        buffer.seek(0)
        text = Image.open(buffer).text["Description"]
        assert text.endswith(
            "Licence: none. g → yaw; w → age; v → smile. Age shows data, and "
            "nothing about people."
        )
    else:
        assert len(metadata) == 1
        # PDF writes text that is not ASCII in UTF-16.
        word = "Synthetic".encode("utf-16-be" if format == "pdf" else "utf-8")
        assert word in buffer.getvalue()


def test_metadata_of_unknown_formats(plot):
    with pytest.raises(PlotnineError, match="png, pdf, svg, not 'gif'"):
        figure_metadata(plot, "gif")


def test_caption(plot):
    first, last = mapping_caption(plot).split("\n")
    assert first == "g → yaw; w → age; v → smile"
    assert last == "Age shows data, and nothing about people."
    assert mapping_caption(plot, columns=2).count("\n") == 2
    mild = plot + aes(smile="v")
    mild.layers[0].mapping = aes(yaw="g")
    assert mapping_caption(mild) == "g → yaw; v → smile"


def test_key_has_a_strip_an_attribute(plot, model):
    key = chernoff_key(plot)
    render(key)
    values, _ = model.calls[0]
    assert set(values) == {"yaw", "age", "smile", "squint"}
    assert (values["squint"] == 1).all()
    smiles = values["smile"][(values["age"] == 40) & (values["yaw"] == 0)]
    assert sorted(smiles) == [-1, -0.5, 0, 0.5, 1]
    assert key.layers[0].geom.params["shape"] == "circle"


def test_a_plot_makes_the_faces_of_its_key(plot, model):
    key = chernoff_key(plot)
    render(plot)
    render(key)
    assert len(model.calls) == 1


@pytest.mark.slow
def test_faces_of_a_key_never_overlap(plot):
    """Nor do they in a composition that has no room for their size"""
    key = chernoff_key(plot, size=12)
    for drawn in (key, (plot | key) + theme(figure_size=(7, 4))):
        figure = drawn.draw()
        FigureCanvasAgg(figure).draw()
        artist = next(
            a
            for a in figure.findobj(FacesArtist)
            if a.axes is not None and a.cell is not None
        )
        point = figure.canvas.get_renderer().points_to_pixels(1.0)
        centers, sides, _ = artist._place(figure.canvas.get_renderer(), point)
        gaps = np.diff(np.unique(centers[:, 0].round(3)))
        assert sides.max() <= gaps.min()
    assert sides.max() < 12 * 5 * point


def test_key_of_dates_and_of_one_value(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="day", age=3), model=model)
    render(chernoff_key(p))


def test_nothing_to_explain(model, capsys):
    p = ggplot(DATA) + geom_chernoff(model=model)
    with pytest.raises(PlotnineError, match="maps no attribute"):
        chernoff_key(p)
    print_mapping(p)
    assert "No attribute" in capsys.readouterr().out
    q = ggplot(DATA, aes("v", "w")) + geom_point()
    with pytest.raises(PlotnineError, match="no geom_chernoff"):
        chernoff_key(q)
    r = ggplot(DATA) + geom_chernoff(aes(smile="w"), model=model)
    assert not len(mapping_table(r + scale_smile_identity()))


@pytest.mark.slow
def test_all_that_faces_map_is_explained(model, capsys):
    """Persons, colors and sizes as well as attributes, those of faces only"""
    p = ggplot(DATA, aes("v", "w")) + geom_point(aes(alpha="v"))
    p += geom_chernoff(
        aes(smile="v", person="g", fill="g", color="w", size="v", stroke="v"),
        model=model,
    )
    assert mapping_caption(p) == (
        "v → smile; g → person; g → fill color; w → frame color;\n"
        "v → frame width; v → size"
    )
    table = mapping_table(p).set_index("attribute")
    assert list(table.index) == [
        "smile",
        "person",
        "fill",
        "color",
        "stroke",
        "size",
    ]
    assert tuple(table.loc["person", ["from", "to"]]) == ("a", "b")
    assert table.loc["size", "high"].endswith(" points")
    assert table.loc["fill", "low"].startswith("#")
    print_mapping(p)
    assert "person" in capsys.readouterr().out
    assert "g → person" in figure_metadata(p)["Description"]
    key = chernoff_key(p)
    render(key, width=8, height=6)
    _, people = model.calls[-1]
    assert {"a", "b", None} <= set(people)


def test_a_key_names_categories_as_the_scale_does(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="g"), model=model)
    p += scale_smile_discrete(labels=["low", "high"])
    table = mapping_table(p)
    assert (table["from"][0], table["to"][0]) == ("low", "high")


@pytest.mark.slow
@pytest.mark.parametrize("nested", [False, True])
def test_a_key_leaves_the_page_to_its_plot(plot, nested):
    plot += theme(figure_size=(7, 5))
    left = (plot | plot) if nested else plot
    figure = (left / chernoff_key(plot)).draw()
    expected = (7, 5) if nested else tuple(plot.theme.getp("figure_size"))
    if IS_015:
        assert tuple(figure.get_size_inches()) == expected
    own = chernoff_key(plot) + theme(figure_size=(3, 2))
    render(plot | own)
    assert tuple(own.draw().get_size_inches()) == (3, 2)
