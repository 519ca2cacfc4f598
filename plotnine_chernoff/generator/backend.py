"""Loading TensorFlow and Keras: quietly, the right backend, the right process.

Imports the standard library; TensorFlow and Keras inside `load_backend`.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .tensorflow_alone import import_tensorflow

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL"
_BACKEND = "KERAS_BACKEND"

# What TensorFlow tells of itself, and errors about graphics cards that are
# not there. Whatever else is written while it loads is passed on.
_CHATTER = re.compile(
    rb"^([IW]\d{4} |\d{4}-\d\d-\d\d [\d:.]+: [IW] |WARNING: All log messages "
    rb"before absl|To enable the following instructions|"
    rb"(E\d{4} |\d{4}-\d\d-\d\d [\d:.]+: E ).*(cuda|cuInit|cuDNN|cuBLAS|cuFFT|"
    rb"GPU))",
    re.IGNORECASE,
)

_loaded = False
_forked = False


def load_tensorflow() -> None:
    """
    Load TensorFlow, quietly, for networks that only make faces

    Keras stays unloaded until somebody asks for it: faces that nobody trains
    do without it, and loading it takes almost as long as all the rest.

    Raises
    ------
    RuntimeError
        TensorFlow was used before this process was forked.
    """
    global _loaded
    check_process()
    if _loaded:
        return
    with _quiet(), _without_infos():
        tf = import_tensorflow()
        # The first operation looks for devices, and tells of them.
        tf.constant(0)
    _loaded = True
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_note_fork)


def load_backend() -> None:
    """
    Load Keras on TensorFlow, whatever Keras was told for other work

    Raises
    ------
    ImportError
        Keras was loaded with another backend already.
    RuntimeError
        TensorFlow was used before this process was forked.
    """
    load_tensorflow()
    keras = sys.modules.get("keras")
    if keras is None or not hasattr(keras, "backend"):
        wished = os.environ.get(_BACKEND)
        os.environ[_BACKEND] = "tensorflow"
        try:
            with _quiet():
                import keras
        finally:
            if wished is None:
                del os.environ[_BACKEND]
            else:
                os.environ[_BACKEND] = wished
    _check_backend(keras.backend.backend())


def check_process() -> None:
    """
    Refuse to go on in a process in which TensorFlow would wait for ever

    Raises
    ------
    RuntimeError
        TensorFlow was used before this process was forked.
    """
    if _forked:
        raise RuntimeError(
            "TensorFlow was used before this process was forked, and would "
            "wait for ever in it. Start workers with "
            "multiprocessing.get_context('spawn'), or make the first face in "
            "them."
        )


def _note_fork() -> None:
    global _forked
    _forked = True


def _check_backend(name: str) -> None:
    if name != "tensorflow":
        raise ImportError(
            f"Faces are made by Keras on TensorFlow, but this process has "
            f"loaded Keras with the backend {name!r}. Unset KERAS_BACKEND, "
            "or draw faces in a process of their own."
        )


@contextmanager
def _without_infos() -> Iterator[None]:
    """
    Have TensorFlow loaded with a level at which it tells no news later on

    Such as those of its compiler, which it starts with the first face. The
    level is read once.
    """
    if _LOG_LEVEL in os.environ:
        yield
        return
    os.environ[_LOG_LEVEL] = "1"
    try:
        yield
    finally:
        os.environ.pop(_LOG_LEVEL, None)


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what TensorFlow says of itself on standard error"""
    if os.environ.get(_LOG_LEVEL) in ("0", "1", "2"):
        # Who sets it wishes to see.
        yield
        return
    try:
        sys.stderr.flush()
        kept = os.dup(2)
    except (OSError, AttributeError, ValueError):
        # No standard error, nothing to hold back.
        yield
        return
    with tempfile.TemporaryFile() as written:
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            sys.stderr.flush()
            os.dup2(kept, 2)
            written.seek(0)
            for line in written:
                if not _CHATTER.match(line):
                    os.write(kept, line)
            os.close(kept)
