"""The `chernoff` command. One module a command; heavy imports inside them.

Importing this package loads typer and nothing heavy.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import typer

app = typer.Typer(
    name="chernoff",
    help="Deep Chernoff faces: synthetic portraits driven by data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

_COMMANDS = (
    "demo",
    "info",
    "convert",
    "adopt",
    "sample",
    "label",
    "fit",
    "evaluate",
    "explore",
    "montage",
    "directions",
    "person",
    "train",
    "bench",
    "cache",
    "export",
    "serve",
)
_HERE = Path(__file__).parent
for _name in _COMMANDS:
    if (_HERE / f"{_name}.py").exists():
        _module = importlib.import_module(f".{_name}", __name__)
        _command = getattr(_module, _name)
        if isinstance(_command, typer.Typer):
            app.add_typer(_command, name=_name)
        else:
            app.command(_name)(_command)


def main() -> None:
    """Run the command; a user's mistake gives one line, not a traceback"""
    try:
        app()
    except (ValueError, OSError, ImportError) as e:
        print(f"chernoff: {e}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("chernoff: stopped", file=sys.stderr)
        sys.exit(130)
