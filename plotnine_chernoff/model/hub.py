"""Models on the Hugging Face hub: `hf://owner/name` to a local directory.

Imports the errors of model files; huggingface_hub, an optional extra, only
when a model is asked for.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from .files import ModelFileError

PREFIX = "hf://"
_NAME = re.compile(r"hf://([\w.-]+/[\w.-]+)(?:@([^@\s]+))?", re.ASCII)
# Named one by one: a repository of another kind may hold gigabytes.
_FILES = (
    "model.json",
    "card.md",
    "generator.safetensors",
    "directions.safetensors",
    "labeler.safetensors",
)


def download(name: str) -> Path:
    """
    A model of the hub as a directory

    Parameters
    ----------
    name : str
        ``hf://owner/name`` or ``hf://owner/name@revision``; a revision is a
        branch, a tag or a commit.

    Returns
    -------
    Path
        In the cache of huggingface_hub (its environment variables HF_HOME,
        HF_ENDPOINT and HF_HUB_OFFLINE apply). What is there already is not
        fetched again, and without a network it is used as it is.

    Raises
    ------
    ModelFileError
        The name has another form, there is no such repository or revision,
        it is not a model, or it is not cached and the hub is out of reach.
    ImportError
        huggingface_hub is not installed.
    """
    match = _NAME.fullmatch(name)
    if match is None:
        raise ModelFileError(
            "A model of the hub is named hf://owner/name or "
            f"hf://owner/name@revision, got {name!r}."
        )
    path = _fetch(match[1], match[2])
    if not (path / "model.json").is_file():
        raise ModelFileError(
            f"{name} is not a model of plotnine-chernoff: the repository has "
            "no model.json. Expected the files that FaceModel.save() writes."
        )
    return path


def _fetch(repository: str, revision: str | None) -> Path:
    try:
        import huggingface_hub
        from huggingface_hub import errors
    except ImportError:
        raise ImportError(
            f"{PREFIX}{repository} needs huggingface_hub, which is not "
            "installed. Run: pip install 'plotnine-chernoff[hub]'"
        ) from None
    try:
        path = huggingface_hub.snapshot_download(
            repository,
            revision=revision,
            allow_patterns=list(_FILES),
            # Read here, since huggingface_hub reads it once, on import.
            endpoint=os.environ.get("HF_ENDPOINT"),
        )
    except errors.HFValidationError:
        raise ModelFileError(
            f"{repository!r} cannot be the name of a repository on the hub. "
            "Expected owner/name."
        ) from None
    except errors.RepositoryNotFoundError:
        raise ModelFileError(
            f"There is no repository {repository!r} on the hub, or it is not "
            "public. Check the name, or log in ('hf auth login')."
        ) from None
    except errors.RevisionNotFoundError:
        raise ModelFileError(
            f"The repository {repository!r} has no revision {revision!r}. "
            "Name a branch, a tag or a commit of it."
        ) from None
    except errors.LocalEntryNotFoundError:
        raise ModelFileError(
            f"{PREFIX}{repository} is not in the local cache, and the hub "
            "cannot be reached. Check the network connection and try again."
        ) from None
    except Exception as e:
        # Other failures come from the HTTP library, which is another one in
        # each major release of huggingface_hub.
        reason = (str(e).splitlines() or [""])[0]
        raise ModelFileError(
            f"{PREFIX}{repository} could not be fetched "
            f"({type(e).__name__}: {reason}). Try again later."
        ) from None
    return Path(path)
