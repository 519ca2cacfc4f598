"""The wall to plotnine: each function on the version that is installed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pandas as pd
import plotnine
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from plotnine import (
    aes,
    annotate,
    facet_wrap,
    geom_point,
    ggplot,
    guide_legend,
    guides,
    labs,
    lims,
    stat_unique,
    theme,
    theme_gray,
)
from plotnine.exceptions import PlotnineError

from plotnine_chernoff.draw.artist import FacesArtist
from plotnine_chernoff.plot import compat, geom_chernoff, stat_face_mean
from plotnine_chernoff.plot.guides import (
    guide_chernoff_legend,
    guide_chernoff_strip,
)
from plotnine_chernoff.plot.layer_chernoff import layer_chernoff
from plotnine_chernoff.plot.page import Page
from plotnine_chernoff.plot.scales import scale_smile
from tests.conftest import render

DATA = pd.DataFrame({"x": [1.0, 2, 3], "v": [0, 5, 10], "g": list("aab")})
PLOT = Path(compat.__file__).parent


def test_the_version_is_told_by_its_number():
    assert compat.VERSION >= (0, 15)
    assert plotnine.__version__.startswith("0.15.") == compat.IS_015


@pytest.mark.parametrize("given", ["geom", "stat"])
def test_a_layer_of_a_geom_or_of_a_statistic(model, given):
    """All that the user says arrives, whichever of them says it"""
    said = {"data": DATA, "show_legend": False, "inherit_aes": False}
    if given == "geom":
        own = geom_chernoff(aes("x"), model=model, stat="unique", **said)
        lyr = compat.OpenLayer(own)
    else:
        own = stat_unique(aes("x"), geom="chernoff", model=model, **said)
        lyr = compat.OpenLayer(stat=own)
    assert isinstance(lyr.geom, geom_chernoff)
    assert isinstance(lyr.stat, stat_unique)
    assert lyr.geom.model is model
    assert set(lyr.mapping) == {"x"}
    assert (lyr.show_legend, lyr.inherit_aes) == (False, False)
    lyr.setup(ggplot())
    assert lyr.data.equals(DATA)


def test_a_plain_layer_becomes_one_of_ours(model):
    """Even where it is drawn before the one that takes it in"""
    p = (
        ggplot(DATA, aes("x", "v"))
        + stat_unique(aes(smile="v"), geom="chernoff", model=model)
        + annotate("chernoff", x=2, y=2, yaw=20, model=model)
        + geom_chernoff(aes(age="v"), model=model)
    )
    plain = p.layers[0]
    assert not isinstance(plain, layer_chernoff)
    own = layer_chernoff.of(plain)
    assert own.geom is plain.geom
    render(p)
    assert len(model.calls) == 1


def test_arguments_are_checked_once_in_our_words(model):
    """By the geom (0.15) or by its layer (0.16); plotnine keeps quiet"""
    p = ggplot(DATA, aes("x", "v"))
    for wrong in ({"smiel": 1}, {"mapping": aes(smiel="v")}):
        with pytest.raises(PlotnineError, match=r"'smiel'\. Did you mean"):
            p + geom_chernoff(**wrong, model=model)
        with pytest.raises(PlotnineError, match="smiel"):
            p + stat_face_mean(**wrong, model=model)
    p + geom_chernoff(stat="summary", fun_y=max, model=model)
    with pytest.raises(PlotnineError, match="'fun_y'"):
        p + geom_chernoff(fun_y=max, model=model)


@pytest.mark.parametrize(
    ("color", "alpha", "expected"),
    [
        ("red", 0.2, (1, 0, 0, 0.2)),
        ("#00ff0080", 0.2, (0, 1, 0, 128 / 255)),
        ((0.0, 0.0, 1.0), 0.4, (0, 0, 1, 0.4)),
        ("crayon:red", 1.0, to_rgba("#ED0A3F")),
    ],
)
def test_colors(color, alpha, expected):
    assert compat.rgba(color, alpha) == pytest.approx(expected, abs=1 / 255)


def test_the_theme_of_a_plot_changes_and_the_users_own_does_not():
    own = theme_gray()
    p = ggplot(DATA, aes("x", "v")) + geom_point() + own
    p.draw()
    before = p.theme
    compat.leave_out(p, "panel_grid", "axis_line")
    assert p.theme.T.is_blank("panel_grid")
    assert not p.theme.T.is_blank("axis_text")
    assert not before.T.is_blank("panel_grid")
    assert not own.T.is_blank("panel_grid")


def test_the_plot_that_is_drawn_has_no_axes(model):
    """In 0.16 it is another than the one that layers have set up"""
    p = ggplot(DATA) + geom_chernoff(model=model)
    figure = p.draw()
    assert not figure.axes[0].xaxis.get_gridlines()
    found = compat.drawn_plot(p.coordinates)
    assert (found is None) if compat.IS_015 else (found is p)


def test_share_of_the_figure(monkeypatch, model):
    p = ggplot(DATA, aes("x", "v")) + geom_chernoff(model=model)
    assert compat.share_of_figure(p) == (1, 1)
    shares = []
    of = Page.of

    def spy(plot):
        shares.append(compat.share_of_figure(plot))
        return of(plot)

    monkeypatch.setattr(Page, "of", spy)
    (p | p).draw()
    assert len(shares) == 2
    for width, height in shares:
        if compat.IS_015:
            assert 0.4 < width < 0.6 < height
        else:
            assert (width, height) == (1, 1)


def test_a_size_of_its_own_is_dropped_in_a_composition(model):
    """The test of the key shows that the page is the plot's"""
    p = ggplot(DATA, aes("x", "v")) + geom_chernoff(model=model)
    before = p.theme
    compat.drop_own_size(p)
    assert p.theme is before, "alone it keeps its size"


