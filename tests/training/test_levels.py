"""Smaller pictures become levels only if they are the full ones, reduced."""

from types import SimpleNamespace

import numpy as np
import pytest

from plotnine_chernoff.draw.pixmap import resize
from plotnine_chernoff.training.levels import measure_levels


class Shifted:
    """A model whose smaller pictures are off in one channel, or blurs"""

    config = SimpleNamespace(
        z_dim=4, picture_sides=(4, 8, 16, 32, 64, 128, 256)
    )
    has_matte = True

    def __init__(self, blurred=(), **off):
        self.blurred = blurred
        self.off = {int(k[1:]): v for k, v in off.items()}

    def map(self, z):
        return z

    def synthesize(self, w_plus, matte, resolution=None):
        ramp = np.linspace(0, 200, 256)
        full = [np.outer(np.abs(np.cos(w)), ramp[:64]) for w in w_plus]
        full = np.repeat(np.repeat(np.stack(full), 64, 1), 4, 2)
        full = np.repeat(full[..., None], 4, -1).astype(np.uint8)
        if resolution is None:
            return full
        small = [
            np.dstack([resize(c, resolution) for c in np.rollaxis(f, 2)])
            for f in full
        ]
        shift = np.array([0, 0, 0, self.off.get(resolution, 0)], np.uint8)
        if resolution in self.blurred:
            small = [s[::2, ::2].repeat(2, 0).repeat(2, 1) for s in small]
        return np.stack(small) + shift


def test_the_worst_channel_counts():
    """Lanczos by itself differs by nothing from itself"""
    found = measure_levels(Shifted(r64=3, r128=0))
    assert found["difference"].to_dict() == {64: pytest.approx(3), 128: 0}
    assert found["good"].to_dict() == {64: False, 128: True}


def test_a_blur_is_no_smaller_picture():
    """Its mean difference may be small all the same"""
    found = measure_levels(Shifted(blurred=[128]))
    assert found["sharpness"][64] == pytest.approx(1)
    assert found["sharpness"][128] < 0.1
    assert found["difference"][128] < 2
    assert found["good"].to_dict() == {64: True, 128: False}
