"""The training table: laws of what a portrait is told by."""

import numpy as np
import pandas as pd
import pytest

from plotnine_chernoff.training import attributes
from plotnine_chernoff.training.attributes import (
    COLUMN,
    COORDINATES,
    MIRROR,
    QUALITY,
    TRACED,
    TRACED_ATTRIBUTES,
    draw,
    normals,
)
from plotnine_chernoff.training.portraits.cycles.table import mirrored

GRID = np.linspace(-8, 8, 160_001)
SPARSE = ("mouth_open", "beard", "glasses")


@pytest.mark.parametrize("name", COORDINATES)
def test_what_is_drawn_lies_between_its_ends_and_never_jumps(name):
    """Regression can only learn what is continuous in the latent."""
    c = COORDINATES[name]
    values = c.values(GRID)
    low, high = c.ends
    assert low <= values.min() <= values.max() <= high
    # As steep as the normal density; what only a share has, grows faster.
    share = 0.02 if name == QUALITY.name else 0.35
    steepest = 0.4 * (high - low) / share
    step = GRID[1] - GRID[0]
    assert np.abs(np.diff(values)).max() <= 1.01 * steepest * step


@pytest.mark.parametrize("name", [n for n, c in COORDINATES.items() if c.odd])
def test_a_mirrored_latent_is_the_mirror_image(name):
    """Training shows mirrored pictures with mirrored latents."""
    values = COORDINATES[name].values(GRID)
    np.testing.assert_allclose(values[::-1], -values, atol=1e-9)


def test_attributes_are_spread_over_their_ends():
    """The labels' scale must not bunch up at one end."""
    for name in set(TRACED_ATTRIBUTES) - set(SPARSE):
        c = COORDINATES[name]
        values = c.values(normals(4000, 2, name))
        fifths = np.histogram(values, 5, c.ends)[0] / len(values)
        assert fifths.min() > 0.12, name
        assert fifths[0] == pytest.approx(fifths[-1], abs=0.03)


def test_what_few_have_is_spread_where_it_is():
    for name in SPARSE:
        values = COORDINATES[name].values(normals(4000, 2, name))
        there = values[values > 0]
        assert 0.35 < len(there) / len(values) < 0.55
        assert np.histogram(there, 5, (0, 1))[0].min() > 0.17 * len(there)


def test_most_pictures_are_clean():
    """Quality is an attribute, but samples should be sharp."""
    quality = QUALITY.values(normals(20_000, 0, QUALITY.name))
    assert quality.min() < 0.1
    assert (quality < 1).mean() == pytest.approx(0.02, abs=0.005)


def test_mirrored_numbers_tell_the_mirrored_portrait():
    """Training shows mirror images; their numbers must be those shown."""
    latents = draw(50, 3)

    def told(t):
        return pd.DataFrame(
            {n: COORDINATES[n].values(t[:, COLUMN[n]]) for n in TRACED}
        )

    wanted = mirrored(told(latents))
    pd.testing.assert_frame_equal(told(latents * MIRROR), wanted)
    assert (wanted != told(latents)).any().sum() == 3


def test_draws_go_by_names_and_not_by_places(monkeypatch):
    """One more coordinate, wherever it stands, leaves the others alone."""
    before = draw(5, 3)
    rows = {"brow": COORDINATES["yaw"], **COORDINATES}
    monkeypatch.setattr(attributes, "COORDINATES", rows)
    after = draw(5, 3)
    assert after.shape == (5, len(COORDINATES) + 1)
    np.testing.assert_array_equal(after[:, 1:], before)
