"""Writes `__init__.pyi`, from which editors and type checkers know scales.

Run `python -m plotnine_chernoff.plot.scales._generate` after a change of the
attribute table; a test says when. Imports the scales.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

from ...attributes import ATTRIBUTES
from . import KINDS, __all__, face_scale

FILE = Path(__file__).with_name("__init__.pyi")

_HEAD = '''\
"""Made by `python -m plotnine_chernoff.plot.scales._generate`; do not edit."""

from typing import TypedDict

from . import kinds
from .person import scale_person_continuous as scale_person_continuous
from .person import scale_person_discrete as scale_person_discrete
from .person import scale_person_identity as scale_person_identity
from .person import scale_person_manual as scale_person_manual
from .person import scale_person_ordinal as scale_person_ordinal

KINDS: dict[str, type]

def face_scale(name: str, kind: str = ...) -> type: ...
'''


def stub() -> str:
    """
    Text of the stub: each scale as a subclass of its kind, with its own text
    """
    lines = [_HEAD, "class FaceAttributes(TypedDict, total=False):"]
    lines.append('    """Attributes as constants of a layer"""')
    for a in ATTRIBUTES.values():
        lines += ["", f"    {a.name}: float", _text(a.description)]
    for name in ATTRIBUTES:
        for kind in KINDS:
            head = f"class scale_{name}_{kind}(kinds.face_{kind}):"
            lines += ["", head, _text(face_scale(name, kind).__doc__)]
        lines += [
            "",
            f"class scale_{name}(scale_{name}_continuous):",
            _text(face_scale(name).__doc__),
        ]
    lines += ["", "__all__ = ("]
    lines += [f'    "{name}",' for name in __all__]
    lines += [")", ""]
    return "\n".join(lines)


def _text(doc: str | None) -> str:
    """
    A docstring for a class of the stub
    """
    return indent(f'"""{doc}"""', "    ")


if __name__ == "__main__":
    FILE.write_text(stub(), encoding="utf-8")
