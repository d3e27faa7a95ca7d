"""One line per request: what was asked and how it went, never who asked or what was said."""

import logging
import time
import traceback
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.server.metrics import Metrics
from sync.server.refusals import ServerFault
from sync.server.refusing import CODE_HEADER, answer_refusal

_LOG: Final = logging.getLogger("sync.server")
UNMATCHED: Final = "unmatched"


class RequestLog:
    """Also the guard of the server's workers: what nobody foresaw is logged and answered as `server_fault`."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = _Request(scope, send, self._metrics)
        try:
            await self._app(scope, receive, request.send)
        except Exception as error:  # noqa: BLE001  the guard of the server's workers
            _LOG.error("fault", extra={"fields": {"request": request.id, **_place(error)}})
            if not request.status:
                await answer_refusal(ServerFault())(scope, receive, request.send)
        request.finish()


class _Request:
    def __init__(self, scope: Scope, send: Send, metrics: Metrics) -> None:
        self.id = uuid.uuid4().hex
        self.status = 0
        self.code: str | None = None
        self._scope = scope
        self._send = send
        self._metrics = metrics
        self._finished = False
        self._began = time.perf_counter()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._note_refusal(message.get("headers", []))
            message["headers"] = [*message.get("headers", []), (b"x-request-id", self.id.encode())]
            # Before it leaves: whoever has the answer finds the line. Answers are whole by now, none is streamed.
            self.finish()
        await self._send(message)

    def _note_refusal(self, headers: Iterable[tuple[bytes, bytes]]) -> None:
        for name, value in headers:
            if name == CODE_HEADER.encode():
                self.code = value.decode()
                self._metrics.note_refusal(self.code)

    def finish(self) -> None:
        if self._finished:
            return
        self._finished = True
        seconds = time.perf_counter() - self._began
        method, route = self._scope["method"], _template(self._scope)
        self._metrics.note(method, route, self.status, seconds)
        fields = {"method": method, "route": route, "status": self.status, "ms": round(seconds * 1000, 1)}
        refused = {"code": self.code} if self.code else {}
        _LOG.info("request", extra={"fields": {**fields, **refused, "request": self.id}})


def _template(scope: Scope) -> str:
    """The address as it is written in the routes, without what was filled in."""
    return getattr(scope.get("route"), "path", UNMATCHED)


def _place(error: Exception) -> dict[str, object]:
    """Where it happened; never the message, which may quote what was sent."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return {
        "error": type(error).__name__,
        "where": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }
