"""The `chernoff` command. One module a command; heavy imports inside them.

Importing this package loads typer and nothing heavy.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Annotated

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


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"chernoff {version('plotnine-chernoff')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Say which release this is.",
            callback=_say_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    """Deep Chernoff faces: synthetic portraits driven by data."""


_STOPPED = 130


def main() -> None:
    """
    Run the command; whatever goes wrong ends with one line, not a traceback

    `CHERNOFF_TRACEBACK=1` shows where it went wrong.
    """
    try:
        code = app(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = _STOPPED
    except Exception as e:
        if hasattr(e, "show") and hasattr(e, "exit_code"):
            # A wrong option, told by the library that parses commands; its
            # type has another home in each release.
            e.show()
            sys.exit(e.exit_code)
        if os.environ.get("CHERNOFF_TRACEBACK"):
            raise
        _end(_sentence(e), 1)
    # The library that parses commands makes a code of Ctrl-C.
    if code == _STOPPED:
        _end(f"stopped{_share_done()}; run it again to go on", _STOPPED)
    if isinstance(code, int) and code:
        sys.exit(code)


def _end(text: str, code: int) -> None:
    print(f"chernoff: {text}", file=sys.stderr)
    sys.exit(code)


def _sentence(error: Exception) -> str:
    """What went wrong, in one line"""
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = " ".join(str(error).strip("'\"").split())
    expected = isinstance(error, (ValueError, OSError, ImportError))
    if expected or type(error).__name__ == "PlotnineError":
        return text
    return f"{type(error).__name__}: {text} (CHERNOFF_TRACEBACK=1 says where)"


def _share_done() -> str:
    """How far the last progress bar had come"""
    from ..progress import Bar

    bar = Bar.last
    if bar is None or not bar.total:
        return ""
    what = getattr(bar, "desc", "").rstrip(": ")
    return f" after {bar.n} of {bar.total}" + (f" ({what})" if what else "")