@pytest.mark.parametrize(
    ("add", "instead"),
    [
        (lambda: labs(smile="Mood"), "scale_smile(name='Mood')"),
        (lambda: lims(age=(20, 60)), "scale_age(limits=(20, 60))"),
        (lambda: guides(person="none"), "scale_person_discrete(guide='none')"),
    ],
)
def test_what_plotnine_does_not_know_points_the_way(add, instead):
    with pytest.raises(PlotnineError, match=re.escape(f"Add {instead}")):
        add()
    assert labs(x="a", title="b").title == "b"
    assert guides(color="none").color == "none"
    with pytest.raises(TypeError, match="smiel"):
        labs(smiel="b")


def test_build_trains_scales_and_draws_nothing(model):
    p = ggplot(DATA, aes("x", smile="v")) + geom_chernoff(y=1, model=model)
    layers, scales = compat.build(p)
    assert tuple(scales.get_scales("smile").final_limits) == (0, 10)
    assert [len(lyr.data) for lyr in layers] == [3]
    assert not model.calls


@pytest.mark.slow
@pytest.mark.parametrize("guide", ["chernoff_legend", "chernoff_strip"])
def test_a_legend_knows_its_plot_and_its_layers(model, guide, monkeypatch):
    started, shown = [], []
    of = guide_chernoff_legend
    start, draw = of.start, of.draw

    def spy_start(self, plot):
        started.append(plot)
        start(self, plot)

    def spy_draw(self):
        shown.append(self.shown_layers)
        return draw(self)

    monkeypatch.setattr(of, "start", spy_start)
    monkeypatch.setattr(of, "draw", spy_draw)
    p = (
        ggplot(DATA, aes("x", "v"))
        + geom_point()
        + geom_chernoff(aes(smile="v"), model=model)
        + scale_smile(guide=guide)
    )
    for _ in range(2):
        render(p)
    # The layers of the first drawing are not those of the second.
    assert len(started) == len(shown) == 2
    assert all(isinstance(plot, ggplot) for plot in started)
    for [lyr] in shown:
        assert isinstance(lyr, layer_chernoff)


def test_legends_can_be_stacked(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="v", age="x"), model=model)
    p += theme(legend_position="bottom")
    rows = []
    for width in (8, 5):
        figure = (p + theme(figure_size=(width, 4))).draw()
        FigureCanvasAgg(figure).draw()
        keys = [a for a in figure.findobj(FacesArtist) if a.axes is None]
        places = [k.get_transform().transform(k.xy)[0][1] for k in keys]
        rows.append(len({round(y) for y in places}))
    assert rows == [1, 2]


def test_strips_have_elements_of_their_own():
    strip, legend = guide_chernoff_strip(), guide_chernoff_legend()
    assert strip._elements_cls is compat.StripElements
    assert legend._elements_cls is guide_legend()._elements_cls


def private_names(file):
    """
    Names with an underscore that a module reads off other objects

    And modules of plotnine with one that it imports.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and re.match("_[a-z]", node.attr):
            yield node.attr
        if isinstance(node, ast.ImportFrom) and not node.level:
            parts = [*node.module.split("."), *(a.name for a in node.names)]
            if parts[0] == "plotnine" and any(p[0] == "_" for p in parts):
                yield ".".join(parts)


def defined_names(file):
    """Names that a module of ours gives to what it defines"""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def test_nothing_but_the_wall_reads_private_names_of_plotnine():
    """What a room reads with an underscore, the room has defined"""
    files = [f for f in PLOT.rglob("*.py") if f.name != "compat.py"]
    assert len(files) > 15
    ours = {name for f in files for name in defined_names(f)}
    # Also what classes get as they are made.
    ours |= {"_attribute"}
    foreign = {
        f.name: names for f in files if (names := set(private_names(f)) - ours)
    }
    assert not foreign


def test_nothing_but_the_wall_asks_for_the_version():
    words = re.compile("__version__|VERSION|IS_015")
    for file in PLOT.rglob("*.py"):
        if file.name != "compat.py":
            assert not words.search(file.read_text(encoding="utf-8")), file


def test_facets(model):
    """A grid in panels, whose layers 0.16 copies once more"""
    p = ggplot(DATA) + geom_chernoff(aes(smile="v"), model=model)
    render(p + facet_wrap("g"))
    assert len(model.calls) == 1
