"""Quality: pictures made worse, of which the labels say how much."""

import numpy as np
import pytest

from plotnine_chernoff.training.degrade import degrade


@pytest.fixture
def noise() -> np.ndarray:
    rng = np.random.default_rng(4)
    return rng.integers(0, 256, (64, 64, 3), np.uint8)


def test_full_quality_changes_nothing(noise):
    """Quality 1 is the clean portrait itself."""
    assert (degrade(noise, 1.0) == noise).all()


def test_quality_loses_contrast_steadily(noise):
    """Lower quality means less detail, without steps."""
    spread = [degrade(noise, q).std() for q in np.linspace(0, 1, 11)]
    assert (np.diff(spread) > 0).all()


def test_degrade_is_a_function_of_image_and_quality(noise):
    """Nothing random may enter the labels."""
    assert (degrade(noise, 0.3) == degrade(noise, 0.3)).all()


def test_degrade_refuses_other_qualities(noise):
    """A quality outside 0..1 is a mistake of the caller."""
    with pytest.raises(ValueError, match="quality"):
        degrade(noise, 1.5)
