"""The geom: positions, grids, aesthetics, bad input."""

from __future__ import annotations

import re
import warnings
from datetime import date
from io import BytesIO

import numpy as np
import pandas as pd
import polars as pl
import pytest
from matplotlib import colors
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from plotnine import (
    aes,
    annotate,
    coord_cartesian,
    coord_fixed,
    coord_flip,
    coord_trans,
    element_blank,
    facet_grid,
    facet_wrap,
    geom_point,
    ggplot,
    labs,
    position_dodge,
    position_nudge,
    qplot,
    scale_color_discrete,
    scale_size_continuous,
    scale_size_identity,
    scale_x_continuous,
    scale_x_datetime,
    scale_x_log10,
    stat_summary,
    theme,
    theme_classic,
    theme_gray,
    theme_void,
    xlim,
    ylim,
)
from plotnine.exceptions import PlotnineError, PlotnineWarning

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.bench.drawing import StillModel
from plotnine_chernoff.draw.artist import FacesArtist, GridArtist
from plotnine_chernoff.plot import geom_chernoff
from plotnine_chernoff.plot.looks import LINE
from plotnine_chernoff.plot.scales import (
    scale_smile,
    scale_smile_identity,
    scale_yaw,
)
from tests.conftest import (
    PAINTED,
    PaintedModel,
    assert_looks_like,
    render,
    stripe,
)

DATA = pd.DataFrame(
    {
        "x": [1.0, 2, 3, 4, 5, 6],
        "y": [1.0, 3, 2, 5, 4, 6],
        "score": [0.0, 1, 2, 3, 4, 5],
        "kind": list("aabbcc"),
        "name": ["ann", "bob", "cy", "dee", "eve", "fay"],
    }
)
BARE = (
    theme_void(),
    theme(legend_position="none", strip_text=element_blank()),
)


def artists(plot):
    """The figure, drawn once, and its artists of faces"""
    figure = plot.draw()
    FigureCanvasAgg(figure).draw()
    found = [
        a
        for ax in figure.axes
        for a in ax.get_children()
        if isinstance(a, FacesArtist)
    ]
    return figure, found


def test_no_axes_without_positions(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), model=model)
    figure, (artist,) = artists(p + theme_classic())
    assert isinstance(artist, GridArtist)
    ax = figure.axes[0]
    assert not len(ax.get_xticks())
    assert not len(ax.get_yticks())
    texts = {t.get_text() for t in figure.texts}
    assert not texts & {"x", "y"}
    assert len(model.calls) == 1, "panel and legend share one request"


def test_grid_is_in_the_order_of_the_data(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="score"), model=model, ncol=3, data=DATA[::-1]
    )
    figure, (artist,) = artists(p)
    centers, *_ = artist._place(figure.canvas.get_renderer(), 1.0)
    assert (np.diff(centers[:3, 0]) > 0).all()
    assert np.ptp(centers[:3, 1]) == 0
    assert centers[0, 1] > centers[3, 1]
    row = 31 - stripe("smile")
    grays = [int(f.embedded(32)[row, 16, 0]) for f in artist.look.pixmaps]
    assert grays == [250, 200, 150, 100, 50, 0]


def test_rows_of_a_grid(model):
    p = ggplot(DATA) + geom_chernoff(model=model, nrow=3)
    figure, (artist,) = artists(p)
    grid, _ = artist.layout.solve(figure.canvas.get_renderer(), 1.0)
    assert (grid.ncol, grid.nrow) == (2, 3)
    with pytest.raises(PlotnineError, match="ncol or nrow, not both"):
        geom_chernoff(ncol=2, nrow=2)


def test_grid_baseline(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="score", yaw="x", color="kind"), model=model, shape="rounded"
    )
    assert_looks_like(render(p + facet_wrap("kind") + BARE), "grid")


def test_scatter_baseline(model):
    p = ggplot(DATA, aes("x", "y")) + geom_chernoff(
        aes(smile="score", size="x", alpha="x"), model=model, shape="circle"
    )
    assert_looks_like(render(p + BARE), "scatter")


def test_cards_baseline(model):
    p = ggplot(DATA, aes("x", "y")) + geom_chernoff(
        aes(smile="score", fill="kind"),
        model=model,
        color="black",
        shape="rounded",
    )
    assert_looks_like(render(p + coord_flip() + BARE), "cards")


def test_legend_baseline(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="score", yaw="x", color="kind"), model=model
    )
    # Letters differ between machines.
    p += scale_smile(name=" ", breaks=[0, 5], labels=["", ""])
    p += scale_yaw(name="  ", breaks=[1, 6], labels=["", ""])
    p += scale_color_discrete(name=" ", labels=["", "", ""])
    p += theme(legend_position="bottom", figure_size=(4, 4))
    assert_looks_like(render(p, height=4), "legend")


