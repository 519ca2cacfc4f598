"""Scales: every kind for every attribute, from data to units."""

from __future__ import annotations

import inspect

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mizani.bounds import censor
from plotnine import aes, ggplot, guide_colorbar, guide_legend
from plotnine._utils.registry import Registry
from plotnine.exceptions import PlotnineError, PlotnineWarning

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.plot import geom_chernoff, scales
from plotnine_chernoff.plot.scales import (
    _generate,
    scale_smile,
    scale_smile_identity,
)
from tests.conftest import PaintedModel, render

KINDS = (
    "continuous",
    "discrete",
    "ordinal",
    "datetime",
    "timedelta",
    "manual",
    "identity",
)


def mapped(scale, values):
    """Data through a scale, as plotnine sends them"""
    x = scale.transform(pd.Series(values))
    scale.train(x)
    return np.asarray(scale.map(x), dtype=float)


@pytest.mark.parametrize(
    "attribute", ATTRIBUTES.values(), ids=lambda a: a.name
)
@pytest.mark.parametrize("kind", KINDS)
def test_every_attribute_has_every_kind(attribute, kind):
    name = f"scale_{attribute.name}_{kind}"
    cls = getattr(scales, name)
    assert cls is Registry[name]
    assert cls.__module__ == "plotnine_chernoff.plot.scales"
    assert name in scales.__all__
    assert attribute.unit in cls.__doc__
    parameters = inspect.signature(cls).parameters
    if kind in ("continuous", "discrete"):
        assert next(iter(parameters)) == "range"
        assert getattr(scales, name)().range == attribute.range
    bare = getattr(scales, f"scale_{attribute.name}")
    assert issubclass(
        bare, getattr(scales, f"scale_{attribute.name}_continuous")
    )


@pytest.mark.parametrize(
    ("kind", "column"),
    [
        ("numbers", [1, 2, 3]),
        ("floats", [0.5, 1, 1.5]),
        ("strings", ["a", "b", "c"]),
        ("booleans", [False, True, True]),
        ("ordered", pd.Categorical(list("abc"), ordered=True)),
        ("categories", pd.Categorical(list("abc"))),
        ("dates", pd.date_range("2024-01-01", periods=3)),
        ("aware", pd.date_range("2024-01-01", periods=3, tz="UTC")),
        ("durations", pd.to_timedelta([1, 2, 3], "D")),
        ("nullable", pd.array([1, 2, 3], dtype="Int64")),
        ("periods", pd.period_range("2024-01", periods=3, freq="M")),
        ("objects", np.array(["b", "a", None], dtype=object)),
    ],
)
def test_no_column_type_passes_unscaled(model, kind, column):
    data = pd.DataFrame({"v": column})
    p = ggplot(data) + geom_chernoff(aes(yaw="v"), model=model, na_rm=True)
    render(p)
    yaw = model.calls[0][0]["yaw"]
    assert {yaw.min(), yaw.max()} == {-30, 30}


def test_range_and_its_reverse():
    assert mapped(scales.scale_age((30, 50)), [1, 2, 3]).tolist() == [
        30,
        40,
        50,
    ]
    assert mapped(scales.scale_age((50, 30)), [1, 2, 3]).tolist() == [
        50,
        40,
        30,
    ]
    reverse = scales.scale_smile(limits=(3, 1))
    assert mapped(reverse, [1, 2, 3]).tolist() == [1, 0, -1]


def test_midpoint():
    data = [0, 1, 10]
    assert mapped(scales.scale_smile(midpoint=1), data)[1] == 0
    assert mapped(scales.scale_smile(midpoint=np.median), data)[1] == 0
    low, _, high = mapped(scales.scale_smile(midpoint=1), data)
    assert high == 1
    assert low == pytest.approx(-1 / 9)
    log = scales.scale_smile(midpoint=np.median, trans="log10")
    assert mapped(log, [1, 10, 1000])[1] == 0
    day = pd.Timestamp("2024-01-02")
    dates = scales.scale_smile_datetime(midpoint=day)
    assert mapped(dates, pd.date_range("2024-01-01", periods=5))[1] == 0
    with pytest.raises(PlotnineError, match="midpoint that is a value"):
        mapped(scales.scale_smile(midpoint="x"), data)


