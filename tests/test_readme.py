"""The README: its table is the attribute table, its code runs, its figures
come from examples/."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.model import BUNDLED

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
