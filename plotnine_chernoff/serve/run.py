"""Running the server: what `chernoff serve` does. Imports uvicorn."""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_KEEP_ALIVE = 15
_HEALTH = 60
_CONNECTIONS = 1000


def run(
    table: Path | None,
    model: str,
    host: str,
    port: int,
    workers: int,
    allow_hosts: Sequence[str] = (),
) -> None:
    """
    Serve until stopped

    Parameters
    ----------
    table : Path or None
        A file for the page.
    model : str
        Name of a bundled model, or its directory.
    host, port : str, int
        Where to listen.
    workers : int
        Processes; more than one serve no page. uvicorn gives each connection
        to any of them, but the window of a page has several, which must all
        reach the process of its session.
    allow_hosts : sequence of str
        Further names that the server may be called by.

    Raises
    ------
    ImportError
        The extra `serve` is not installed.
    ValueError
        The table or the model cannot be used.
    """
    uvicorn = _needed("uvicorn")
    _needed("fastapi_offline")
    from . import app as apps

    # Names of this machine alone, so that no page of another host reaches
    # the server by a name that leads here.
    local = host in _LOOPBACK
    hosts = [*_LOOPBACK, *allow_hosts] if local or allow_hosts else ["*"]
    os.environ.setdefault("CHERNOFF_PROGRESS", "0")
    if workers > 1:
        if table is not None:
            raise ValueError(
                "Several workers serve no page, so there is no use for "
                f"{table}. Leave out the file, or --workers."
            )
        # What is wrong with the model is said here: workers that cannot
        # start would be started for ever.
        apps.create_app(model, page=False)
        os.environ |= apps.environment(model, hosts)
        application: Any = f"{apps.__name__}:from_environment"
    else:
        _needed("shiny")
        application = apps.create_app(
            model, table=table, warm=True, hosts=hosts
        )
    shown = f"[{host}]" if ":" in host else host
    what = "Faces" if workers > 1 else "The page"
    print(f"{what}: http://{shown}:{port}/{'docs' if workers > 1 else ''}")
    uvicorn.run(
        application,
        factory=workers > 1,
        host=host,
        port=port,
        workers=workers if workers > 1 else None,
        log_level="warning",
        timeout_keep_alive=_KEEP_ALIVE,
        limit_concurrency=_CONNECTIONS,
        # A worker that loads TensorFlow on a busy machine says nothing for
        # seconds, but is not dead.
        timeout_worker_healthcheck=_HEALTH,
        server_header=False,
    )


def _needed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        raise ImportError(
            f"'chernoff serve' needs {name}: pip install "
            "'plotnine-chernoff[serve]'."
        ) from None