def test_equal_sizes_across_panels(model):
    data = DATA.assign(kind=list("aaaaab"))
    p = ggplot(data) + geom_chernoff(aes(smile="score"), model=model)
    figure, found = artists(
        p
        + facet_grid(cols="kind", space={"x": [3, 1], "y": [1]}, scales="free")
    )
    renderer = figure.canvas.get_renderer()
    sides = [a._place(renderer, 1.0)[1] for a in found]
    assert len(sides) == 2
    assert np.ptp(np.concatenate(sides)) == 0
    for artist, side in zip(found, sides, strict=True):
        assert side[0] <= artist.axes.bbox.width


def test_labels_never_overlap_faces(model):
    names = ["A very long name indeed", "b", "two\nlines"] * 2
    p = ggplot(DATA.assign(name=names)) + geom_chernoff(
        aes(smile="score", label="name"), model=model
    )
    figure, (artist,) = artists(p + theme(legend_position="none"))
    renderer = figure.canvas.get_renderer()
    point = renderer.points_to_pixels(1.0)
    grid, _ = artist.layout.solve(renderer, point)
    centers, sides, captions = artist._place(renderer, point)
    widths = captions.widths(renderer)
    assert max(widths) <= grid.cell[0]
    assert captions.height * point <= grid.caption + 1e-6
    rows = np.unique(np.round(centers[:, 1]))
    assert (np.diff(rows) >= sides[0] + captions.height * point - 1).all()


def test_one_long_label_is_cut_alone(model):
    names = [
        "A",
        "B",
        "A name of many words that nobody would read to its end",
    ]
    p = ggplot(DATA.assign(name=names * 2)) + geom_chernoff(
        aes(smile="score", label="name"), model=model, ncol=3
    )
    figure, (artist,) = artists(p + theme(figure_size=(4, 3)))
    _, _, captions = artist._place(figure.canvas.get_renderer(), 1.0)
    assert captions.size >= 6
    assert captions.labels[0] == "A"
    assert captions.labels[2].endswith("…")
    assert captions.labels[2].count("\n") == 1


def test_labels_on_axes_leave_other_faces_alone(model):
    """Below its face, or where there is room; and told from what it covers"""
    stacked = DATA.assign(x=[3, 3, 3, 1, 5, 5], y=[1, 2, 3, 1, 1, 3])
    p = ggplot(stacked, aes("x", "y")) + geom_chernoff(
        aes(label="name"), model=model, size=9
    )
    figure, (artist,) = artists(p + theme(figure_size=(5, 2.6)))
    renderer = figure.canvas.get_renderer()
    point = renderer.points_to_pixels(1.0)
    centers, sides, captions = artist._place(renderer, point)
    corners = artist._caption_corners(
        renderer, captions, centers, sides, point
    )
    ends = corners + np.column_stack(
        [captions.widths(renderer), np.full(6, captions.size * point)]
    )
    for i in range(6):
        for j in set(range(6)) - {i}:
            apart = (corners[i] > centers[j] + sides[j] / 2).any()
            assert apart or (ends[i] < centers[j] - sides[j] / 2).any()
    assert corners[3][1] < centers[3][1] - sides[3] / 2, "there is room below"
    assert artist.look.halo == "white"


def test_labels_are_read_whole(model):
    """Where faces fill their panel, no part of a text leaves it"""
    tight = DATA.assign(x=0, y=range(6), name="female of the species")
    p = ggplot(tight, aes("x", "y")) + geom_chernoff(
        aes(label="name"), model=model, size=14, label_size=7
    )
    p += coord_cartesian(xlim=(-0.1, 0.1), ylim=(0, 1), expand=False)
    figure, (artist,) = artists(p + theme(figure_size=(3, 2)))
    renderer = figure.canvas.get_renderer()
    point = renderer.points_to_pixels(1.0)
    centers, sides, captions = artist._place(renderer, point)
    corners = artist._caption_corners(
        renderer, captions, centers, sides, point
    )
    panel = artist.axes.bbox.extents
    for i in range(2):
        end = corners[i] + (captions.widths(renderer)[i], captions.size)
        assert (corners[i] >= panel[:2] - 0.01).all()
        assert (end <= panel[2:] + 0.01).all()


def test_labels_of_crowds_may_be_left_out(model):
    crowd = pd.DataFrame({"x": [0] * 9 + [5], "name": ["a label"] * 10})
    for leave_out in (False, True):
        p = ggplot(crowd, aes("x", 0)) + geom_chernoff(
            aes(label="name"), model=model, check_overlap=leave_out
        )
        figure, (artist,) = artists(p + theme(figure_size=(6, 3)))
        renderer = figure.canvas.get_renderer()
        point = renderer.points_to_pixels(1.0)
        centers, sides, captions = artist._place(renderer, point)
        corners = artist._caption_corners(
            renderer, captions, centers, sides, point
        )
        drawn = corners[np.isfinite(corners).all(axis=1)]
        apart = np.abs(drawn[:, None] - drawn[None])
        size = captions.widths(renderer)[0], captions.size * point
        close = (apart < np.array(size) * 0.99).all(-1).sum() - len(drawn)
        assert (close == 0) == leave_out
        assert (len(drawn) < 10) == leave_out
        assert np.isfinite(corners[[0, 9]]).all()
        figure.canvas.draw()
    with pytest.raises(PlotnineError, match="check_overlap must be True"):
        geom_chernoff(check_overlap="yes")


