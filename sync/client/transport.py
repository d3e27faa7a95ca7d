"""HTTP to the district server: the only user of requests."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any, Final

import requests

from sync.client.errors import NO_CODE, AnswerLost, ServerNotUnderstood, ServerUnreachable, refusal

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 15.0
SLOWEST_BYTES_PER_SECOND: Final = 5_000
ANSWER_BYTES: Final = 8 * 1024 * 1024
_PIECE: Final = 64 * 1024
_NEVER_REACHED: Final = frozenset({"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"})


class Transport:
    """One server. Raises the errors of `sync.client.errors`; counts what it moved."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.requests = 0
        self.bytes_sent = 0
        self.bytes_received = 0
        self._session = requests.Session()
        # Compressing sealed bytes gains nothing, and a small answer could then unfold into a huge one.
        self._session.headers.update({"User-Agent": "stodkedjan", "Accept-Encoding": "identity"})

    def get(
        self, path: str, *, token: str | None = None, patience_seconds: float = 0, **query: int | str
    ) -> dict[str, Any]:
        """`patience_seconds`: how much longer than usual the server may take to answer."""
        return _object(self._send("GET", path, token=token, params=query, patience_seconds=patience_seconds))

    def get_bytes(self, path: str, *, token: str, **query: int | str) -> bytes:
        return self._send("GET", path, token=token, params=query)

    def post(self, path: str, content: Mapping[str, Any], *, token: str | None = None) -> dict[str, Any]:
        return _object(self._send("POST", path, token=token, body=json.dumps(content).encode()))

    def post_for_bytes(self, path: str, content: Mapping[str, Any], *, token: str) -> bytes:
        return self._send("POST", path, token=token, body=json.dumps(content).encode())

    def put(self, path: str, content: Mapping[str, Any], *, token: str) -> dict[str, Any]:
        return _object(self._send("PUT", path, token=token, body=json.dumps(content).encode()))

    def post_bytes(self, path: str, body: bytes, *, token: str | None = None) -> dict[str, Any]:
        return _object(self._send("POST", path, token=token, body=body, kind="application/octet-stream"))

    def close(self) -> None:
        self._session.close()

    def _send(
        self,
        method: str,
        path: str,
        *,
        token: str | None,
        body: bytes | None = None,
        kind: str = "application/json",
        params: Mapping[str, int | str] | None = None,
        patience_seconds: float = 0,
    ) -> bytes:
        headers = {"Content-Type": kind} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        seconds = READ_SECONDS + patience_seconds + len(body or b"") / SLOWEST_BYTES_PER_SECOND
        self.requests += 1
        self.bytes_sent += len(body or b"")
        try:
            response = self._session.request(
                method,
                self.address + path,
                data=body,
                headers=headers,
                params=params,
                timeout=(CONNECT_SECONDS, seconds),
                allow_redirects=False,
                stream=True,
            )
            with response:
                content = _content(response, time.monotonic() + seconds)
        except (requests.RequestException, ValueError) as error:
            raise (ServerUnreachable if _was_never_reached(error) else AnswerLost) from error
        self.bytes_received += len(content)
        if response.status_code >= 300:
            raise refusal(_code(content), response.status_code)
        return content


def _content(response: requests.Response, until: float) -> bytes:
    """The body, unless it is larger, slower or packed otherwise than an honest server's ever is."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise ServerNotUnderstood
    if not {"Content-Length", "Transfer-Encoding"} & response.headers.keys():
        # The wire broke among the headers, which ends them without a complaint.
        raise AnswerLost
    content = bytearray()
    for piece in response.iter_content(_PIECE):
        content += piece
        if len(content) > ANSWER_BYTES:
            raise ServerNotUnderstood
        if time.monotonic() > until + len(content) / SLOWEST_BYTES_PER_SECOND:
            raise AnswerLost
    return bytes(content)


def _was_never_reached(error: Exception) -> bool:
    """No connection came about, so that nothing was sent and trying with less is no use."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, requests.ConnectTimeout) or type(reason).__name__ in _NEVER_REACHED


def _code(content: bytes) -> str:
    try:
        return str(json.loads(content)["code"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return NO_CODE


def _object(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ServerNotUnderstood from error
    if not isinstance(told, dict):
        raise ServerNotUnderstood
    return told


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def unb64(text: object) -> bytes:
    """Raises `ServerNotUnderstood`."""
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise ServerNotUnderstood from error
