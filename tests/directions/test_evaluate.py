"""Figures of a model, and the commands from samples to a measured card."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel
from plotnine_chernoff.cli import app
from plotnine_chernoff.cli.fit import parse_styles
from plotnine_chernoff.directions import EditFitter, evaluate_model
from plotnine_chernoff.directions.evaluation import leak_ratios, write_card
from plotnine_chernoff.directions.explore import style_sheet
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from tests.checkpoint_writers import torch_pickle
from tests.planted import SIX, PlantedModel


@pytest.fixture(scope="module")
def evaluation():
    model = PlantedModel(
        correlation=0.3, noise=0.02, attributes=(*SIX[:4], "quality")
    )
    fitter = EditFitter(model.label, progress=False, persons=6, faces=256)
    model.edits = fitter.fit(model, model.samples(800)).edits_
    return evaluate_model(
        model, model.label, faces=128, progress=False, search_styles=True
    )


def test_a_good_model_reaches_the_goals(evaluation):
    summary = evaluation.summary
    assert summary["readback"] > 0.95
    assert summary["readback_persons"] > 0.9
    assert summary["spearman"] > 0.98
    assert summary["linear"] > 0.95
    assert summary["leak_mean"] < 0.1
    assert summary["leak_max"] < 0.25


@pytest.mark.slow
def test_a_stopped_evaluation_goes_on(tmp_path):
    """At the chunk where it was stopped; the figures are those of one run"""
    model = PlantedModel(attributes=SIX[:2], noise=0.02)
    model.edits = (
        EditFitter(model.label, progress=False, persons=4, faces=128)
        .fit(model, model.samples(400))
        .edits_
    )

    def run(label, memory):
        model.synthesized = 0
        return evaluate_model(
            model, label, faces=320, progress=False, memory=memory
        )

    whole = run(model.label, None)
    drawn = model.synthesized

    def stopping(images):
        if model.synthesized > 320:
            raise KeyboardInterrupt
        return model.label(images)

    with pytest.raises(KeyboardInterrupt):
        run(stopping, tmp_path)
    kept = len(list(tmp_path.glob("*.npy")))
    assert kept >= 3
    resumed = run(model.label, tmp_path)
    # One chunk is read again, to see whether the labeler is the same.
    assert model.synthesized <= drawn - (kept - 1) * 64
    assert resumed.to_dict() == whole.to_dict()


def test_quality_stays_clean_unless_asked_for(evaluation):
    assert "quality" not in evaluation.asked
    assert evaluation.read["quality"].mean() > 0.9
    assert np.isnan(evaluation.attributes.loc["quality", "readback"])


def test_figures_are_plain_data_text_and_markdown(evaluation):
    data = json.loads(json.dumps(evaluation.to_dict(), allow_nan=False))
    assert data["attributes"]["smile"]["styles"] == "4"
    assert data["attributes"]["quality"]["readback"] is None
    assert data["about"]["readback_faces"] == 128
    text = evaluation.to_text()
    assert "goal >= 0.90" in text
    assert "goal <= 0.25" in text
    assert "128 faces for the read-back" in evaluation.to_card()


def test_styles_are_measured_and_compared_with_all_sets(evaluation):
    """On persons that the fit did not see"""
    table = evaluation.attributes
    assert (table["carried"] > 0.8).all()
    assert (table["selectivity"] > 0.7).all()
    assert (table["selectivity"] <= 1).all()
    assert evaluation.search["agrees"].all()
    assert "best of all sets" in evaluation.to_text()
    assert "best of all 255 sets" in evaluation.to_card()
    assert evaluation.to_dict()["search"]["smile"]["best"] == "4"


def test_one_attribute_leaks_into_nothing(recwarn):
    model = PlantedModel(attributes=["smile"], noise=0.01)
    fitter = EditFitter(
        model.label, progress=False, persons=2, faces=64, rounds=2
    )
    model.edits = fitter.fit(model, model.samples(300)).edits_
    found = evaluate_model(model, model.label, faces=64, progress=False)
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert data["summary"]["leak_max"] == 0
    assert data["summary"]["readback"] > 0.95
    assert "nan" not in found.to_card()
    assert not recwarn.list


@pytest.mark.parametrize("few", [{"faces": 7}, {"persons": 0}])
def test_too_few_faces_tell_nothing(few):
    model = FaceModel.random(8, 64, z_dim=8, w_dim=8)
    with pytest.raises(ValueError, match="at least 8 faces and 1 person"):
        evaluate_model(model, **few)


def test_a_model_of_quality_alone_is_refused():
    model = PlantedModel(attributes=["quality"], noise=0.01)
    model.name = "planted"
    fitter = EditFitter(
        model.label, progress=False, persons=2, faces=64, rounds=1
    )
    model.edits = fitter.fit(model, model.samples(300)).edits_
    with pytest.raises(ValueError, match="edits only quality"):
        evaluate_model(model, model.label, progress=False)


def test_the_cards_section_is_replaced_not_repeated(evaluation):
    section = evaluation.to_card()
    card = write_card("# Faces\n\nAbout.\n", section)
    assert card.startswith("# Faces\n\nAbout.\n\n<!-- evaluation -->")
    assert write_card(card, section) == card
    more = card + "\n## Licence\n"
    assert write_card(more, section).count("## Measured") == 1
    assert write_card(more, section).endswith("## Licence\n")


@pytest.mark.slow
def test_the_figure_can_be_saved(evaluation, tmp_path):
    evaluation.figure().save(tmp_path / "f.png", dpi=30, verbose=False)
    assert (tmp_path / "f.png").stat().st_size > 5000


def test_leak_is_over_the_own_response():
    table = pd.DataFrame([[2.0, -1.0], [0.0, 4.0]], ["a", "b"], ["a", "b"])
    np.testing.assert_array_equal(
        leak_ratios(table), [[np.nan, 0.5], [0, np.nan]]
    )


def test_models_without_directions_are_refused():
    model = FaceModel.random(8, 64, z_dim=8, w_dim=8)
    with pytest.raises(ValueError, match="Run 'chernoff fit' first"):
        evaluate_model(model)


LABELER = """
import numpy as np, pandas as pd
def read(images):
    x = images / 255.0
    return pd.DataFrame({
        "smile": 4 * x.mean((1, 2, 3)) - 2,
        "skin_tone": x[:, :, :, 2].mean((1, 2)),
        "hat": 1,
    })
