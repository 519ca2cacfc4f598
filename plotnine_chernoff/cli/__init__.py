"""The `chernoff` command. One module a command; heavy imports inside them.

Importing this package loads typer and nothing heavy.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Annotated, Any, NoReturn

import typer

from . import (
    adopt,
    bench,
    cache,
    convert,
    demo,
    directions,
    evaluate,
    explore,
    export,
    fit,
    info,
    label,
    montage,
    person,
    sample,
    serve,
    train,
)

app = typer.Typer(
    name="chernoff",
    help="Deep Chernoff faces: synthetic portraits driven by data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for _command in (
    demo.demo,
    info.info,
    convert.convert,
    adopt.adopt,
    sample.sample,
    label.label,
    fit.fit,
    evaluate.evaluate,
    explore.explore,
    montage.montage,
    train.train,
    bench.bench,
    export.export,
    serve.serve,
):
    app.command()(_command)
app.add_typer(directions.directions, name="directions")
app.add_typer(person.person, name="person")
app.add_typer(cache.cache, name="cache")


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
    code: object = None
    try:
        code = app(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = _STOPPED
    except Exception as e:
        wrong: Any = e
        if hasattr(e, "show") and hasattr(e, "exit_code"):
            # A wrong option, told by the library that parses commands; its
            # type has another home in each release.
            wrong.show()
            sys.exit(wrong.exit_code)
        if os.environ.get("CHERNOFF_TRACEBACK"):
            raise
        _end(_sentence(e), 1)
    # The library that parses commands makes a code of Ctrl-C.
    if code == _STOPPED:
        _end(f"stopped{_share_done()}; run it again to go on", _STOPPED)
    sys.exit(code if isinstance(code, int) else 0)


# Windows has no quotas.
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_NO_ROOM = (
    ". What was there stays, and nothing is half-written; make room, or "
    "choose another place."
)


def _end(text: str, code: int) -> NoReturn:
    print(f"chernoff: {text}", file=sys.stderr)
    sys.exit(code)


def _sentence(error: Exception) -> str:
    """What went wrong, in one line"""
    if isinstance(error, OSError) and error.strerror:
        what = f"{error.filename}: " if error.filename else ""
        full = error.errno in _FULL
        return f"{what}{error.strerror}{_NO_ROOM if full else ''}"
    # Errors of plotnine and of missing keys put their text in quotes.
    said = getattr(error, "message", None)
    if isinstance(error, KeyError) and error.args:
        said = error.args[0]
    text = " ".join(str(said or error).split())
    expected = isinstance(error, (ValueError, OSError, ImportError))
    if expected or type(error).__name__ == "PlotnineError":
        return text
    return f"{type(error).__name__}: {text} (CHERNOFF_TRACEBACK=1 says where)"


def _share_done() -> str:
    """How far the last progress bar had come"""
    from ..directions.progress import Bar

    bar = Bar.last
    if bar is None or not bar.total:
        return ""
    what = getattr(bar, "desc", "").rstrip(": ")
    return f" after {bar.n} of {bar.total}" + (f" ({what})" if what else "")
