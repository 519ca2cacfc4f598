"""Writes the README's table of attributes from the attribute table.

Run `python tools/readme_table.py` after a change of the table; a test says
when.
"""

from __future__ import annotations

import re
from pathlib import Path

from plotnine_chernoff.attributes import ATTRIBUTES

README = Path(__file__).parents[1] / "README.md"
_TABLE = re.compile(r"(?<=\n)\| aesthetic \|.*\n(?:\|.*\n)+")


def table() -> str:
    """A row an attribute: aesthetic, unit, range, neutral, both ends"""
    lines = [
        "| aesthetic | unit | default range | neutral | low → high |",
        "|---|---|---|---|---|",
    ]
    for a in ATTRIBUTES.values():
        low, high = a.range
        lines.append(
            f"| `{a.name}` | {a.unit} | {low:g} ... {high:g} | {a.neutral:g} "
            f"| {a.low} → {a.high} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text, found = _TABLE.subn(
        lambda _: table(), README.read_text(encoding="utf-8")
    )
    if found != 1:
        raise SystemExit("README.md must hold one table '| aesthetic | ...'.")
    README.write_text(text, encoding="utf-8")
