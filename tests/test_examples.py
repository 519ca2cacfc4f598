"""Every example draws; a painted model stands in for the bundled one."""

from __future__ import annotations

import runpy
import shutil
import warnings
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from plotnine.exceptions import PlotnineWarning

from plotnine_chernoff import FaceModel
from plotnine_chernoff.plot.judges import judges_plot
from tests.conftest import render

EXAMPLES = Path(__file__).parents[1] / "examples"
# They make pictures with the model itself, which the painted one can't.
OF_MODELS = {"faces", "montage"}
NAMES = {p.stem for p in EXAMPLES.glob("[!_]*.py")} - OF_MODELS


def run(name, folder):
    """Figures that a copy of the script leaves beside it"""
    script = shutil.copy(EXAMPLES / f"{name}.py", folder)
    with warnings.catch_warnings():
        warnings.simplefilter("error", PlotnineWarning)
        runpy.run_path(str(script), run_name="__main__")
    figures = [p for p in folder.iterdir() if p.suffix != ".py"]
    assert figures, "an example leaves its figure beside it"
    assert {p.suffix for p in figures} <= {".png", ".pdf"}
    return figures


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(NAMES))
def test_example(name, model, monkeypatch, tmp_path):
    monkeypatch.setattr(FaceModel, "load", lambda *_: model)
    run(name, tmp_path)
    assert len(model.calls) >= 1


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(OF_MODELS))
def test_example_of_the_bundled_model(name, tmp_path):
    for figure in run(name, tmp_path):
        with Image.open(figure) as picture:
            assert len(picture.convert("RGB").getcolors(2**24)) > 1000


def test_the_demo_draws_the_judges_example(model, monkeypatch):
    monkeypatch.setattr(FaceModel, "load", lambda *_: model)
    example = runpy.run_path(str(EXAMPLES / "judges.py"))["plot"]
    size = {"width": 6.4, "height": 6.2}
    np.testing.assert_array_equal(
        render(example, **size), render(judges_plot(model), **size)
    )
