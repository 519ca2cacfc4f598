"""What an adoption has done, so that it goes on where it was stopped.

Imports the standard library and the atomic writer.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from ...atomic import write_whole

if TYPE_CHECKING:
    from pathlib import Path


class Ledger:
    """
    Stages that are done, and of what they were made

    Parameters
    ----------
    path : Path
        A JSON file, written whole after each stage. A damaged one counts as
        none: stages find out themselves what is there.
    """

    def __init__(self, path: Path):
        self._path = path
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            found = None
        self._stages: dict[str, Any] = found if isinstance(found, dict) else {}

    def inputs(self, stage: str) -> dict[str, Any] | None:
        """What the stage was made of; None if it is not done"""
        return self._stages.get(stage)

    def is_done(self, stage: str, inputs: dict[str, Any]) -> bool:
        """Whether the stage was made of just these inputs"""
        return self.inputs(stage) == inputs

    def forget(self, stage: str) -> None:
        """The stage is about to be done again"""
        if self._stages.pop(stage, None) is not None:
            self._write()

    def record(self, stage: str, inputs: dict[str, Any]) -> None:
        """The stage is done, and its files are there"""
        self._stages[stage] = inputs
        self._write()

    def _write(self):
        text = json.dumps(self._stages, indent=1) + "\n"
        write_whole(self._path, lambda f: f.write(text.encode()))


def digest(*parts: Any) -> str:
    """Twelve digits that stand for plain data"""
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def file_digest(path: Path) -> str:
    """SHA-256 of a file's contents"""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
