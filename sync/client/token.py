"""Getting let in, and staying so for a while."""

import copy
from typing import Any, Protocol

from sync.client.errors import ServerNotUnderstood
from sync.client.transport import Transport, b64, unb64
from sync.protocol.tokens import Door


class Caller:
    """The transport, under one board's path and one device's token."""

    def __init__(self, transport: Transport, board: bytes, token: str) -> None:
        self._transport = transport
        self._root = board_path(board)
        self._token = token

    def through(self, transport: Transport) -> "Caller":
        """The same token on another connection."""
        other = copy.copy(self)
        other._transport = transport
        return other

    def get(self, path: str, *, patience_seconds: float = 0, **query: int | str) -> dict[str, Any]:
        return self._transport.get(self._root + path, token=self._token, patience_seconds=patience_seconds, **query)

    def get_bytes(self, path: str, **query: int | str) -> bytes:
        return self._transport.get_bytes(self._root + path, token=self._token, **query)

    def post(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        return self._transport.post(self._root + path, content, token=self._token)

    def post_for_bytes(self, path: str, content: dict[str, Any]) -> bytes:
        return self._transport.post_for_bytes(self._root + path, content, token=self._token)

    def put(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        return self._transport.put(self._root + path, content, token=self._token)

    def post_bytes(self, path: str, body: bytes) -> dict[str, Any]:
        return self._transport.post_bytes(self._root + path, body, token=self._token)


class Identity(Protocol):
    """Who is calling, and how it proves that."""

    @property
    def board(self) -> bytes: ...
    @property
    def device(self) -> bytes: ...
    def sign_challenge(self, door: Door, challenge: bytes) -> bytes: ...


class TokenKeeper:
    """Holds a token until the server says it is no longer good."""

    def __init__(self, identity: Identity, transport: Transport, door: Door = Door.SIGNING) -> None:
        self._identity = identity
        self._transport = transport
        self._door = door
        self._token: str | None = None

    def forget(self) -> None:
        self._token = None

    def caller(self) -> Caller:
        if self._token is None:
            self._token = self._fetch()
        return Caller(self._transport, self._identity.board, self._token)

    def _fetch(self) -> str:
        root, device = board_path(self._identity.board), self._identity.device.hex()
        challenge = unb64(self._transport.post(root + "/challenge", {"device": device}).get("challenge"))
        signature = b64(self._identity.sign_challenge(self._door, challenge))
        proof = {"device": device, "door": self._door, "challenge": b64(challenge), "signature": signature}
        token = self._transport.post(root + "/token", proof).get("token")
        if not isinstance(token, str):
            raise ServerNotUnderstood
        return token


def board_path(board: bytes) -> str:
    return f"/v1/boards/{board.hex()}"
