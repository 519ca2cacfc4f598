"""A griffe extension: docstrings as they are at run time.

plotnine fills those of geoms and stats, and ours of scales are made from the
attribute table, when the package is imported. Their links are those of
another documentation tool, so that these are taken out.
"""

from __future__ import annotations

import inspect
import re

import griffe

import plotnine_chernoff

_PLAIN = (
    (r"\{\.py\}", ""),
    (r"\[\]\(`~?([\w.]+)`\)", r"`\1`"),
    (r"\[\]\(:class:`~?([\w.]+)`\)", r"`\1`"),
    (r"\[(\w+)\]\(:class:`[\w.~]+`\)", r"`\1`"),
    (r"~plotnine\.(\w+\.)*(\w+)", r"\2"),
    (r"~pandas\.", ""),
    (r"\n +\n", "\n\n"),
)
# Pandoc's simple table of aesthetics and their defaults.
_TABLE = re.compile(
    r"^ +Aesthetic +Default value *\n +-+ +-+ *\n(?P<rows>(?: +\S.*\n)*)"
    r"\s+The \*\*bold\*\* aesthetics are required\.\n",
    re.MULTILINE,
)


def _pipes(found: re.Match[str]) -> str:
    rows = [line.split() for line in found["rows"].splitlines()]
    if not rows:
        return ""
    lines = ["Aesthetic | Default", "--- | ---"]
    lines += [f"`{name}` | {' '.join(rest)}" for name, *rest in rows]
    return "".join(f"    {line}\n" for line in lines)


def plain(text: str) -> str:
    """A docstring of plotnine's dialect as plain Markdown"""
    for pattern, by in _PLAIN:
        text = re.sub(pattern, by, text)
    return _TABLE.sub(_pipes, text)


class RuntimeDocstrings(griffe.Extension):
    """Give every public name the docstring that `help` shows"""

    def on_class_instance(self, *, cls: griffe.Class, **kwargs):
        self._document(cls)

    def on_function_instance(self, *, func: griffe.Function, **kwargs):
        self._document(func)

    def _document(self, it: griffe.Object):
        public = it.name in plotnine_chernoff.__all__
        if public and it.path.startswith("plotnine_chernoff."):
            text = inspect.getdoc(getattr(plotnine_chernoff, it.name)) or ""
            it.docstring = griffe.Docstring(
                plain(text),
                parent=it,
                lineno=it.lineno,
                parser="numpy",
                parser_options={
                    "warn_unknown_params": False,
                    "warn_missing_types": False,
                },
            )
        elif it.docstring is not None:
            it.docstring.value = plain(it.docstring.value)
