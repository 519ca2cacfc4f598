"""Every example draws; a painted model stands in for the bundled one."""

from __future__ import annotations

import runpy
import warnings
from pathlib import Path

import pytest
from plotnine.exceptions import PlotnineWarning

from plotnine_chernoff import FaceModel

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = (
    "cars",
    "judges",
    "longley",
    "misleading",
    "penguins",
    "publication",
    "redundant_coding",
    "scatter",
)


@pytest.mark.parametrize("name", NAMES)
def test_example(name, model, monkeypatch, tmp_path):
    monkeypatch.setattr(FaceModel, "load", lambda *_: model)
    script = tmp_path / f"{name}.py"
    script.write_text(
        (EXAMPLES / f"{name}.py").read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error", PlotnineWarning)
        runpy.run_path(str(script), run_name="__main__")
    figures = {p.suffix for p in tmp_path.iterdir()} - {".py"}
    assert figures <= {".png", ".pdf"}
    assert figures, "an example leaves its figure beside it"
    assert len(model.calls) >= 1
