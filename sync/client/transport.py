"""HTTP to the district server: the only user of requests."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import requests

from sync.client.errors import NO_CODE, ServerNotUnderstood, ServerUnreachable, refusal

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
SLOWEST_BYTES_PER_SECOND = 5_000


class Transport:
    """One server. Raises the errors of `sync.client.errors`; counts what it moved."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.requests = 0
        self.bytes_sent = 0
        self.bytes_received = 0
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "stodkedjan"

    def get(self, path: str, *, token: str | None = None, **query: int) -> dict[str, Any]:
        return _object(self._send("GET", path, token=token, params=query))

    def get_bytes(self, path: str, *, token: str, **query: int) -> bytes:
        return self._send("GET", path, token=token, params=query).content

    def post(self, path: str, content: Mapping[str, Any], *, token: str | None = None) -> dict[str, Any]:
        return _object(self._send("POST", path, token=token, body=json.dumps(content).encode()))

    def put(self, path: str, content: Mapping[str, Any], *, token: str) -> dict[str, Any]:
        return _object(self._send("PUT", path, token=token, body=json.dumps(content).encode()))

    def post_bytes(self, path: str, body: bytes, *, token: str) -> dict[str, Any]:
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
        params: Mapping[str, int] | None = None,
    ) -> requests.Response:
        headers = {"Content-Type": kind} if body is not None else {}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        seconds = READ_SECONDS + len(body or b"") / SLOWEST_BYTES_PER_SECOND
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
            )
        except (requests.RequestException, ValueError) as error:
            raise ServerUnreachable from error
        self.bytes_received += len(response.content)
        if response.status_code >= 300:
            raise refusal(_code(response), response.status_code)
        return response


def _code(response: requests.Response) -> str:
    try:
        return str(response.json()["code"])
    except (ValueError, KeyError, TypeError):
        return NO_CODE


def _object(response: requests.Response) -> dict[str, Any]:
    try:
        content = response.json()
    except ValueError as error:
        raise ServerNotUnderstood from error
    if not isinstance(content, dict):
        raise ServerNotUnderstood
    return content


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def unb64(text: object) -> bytes:
    """Raises `ServerNotUnderstood`."""
    try:
        return base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise ServerNotUnderstood from error
