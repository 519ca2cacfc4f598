"""What holds for every answer: headers, bounds on bodies, own pages only.

Plain ASGI, for Shiny's pages and WebSockets as for the addresses. Imports
the bounds.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .bounds import Bounds

_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_UPLOADS = "/session/"


class TooMuchError(Exception):
    """A body is larger than its bound, or comes too slowly"""

    def __init__(self, status: int, text: str):
        super().__init__(text)
        self.status, self.text = status, text


class Guard:
    """
    Middleware around the whole application

    Parameters
    ----------
    app : ASGI application
    bounds : Bounds
    """

    def __init__(self, app: Any, bounds: Bounds):
        self.app, self.bounds = app, bounds

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            if not _from_own_page(scope):
                await send({"type": "websocket.close", "code": 1008})
                return
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Any, receive: Any, send: Any) -> None:
        answer = _Answer(send)
        body = _Body(receive, self._most(scope["path"]), self.bounds.seconds)

        async def send_unless_refused(message: Any) -> None:
            # FastAPI has an answer of its own to a body that breaks off.
            if body.refused is None:
                await answer.send(message)

        try:
            body.check_length(scope)
            await self.app(scope, body.receive, send_unless_refused)
        except TooMuchError:
            pass
        if body.refused is not None and not answer.started:
            await answer.problem(body.refused.status, body.refused.text)

    def _most(self, path: str) -> int:
        upload = path.startswith(_UPLOADS)
        return self.bounds.table_bytes if upload else self.bounds.body_bytes


class _Body:
    """The body of a request, up to a size and a time"""

    def __init__(self, receive: Any, most: int, seconds: float):
        self._receive, self.most, self.seconds = receive, most, seconds
        self.seen, self.whole = 0, False
        self.refused: TooMuchError | None = None

    def check_length(self, scope: Any) -> None:
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > self.most:
            raise self._refusal(413, self._bound)

    async def receive(self) -> Any:
        if self.whole:
            # Nothing comes but the end of the connection.
            return await self._receive()
        try:
            async with asyncio.timeout(self.seconds):
                message = await self._receive()
        except TimeoutError:
            text = f"The body did not come within {self.seconds:g} s."
            raise self._refusal(408, text) from None
        self.seen += len(message.get("body", b""))
        if self.seen > self.most:
            raise self._refusal(413, self._bound)
        self.whole = not message.get("more_body", False)
        return message

    @property
    def _bound(self) -> str:
        return f"The body may have up to {self.most / 1024:.0f} KiB."

    def _refusal(self, status: int, text: str) -> TooMuchError:
        self.refused = TooMuchError(status, text)
        return self.refused


class _Answer:
    """The answer, with the headers that all answers have"""

    def __init__(self, send: Any):
        self._send, self.started = send, False
        self._page: Any = None

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            types = dict(message["headers"]).get(b"content-type", b"")
            if types.startswith(b"text/html"):
                # Its policy names the scripts within it.
                self._page = (message, b"")
                return
            await self._send(_secured(message, b""))
        elif self._page is not None:
            start, before = self._page
            content = before + message.get("body", b"")
            self._page = (start, content)
            if not message.get("more_body", False):
                await self._send(_secured(start, content))
                await self._send({**message, "body": content})
        else:
            await self._send(message)

    async def problem(self, status: int, text: str) -> None:
        content = json.dumps({"detail": text}).encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(content)).encode()),
            (b"connection", b"close"),
        ]
        await self.send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": headers,
            }
        )
        await self.send({"type": "http.response.body", "body": content})


def _secured(start: Any, page: bytes) -> Any:
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s).digest()).decode()}'"
        for s in _SCRIPT.findall(page)
    )
    policy = (
        "default-src 'none'; "
        f"script-src 'self' {hashes}; "
        # Bootstrap and Shiny set styles on elements.
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
    more = [
        (b"content-security-policy", policy.encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
    ]
    return {**start, "headers": [*start["headers"], *more]}


def _from_own_page(scope: Any) -> bool:
    """Whether a WebSocket was opened by a page of this server"""
    headers = dict(scope["headers"])
    origin = headers.get(b"origin")
    if origin is None:  # not a browser
        return True
    return origin.split(b"://", 1)[-1] == headers.get(b"host")
