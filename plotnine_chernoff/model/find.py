"""Where models are: bundled, in a directory, on the hub.

Imports the files of models; the hub's client only for a model of the hub.
"""

from __future__ import annotations

from pathlib import Path

from . import hub
from .files import ModelFileError, read_json

BUNDLED = Path(__file__).with_name("bundled")


def bundled_models() -> list[str]:
    """Names of the models that come with the package"""
    return sorted(p.parent.name for p in BUNDLED.glob("*/model.json"))


def find(name_or_path: str | Path) -> Path:
    """
    The directory of a model

    Parameters
    ----------
    name_or_path : str or Path
        As for `FaceModel.load`.

    Raises
    ------
    ModelFileError
        There is none.
    """
    name = str(name_or_path)
    if name in bundled_models():
        return BUNDLED / name
    path = hub.download(name) if name.startswith(hub.PREFIX) else Path(name)
    if not path.exists():
        raise ModelFileError(
            f"There is no model {name!r}: neither a directory nor a bundled "
            f"model ({', '.join(bundled_models()) or 'none here'})."
        )
    read_json(path / "model.json")
    return path.resolve()
