"""One row of the table is a whole attribute, but for its brush and weights.

A scratch copy of the package gets one row more, in the middle; everything
that derives from the table is then used in a process of its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import plotnine_chernoff

ROOT = Path(__file__).parents[1]
ROW = """\
    Attribute(
        "ear_slant",
        "strength",
        (-1, 1),
        0,
        "brows of the sad",
        "brows of the angry",
        on_request=True,
        mirrored=True,
    ),
"""
BEFORE = '    Attribute("age", '

CHECKS = """
import io
import sys
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from plotnine import aes, ggplot

root = Path(sys.argv[1])
import plotnine_chernoff as pc
from plotnine_chernoff.attributes import ATTRIBUTES, in_a_mirror

assert Path(pc.__file__).is_relative_to(root), pc.__file__
names = list(ATTRIBUTES)
assert names[names.index("ear_slant") + 1] == "age"


def scales_and_stub():
    from plotnine_chernoff.plot.scales import _generate

    assert pc.scale_ear_slant().range == (-1, 1)
    assert "Invites judgements" in pc.scale_ear_slant_manual.__doc__
    text = _generate.stub()
    assert "class scale_ear_slant_datetime(kinds.face_datetime)" in text
    assert "ear_slant: float" in text
    assert _generate.FILE.is_relative_to(root)


DATA = pd.DataFrame({"x": [1.0, 2, 3], "v": [0.0, 5, 10]})


def plots_legends_and_key():
    from tests.conftest import PAINTED, PaintedModel

    model = PaintedModel(attributes=(*PAINTED, "ear_slant"))
    plot = ggplot(DATA, aes("x", "x", ear_slant="v"))
    plot += pc.geom_chernoff(model=model)
    figure = plot.draw()
    texts = {t.get_text() for t in figure.findobj(Text)}
    assert {"v", "0", "10"} <= texts, texts
    (values, _), *more = model.calls
    assert not more
    assert set(values["ear_slant"]) >= {-1.0, 0.0, 1.0}
    table = pc.mapping_table(plot)
    assert table["low"].tolist() == ["-1 (brows of the sad)"]
    assert "Ear slant: invites judgements" in table["caution"][0]
    assert pc.mapping_caption(plot).startswith("v → ear slant\\n")
    texts = {t.get_text() for t in pc.chernoff_key(plot).draw().findobj(Text)}
    assert any("ear slant" in t for t in texts), texts
    assert "ear_slant" in pc.geom_chernoff.__doc__


def the_painted_eight_stay_as_they_are():
    from tests.conftest import PaintedModel, assert_looks_like, render
    from tests.plot import test_geom

    test_geom.test_scatter_baseline(PaintedModel())


def command_line_and_readme():
    from typer.testing import CliRunner

    from plotnine_chernoff.cli import app

    sys.path.insert(0, str(root / "tools"))
    import readme_table

    assert "| `ear_slant` | strength | -1 ... 1 | 0 |" in readme_table.table()
    told = CliRunner().invoke(app, ["info"]).output
    assert "smile" in told and "ear_slant" not in told, "has no weights"
    np.save("direction.npy", np.ones(512))
    pc.FaceModel.random(8, 64).save("random")
    imported = ["directions", "import", "random", "direction.npy"]
    wrong = CliRunner().invoke(app, [*imported, "--attribute", "brows"])
    assert "ear_slant" in str(wrong.exception)
    CliRunner().invoke(app, [*imported, "--attribute", "ear_slant"])
    told = CliRunner().invoke(app, ["info", "random"]).output
    assert "brows of the sad (-1)" in told, told
    assert "Ear slant: invites judgements" in told