"""


@pytest.mark.slow
def test_commands_from_samples_to_a_measured_card(tmp_path, monkeypatch):
    """sample, label, fit, evaluate, explore, montage on a small network"""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reader.py").write_text(LABELER)
    FaceModel.random(16, 256, seed=1, z_dim=24, w_dim=24).save("model")

    def run(*arguments):
        result = CliRunner().invoke(app, list(arguments))
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    by = ("--callable", "reader:read")
    run("sample", "model", "set", "--seeds", "0:160", "--style-mixing", "0.2")
    assert "smile" in run("label", "set", *by)
    out = run(
        *("fit", "model", "set", *by, "--styles", "smile=2,3,4,5"),
        *("--min-labels", "50", "--persons", "2", "--faces", "40"),
        *("--entropies", "heat.png"),
    )
    assert "tails_baseline" in out
    assert (tmp_path / "heat.png").stat().st_size > 5000
    assert "2 3 4 5" in out
    model = FaceModel.load("model")
    assert model.edits.styles["smile"] == (2, 3, 4, 5)
    assert model.edits.fingerprint == model.fingerprint
    faces = model.faces(pd.DataFrame({"smile": [-1, 1]}), person=[1, 1])
    assert (faces[0] != faces[1]).any()
    out = run("evaluate", "model", *by, "--faces", "40", "--json")
    figures = json.loads(out[out.index("{") : out.rindex("}") + 1])
    assert set(figures["attributes"]) == {"smile", "skin_tone"}
    assert "## Measured" in FaceModel.load("model").card
    run("explore", "model", "--attribute", "smile")
    assert (tmp_path / "smile-styles.png").exists()
    run("montage", "set", "--attribute", "smile", "--count", "9")
    assert (tmp_path / "montage.png").exists()


def test_the_sheet_has_words_beside_each_row():
    """The style and its entropy, then a face for each step"""
    model = PlantedModel(attributes=SIX[:2], noise=0)
    fitter = EditFitter(
        model.label, progress=False, persons=2, faces=64, rounds=1
    )
    model.edits = fitter.fit(model, model.samples(300)).edits_
    sheet = np.asarray(style_sheet(model, "yaw", columns=3, size=96))
    assert sheet.shape[1] == 4 + 4 * 100
    rows = model.num_styles + (len(model.edits.styles["yaw"]) > 1)
    height = (len(sheet) - 4) // rows
    words = [sheet[4 + k * height :][:96, 4:100] for k in range(rows)]
    assert all(0.7 < (w > 200).mean() < 1 for w in words)
    assert len({w.tobytes() for w in words}) == rows
    rest = len(sheet) - 4 - rows * height
    assert 0 <= rest < rows


@pytest.mark.slow
def test_a_converted_network_of_1024_pixels_has_18_styles(
    tmp_path, monkeypatch
):
    """Random weights in NVIDIA's format, few channels, a small sample"""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reader.py").write_text(LABELER)
    config = GeneratorConfig.from_base(
        1024, 2048, z_dim=16, w_dim=16, mapping_layers=2
    )
    pickled = torch_pickle(config, random_arrays(config, 1))
    (tmp_path / "net.pkl").write_bytes(pickled)
    for line in (
        "convert net.pkl net",
        "sample net set --seeds 0:96 --style-mixing 0",
        "label set --callable reader:read",
        "fit net set --tail 0.5 --min-labels 20 --styles smile=4,17",
        "montage set --count 4 --size 96",
    ):
        result = CliRunner().invoke(app, line.split())
        assert result.exit_code == 0, (line, result.output, result.exception)
    model = FaceModel.load("net")
    assert model.num_styles == 18
    assert model.edits.styles["smile"] == (4, 17)
    assert len(model.edits.notes["attributes"]["smile"]["entropies"]) == 18
    low, high = model.edit(pd.DataFrame({"smile": model.ranges["smile"]}))
    moved = np.flatnonzero((low != high).any(1))
    assert {4, 17} <= set(moved)
    assert Image.open("montage.png").width == 4 + 2 * 100