def test_labels_have_the_font_of_the_theme(model):
    p = ggplot(DATA) + geom_chernoff(aes(label="name"), model=model)
    serif = theme_gray(base_size=22, base_family="DejaVu Serif")
    _, (artist,) = artists(p + serif)
    assert artist.look.label_family == "DejaVu Serif"
    assert artist.look.label_size == pytest.approx(16)
    _, (artist,) = artists(p)
    assert artist.look.label_size == pytest.approx(8)


def test_a_grid_has_the_titles_that_it_is_given(model):
    p = ggplot(DATA) + geom_chernoff(model=model) + labs(x="Twelve judges")
    figure, _ = artists(p)
    texts = [t.get_text() for t in figure.findobj(Text)]
    assert "Twelve judges" in texts
    assert "y" not in texts


def test_frames_do_not_touch_captions(model):
    p = ggplot(DATA) + geom_chernoff(
        aes(label="name"), model=model, color="red", stroke=5, label_size=9
    )
    figure, (artist,) = artists(p)
    renderer = figure.canvas.get_renderer()
    point = renderer.points_to_pixels(1.0)
    framed, _ = artist.layout.solve(renderer, point)
    artist.look.edge = [None] * 6
    without, _ = artist.layout.solve(renderer, point)
    frame = artist.look.linewidth[0] / 2 * point
    assert framed.caption - without.caption == pytest.approx(frame)


def test_constants_and_neutral_values(model):
    p = ggplot(DATA) + geom_chernoff(smile=1, model=model)
    render(p)
    (values, person) = model.calls[0]
    assert values.to_dict("list") == {"smile": [1.0]}
    assert person is None
    render(ggplot(DATA) + geom_chernoff(model=model))
    assert list(model.calls[1][0]) == []
    assert model.faces_made == 2


def test_constants_are_not_transformed_by_scales(model):
    p = (
        ggplot(DATA[1:])
        + geom_chernoff(aes(smile="score"), model=model)
        + geom_chernoff(smile=0.123, model=model)
        + scale_smile(trans="log10")
    )
    render(p)
    (values, _), *more = model.calls
    assert not more, "both layers share one call"
    assert 0.123 in values["smile"].tolist()


def test_every_attribute_can_be_mapped(model):
    mapping = aes(**dict.fromkeys(PAINTED, "score"))
    render(ggplot(DATA) + geom_chernoff(mapping, model=model))
    values, _ = model.calls[0]
    for name in PAINTED:
        reached = values[name].min(), values[name].max()
        assert reached == pytest.approx(ATTRIBUTES[name].range)


@pytest.mark.slow
def test_one_request_for_all_panels(model):
    p = (
        ggplot(DATA, aes("x", "y"))
        + geom_chernoff(aes(smile="score", color="kind"), model=model)
        + facet_wrap("kind")
    )
    render(p)
    assert len(model.calls) == 1
    render(p)
    assert len(model.calls) == 1, "redrawing makes no face"


def test_one_request_for_layers_and_legends(model):
    p = (
        ggplot(DATA, aes("x", "y", smile="score"))
        + geom_chernoff(model=model)
        + geom_chernoff(aes(age="x"), data=DATA[:2], model=model)
        + annotate("chernoff", x=3, y=3, yaw=20, model=model)
    )
    _, found = artists(p)
    (values, _), *more = model.calls
    assert not more
    assert set(values) == {"yaw", "age", "smile"}
    assert [len(a.look.pixmaps) for a in found] == [6, 2, 1]
    neutral = round((40 - 20) / 55 * 250)
    first = found[0].look.pixmaps[0].embedded(32)[31 - stripe("age"), 16, 0]
    assert first == neutral, "an attribute of another layer stays neutral"


def test_layers_may_have_different_models(model):
    other = PaintedModel(attributes=("age",))
    p = (
        ggplot(DATA, aes("x", "y"))
        + geom_chernoff(aes(smile="score"), model=model)
        + geom_chernoff(aes(age="score"), model=other)
    )
    render(p)
    assert len(model.calls) == len(other.calls) == 1
    assert list(other.calls[0][0]) == ["age"]


def test_plain_layers_draw_faces(model):
    p = ggplot(DATA, aes("kind", "y")) + stat_summary(
        aes(smile="score"), geom="chernoff", model=model, fun_y=np.mean
    )
    _, (artist,) = artists(p)
    assert len(artist.look.pixmaps) == 3


def test_ten_thousand_rows_cost_twenty_faces(model):
    rng = np.random.default_rng(0)
    data = pd.DataFrame(
        {"x": rng.normal(size=10_000), "s": rng.choice(20, 10_000)}
    )
    p = ggplot(data, aes("x", "x")) + geom_chernoff(
        aes(smile="s"), model=model, size=1
    )
    render(p + theme(legend_position="none"))
    assert model.faces_made <= 21


