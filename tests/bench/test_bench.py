"""The benchmark: arithmetic that must be exact, and a table that is whole.
No test looks at a clock."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from plotnine_chernoff.bench.cold import Cold, bench_cold
from plotnine_chernoff.bench.drawing import COPYING, OURS, bench_drawing
from plotnine_chernoff.bench.levels import bench_levels
from plotnine_chernoff.bench.synthesis import (
    NotMeasuredError,
    bench,
    face_rate,
    macs,
    peak_memory,
)
from plotnine_chernoff.cli import main
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.psnr import psnr
from plotnine_chernoff.model.face_model import FaceModel
from tests.conftest import PaintedModel


@pytest.mark.parametrize(
    ("resolution", "base", "giga"),
    [(1024, 32768, 74.3), (256, 32768, 45.1), (256, 16384, 14.9)],
)
def test_arithmetic_of_the_published_networks(resolution, base, giga):
    config = GeneratorConfig.from_base(resolution, base)
    assert macs(config) / 1e9 == pytest.approx(giga, abs=0.05)


def test_psnr():
    image = np.zeros((1, 4, 4, 3), np.float32)
    assert psnr(image, image, 2.0) == np.inf
    assert psnr(image, image + np.float32(0.02), 2.0) == pytest.approx(40)


@pytest.mark.slow
def test_table_of_a_tiny_network():
    model = FaceModel.random(16, 256, z_dim=16, w_dim=16)
    measured = bench(model.config, model.weights, batch=2, repeats=1)
    table = measured.table
    assert list(table.index[:4]) == [
        "floor float32",
        "floor bfloat16",
        "plotnine-chernoff float32",
        "plotnine-chernoff bfloat16",
    ]
    assert (table["s/image"] > 0).all()
    exact, rounded = table["PSNR"].iloc[2:4]
    assert exact == np.inf
    assert 20 < rounded < 80
    assert any("NVIDIA" in note for note in measured.notes)
    printed = str(measured)
    assert "floor bfloat16" in printed
    assert "not measured" in printed


def test_memory_and_rate():
    assert not peak_memory() <= 0
    model = FaceModel.random(8, 64, z_dim=16, w_dim=16)
    assert face_rate(model, 3) > 0


@pytest.mark.slow
def test_a_figure_that_cannot_be_drawn(tmp_path):
    with pytest.raises(NotMeasuredError, match="There is no model"):
        bench_cold(str(tmp_path / "absent"))


def test_figures_of_fresh_processes(monkeypatch):
    """Known faces are drawn from where new ones have been left."""
    asked = []

    def draw(model, cache):
        asked.append((bool(model), cache == "off"))
        return (1.0, 2.0, 3.0 + bool(model) * (1 + (cache == "off")), 4.0, 5.0)

    monkeypatch.setattr("plotnine_chernoff.bench.cold._draw", draw)
    measured = bench_cold("default", 2)
    assert asked[0] == (True, False)
    assert asked[1:] == 2 * [(False, True), (True, False), (True, True)]
    assert "1.00 s for 12 known faces, 2.00 s for 12 new" in str(measured)


def test_cold_from_the_command_line(monkeypatch, capsys):
    def bench_cold(model, repeats):
        assert (model, repeats) == ("default", 2)
        figures = ["geom_point", "12 known faces", "12 new faces"]
        return Cold(pd.DataFrame({"first": [1.0, 2.0, 5.0]}, figures))

    monkeypatch.setattr("plotnine_chernoff.bench.cold.bench_cold", bench_cold)
    command = ["chernoff", "bench", "--cold", "--repeats", "2"]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 0
    assert "4.00 s for 12 new faces" in capsys.readouterr().out


def test_a_checkout_that_is_none(tmp_path):
    pytest.importorskip("torch")
    model = FaceModel.random(8, 64, z_dim=16, w_dim=16)
    measured = bench(model.config, model.weights, 1, 1, nvidia=tmp_path)
    assert any("cannot be used" in note for note in measured.notes)


@pytest.mark.slow
def test_command(monkeypatch, capsys):
    words = "bench --resolution 8 --channel-base 64 --repeats 1 --no-figure"
    monkeypatch.setattr("sys.argv", ["chernoff", *words.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    printed = capsys.readouterr().out
    assert "8 x 8" in printed
    assert "plotnine-chernoff bfloat16" in printed


@pytest.mark.slow
def test_drawing_beside_points_and_images():
    measured = bench_drawing(8, 2, resolution=16, repeats=1)
    table = measured.table
    assert len(table) == 5
    assert table.drop(COPYING).gt(0).all(axis=None)
    assert measured.ratio > 0
    assert f"{OURS} / (" in str(measured)


def test_drawing_from_the_command_line(monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(
        "plotnine_chernoff.bench.drawing.bench_drawing",
        lambda *a, **k: asked.append((*a, k["repeats"])),
    )

    def bench_levels(model):
        raise NotMeasuredError(f"{model.name} has no smaller pictures")

    monkeypatch.setattr(
        "plotnine_chernoff.bench.levels.bench_levels", bench_levels
    )
    command = ["chernoff", "bench", "--drawing", "--repeats", "2"]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 0
    assert asked == [(1000, 50, 2), (1000, 1000, 2)]
    printed = capsys.readouterr().out
    assert "50 of them different" in printed
    assert "not measured (default has no smaller pictures)" in printed


class TwoSizes(PaintedModel):
    """A model that notes in which sizes it makes how many faces"""

    config = SimpleNamespace(z_dim=4)

    def __init__(self):
        super().__init__(resolution=64)
        self.description, self.made = {"levels": {"16": 1.0}}, []

    @property
    def levels(self):
        return tuple(map(int, self.description.get("levels", ())))

    def map(self, z):
        return np.zeros((len(z), 2, 512), np.float32)

    def synthesize(self, w_plus, matte=False, resolution=None):
        self.made.append((resolution, len(w_plus)))
        side = resolution or self.resolution
        return PaintedModel(resolution=side).synthesize(w_plus)


def test_small_faces_both_ways():
    """None is remembered from the other plot, or from before"""
    model = TwoSizes()
    for _ in range(2):
        measured = bench_levels(model, 3)
    assert model.made == 2 * [(None, 1), (16, 1), (None, 3), (16, 3)]
    table = measured.table
    assert (table["ratio"] == table["level s"] / table["full s"]).all()
    model.description = {}
    with pytest.raises(NotMeasuredError, match="painted has no smaller"):
        bench_levels(model, 3)
