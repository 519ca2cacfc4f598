"""The demonstration and its data."""

from __future__ import annotations

from plotnine_chernoff import data
from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.plot.judges import JUDGES_MAPPING, judges_plot
from tests.conftest import render


def test_twelve_judges_seven_ratings():
    judges = data.judges
    assert judges.shape == (12, 8)
    assert judges["judge"].is_unique
    assert judges.drop(columns="judge").stack().between(0, 10).all()
    judges["oral"] = 0
    assert (data.judges["oral"] > 0).all(), "everyone gets a copy"


def test_judges_plot(model):
    ratings = set(data.judges.columns) - {"judge"}
    assert set(JUDGES_MAPPING.values()) == ratings, "each drives one attribute"
    assert set(JUDGES_MAPPING) <= set(ATTRIBUTES)
    render(judges_plot(model), width=6.4, height=6.2)
    (values, _), *more = model.calls
    assert not more
    assert len(values) == 12
    berdon, cohen = values.iloc[3], values.iloc[7]
    for name in JUDGES_MAPPING:
        assert berdon[name] > cohen[name]