def fit_and_evaluate():
    from tests.planted import PlantedModel

    from plotnine_chernoff.directions import EditFitter, evaluate_model

    model = PlantedModel(attributes=("smile", "ear_slant", "gender"))
    fitter = EditFitter(model.label, progress=False, persons=4, faces=128)
    edits = fitter.fit(model, model.samples(1500, mixing=0.3)).edits_
    assert edits.attributes == ("ear_slant", "smile", "gender")
    model.edits, model.name, model.ranges = edits, "planted", edits.ranges
    found = evaluate_model(
        model, model.label, faces=64, persons=2, progress=False
    )
    read = found.attributes.loc["ear_slant", "readback"]
    assert read > 0.9, read


def mirrors_and_latents():
    from plotnine_chernoff.training.attributes import COLUMN, TAUGHT
    from plotnine_chernoff.training.latent_space import mapping_arrays

    assert in_a_mirror(["smile", "ear_slant"]) == [1, -1]
    assert "ear_slant" not in TAUGHT, "until it has a brush"
    assert COLUMN["age"] == 2
    model = pc.FaceModel.load("default")
    built = mapping_arrays(model.config)["mapping/w_avg"]
    np.testing.assert_allclose(model.w_avg, built, atol=1e-6)


def a_row_of_the_training_table():
    # What is drawn has it, the layout too; what was drawn stays.
    from plotnine_chernoff.training import attributes as training
    from plotnine_chernoff.training.portraits import cycles

    before = list(training.COORDINATES)
    drawn = cycles.draw(4, 3)
    file = Path(training.__file__)
    text = file.read_text()
    last = '    Coordinate(\\n        "glasses", (0, 1), '
    row = '    Coordinate("ear_slant", (-1, 1), (2, 8), calm),\\n'
    assert text.count(last) == 1
    file.write_text(text.replace(last, row + last))
    # A row before the last one, so that the order of a layout is at stake.
    for name in [n for n in sys.modules if ".training" in n]:
        del sys.modules[name]
    from plotnine_chernoff.training import attributes as training
    from plotnine_chernoff.training.portraits import cycles

    names = list(training.COORDINATES)
    file.write_text(text)
    assert [n for n in names if n != "ear_slant"] == before
    assert names[:33] == before[:33]
    assert "ear_slant" in training.TAUGHT
    assert cycles.Portrait({"ear_slant": 1})["ear_slant"] == 1
    more = cycles.draw(4, 3)
    assert set(more) == {*drawn, "ear_slant"}
    pd.testing.assert_frame_equal(more[list(drawn)], drawn)
    mirrored = cycles.mirrored(more)
    assert (mirrored["ear_slant"] == -more["ear_slant"]).all()


checks = {k: v for k, v in globals().items() if callable(v)}
try:
    checks[sys.argv[2]]()
except pytest.skip.Exception as reason:
    print("skipped:", reason)
else:
    print("done")
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    """A copy of the repository with one attribute more"""
    root = tmp_path_factory.mktemp("scratch")
    for name in ("tests", "tools"):
        shutil.copytree(ROOT / name, root / name)
    package = Path(plotnine_chernoff.__file__).parent
    shutil.copytree(package, root / package.name)
    table = root / package.name / "attributes.py"
    text = table.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    table.write_text(text.replace(BEFORE, ROW + BEFORE), encoding="utf-8")
    (root / "checks.py").write_text(CHECKS, encoding="utf-8")
    return root


@pytest.mark.slow
@pytest.mark.parametrize(
    "check",
    [
        "scales_and_stub",
        "plots_legends_and_key",
        "the_painted_eight_stay_as_they_are",
        "command_line_and_readme",
        "fit_and_evaluate",
        "mirrors_and_latents",
        "a_row_of_the_training_table",
    ],
)
def test_a_row_of_the_table_is_an_attribute(scratch, check):
    run = subprocess.run(
        [sys.executable, "checks.py", str(scratch), check],
        cwd=scratch,
        env=os.environ | {"PYTHONPATH": str(scratch)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    if "\nskipped: " in f"\n{run.stdout}":
        pytest.skip(run.stdout)
    assert run.stdout.endswith("done\n")
