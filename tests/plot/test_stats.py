"""Statistics and coordinates: faces of groups, at the right places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from plotnine import (
    aes,
    after_stat,
    coord_flip,
    coord_trans,
    facet_wrap,
    ggplot,
    position_jitterdodge,
    scale_x_date,
    scale_x_log10,
    theme,
)
from plotnine.exceptions import PlotnineError

from plotnine_chernoff.draw.artist import GridArtist
from plotnine_chernoff.plot import geom_chernoff, stat_face_mean
from plotnine_chernoff.plot.scales import scale_smile_identity
from tests.conftest import render
from tests.plot.test_geom import artists

DATA = pd.DataFrame(
    {
        "x": [1.0, 10, 10, 100, 100, 1000],
        "y": [1.0, 3, 2, 5, 4, 6],
        "s": [0.0, 0.2, 0.4, 0.6, 0.5, 1.0],
        "kind": list("aabbcc"),
        "day": pd.date_range("2024-01-01", periods=6),
    }
)
PLAIN = (scale_smile_identity(), theme(legend_position="none"))


def shown(model):
    (call,) = model.calls
    return call[0]["smile"].tolist()


@pytest.mark.parametrize(
    ("kwargs", "expected"),
    [
        ({}, [0.1, 0.5, 0.75]),
        ({"fun_y": np.max}, [0.2, 0.6, 1.0]),
        ({"fun_data": "median_hilow"}, [0.1, 0.5, 0.75]),
    ],
)
def test_summary_of_attributes_is_that_of_y(model, kwargs, expected):
    p = ggplot(DATA, aes("kind", "y")) + geom_chernoff(
        aes(smile="s"), model=model, stat="summary", **kwargs
    )
    _, (artist,) = artists(p + PLAIN)
    assert shown(model) == pytest.approx(expected)
    assert artist.xy[:, 0].tolist() == [1, 2, 3]


def test_mean_faces_of_groups(model):
    data = DATA.assign(s=[0, np.nan, 0.4, 0.6, 0.5, 1])
    p = ggplot(data, aes("x", "y")) + geom_chernoff(
        aes(smile="s", group="kind", label="kind"),
        model=model,
        stat="face_mean",
    )
    _, (artist,) = artists(p + PLAIN)
    assert shown(model) == pytest.approx([0, 0.5, 0.75])
    assert artist.xy.tolist() == [[5.5, 2], [55, 3.5], [550, 5]]
    assert artist.look.labels == ["a", "b", "c"]


def test_the_statistic_as_a_layer(model):
    p = ggplot(DATA) + stat_face_mean(
        aes(smile="s", group="kind", label="kind"), model=model
    )
    figure, (artist,) = artists(p + scale_smile_identity(guide="legend"))
    assert isinstance(artist, GridArtist)
    assert not len(figure.axes[0].get_xticks())
    assert len(model.calls) == 1, "panel and legend share one request"
    q = ggplot(DATA, aes("x", "y"))
    q += stat_face_mean(aes(group="kind"), geom="point")
    assert len(render(q))


def test_mean_faces_in_a_grid_with_facets_and_dates(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="day", group="kind"), model=model, stat="face_mean"
    )
    _, found = artists(p + facet_wrap("kind") + PLAIN[1])
    assert [len(a.xy) for a in found] == [1, 1, 1]
    assert shown(model) == [-1, 0, 1], "scales see the means"


def test_statistics_do_not_lose_attributes_in_silence(model):
    p = ggplot(DATA, aes("kind"))
    with pytest.raises(PlotnineError, match=r"differ in smile.*face_mean"):
        render(p + geom_chernoff(aes(smile="s"), stat="count", model=model))
    with pytest.raises(PlotnineError, match="have no mean"):
        render(
            ggplot(DATA)
            + geom_chernoff(
                aes(smile="kind", group=1), stat="face_mean", model=model
            )
        )
    good = geom_chernoff(
        aes(smile=after_stat("count")), stat="count", model=model
    )
    render(p + good)


@pytest.mark.parametrize("stat", ["summary", "face_mean", "unique"])
def test_statistics_of_nothing(model, stat):
    p = ggplot(DATA[:0], aes("x", "y")) + geom_chernoff(
        aes(smile="s"), model=model, stat=stat
    )
    render(p)
    assert not model.calls


def test_jitterdodge(model):
    p = ggplot(DATA, aes("kind", "y", color="day.dt.day % 2 == 0"))
    p += geom_chernoff(
        aes(smile="s"), model=model, position=position_jitterdodge()
    )
    _, (artist,) = artists(p)
    assert np.isfinite(artist.xy).all()
    assert len(np.unique(artist.xy[:, 0])) == 6


@pytest.mark.slow
def test_places_on_axes(model):
    """Middles of the faces, as parts of the panel"""

    def places(*extra, x="x"):
        p = ggplot(DATA, aes(x, "y")) + geom_chernoff(model=model, size=1)
        for e in extra:
            p += e
        figure, (artist,) = artists(p)
        ax = figure.axes[0]
        pixels = artist.get_transform().transform(artist.xy)
        return ax.transAxes.inverted().transform(pixels)

    plain = places()
    assert (plain >= 0).all()
    assert (plain <= 1).all()
    assert np.allclose(places(coord_flip()), plain[:, ::-1])
    log = places(scale_x_log10())
    assert np.allclose(np.diff(log[[0, 1, 3, 5], 0], 2), 0)
    trans = places(coord_trans(x="log10"))
    assert np.allclose(np.diff(trans[[0, 1, 3, 5], 0], 2), 0)
    days = places(scale_x_date(), x="day")
    assert np.allclose(np.diff(days[:, 0], 2), 0)