def test_the_same_input_gives_the_same_pixels(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), model=model)
    assert (render(p) == render(p)).all()


def test_polars(model):
    pytest.importorskip("pyarrow", reason="polars needs it for to_pandas()")
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), model=model)
    expected = render(p)
    data = pl.DataFrame(DATA.to_dict("list"))
    q = ggplot(data) + geom_chernoff(aes(smile="score"), model=model)
    assert (render(q) == expected).all()


def test_odd_frames(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), model=model)
    expected = render(p)
    for data in (
        DATA.set_index(np.zeros(6, int)),
        DATA.convert_dtypes(),
    ):
        q = ggplot(data) + geom_chernoff(aes(smile="score"), model=model)
        assert (render(q) == expected).all()


def test_column_names_with_spaces(model):
    data = DATA.rename(columns={"score": "my score"})
    p = ggplot(data) + geom_chernoff(aes(smile="my score"), model=model)
    figure = p.draw()
    titles = [t.get_text() for t in figure.findobj(match=_is_text)]
    assert "my score" in titles


def _is_text(artist):
    return hasattr(artist, "get_text")


def test_sizes_are_five_points_a_unit(model):
    data = pd.DataFrame({"x": [0.0], "y": [0.0]})
    p = ggplot(data, aes("x", "y")) + geom_chernoff(model=model, size=8)
    for dpi in (72, 144):
        pixels = render(p + BARE, dpi=dpi)
        face = (pixels[pixels.shape[0] // 2] != 255).any(axis=1)
        assert face.sum() == pytest.approx(40 * dpi / 72, abs=10 * dpi / 72)
    _, (artist,) = artists(p)
    assert artist.look.side.tolist() == [40.0]


@pytest.mark.slow
def test_frames_have_one_width_at_any_dpi(model):
    data = pd.DataFrame({"x": [0.0], "y": [0.0]})
    p = ggplot(data, aes("x", "y"))
    p += geom_chernoff(model=model, size=8, color="red", stroke=3)
    for dpi in (72, 144, 288):
        pixels = render(p + BARE, dpi=dpi)
        row = pixels[pixels.shape[0] // 2]
        red = (row == (255, 0, 0)).all(axis=1).sum()
        width = 3 * LINE * dpi / 72
        assert red / 2 == pytest.approx(width, abs=2)


@pytest.mark.slow
def test_small_faces_are_over_large_ones(model):
    data = pd.DataFrame({"x": [0, 0], "size": [4, 8], "s": [1, -1]})
    p = (
        ggplot(data, aes("x", "x", size="size"))
        + geom_chernoff(aes(yaw="s"), model=model)
        + scale_size_identity()
    )
    render(p)
    _, (artist,) = artists(p)
    assert artist._order(artist.look.side).tolist() == [1, 0]


def test_faces_are_square_whatever_the_figure(model):
    for width, height in ((3, 6), (6, 3)):
        p = ggplot(DATA) + geom_chernoff(
            aes(smile="score"), model=model, shape="circle", ncol=1
        )
        pixels = render(p + BARE, width=width, height=height)
        faces = (pixels != 255).any(axis=2)
        rows, columns = np.nonzero(faces)
        per_face = np.ptp(rows) / 6
        assert np.ptp(columns) == pytest.approx(per_face, rel=0.1)


def outside(figure, artist):
    """Points by which the outermost faces are beyond the panel"""
    point = figure.canvas.get_renderer().points_to_pixels(1.0)
    centers = artist.get_transform().transform(artist.xy)
    half = artist.look.side[:, None] * point / 2
    box = artist.axes.bbox
    beyond = np.concatenate(
        [box.min - centers + half, centers + half - box.max]
    )
    return float(beyond.max()) / point


@pytest.mark.slow
@pytest.mark.parametrize("size", [6, 14])
@pytest.mark.parametrize(
    "extra",
    [
        theme(figure_size=(4, 3)),
        theme(legend_position="bottom", figure_size=(6, 5)),
        coord_flip(),
        coord_fixed(),
        coord_trans(x="log10"),
        scale_x_log10(),
        facet_wrap("kind", scales="free"),
        facet_grid(rows="kind"),
        theme(aspect_ratio=2),
    ],
)
def test_faces_at_the_ends_are_wholly_visible(model, extra, size):
    p = ggplot(DATA, aes("x", "y")) + geom_chernoff(
        aes(smile="score", yaw="x"), model=model, size=size
    )
    figure, found = artists(p + extra)
    # In facets this large, faces of size 14 have no room.
    if size < 14 or not isinstance(extra, (facet_grid, facet_wrap)):
        assert max(outside(figure, a) for a in found) < 1


@pytest.mark.parametrize("free", ["fixed", "free"])
def test_room_is_made_where_the_statistic_has_put_the_faces(model, free):
    """Means lie within the data, so that the panels show less of them."""
    data = pd.concat([DATA, DATA.assign(y=DATA["y"] + 20)])
    p = (
        ggplot(data, aes("kind", "y"))
        + geom_chernoff(
            aes(smile="score"), stat="face_mean", model=model, size=10
        )
        + facet_wrap("kind", scales=free)
    )
    figure, found = artists(p)
    assert max(outside(figure, a) for a in found) < 1


@pytest.mark.parametrize(
    ("column", "written"),
    [
        ([1234567, 1234568, None], ["1234567", "1234568"]),
        ([0.1 + 0.2, 1234567.25], ["0.3", "1234567.25"]),
        (np.array([0.1, 2.5], np.float32), ["0.1", "2.5"]),
        (pd.to_datetime(["2024-01-02", None]), ["2024-01-02", ""]),
        (pd.to_datetime(["2024-01-02 03:04"]), ["2024-01-02 03:04:00"]),
        (pd.Categorical(["b", "a"]), ["b", "a"]),
        ([True, False], ["True", "False"]),
    ],
)
def test_labels_say_what_the_data_says(model, column, written):
    data = pd.DataFrame({"id": column}).assign(s=range(len(column)))
    p = ggplot(data) + geom_chernoff(aes(smile="s", label="id"), model=model)
    _, (artist,) = artists(p)
    assert artist.look.labels[: len(written)] == written


def test_a_default_range_is_what_the_model_reaches(model):
    """Else both ends are flat, and the legend tells of what isn't drawn."""
    model.ranges = {**model.ranges, "smile": (-0.5, 0.8)}
    data = pd.DataFrame({"s": [0, 5, 10]})
    p = ggplot(data) + geom_chernoff(aes(smile="s"), model=model)
    with warnings.catch_warnings():
        warnings.simplefilter("error", PlotnineWarning)
        render(p)
    asked = model.calls[0][0]["smile"]
    assert asked.min() == -0.5
    assert asked.max() == 0.8
    with pytest.warns(PlotnineWarning, match=r"smile of 2 rows"):
        render(p + scale_smile((-1, 1)))


def test_values_beyond_the_limits_are_told(model):
    data = pd.DataFrame({"s": [0, 4, 5, 6, 10]})
    p = ggplot(data) + geom_chernoff(aes(smile="s"), model=model)
    with pytest.warns(PlotnineWarning, match="2 values lie outside"):
        render(p + scale_smile(limits=(4, 6)))


def test_a_label_makes_groups_of_a_mean_face(model):
    data = pd.DataFrame({"g": list("aabb"), "s": [1.0, 3, 5, 7]})
    p = ggplot(data, aes(label="g"))
    p += geom_chernoff(aes(smile="s"), stat="face_mean", model=model)
    _, (artist,) = artists(p)
    assert artist.look.labels == ["a", "b"]


def test_a_crop_shows_a_part_of_every_face_and_key(model):
    model.crops = {"face": (0.25, 0.5, 0.5)}
    p = ggplot(DATA) + geom_chernoff(
        aes(smile="score"), model=model, crop="face"
    )
    _, (artist, *_) = artists(p)
    whole = model.synthesize(model.edit(model.calls[0][0], None))
    # Of the picture of 32 pixels, 16 to 32 from above, 8 to 24 across.
    shown = artist.look.pixmaps[0].embedded(32)[::-1, :, :3]
    assert shown.shape[:2] == (16, 16)
    assert any(np.array_equal(shown, w[16:, 8:24]) for w in whole)
    with pytest.raises(PlotnineError, match="crop must be one of 'head', 'f"):
        geom_chernoff(crop="eyes")


def test_room_for_categories_sizes_and_captions(model):
    p = (
        ggplot(DATA, aes("kind", "y", size="score"))
        + geom_chernoff(aes(label="name"), model=model)
        + scale_size_continuous(range=(2, 12))
        + theme(figure_size=(4, 4), legend_position="none")
    )
    figure, (artist,) = artists(p)
    assert outside(figure, artist) < 1
    lowest = artist.xy[:, 1].argmin()
    center = artist.get_transform().transform(artist.xy)[lowest, 1]
    point = figure.canvas.get_renderer().points_to_pixels(1.0)
    caption = center - (artist.look.side[lowest] / 2 + 12) * point
    assert caption > artist.axes.bbox.y0


@pytest.mark.parametrize("x", ["x", "kind"])
@pytest.mark.parametrize("sizes", [(4, 14), (14, 4)])
def test_each_layer_has_its_own_room(model, x, sizes):
    p = ggplot(DATA, aes(x, "y")) + theme(figure_size=(5, 5))
    first, second = (
        geom_chernoff(some, model=model, size=size)
        for some, size in zip((DATA.head(3), DATA.tail(3)), sizes, strict=True)
    )
    figure, drawn = artists(p + first + second)
    assert len(drawn) == 2
    for artist in drawn:
        assert outside(figure, artist) < 1


def test_no_room_is_made_where_the_user_says_so(model):
    p = ggplot(DATA, aes("x", "y")) + geom_chernoff(model=model)
    figure, _ = artists(p + scale_x_continuous(expand=(0, 0)))
    assert figure.axes[0].get_xlim() == (1, 6)
    figure, _ = artists(p + coord_cartesian(expand=False))
    assert figure.axes[0].get_ylim() == (1, 6)
    tiny = ggplot(DATA, aes("x", "y")) + geom_chernoff(model=model, size=1)
    figure, _ = artists(tiny)
    assert figure.axes[0].get_xlim() == pytest.approx((0.75, 6.25))


def test_a_constant_position_is_a_position(model):
    p = ggplot(DATA, aes("x")) + geom_chernoff(y=3, model=model)
    _, (artist,) = artists(p)
    assert artist.xy.tolist() == [[x, 3] for x in DATA["x"]]


def test_faces_do_not_exceed_their_cell(model):
    p = ggplot(DATA, aes("kind", "name")) + geom_chernoff(
        model=model, size=40, cell=(0.9, 0.8)
    )
    figure, (artist,) = artists(p)
    point = figure.canvas.get_renderer().points_to_pixels(1.0)
    _, sides, _ = artist._place(figure.canvas.get_renderer(), point)
    (x0, x1), (y0, y1) = figure.axes[0].get_xlim(), figure.axes[0].get_ylim()
    box = figure.axes[0].bbox
    cell = 0.9 * box.width / (x1 - x0), 0.8 * box.height / (y1 - y0)
    assert sides == pytest.approx(min(cell))


def test_faces_are_clipped_to_the_panel(model):
    data = pd.DataFrame({"x": [0.0, 10], "y": [0.0, 10]})
    p = ggplot(data, aes("x", "y")) + geom_chernoff(model=model, size=20)
    figure, (artist,) = artists(p)
    box = artist.get_clip_box()
    assert np.allclose(box.bounds, figure.axes[0].bbox.bounds)


def test_frames_and_backgrounds(model):
    p = ggplot(DATA) + geom_chernoff(
        model=model, color="red", stroke=4, fill="blue", alpha=0.0
    )
    pixels = render(p + BARE).reshape(-1, 3)
    present = {tuple(c) for c in pixels}
    assert (0, 0, 255) in present
    q = ggplot(DATA) + geom_chernoff(model=model, color="red", stroke=4)
    assert (255, 0, 0) in {tuple(c) for c in render(q + BARE).reshape(-1, 3)}
    _, (artist,) = artists(q)
    assert artist.look.edge[0] == colors.to_rgba("red")


@pytest.mark.parametrize("shape", ["square", "rounded", "circle"])
def test_fill_is_a_card_under_the_face(model, shape):
    data = DATA[:1]
    p = ggplot(data) + geom_chernoff(model=model, fill="lime", shape=shape)
    p += theme(figure_size=(4, 3))
    pixels = render(p + BARE, width=4, height=3, dpi=100)
    lime = (pixels == (0, 255, 0)).all(axis=2)
    shown = (pixels != 255).any(axis=2)
    rows, columns = np.nonzero(shown)
    side = np.ptp(columns) + 1
    middle = lime[rows.min() + side // 2]
    # The edges of circles are blended.
    assert middle.sum() == pytest.approx(2 * round(side * 0.07), abs=2)
    assert not middle[columns.min() + side // 2]


def test_fill_in_vector_files_and_legends(model):
    p = ggplot(DATA) + geom_chernoff(aes(fill="kind"), model=model)
    buffer = BytesIO()
    p.save(buffer, format="svg", width=4, height=3, verbose=False)
    svg = buffer.getvalue().decode()
    found = re.findall(r"#face\d+\"[^>]*scale\(([\d.]+)\)", svg)
    sides = {float(s) for s in found}
    assert len(sides) == 2, "of the grid and of the keys"
    for color in ("#f8766d", "#00ba38", "#619cff"):
        assert svg.lower().count(f"fill: {color}") == 2 + 1


@pytest.mark.parametrize(
    "extra",
    [
        coord_flip(),
        coord_fixed(),
        coord_trans(x="log10"),
        pytest.param(scale_x_log10(), marks=pytest.mark.slow),
        pytest.param(facet_grid("kind", "name"), marks=pytest.mark.slow),
        pytest.param(
            facet_wrap("kind", scales="free"), marks=pytest.mark.slow
        ),
        pytest.param((xlim(0, 3), ylim(0, 3)), marks=pytest.mark.slow),
    ],
)
def test_the_grammar(model, extra):
    p = ggplot(DATA, aes("x", "y")) + geom_chernoff(
        aes(smile="score"), model=model
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PlotnineWarning)
        blank = render(ggplot(DATA, aes("x", "y")) + extra)
        assert (render(p + extra) != blank).any()


@pytest.mark.parametrize(
    "position",
    ["jitter", position_dodge(0.9), position_nudge(0.5), "stack"],
)
def test_positions(model, position):
    p = ggplot(DATA, aes("kind", "y")) + geom_chernoff(
        aes(smile="score"), model=model, position=position
    )
    _, (artist,) = artists(p)
    assert np.isfinite(artist.xy).all()


def test_stat_unique(model):
    twice = pd.concat([DATA, DATA])
    p = ggplot(twice, aes("x", "y")) + geom_chernoff(
        aes(smile="score"), model=model, stat="unique"
    )
    _, (artist,) = artists(p)
    assert len(artist.xy) == 6


@pytest.mark.slow
def test_dates_annotations_and_company(model):
    data = DATA.assign(day=[date(2024, 1, d) for d in range(1, 7)])
    data["day"] = pd.to_datetime(data["day"])
    p = (
        ggplot(data, aes("day", "y"))
        + geom_point()
        + geom_chernoff(aes(smile="day"), model=model)
        + scale_x_datetime()
        + annotate("chernoff", x=data["day"][2], y=2, smile=1, model=model)
    )
    assert len(artists(p)[1]) == 2
    composed = p | p
    composed.draw()
    q = qplot("x", "y", data=DATA, geom="point")
    assert len(artists(q + geom_chernoff(model=model))[1]) == 1


@pytest.mark.parametrize("rows", [0, 1])
@pytest.mark.parametrize("mapping", [aes(), aes("x", "y")])
def test_few_rows(model, rows, mapping):
    p = ggplot(DATA[:rows], mapping) + geom_chernoff(
        aes(smile="score"), model=model
    )
    render(p)
    assert len(model.calls) == rows


def test_constant_column_is_in_the_middle(model):
    p = ggplot(DATA.assign(score=7)) + geom_chernoff(
        aes(smile="score"), model=model
    )
    render(p)
    assert model.calls[0][0]["smile"].tolist() == [0.0]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_rows_that_cannot_be_shown_are_dropped(model, bad):
    data = DATA.copy()
    data.loc[2, "score"] = bad
    p = ggplot(data) + geom_chernoff(aes(smile="score"), model=model)
    what = "missing" if np.isnan(bad) else "non-finite"
    with pytest.warns(PlotnineWarning, match=f"Removed 1 rows .*{what}"):
        _, (artist,) = artists(p)
    assert len(artist.look.pixmaps) == 5
    values = model.calls[0][0]["smile"]
    assert values.min() == -1
    assert values.max() == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        quiet = geom_chernoff(aes(smile="score"), model=model, na_rm=True)
        render(ggplot(data) + quiet)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_noframedg_to_show(model, bad):
    p = ggplot(DATA.assign(score=bad)) + geom_chernoff(
        aes(smile="score"), model=model
    )
    with pytest.warns(PlotnineWarning, match="Removed 6 rows"):
        render(p)
    assert not model.calls


def test_na_value_shows_missing_data(model):
    data = DATA.copy()
    data.loc[2, "score"] = np.nan
    p = ggplot(data) + geom_chernoff(aes(smile="score"), model=model)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        _, (artist,) = artists(p + scale_smile(na_value=-1))
    assert len(artist.look.pixmaps) == 6


def test_strings_become_categories(model):
    p = ggplot(DATA) + geom_chernoff(aes(smile="kind"), model=model)
    render(p)
    assert model.calls[0][0]["smile"].unique().tolist() == [-1, 0, 1]


def test_clipping_warns_once(model):
    model = PaintedModel(smile=(-0.4, 0.4), age=(30, 50))
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), age=60, model=model)
    p += scale_smile(range=(-1, 1))
    with pytest.warns(PlotnineWarning) as caught:
        render(p + facet_wrap("kind"))
    (message,) = [
        str(w.message)
        for w in caught
        if issubclass(w.category, PlotnineWarning)
    ]
    assert "age of 6 rows to 30 ... 50" in message
    assert "smile of 4 rows to -0.4 ... 0.4" in message


def test_what_nobody_can_see_is_no_reason_to_warn():
    model = PaintedModel(smile=(-0.96, 0.95))
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), model=model)
    with warnings.catch_warnings():
        warnings.simplefilter("error", PlotnineWarning)
        render(p)
    assert model.calls[0][0]["smile"].min() == -0.96


def test_identity_beyond_the_range(model):
    p = (
        ggplot(DATA)
        + geom_chernoff(aes(smile="score"), model=model)
        + scale_smile_identity()
    )
    with pytest.warns(PlotnineWarning, match="smile of 4 rows to -1 ... 1"):
        render(p)


@pytest.mark.parametrize(
    ("kwargs", "message"),
    [
        ({"smiel": 1}, "'smiel'. Did you mean 'smile'.*yaw, squint, age"),
        ({"mapping": aes(smiel="score")}, "aesthetic 'smiel'.*Did you mean"),
        ({"shape": "hexagon"}, "shape must be one of 'square', 'rounded'"),
        ({"smile": "high"}, r"smile must be a number.*aes\(smile='high'\)"),
        ({"smile": np.nan}, "smile must be a number"),
        ({"smile": None}, "smile must be a number"),
        ({"size": 0}, "size must be above zero"),
        ({"size": -2}, "size must be above zero"),
        ({"ncol": 0}, "ncol must be a whole number above zero"),
        ({"ncol": 2.5}, "ncol must be a whole number"),
        ({"key_size": -1}, "key_size must be a number of points"),
        ({"raster_dpi": 0}, "raster_dpi must be a number of pixels an inch"),
        ({"cell": 1}, "cell must be a width and a height above zero"),
        ({"cell": (1, 0)}, "cell must be a width and a height above zero"),
    ],
)
def test_bad_arguments(model, kwargs, message):
    with pytest.raises(PlotnineError, match=f"(?s){message}"):
        ggplot(DATA) + geom_chernoff(**kwargs, model=model)


def test_unknown_aesthetic_of_the_plot(model):
    p = ggplot(DATA, aes(smiel="score")) + geom_chernoff(model=model)
    with pytest.raises(PlotnineError, match=r"'smiel'\. Did you mean"):
        p.draw()


def test_aesthetics_of_other_layers_are_fine(model):
    p = ggplot(DATA, aes("x", "y", shape="kind")) + geom_point()
    render(p + geom_chernoff(aes(smile="score"), model=model))


def test_one_position_is_not_enough(model):
    p = ggplot(DATA, aes(x="x")) + geom_chernoff(model=model)
    with pytest.raises(PlotnineError, match="both x and y, or neither"):
        p.draw()


def test_a_grid_has_no_place_for_points(model):
    p = ggplot(DATA) + geom_chernoff(model=model)
    with pytest.raises(PlotnineError, match="no place for geom_point"):
        (p + geom_point(aes("x", "y"))).draw()


def test_models_that_cannot():
    none = PaintedModel(attributes=())
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), model=none)
    with pytest.raises(PlotnineError, match=r"sample.*label.*fit"):
        p.draw()
    # The mean face needs no directions.
    render(ggplot(DATA) + geom_chernoff(model=none))
    few = PaintedModel(attributes=("age",))
    p = ggplot(DATA) + geom_chernoff(aes(smile="score"), model=few)
    with pytest.raises(PlotnineError, match="no attribute 'smile'"):
        p.draw()


