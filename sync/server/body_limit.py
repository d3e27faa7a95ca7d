"""Bodies are measured before anything parses them."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync.protocol.limits import BODY_BYTES
from sync.server.refusals import BodyTooLarge
from sync.server.refusing import answer_refusal

_DRAINED_BYTES = 8 * BODY_BYTES


class BodyLimit:
    """Reads the whole body, at most BODY_BYTES of it, and hands it on in one piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        if body is None:
            await answer_refusal(BodyTooLarge())(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


async def _read(receive: Receive) -> bytes | None:
    """None when it is too large. The surplus is read and forgotten, so that the sender hears the answer instead of a
    broken connection; what is out of all proportion is not read to its end."""
    pieces: list[bytes] = []
    size = 0
    more = True
    while more and size <= _DRAINED_BYTES:
        message = await receive()
        piece: bytes = message.get("body", b"")
        size += len(piece)
        if size <= BODY_BYTES:
            pieces.append(piece)
        more = message.get("more_body", False)
    return b"".join(pieces) if size <= BODY_BYTES else None


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
