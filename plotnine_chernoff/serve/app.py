"""The application: addresses, page and guard together.

Imports FastAPI; Shiny only for the page.
"""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pandas as pd
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline
from starlette.middleware.trustedhost import TrustedHostMiddleware

from ..attributes import ATTRIBUTES
from ..faces.requests import request_faces
from ..model.face_model import FaceModel
from .api import add_addresses
from .batches import Batches
from .bounds import Bounds
from .guard import Guard
from .shared_model import SharedModel

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_PAGE = (
    "Several processes serve no page. Start 'chernoff serve' without "
    "--workers for it; /docs describes the addresses of faces."
)
_MODEL, _HOSTS = "CHERNOFF_SERVE_MODEL", "CHERNOFF_SERVE_HOSTS"


def create_app(
    model: Any = "default",
    *,
    table: Path | None = None,
    page: bool = True,
    warm: bool = False,
    hosts: Sequence[str] = ("*",),
    bounds: Bounds | None = None,
) -> Any:
    """
    The server as an ASGI application

    Parameters
    ----------
    model : str, Path or FaceModel
        What makes the faces.
    table : Path, optional
        A file for the page; the judges by default.
    page : bool
        Serve the page, too. Each of its sessions lives in one process, which
        has to answer all its requests.
    warm : bool
        Make a first face at once, in the background.
    hosts : sequence of str
        Names by which the server may be called, all with `"*"`. Those of
        this machine keep other sites' pages from reaching it by a name of
        their own.
    bounds : Bounds, optional

    Returns
    -------
    ASGI application

    Raises
    ------
    ValueError
        There is no such model, or it has no attributes.
    """
    bounds = bounds or Bounds()
    given = str(model) if isinstance(model, str | Path) else "default"
    if isinstance(model, str | Path):
        model = FaceModel.load(model)
    if not model.attributes:
        raise ValueError(
            f"Model {model.name!r} has no directions yet, so that its faces "
            "cannot be asked for by attributes. Run 'chernoff fit' first."
        )
    shared = SharedModel(model)
    app = FastAPIOffline(
        redoc_url=None,
        title="plotnine-chernoff",
        description="Chernoff faces: synthetic portraits, driven by data.",
        version="1",
    )
    batches = Batches(shared, bounds)
    add_addresses(app, shared, batches, bounds)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    if page:
        from .page import make_page
        from .place import Place, opening

        place = Place(shared, given, *opening(table, bounds), bounds)
        app.mount("/", make_page(place))
    else:

        @app.get("/", include_in_schema=False)
        async def no_page() -> JSONResponse:
            return JSONResponse({"detail": _NO_PAGE}, 404)

    if warm:
        # Loading TensorFlow and the first face take seconds.
        Thread(target=_make_one_face, args=[shared], daemon=True).start()
    return Guard(app, bounds)


def _make_one_face(model: Any) -> None:
    neutral = pd.DataFrame({n: [ATTRIBUTES[n].neutral] for n in model.ranges})
    request_faces(model, neutral)


def environment(model: str, hosts: Sequence[str]) -> dict[str, str]:
    """What `from_environment` reads in another process"""
    return {_MODEL: model, _HOSTS: ",".join(hosts)}


def from_environment() -> Any:
    """The application of one of several workers, without the page"""
    return create_app(
        os.environ.get(_MODEL, "default"),
        page=False,
        warm=True,
        hosts=os.environ.get(_HOSTS, "*").split(","),
    )