def test_mapped_sizes_below_zero_are_dropped(model):
    p = (
        ggplot(DATA, aes("x", "y", size="score"))
        + geom_chernoff(model=model)
        + scale_size_identity()
    )
    with pytest.warns(PlotnineWarning, match="Removed 1 rows"):
        render(p)


@pytest.mark.slow
def test_pdf_and_svg_embed_each_face_once(model):
    data = pd.concat([DATA] * 5)
    p = ggplot(data, aes("x", "y")) + geom_chernoff(
        aes(smile="kind"), model=model, shape="circle", alpha=0.5
    )
    p += theme(legend_position="none")
    for name, pattern in (
        ("svg", rb"<image "),
        ("pdf", rb"/Subtype /Image"),
    ):
        buffer = BytesIO()
        p.save(buffer, format=name, width=3, height=3, verbose=False)
        assert len(re.findall(pattern, buffer.getvalue())) == 3, name
    rasterized = p + geom_chernoff(model=model, raster=True)
    rasterized.save(BytesIO(), format="pdf", width=3, height=3, verbose=False)


@pytest.mark.slow
def test_a_figure_for_print_is_small():
    data = pd.DataFrame({"v": range(43)})
    p = ggplot(data) + geom_chernoff(aes(smile="v"), model=StillModel(256))
    buffer = BytesIO()
    p.save(buffer, "pdf", width=7, height=6, dpi=300, verbose=False)
    pdf = buffer.getvalue()
    assert pdf.count(b"/Subtype /Image") == 43, "keys share them"
    assert len(pdf) < 3e6


