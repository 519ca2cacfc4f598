"""Strands of hair: noise that falls, and a distance that asks how they run."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

pytest.importorskip("tensorflow")

from plotnine_chernoff.training.strands import flow_noise, texture_distance


def similar(noise, rows, columns):
    """Correlation of a part of the noise with itself, moved by (dy, dx)"""
    a = noise[40:60, 8:56]
    b = noise[40 + rows : 60 + rows, 8 + columns : 56 + columns]
    return np.corrcoef(a.ravel(), b.ravel())[0, 1]


def test_noise_falls_below_the_crown():
    noise = flow_noise(64, 0)
    assert abs(noise.mean()) < 1e-6
    assert noise.std() == pytest.approx(1)
    assert similar(noise, 2, 0) > 0.5 > 0.3 > similar(noise, 0, 2)
    assert np.abs(noise - flow_noise(64, 1)).mean() > 0.5


def pictures(*planes):
    return np.stack([np.stack([p] * 3, -1) for p in planes]).astype("float32")


def test_strands_elsewhere_are_nearer_than_a_cloud_or_a_weave():
    rng = np.random.RandomState(0)
    strands = gaussian_filter(rng.randn(64, 64), (6, 0.7))
    strands /= 3 * strands.std()
    elsewhere = np.roll(strands, 9, 1)
    cloud = gaussian_filter(strands, 4)
    target = pictures(strands)
    assert float(texture_distance(target, target)) < 1e-5
    near = float(texture_distance(pictures(elsewhere), target))
    # Pixels would have it the other way round.
    assert np.abs(elsewhere - strands).mean() > np.abs(cloud - strands).mean()
    assert 2 * near < float(texture_distance(pictures(cloud), target))
    assert 2 * near < float(texture_distance(pictures(strands.T), target))


def test_large_pictures_are_compared_in_a_window():
    rng = np.random.RandomState(0)
    large = pictures(rng.randn(160, 160) / 3)
    assert float(texture_distance(large, large)) < 1e-5
    assert float(texture_distance(large, 0 * large)) > 0.5
