"""The package as a whole: what it exports, and that importing it is cheap."""

import subprocess
import sys

import plotnine_chernoff
from plotnine_chernoff.attributes import ATTRIBUTES

HEAVY = ("tensorflow", "keras", "sklearn", "scipy.stats", "typer", "tqdm")


def test_every_exported_name_is_there():
    for name in plotnine_chernoff.__all__:
        assert getattr(plotnine_chernoff, name) is not None
    for attribute in ATTRIBUTES:
        assert f"scale_{attribute}" in plotnine_chernoff.__all__


def run_python(code):
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def test_import_loads_nothing_heavy_beyond_plotnine():
    """Wall-clock time is for benchmarks; this is what it depends on."""
    modules = "import sys; print(*sys.modules)"
    before = set(run_python(f"import plotnine; {modules}"))
    after = set(run_python(f"import plotnine_chernoff; {modules}"))
    new = after - before
    assert not [m for m in HEAVY if m in new]
    foreign = {m.split(".")[0] for m in new} - {"plotnine_chernoff"}
    # On top come two light packages and the standard library.
    allowed = {"safetensors", "_safetensors_rust", "PIL"}
    assert foreign - set(sys.stdlib_module_names) <= allowed


def test_plotting_knows_no_generator_and_the_generator_no_plotting():
    plotting = run_python(
        "import sys, plotnine_chernoff.plot, plotnine_chernoff.plot.scales,"
        " plotnine_chernoff.faces.requests, plotnine_chernoff.plot.guides;"
        "print(*sys.modules)"
    )
    assert not {"keras", "tensorflow"} & set(plotting)
    code = (
        "import sys; sys.modules['plotnine'] = None;"
        "import types; p = types.ModuleType('plotnine_chernoff');"
        f"p.__path__ = [{plotnine_chernoff.__path__[0]!r}];"
        "sys.modules['plotnine_chernoff'] = p;"
        "import plotnine_chernoff.generator.network,"
        " plotnine_chernoff.generator.runtime; print('fine')"
    )
    assert run_python(code) == ["fine"]
