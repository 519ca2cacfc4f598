"""Samples drawn smaller: the running sum is what the full picture shows."""

import numpy as np
import pytest

from plotnine_chernoff import FaceModel
from plotnine_chernoff.directions.reduced import (
    Reduced,
    multiplications,
    shortened,
)
from plotnine_chernoff.generator.config import GeneratorConfig
from tests.reference import Reference


@pytest.fixture(scope="module")
def model():
    return FaceModel.random(32, 256, seed=4, z_dim=8, w_dim=8)


def test_the_running_sum_is_the_blocks_up_to_there(model):
    """Against the independent reference, run without the blocks above"""
    codes = model.map(np.random.RandomState(0).randn(2, 8))
    small = Reduced(model, 16)
    config = shortened(model.config, 16)
    arrays = {k: np.asarray(model.weights[k]) for k in config.weight_shapes()}
    wanted = Reference(config, arrays).synthesize(
        codes[:, : config.num_styles]
    )
    wanted = np.clip(wanted * 127.5 + 128, 0, 255)
    got = small.synthesize(codes).astype(float)
    assert np.abs(got - np.floor(wanted)).max() <= 1


def test_the_model_itself_stops_there(model):
    codes = model.map(np.random.RandomState(0).randn(3, 8))
    full = model.synthesize(codes)
    for side in (16, 4, 16):
        small = model.synthesize(codes, resolution=side)
        assert small.shape == (3, side, side, 3)
    wanted = Reduced(model, 16).synthesize(codes).astype(int)
    assert np.abs(small - wanted).max() <= 1
    np.testing.assert_array_equal(model.synthesize(codes), full)
    with pytest.raises(ValueError, match="4, 8, 16, 32, got 64"):
        model.synthesize(codes, resolution=64)


def test_codes_and_fingerprint_stay_the_models(model):
    small = Reduced(model, 16)
    assert small.num_styles == model.num_styles
    assert small.fingerprint == model.fingerprint


def test_other_architectures_are_averaged():
    model = FaceModel.random(
        32, 256, seed=4, z_dim=8, w_dim=8, architecture="resnet"
    )
    codes = model.map(np.random.RandomState(0).randn(1, 8))
    full = model.synthesize(codes).astype(float)
    mean = full.reshape(1, 16, 2, 16, 2, 3).mean((2, 4))
    got = Reduced(model, 16).synthesize(codes)
    assert got.shape == (1, 16, 16, 3)
    assert np.abs(got - mean).max() <= 0.5
    with pytest.raises(ValueError, match="must be one of 32, got 16"):
        model.synthesize(codes, resolution=16)


def test_what_it_saves_in_config_f():
    config = GeneratorConfig.from_base(1024)
    assert round(multiplications(config)) == 74
    assert round(multiplications(shortened(config, 256))) == 45


def test_no_other_sizes(model):
    with pytest.raises(ValueError, match="8, 16, 32"):
        Reduced(model, 64)
