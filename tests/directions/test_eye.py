"""What the eye gets of faces: salience, even spacing, few pixels."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from plotnine import aes, ggplot
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel, geom_chernoff
from plotnine_chernoff.cli import app
from plotnine_chernoff.directions.eye import (
    reduced,
    salience_table,
    small_faces,
    spacing,
)
from plotnine_chernoff.faces.salience import steps_apart, sweep
from plotnine_chernoff.plot import album
from plotnine_chernoff.plot.pictures import values_of
from tests.conftest import PAINTED, STRIPES, PaintedModel, stripe


class Readable(PaintedModel):
    """Stripes are read again, each in the middle; age is quick when young"""

    def faces(self, values, person=None):
        return self.synthesize(self.edit(values))

    def edit(self, values, person=None):
        codes = super().edit(values, person)
        smile = PAINTED.index("smile")
        codes[:, 0, smile] **= 3
        return codes

    def label(self, images):
        side = images.shape[1]
        middle = images[:, :, side // 2, 0].astype(float)
        return pd.DataFrame(
            {name: middle[:, stripe(name, side)] for name in self.attributes}
        )


@pytest.fixture
def readable():
    return Readable(("smile", "yaw", "age"), resolution=STRIPES * 16)


def test_salience_of_stripes(readable):
    table = salience_table(readable)
    assert set(table.index) == {"smile", "yaw", "age"}
    assert (table["way"] >= table["ends"] * 0.99).all()
    assert table.loc["smile", "unequal"] > 5, "it rises with a cube"
    assert table.loc["yaw", "unequal"] < 2.5, "gray is darker than it is seen"


def test_an_even_spacing_evens_steps(readable):
    even = spacing(readable)
    assert set(even) == {"smile"}, "years and degrees stay as they are"
    values = np.array(even["smile"])
    assert (values[0], values[-1]) == (-1, 1)
    assert (np.diff(values) > 0).all()
    for every in (1, 2, 4, 5):
        steps = steps_apart(readable, "smile", values[::every])
        assert steps.max() < 1.5 * steps.min(), f"each {every}th"
    _, before = sweep(readable, "smile", 20)
    assert before.max() > 5 * before.min()


@pytest.mark.slow
@pytest.mark.parametrize("steps", [4, 10])
def test_default_scales_of_the_bundled_model_are_even(steps, monkeypatch):
    model = FaceModel.load("default")
    asked = []
    monkeypatch.setattr(
        album,
        "values_of",
        lambda data: asked.append(data) or values_of(data),
    )
    data = pd.DataFrame({"v": np.arange(steps + 1.0)})
    for name in model.spacing:
        faces = geom_chernoff(aes(**{name: "v"}), model=model)
        (ggplot(data) + faces).draw()
        apart = steps_apart(model, name, asked[-1][name].to_numpy())
        assert apart.max() < 1.4 * apart.min(), name


def test_few_pixels_say_less(readable):
    table = small_faces(readable, faces=24, pixels=(2, 64))
    assert table.index.names == ["crop", "pixels"]
    assert (table.loc[("all", 64)] > 0.8).all()
    assert table.loc[("all", 2)].mean() < table.loc[("all", 64)].mean()
    assert set(table.index.get_level_values("crop")) == {"all", "head", "face"}


def test_what_a_crop_hides_is_like_another_face():
    seen, around = np.full((2, 32, 32, 3), 200, np.uint8)
    around[:] = 9
    out = reduced(seen, around, (0.25, 0.5, 0.5), 4)
    assert (out[16:, 8:24] == 200).all()
    assert (out[:16] == 9).all()


def test_the_commands(readable, monkeypatch):
    monkeypatch.setattr(FaceModel, "load", lambda *_: readable)
    run = CliRunner().invoke
    told = run(app, ["evaluate", "default", "--salience", "--json"])
    assert set(json.loads(told.stdout)["salience"]) == {"smile", "yaw", "age"}
    assert "Delta E" in run(app, ["evaluate", "default", "--salience"]).stdout
    small = run(app, ["evaluate", "default", "--small", "--faces", "9"])
    assert "pixels" in small.stdout
    both = run(app, ["evaluate", "default", "--salience", "--small"])
    assert both.exit_code == 1
