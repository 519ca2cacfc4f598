"""The package as a whole: what it exports, and that importing it is cheap.

The walls between its rooms are contracts in pyproject.toml (`lint-imports`).
"""

import subprocess
import sys

import pandas as pd
import pytest

import plotnine_chernoff
from plotnine_chernoff import FaceModel
from plotnine_chernoff.attributes import ATTRIBUTES

HEAVY = ("tensorflow", "keras", "sklearn", "scipy.stats", "typer", "tqdm")


def test_every_exported_name_is_there():
    for name in plotnine_chernoff.__all__:
        assert getattr(plotnine_chernoff, name) is not None
    for attribute in ATTRIBUTES:
        assert f"scale_{attribute}" in plotnine_chernoff.__all__


def run_python(code, *arguments):
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.slow
def test_import_loads_nothing_heavy_beyond_plotnine():
    """Wall-clock time is for benchmarks; this is what it depends on."""
    modules = "import sys; print(*sys.modules)"
    before = set(run_python(f"import plotnine; {modules}"))
    after = set(run_python(f"import plotnine_chernoff; {modules}"))
    new = after - before
    assert not [m for m in HEAVY if m in new]
    foreign = {m.split(".")[0] for m in new} - {"plotnine_chernoff"}
    # On top come light packages and the standard library.
    allowed = {"cachetools", "safetensors", "_safetensors_rust", "PIL"}
    assert foreign - set(sys.stdlib_module_names) <= allowed


KNOWN = """
import io, sys
import pandas as pd
from plotnine import aes, ggplot
from plotnine_chernoff import geom_chernoff
data = pd.DataFrame({"x": [1, 2], "who": ["ann", "bob"]})
plot = ggplot(data, aes("x", "x", person="who"))
plot += geom_chernoff(model=sys.argv[1])
plot.save(io.BytesIO(), "png", verbose=False)
print(*sys.modules)
"""


@pytest.mark.slow
def test_a_fresh_process_draws_known_faces_without_tensorflow(
    tmp_path, monkeypatch
):
    """Faces that were made on an earlier day cost no import of a network."""
    monkeypatch.setenv("CHERNOFF_CACHE", str(tmp_path / "faces"))
    model = FaceModel.random(8, 64, z_dim=16, w_dim=16)
    model.save(tmp_path / "model")
    model.faces(pd.DataFrame(index=range(3)), ["ann", "bob", None])
    modules = run_python(KNOWN, tmp_path / "model")
    assert "plotnine_chernoff.draw.artist" in modules
    assert not {"tensorflow", "keras"} & set(modules)
    # And it's the cache that does it.
    monkeypatch.setenv("CHERNOFF_CACHE", "off")
    assert "tensorflow" in run_python(KNOWN, tmp_path / "model")
