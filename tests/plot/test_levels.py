"""Level of detail: small faces cost less, and figures stay what they are."""

from __future__ import annotations

import pickle
from io import BytesIO

import pandas as pd
import pytest
from plotnine import aes, ggplot, theme, theme_void

from plotnine_chernoff import FaceModel
from plotnine_chernoff.faces.requests import clear_cache
from plotnine_chernoff.plot import geom_chernoff
from tests.conftest import PaintedModel

DATA = pd.DataFrame({"x": [0.0, 1], "y": [0.0, 1], "score": [0.0, 1]})


class LevelledModel(PaintedModel):
    """A model with smaller pictures, which notes those that it makes"""

    levels = (16, 32)

    def __init__(self):
        super().__init__(resolution=64)
        self.crops = {"face": (0.25, 0.5, 0.5)}
        self.made = []

    def synthesize(self, w_plus, matte=False, resolution=None):
        self.made.append(resolution)
        small = PaintedModel(resolution=resolution or self.resolution)
        return small.synthesize(w_plus, matte)


@pytest.fixture
def levelled():
    return LevelledModel()


def plot_of(model, points, legend="none", **kwargs):
    return (
        ggplot(DATA, aes("x", "y"))
        + geom_chernoff(
            aes(smile="score"), model=model, size=points / 5, **kwargs
        )
        + theme_void()
        + theme(figure_size=(3, 3), legend_position=legend)
    )


def saved(plot, form="png", **kwargs):
    buffer = BytesIO()
    # Not the time of day.
    fixed = {"pdf": {"CreationDate": None}}.get(form, {})
    plot.save(buffer, form, verbose=False, metadata=fixed, **kwargs)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("pixels", "crop", "level"),
    [
        (9, None, 16),
        (16, None, 16),
        (17, None, 32),
        (32, None, 32),
        (33, None, None),
        (100, None, None),
        # Half of the picture is shown.
        (8, "face", 16),
        (9, "face", 32),
        (17, "face", None),
    ],
)
def test_pixels_on_the_page_decide(levelled, pixels, crop, level):
    saved(plot_of(levelled, pixels / 2, crop=crop), dpi=144)
    assert levelled.made == [level]


@pytest.mark.parametrize("form", ["pdf", "svg"])
def test_files_of_paths_count_the_pixels_that_they_embed(levelled, form):
    points = 6
    saved(plot_of(levelled, points), form, dpi=72)
    saved(plot_of(levelled, points, raster_dpi=100), form, dpi=72)
    saved(plot_of(levelled, points, resolution=40), form, dpi=72)
    assert levelled.made == [32, 16, None]


def test_a_figure_has_faces_of_one_kind_by_one_request(levelled):
    """Those of the legend are larger"""
    saved(plot_of(levelled, 10, "right", key_size=30), dpi=72)
    assert levelled.made == [32]
    assert len(levelled.calls) == 1


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_what_was_drawn_before_changes_nothing(levelled, form):
    small, large = plot_of(levelled, 10), plot_of(levelled, 50)
    fresh = saved(small, form, dpi=72)
    clear_cache()
    saved(large, form, dpi=72)
    assert saved(small, form, dpi=72) == fresh


def test_a_drawn_figure_is_saved_at_any_dpi(levelled):
    figure = plot_of(levelled, 10).draw()
    assert not levelled.made, "nobody knows yet how large they are"
    sizes = {}
    for dpi in (72, 300, 72):
        buffer = BytesIO()
        figure.savefig(buffer, format="png", dpi=dpi)
        assert sizes.setdefault(dpi, buffer.getvalue()) == buffer.getvalue()
    assert levelled.made == [16, None]


def test_figures_are_copied_without_their_model(levelled):
    figure = plot_of(levelled, 10).draw()
    other = pickle.loads(pickle.dumps(figure))
    figures = []
    for one in (figure, other):
        buffer = BytesIO()
        one.savefig(buffer, format="png", dpi=300)
        figures.append(buffer.getvalue())
    assert figures[0] == figures[1]


def test_bad_values_are_told_before_a_figure_is_there(levelled):
    levelled.attributes = ("age",)
    with pytest.raises(Exception, match="no attribute 'smile'"):
        plot_of(levelled, 10).draw()


def test_kept_on_disk_apart(levelled, tmp_path, monkeypatch):
    monkeypatch.setenv("CHERNOFF_CACHE", str(tmp_path))
    for _ in range(2):
        for points in (10, 50):
            saved(plot_of(levelled, points), dpi=72)
        clear_cache()
    assert levelled.made == [16, None]


def test_a_model_without_levels_is_drawn_in_full(model):
    """At once, and asked for nothing that it need not know"""
    figure = plot_of(model, 5).draw()
    assert model.faces_made == 2
    assert figure is not None


@pytest.mark.slow
def test_a_network_stops_at_the_level():
    model = FaceModel.random(32, 256, z_dim=8, w_dim=8)
    model.description["levels"] = {"16": 1.5}
    asked = []
    runtime = model._runtime

    def synthesize(w_plus, raw, noise, resolution):
        asked.append(resolution)
        return type(runtime).synthesize(
            runtime, w_plus, raw, noise, resolution
        )

    runtime.synthesize = synthesize
    data = DATA.assign(who=["ann", "bob"])

    def plot(points):
        return (
            ggplot(data, aes("x", "y", person="who"))
            + geom_chernoff(model=model, size=points / 5)
            + theme_void()
            + theme(figure_size=(2, 2), legend_position="none")
        )

    first = saved(plot(16), dpi=72)
    clear_cache()
    assert saved(plot(16), dpi=72) == first
    saved(plot(17), dpi=72)
    assert asked == [16, 16, None]
    assert model.faces(pd.DataFrame(index=[0])).shape == (1, 32, 32, 3)
    del model.description["levels"]
    assert saved(plot(16), dpi=72) != first