@pytest.mark.slow
def test_fit_tells_what_it_leaves_out_and_goes_on(tmp_path, monkeypatch):
    """A constant, too few labels, one class: each with its name"""
    monkeypatch.chdir(tmp_path)
    FaceModel.random(8, 64, seed=1, z_dim=8, w_dim=8).save("model")
    smile = [np.random.RandomState(s).randn() for s in range(160)]
    table = pd.DataFrame({"seed": range(160), "smile": smile})
    table["yaw"], table["age"] = 3, (table["seed"] < 4).astype(float)
    table["squint"] = table["smile"].where(table["seed"] < 30)
    table.to_csv("labels.csv", index=False)
    for line in (
        "sample model set --seeds 0:160 --style-mixing 0",
        "label set --csv labels.csv",
        "fit model set",
    ):
        result = CliRunner().invoke(app, line.split())
        assert result.exit_code == 0, (line, result.output, result.exception)
    assert "left out: yaw: all 160 labels are 3" in result.output
    assert "left out: squint: too few labels, 30 of the 100" in result.output
    assert "left out: age: nearly all labels are of one" in result.output
    assert FaceModel.load("model").attributes == ("smile",)


def test_bundled_models_are_not_written_back(tmp_path):
    result = CliRunner().invoke(app, ["fit", "default", str(tmp_path)])
    assert isinstance(result.exception, ValueError)
    assert "give --output" in str(result.exception)


def test_styles_are_read_from_text():
    assert parse_styles(["smile=4,5", "yaw = 0"]) == {
        "smile": (4, 5),
        "yaw": (0,),
    }
    with pytest.raises(ValueError, match="as in smile=4,5"):
        parse_styles(["smile"])
