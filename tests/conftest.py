"""Models of faces for tests: no TensorFlow, every value readable in pixels."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image

# Fixtures of modules make faces before those of their tests.
os.environ["CHERNOFF_CACHE"] = "off"

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.draw.roll import Roll
from plotnine_chernoff.faces import requests as faces

RANGES = {name: a.range for name, a in ATTRIBUTES.items()}
# Baselines show them: an attribute more in the table changes no picture.
PAINTED = (
    "yaw",
    "squint",
    "age",
    "smile",
    "skin_tone",
    "gender",
    "hair_length",
    "quality",
)
STRIPES = len(PAINTED) + 1


class PaintedModel:
    """
    A model whose pictures are stripes, one for each of some attributes

    The gray of a stripe tells the value: 0 at the low end of the range, 250
    at its high end. The last stripe is the person. It counts its calls and
    the faces that it makes. Its matte, if it has one, is a square.
    """

    name = "painted"
    licence = "none"

    def __init__(
        self,
        attributes=PAINTED,
        resolution=32,
        has_matte=False,
        **ranges,
    ):
        self.attributes = tuple(attributes)
        self.ranges = {a: RANGES[a] for a in self.attributes} | ranges
        self.resolution, self.has_matte = resolution, has_matte
        self.edit_fingerprint = f"{self.attributes}-{resolution}-{ranges}"
        self.calls = []

    def __deepcopy__(self, memo):
        raise AssertionError("plots must share models, not copy them")

    @property
    def faces_made(self):
        return sum(len(values) for values, _ in self.calls)

    def edit(self, values, person=None):
        self.calls.append((values.copy(), person))
        codes = np.zeros((len(values), 2, 512), np.float32)
        for j, name in enumerate(PAINTED):
            low, high = RANGES[name]
            value = (
                values[name].to_numpy()
                if name in values
                else np.full(len(values), ATTRIBUTES[name].neutral)
            )
            codes[:, 0, j] = (np.clip(value, low, high) - low) / (high - low)
        if person is not None:
            codes[:, 0, len(PAINTED)] = [
                0 if p is None else (1 + sum(map(ord, str(p))) % 99) / 100
                for p in person
            ]
        return codes

    def synthesize(self, w_plus, matte=False):
        n = STRIPES
        side = self.resolution
        stripe = np.minimum(np.arange(side) * n // side, n - 1)
        gray = np.round(w_plus[:, 0, :n] * 250).astype(np.uint8)
        images = gray[:, stripe]
        images = np.broadcast_to(
            images[:, :, None, None], (len(w_plus), side, side, 3)
        )
        if not matte:
            return images.copy()
        # What is not background: the inner half of the picture.
        inner = np.zeros((len(w_plus), side, side, 1), np.uint8)
        quarter = side // 4
        inner[:, quarter:-quarter, quarter:-quarter] = 255
        return np.concatenate([images, inner], axis=-1)


def printed(image, key=None):
    """A roll of one picture, by default like no other one"""
    return Roll(lambda pixels: [(key or object(), image)])


@pytest.fixture
def model():
    return PaintedModel()


@pytest.fixture(autouse=True)
def _no_remembered_faces(monkeypatch):
    """Faces are made anew, and the user's are left alone"""
    monkeypatch.setenv("CHERNOFF_CACHE", "off")
    faces.clear_cache()
    yield
    faces.clear_cache()


def stripe(name, side=32):
    """Row in the middle of an attribute's stripe"""
    return int((PAINTED.index(name) + 0.5) * side / STRIPES)


def render(plot, **kwargs):
    """A plot as an array of RGB pixels"""
    options = {"dpi": 72, "width": 4, "height": 3, "verbose": False}
    buffer = BytesIO()
    plot.save(buffer, format="png", **(options | kwargs))
    buffer.seek(0)
    return np.asarray(Image.open(buffer).convert("RGB"))


BASELINES = Path(__file__).parent / "baseline_images"


def assert_looks_like(pixels, name):
    """
    Compare with a baseline image, up to an RMS of 2

    `CHERNOFF_BASELINES=1 pytest` makes the baselines anew.
    """
    if tuple(map(int, matplotlib.__version__.split(".")[:2])) < (3, 11):
        pytest.skip("matplotlib 3.11, of the baselines, draws text anew")
    file = BASELINES / f"{name}.png"
    if os.environ.get("CHERNOFF_BASELINES"):
        BASELINES.mkdir(exist_ok=True)
        Image.fromarray(pixels).save(file, optimize=True)
    expected = np.asarray(Image.open(file).convert("RGB"))
    assert pixels.shape == expected.shape
    rms = np.sqrt(np.mean((pixels.astype(float) - expected) ** 2))
    if rms > 2:
        Image.fromarray(pixels).save(file.with_name(f"{name}-failed.png"))
    assert rms <= 2, f"{name}: RMS {rms:.1f} to the baseline"
