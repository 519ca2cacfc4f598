"""The `chernoff` command. One module a command; heavy imports inside them.

Importing this package loads typer and nothing heavy.
"""

from __future__ import annotations

import sys

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