def test_pixels_an_inch_of_embedded_faces(model):
    """40 points at 36 an inch are 20 pixels of the model's 32."""
    p = ggplot(DATA, aes("x", "y")) + geom_chernoff(
        model=model, raster_dpi=36, size=8
    )
    for dpi, width in ((30, b"/Width 20"), (54, b"/Width 30")):
        buffer = BytesIO()
        p.save(buffer, "pdf", width=6, height=6, dpi=dpi, verbose=False)
        assert width in buffer.getvalue()


def test_resolution_of_embedded_faces(model):
    p = ggplot(DATA) + geom_chernoff(model=model, resolution=8)
    buffer = BytesIO()
    p.save(buffer, format="pdf", width=3, height=3, verbose=False)
    assert b"/Width 8" in buffer.getvalue()


def test_tight_bounding_box(model):
    p = ggplot(DATA, aes("x", "y")) + geom_chernoff(model=model)
    loose = render(p)
    tight = render(p, bbox_inches="tight")
    assert tight.shape[0] == pytest.approx(loose.shape[0], abs=30)


def test_documentation_names_every_attribute():
    doc = geom_chernoff.__doc__
    for attribute in ATTRIBUTES.values():
        assert f"`{attribute.name}`: {attribute.description}" in doc
    assert "key_size : float" in doc
