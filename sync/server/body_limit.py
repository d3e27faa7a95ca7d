"""Bodies are measured, in bytes and in time, before anything parses them."""

import asyncio
import time
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.errors import StodkedjanError
from sync.protocol.limits import BODY_BYTES
from sync.server.refusals import BodyTooLarge, BodyTooSlow
from sync.server.refusing import answer_refusal

_DRAINED_BYTES: Final = 8 * BODY_BYTES
# Half of what the phones count on for the slowest link.
SLOWEST_BYTES_PER_SECOND: Final = 2_500


class BodyLimit:
    """Reads the whole body, at most BODY_BYTES of it, and hands it on in one piece."""

    def __init__(self, app: ASGIApp, patience_seconds: float) -> None:
        self._app = app
        self._patience_seconds = patience_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            body = await _read(receive, _declared(scope), self._patience_seconds)
        except (BodyTooLarge, BodyTooSlow) as error:
            await _refuse(error, scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


async def _refuse(error: StodkedjanError, scope: Scope, receive: Receive, send: Send) -> None:
    """And no more of it: what is left of the body is not waited for."""
    answer = answer_refusal(error)
    answer.headers["Connection"] = "close"
    await answer(scope, receive, send)


def _declared(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


async def _read(receive: Receive, declared: int, patience_seconds: float) -> bytes:
    """Raises `BodyTooLarge` or `BodyTooSlow`. The surplus is read and forgotten, so that the sender hears the answer
    instead of a broken connection; what is out of all proportion is not read to its end, or at all."""
    pieces: list[bytes] = []
    size, more, began = 0, declared <= _DRAINED_BYTES, time.monotonic()
    while more and size <= _DRAINED_BYTES:
        message = await _next_piece(receive, began + patience_seconds + size / SLOWEST_BYTES_PER_SECOND)
        piece: bytes = message.get("body", b"")
        size += len(piece)
        if size <= BODY_BYTES:
            pieces.append(piece)
        more = message.get("more_body", False)
    if max(size, declared) > BODY_BYTES:
        raise BodyTooLarge
    return b"".join(pieces)


async def _next_piece(receive: Receive, due: float) -> Message:
    try:
        async with asyncio.timeout(due - time.monotonic()):
            return await receive()
    except TimeoutError as error:
        raise BodyTooSlow from error


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