@pytest.mark.parametrize("midpoint", [None, 2])
def test_out_of_limits_data_look_like_the_limit(midpoint):
    limits = {"limits": (1, 3), "midpoint": midpoint}
    data = [-9, 1, 2, 3, 99]
    out = mapped(scales.scale_smile(**limits), data)
    assert out.tolist() == [-1, -1, 0, 1, 1]
    dropped = mapped(scales.scale_smile(**limits, oob=censor), data)
    assert np.isnan(dropped).tolist() == [True, False, False, False, True]


def test_missing_and_infinite():
    data = [1, np.nan, 3, np.inf]
    assert np.isnan(mapped(scales.scale_smile(), data)).tolist()[1]
    assert mapped(scales.scale_smile(na_value=0.5), data)[1] == 0.5
    assert mapped(scales.scale_smile(), data)[2] == 1


@given(
    st.lists(
        st.floats(-1e9, 1e9).filter(lambda v: v == 0 or abs(v) > 1e-9),
        min_size=1,
        max_size=20,
    )
)
def test_continuous_is_monotone_and_within_the_range(data):
    out = mapped(scales.scale_age(), data)
    assert ((out >= 20 - 1e-9) & (out <= 75 + 1e-9)).all()
    assert (np.diff(out[np.argsort(data, kind="stable")]) >= -1e-9).all()


def test_categories():
    smile = scales.scale_smile_discrete
    assert mapped(smile(), ["a", "c", "b"]).tolist() == [-1, 1, 0]
    assert mapped(smile(), ["a"]).tolist() == [0]
    few = mapped(smile(limits=["a", "b"]), ["a", "b", "c"])
    assert few[:2].tolist() == [-1, 1]
    assert np.isnan(few[2])
    gap = smile()
    assert np.isnan(mapped(gap, ["a", None, "b"])).tolist() == [0, 1, 0]
    assert gap.get_breaks() == ["a", "b"]


def test_manual():
    manual = scales.scale_smile_manual
    assert mapped(manual({"a": 1, "b": 0}), ["a", "b"]).tolist() == [1, 0]
    assert mapped(manual([0.2, 0.3]), ["a", "b"]).tolist() == [0.2, 0.3]
    by_break = manual([0.2, 0.3], breaks=["b", "a"])
    assert mapped(by_break, ["a", "b"]).tolist() == [0.3, 0.2]
    with pytest.raises(PlotnineError, match="1 values for 2 categories: a, b"):
        mapped(manual([0.2]), ["a", "b"])


def test_identity():
    assert mapped(scales.scale_age_identity(), [33, 44]).tolist() == [33, 44]
    shown = scales.scale_age_identity(guide="legend")
    assert mapped(shown, [33, 44]).tolist() == [33, 44]
    assert shown.get_bounded_breaks()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: scales.scale_smile("Title"), r"scale_smile\(name='Title'\)"),
        (lambda: scales.scale_smile_discrete("T"), r"scale_smile\(name='T'\)"),
        (
            lambda: scales.scale_person_discrete("T"),
            r"scale_person_discrete\(name='T'\)",
        ),
        (lambda: scales.scale_person_manual("T"), "takes the persons first"),
        (lambda: scales.scale_person_manual(), "takes the persons first"),
        (lambda: scales.scale_age(40), "range of two numbers.*years"),
        (lambda: scales.scale_age((1, 2, 3)), "range of two numbers"),
        (lambda: scales.scale_age((1, np.nan)), "range of two numbers"),
        (lambda: scales.scale_age(limits=5), "limits of two values"),
        (lambda: scales.scale_age_manual("Title"), "values of age first"),
        (lambda: scales.scale_age_manual({"a": "b"}), "values of age first"),
        (lambda: scales.scale_age_manual(), "values of age first"),
        (lambda: scales.scale_age(guide="colorbar"), "must be 'legend'"),
        (lambda: scales.scale_age(guide=guide_colorbar()), "must be 'legend'"),
        (
            lambda: mapped(scales.scale_smile_datetime(), ["a"]),
            r"datetime data, but got values like 'a'.*pandas.to_datetime\(\)",
        ),
        (
            lambda: mapped(scales.scale_smile_timedelta(), ["a"]),
            r"timedelta data, but got.*pandas.to_timedelta\(\)",
        ),
        (
            lambda: mapped(scales.scale_smile(), ["a"]),
            r"numeric data, but got values like 'a'.*scale_smile_discrete\(\)",
        ),
        (
            lambda: mapped(scales.scale_smile_discrete(), [1, 2]),
            r"needs categories.*factor\(column\).*scale_smile_continuous",
        ),
        (
            lambda: mapped(scales.scale_smile_discrete(), [1, "a"]),
            "categories of one type, but got a mixture of int, str",
        ),
        (
            lambda: mapped(scales.scale_smile_identity(guide=True), ["a"]),
            "numeric data",
        ),
    ],
)
def test_mistakes_say_what_to_write(make, message):
    with pytest.raises(PlotnineError, match=message):
        make()


def test_a_plain_guide_legend_will_do(model):
    data = pd.DataFrame({"v": [1, 2]})
    p = ggplot(data) + geom_chernoff(aes(smile="v"), model=model)
    render(p + scales.scale_smile(guide=guide_legend(ncol=2)))


def test_scales_do_not_share_state_between_plots(model):
    one = scales.scale_smile()
    data = pd.DataFrame({"a": [1, 2], "b": [1, 2]})
    p = ggplot(data) + geom_chernoff(aes(smile="a"), model=model) + one
    q = ggplot(data) + geom_chernoff(aes(smile="b"), model=model) + one
    render(p)
    figure = q.draw()
    titles = [
        t.get_text() for t in figure.findobj(lambda a: hasattr(a, "get_text"))
    ]
    assert "b" in titles
    assert "a" not in titles


def test_replacing_a_scale_warns_like_plotnine(model):
    data = pd.DataFrame({"v": [1, 2]})
    p = ggplot(data) + geom_chernoff(aes(smile="v"), model=model)
    with pytest.warns(PlotnineWarning, match="already present"):
        p + scales.scale_smile() + scales.scale_smile_identity()


def test_persons(model):
    data = pd.DataFrame({"who": ["ann", "bob"], "id": [1, 2], "v": [0.1, 0.2]})
    render(ggplot(data) + geom_chernoff(aes(person="who"), model=model))
    assert model.calls[0][1][:2] == ["ann", "bob"]
    render(ggplot(data) + geom_chernoff(aes(person="id"), model=model))
    assert model.calls[1][1][:2] == [1, 2]
    p = ggplot(data) + geom_chernoff(aes(person="who"), model=model)
    render(p + scales.scale_person_manual({"ann": 3, "bob": 5}))
    assert model.calls[2][1][:2] == [3, 5]
    # The same names are the same persons, whose faces are known.
    render(p + scales.scale_person_identity())
    assert len(model.calls) == 3
    with pytest.raises(PlotnineError, match="categories or whole numbers"):
        (ggplot(data) + geom_chernoff(aes(person="v"), model=model)).draw()


def test_the_generate_knows_all_scales():
    assert _generate.FILE.read_text() == _generate.stub(), (
        "run python -m plotnine_chernoff.plot.scales._generate"
    )


class SpacedModel(PaintedModel):
    """Equal steps of smile look equal as squares do"""

    spacing = {"smile": (-1.0, -0.75, 0.0, 0.5, 1.0)}  # noqa: RUF012


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (None, (-1, -0.75, 0, 0.5, 1)),
        (scale_smile(even=False), (-1, -0.5, 0, 0.5, 1)),
        # The range is shared out evenly, whichever it is.
        (scale_smile((1, -1)), (1, 0.5, 0, -0.75, -1)),
        (scale_smile((0, 1)), (0, 0.25, 0.5, 0.75, 1)),
        (scale_smile((-2, 2)), (-2, -1, 0, 1, 2)),
        # A midpoint keeps the middle of the range.
        (scale_smile(midpoint=2, limits=(0, 4)), (-1, -0.75, 0, 0.5, 1)),
        (
            scale_smile((-1, 0), midpoint=2, limits=(0, 4)),
            (-1, -0.83333, -0.5, -0.25, 0),
        ),
        (scale_smile_identity(), (0, 1, 2, 3, 4)),
    ],
)
@pytest.mark.filterwarnings("ignore:geom_chernoff")
def test_equal_steps_look_equal(scale, expected):
    model = SpacedModel(smile=(-9, 9))
    data = pd.DataFrame({"v": [0.0, 1, 2, 3, 4], "g": list("abcde")})
    p = ggplot(data) + geom_chernoff(
        aes(smile="v"), model=model, show_legend=False
    )
    render(p if scale is None else p + scale)
    values, _ = model.calls[-1]
    np.testing.assert_allclose(values["smile"], expected, atol=1e-3)
    if scale is None:
        q = ggplot(data) + geom_chernoff(
            aes(smile="g"), model=model, show_legend=False
        )
        render(q)
        np.testing.assert_allclose(values["smile"], expected, atol=1e-3)
