"""The legend: titles, keys that differ in one attribute, sizes."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import QuadMesh
from matplotlib.text import Text
from plotnine import (
    aes,
    facet_wrap,
    geom_point,
    ggplot,
    guide_legend,
    guides,
    labs,
    scale_color_continuous,
    scale_fill_continuous,
    scale_size_continuous,
    stage,
    theme,
)
from plotnine.exceptions import PlotnineError, PlotnineWarning

from plotnine_chernoff.draw.artist import FacesArtist
from plotnine_chernoff.plot import geom_chernoff
from plotnine_chernoff.plot.guides import (
    guide_chernoff_legend,
    guide_chernoff_strip,
)
from plotnine_chernoff.plot.scales import (
    scale_age,
    scale_hair_length,
    scale_person_discrete,
    scale_person_manual,
    scale_smile,
    scale_smile_discrete,
)
from tests.conftest import PAINTED, stripe

DATA = pd.DataFrame(
    {"x": [1.0, 2, 3], "v": [0, 5, 10], "w": [1, 2, 3], "g": list("aab")}
)


def legend(plot):
    """Texts and faces of the legends of a plot, drawn"""
    # Drawing changes a plot.
    figure = deepcopy(plot).draw()
    FigureCanvasAgg(figure).draw()
    inside = [t.get_text() for t in figure.findobj(Text) if t.axes is None]
    keys = [a for a in figure.findobj(FacesArtist) if a.axes is None]
    return inside, keys


def grays(artist):
    """Gray of the stripe of each attribute"""
    picture = artist.look.pixmaps[0].embedded(32)[::-1, 16, 0]
    return {name: int(picture[stripe(name)]) for name in PAINTED}


@pytest.mark.parametrize(
    ("mapping", "extra", "title"),
    [
        (aes(smile="v"), None, "v"),
        (aes(smile="2 * v"), None, "2 * v"),
        (aes(smile="v"), scale_smile(name="Mood"), "Mood"),
        (
            aes(smile="v"),
            scale_smile(guide=guide_chernoff_legend(title="T")),
            "T",
        ),
        (aes(smile="v"), scale_smile(guide=guide_legend(title="T")), "T"),
        (aes(smile=DATA["v"]), None, "v"),
        (aes(smile=[1, 2, 3]), None, "smile"),
        (aes(smile=stage("v", after_scale="smile")), None, "v"),
        (aes(smile="g"), None, "g"),
    ],
)
def test_titles(model, mapping, extra, title):
    p = ggplot(DATA) + geom_chernoff(mapping, model=model) + extra
    texts, _ = legend(p)
    assert title in texts


def test_title_of_a_mapping_of_the_plot(model):
    p = ggplot(DATA, aes(smile="v")) + geom_chernoff(model=model)
    assert "v" in legend(p)[0]


def test_keys_differ_in_one_attribute(model):
    p = (
        ggplot(DATA)
        + geom_chernoff(aes(smile="v", age="w"), yaw=30, model=model)
        + scale_smile(breaks=[0, 5, 10])
        + scale_age(breaks=[1, 3], labels=["low", "high"])
    )
    texts, keys = legend(p)
    assert {"0", "5", "10", "low", "high"} <= set(texts)
    rows = [grays(k) for k in keys]
    neutral = round((40 - 20) / 55 * 250)
    assert [(r["smile"], r["age"]) for r in rows] == [
        (0, neutral),
        (125, neutral),
        (250, neutral),
        (125, 0),
        (125, 250),
    ]
    assert {r["yaw"] for r in rows} == {250}
    assert len(model.calls) == 1


def test_scales_of_one_variable_share_a_legend(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="v", hair_length="v"), model=model
    )
    texts, keys = legend(p)
    assert texts.count("v") == 1
    rows = [grays(k) for k in keys]
    assert all(r["smile"] == r["hair_length"] for r in rows)
    assert len({r["smile"] for r in rows}) == len(rows)
    assert len(model.calls) == 1, "the merged keys are made with the panel"


def test_constant_column_has_one_key(model):
    p = ggplot(DATA.assign(v=4)) + geom_chernoff(aes(smile="v"), model=model)
    texts, keys = legend(p)
    assert "4" in texts
    assert [grays(k)["smile"] for k in keys] == [125]


@pytest.mark.slow
def test_keys_can_be_read_however_small_the_faces(model):
    p = ggplot(DATA, aes("x", "x")) + geom_chernoff(
        aes(smile="v"), size=1, model=model
    )
    _, keys = legend(p)
    assert all(k.look.side[0] == pytest.approx(36) for k in keys)
    _, keys = legend(p + theme(legend_key_size=60))
    assert all(k.look.side[0] > 55 for k in keys)


def test_keys_shrink_to_fit_the_figure(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="v", age="w", yaw="x"), model=model
    )
    figure_size = theme(figure_size=(5, 5))
    _, keys = legend(p + figure_size)
    assert 25 <= keys[0].look.side[0] < 32
    q = ggplot(DATA) + geom_chernoff(
        aes(smile="v", age="w", yaw="x"), model=model, key_size=50
    )
    _, keys = legend(q + figure_size)
    assert keys[0].look.side[0] == pytest.approx(50)


@pytest.mark.slow
@pytest.mark.parametrize("position", ["right", "left", "bottom", "top"])
@pytest.mark.parametrize("size", [(5, 4), (6.4, 4.8)])
def test_many_legends_stay_on_the_page(model, position, size):
    p = ggplot(DATA, aes("x", "v")) + geom_chernoff(
        aes(smile="v", age="w", yaw="x", hair_length="x + 1", squint="g"),
        model=model,
    )
    p += theme(figure_size=size, legend_position=position)
    figure = p.draw()
    FigureCanvasAgg(figure).draw()
    page = figure.bbox
    keys = [a for a in figure.findobj(FacesArtist) if a.axes is None]
    point = figure.dpi / 72
    assert min(k.look.side[0] for k in keys) >= 14
    for key in keys:
        x, y = key.get_transform().transform(key.xy)[0]
        half = key.look.side[0] / 2 * point
        assert half <= x <= page.width - half
        assert half <= y <= page.height - half
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            assert page.padded(1).contains(box.x0, box.y0)
            assert page.padded(1).contains(box.x1, box.y1)
    [panel] = [ax for ax in figure.axes if ax.get_xticks().size]
    assert panel.bbox.width > 0.35 * page.width
    assert panel.bbox.height > 0.25 * page.height


EIGHT = {
    "smile": "v",
    "age": "w",
    "yaw": "x",
    "hair_length": "x + 1",
    "squint": "g",
    "skin_tone": "v + 1",
    "gender": "w + 1",
    "quality": "w + 2",
}


def on_the_page(figure):
    """Faces of the legends, all of them and their texts on the page"""
    FigureCanvasAgg(figure).draw()
    page = figure.bbox.padded(1)
    keys = [a for a in figure.findobj(FacesArtist) if a.axes is None]
    for key in keys:
        x, y = key.get_transform().transform(key.xy)[0]
        half = key.look.side[0] / 2 * figure.dpi / 72
        assert page.contains(x - half, y - half)
        assert page.contains(x + half, y + half)
    for text in figure.findobj(Text):
        if text.get_text() and text.get_visible():
            box = text.get_window_extent()
            assert page.contains(box.x0, box.y0)
            assert page.contains(box.x1, box.y1)
    return keys


@pytest.mark.parametrize("position", ["right", "bottom"])
@pytest.mark.parametrize(
    ("n", "size", "least"),
    [
        pytest.param(8, (6.4, 4.8), 20, marks=pytest.mark.slow),
        (4, (4, 2.5), 14),
        (2, (3, 3), 16),
    ],
)
def test_crowded_pages_have_rows_of_faces(model, n, size, least, position):
    mapping = aes(**dict(list(EIGHT.items())[:n]))
    p = ggplot(DATA, aes("x", "v")) + geom_chernoff(mapping, model=model)
    p += theme(figure_size=size, legend_position=position)
    keys = on_the_page(p.draw())
    assert len(keys) >= 2 * n, "each attribute has its ends"
    assert min(k.look.side[0] for k in keys) >= least
    assert len(model.calls) == 1


@pytest.mark.slow
def test_compositions_keep_legends_on_the_page(model):
    mapping = aes(**dict(list(EIGHT.items())[:4]))
    p = ggplot(DATA, aes("x", "v")) + geom_chernoff(mapping, model=model)
    keys = on_the_page((p | p).draw())
    assert len(keys) >= 16


@pytest.mark.slow
def test_pages_without_room_say_so(model):
    p = ggplot(DATA, aes("x", "v")) + geom_chernoff(aes(**EIGHT), model=model)
    with pytest.warns(PlotnineWarning, match=r"no room for legends \(.*w \+"):
        figure = (p + theme(figure_size=(2, 1.5))).draw()
    assert not on_the_page(figure)


@pytest.mark.slow
def test_scales_of_one_variable_share_a_legend_whatever_they_are_of(model):
    p = ggplot(DATA, aes("x", "x")) + geom_chernoff(
        aes(smile="g", color="g", fill="g", yaw="w", size="w"), model=model
    )
    texts, keys = legend(p + labs(color="g"))
    assert texts.count("g") == texts.count("w") == 1
    assert [k.look.edge[0] is not None for k in keys[:2]] == [True, True]
    rows = [grays(k) for k in keys]
    assert (rows[0]["smile"], rows[1]["smile"]) == (0, 250)
    sides = [k.look.side[0] for k in keys[2:]]
    assert sides == sorted(sides)
    assert sides[-1] > 2 * sides[0]
    texts, _ = legend(p + labs(color="Group", size="Weight"))
    assert {"g", "Group", "Weight"} <= set(texts)


def colorbars(plot):
    return deepcopy(plot).draw().findobj(QuadMesh)


@pytest.mark.parametrize("ae", ["color", "fill"])
def test_numbers_share_a_legend_with_colors(model, ae):
    """Keys in place of a bar, unless it is asked for or says more"""
    p = ggplot(DATA, aes("x", "x"))
    faces = geom_chernoff(aes(**{"smile": "v", ae: "v"}), model=model)
    for asked in ({}, {ae: guide_legend()}, {ae: "legend"}):
        texts, keys = legend(p + faces + guides(**asked))
        assert texts.count("v") == 1
        colors = [(k.look.edge if ae == "color" else k.look.fill)[0]
                  for k in keys]  # fmt: skip
        assert len(set(colors)) == len(keys) >= 3
        smiles = [grays(k)["smile"] for k in keys]
        assert smiles == sorted(set(smiles))
        assert not colorbars(p + faces + guides(**asked))
    assert colorbars(p + faces + guides(**{ae: "colorbar"}))
    assert colorbars(p + faces + labs(**{ae: "Score"}))
    other = {"color": scale_color_continuous, "fill": scale_fill_continuous}
    assert colorbars(p + faces + other[ae](breaks=[3, 4]))
    if ae == "color":
        assert colorbars(p + geom_point(aes(color="v")) + faces)


def test_large_keys_of_size_stay_on_the_page(model):
    p = ggplot(DATA, aes("x", "x")) + geom_chernoff(
        aes(smile="v", size="w"), model=model
    )
    p += scale_size_continuous(range=(4, 16))
    assert on_the_page((p + theme(figure_size=(4, 3))).draw())


def test_keys_of_size_stay_on_the_page_beside_a_bar(model):
    """Columns of keys stand side by side with their first keys"""
    p = ggplot(DATA, aes("x", "x")) + geom_chernoff(
        aes(smile="v", fill="v", size="v"), model=model
    )
    assert on_the_page((p + scale_smile(name="S")).draw())


def test_keys_of_size_have_that_size(model):
    p = (
        ggplot(DATA, aes("x", "x"))
        + geom_chernoff(aes(size="v"), model=model)
        + scale_size_continuous(range=(2, 10), breaks=[0, 10])
    )
    _, keys = legend(p)
    assert [k.look.side[0] for k in keys] == pytest.approx([10, 50])


@pytest.mark.slow
def test_default_sizes_are_those_of_faces(model):
    p = ggplot(DATA, aes("x", "x")) + geom_chernoff(aes(size="v"), model=model)
    _, keys = legend(p)
    assert keys[0].look.side[0] == pytest.approx(15)
    assert keys[-1].look.side[0] == pytest.approx(50)
    _, keys = legend(p + scale_size_continuous(range=(1, 6)))
    assert keys[0].look.side[0] == pytest.approx(5), "what is asked for"
    _, keys = legend(p + geom_point(aes(size="v")))
    assert keys[0].look.side[0] == pytest.approx(5), "points have it, too"


def test_keys_of_color_are_framed(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(color="g"), model=model, shape="circle"
    )
    texts, keys = legend(p)
    assert "g" in texts
    assert all(k.look.edge[0] is not None for k in keys)
    assert all(k.look.shape == "circle" for k in keys)
    assert len(model.calls) == 1


def test_override_and_reverse(model):
    guide = guide_chernoff_legend(
        override_aes={"color": "red"}, reverse=True, nrow=1
    )
    p = ggplot(DATA) + geom_chernoff(aes(smile="v"), model=model)
    _, keys = legend(p + scale_smile(guide=guide))
    assert keys[0].look.edge[0] == (1, 0, 0, 1)


@pytest.mark.parametrize(
    ("guide", "rows", "columns"),
    [
        (guide_chernoff_legend(nrow=1), 1, 3),
        (guide_chernoff_legend(ncol=2), 2, 2),
        (guide_chernoff_legend(ncol=2, byrow=True), 2, 2),
        (guide_chernoff_legend(direction="horizontal"), 1, 3),
        (guide_chernoff_legend(direction="horizontal", ncol=1), 3, 1),
        (guide_chernoff_legend(position="top"), 1, 3),
        (guide_chernoff_legend(position="left", reverse=True), 3, 1),
        (guide_chernoff_strip(steps=3, direction="horizontal"), 1, 3),
        (guide_chernoff_strip(steps=3, reverse=True), 3, 1),
    ],
)
def test_arrangements(model, guide, rows, columns):
    p = ggplot(DATA) + geom_chernoff(aes(smile="v"), model=model)
    _, keys = legend(p + scale_smile(guide=guide, breaks=[0, 5, 10]))
    at = np.array([k.get_transform().transform(k.xy)[0] for k in keys])
    assert len(keys) == 3
    assert len(np.unique(at[:, 0].round())) == columns
    assert len(np.unique(at[:, 1].round())) == rows
    # Strips rise from bottom to top, legends go down; or the other way.
    down = isinstance(guide, guide_chernoff_strip) == guide.reverse
    if columns == 1:
        smiles = [grays(keys[i])["smile"] for i in np.argsort(-at[:, 1])]
        assert smiles == sorted(smiles, reverse=not down)
    assert len(model.calls) == 1


def test_overridden_attributes_are_made_with_the_others(model):
    guide = guide_chernoff_legend(override_aes={"yaw": 30})
    p = ggplot(DATA) + geom_chernoff(aes(smile="v", yaw="w"), model=model)
    _, keys = legend(p + scale_smile(guide=guide))
    # All keys of smile, and the last one of yaw itself.
    turned = [grays(k)["yaw"] == 250 for k in keys]
    assert sum(turned) == 3 + 1
    assert len(model.calls) == 1


@pytest.mark.parametrize(
    "extra",
    [
        theme(legend_position="none"),
        scale_smile(guide=None),
        scale_smile(guide="none"),
        scale_smile(breaks=None),
    ],
)
def test_no_legend(model, extra):
    p = ggplot(DATA) + geom_chernoff(aes(smile="v"), model=model)
    _, keys = legend(p + extra)
    assert not keys


def test_show_legend_false(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="v"), model=model, show_legend=False
    )
    assert not legend(p)[1]
    assert model.faces_made == 3


@pytest.mark.parametrize("position", ["left", "top", "bottom", "inside"])
def test_positions(model, position):
    p = ggplot(DATA) + geom_chernoff(aes(smile="v"), model=model)
    _, keys = legend(p + theme(legend_position=position))
    assert keys


def test_many_positions_and_layers(model):
    p = (
        ggplot(DATA, aes("x", "x", smile="v"))
        + geom_point()
        + geom_chernoff(model=model)
        + geom_chernoff(model=model, shape="circle")
        + facet_wrap("g")
        + guides(size=guide_legend())
    )
    texts, _ = legend(p)
    assert texts.count("v") == 1


def test_drawing_twice_gives_the_same_legend(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="g"), model=model)
    p += scale_smile_discrete()
    first, _ = legend(p)
    second, keys = legend(p)
    assert first == second
    assert len(keys) == 2


@pytest.mark.parametrize("position", ["right", "bottom"])
def test_strips(model, position):
    p = (
        ggplot(DATA)
        + geom_chernoff(aes(smile="v", hair_length="v", age="w"), model=model)
        + scale_smile(guide="chernoff_strip")
        + scale_hair_length(guide=guide_chernoff_strip())
        + scale_age(guide=guide_chernoff_strip(steps=3))
        + theme(legend_position=position, figure_size=(9, 6))
    )
    texts, keys = legend(p)
    assert texts.count("v") == 1, "one variable has one strip"
    assert {"0.0", "2.5", "5.0", "7.5", "10.0"} <= set(texts)
    assert len(model.calls) == 1
    rows = [grays(k) for k in keys]
    assert len(rows) == 5 + 3
    strip = [(r["smile"], r["hair_length"]) for r in rows if r["smile"] != 125]
    assert sorted(strip) == [(0, 0), (62, 62), (188, 188), (250, 250)]
    corners = [k.get_transform().transform(k.xy)[0] for k in keys]
    axis = 0 if position == "bottom" else 1
    order = sorted(
        (c[axis], r["age"])
        for c, r in zip(corners, rows, strict=True)
        if r["age"] != round((40 - 20) / 55 * 250)
    )
    assert [age for _, age in order] == [0, 125, 250]


def test_strip_of_categories(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="g"), model=model)
    p += scale_smile_discrete(guide=guide_chernoff_strip())
    texts, keys = legend(p)
    assert {"a", "b"} <= set(texts)
    assert len(keys) == 2


def test_strip_of_one_step():
    with pytest.raises(PlotnineError, match="steps must be 2 or more"):
        guide_chernoff_strip(steps=1)


def test_persons_that_no_row_has_get_no_key(model):
    group = pd.Categorical(list("aab"), list("abcdefgh"))
    p = ggplot(DATA.assign(g=group)) + geom_chernoff(
        aes(person="g"), model=model
    )
    assert len(legend(p)[1]) == 2
    assert len(legend(p + scale_person_discrete(drop=False))[1]) == 8
    values = dict(zip("abcdefgh", range(8), strict=True))
    assert len(legend(p + scale_person_manual(values))[1]) == 2
