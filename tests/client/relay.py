"""What may stand between a phone and its server: it counts, it lies, it cuts."""

import socket
import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import requests

from fieldapp.actions.link import Link
from sync.client.transport import Transport
from tests.journeys.people import Hands


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    body: bytes

    def is_for(self, method: str, end: str) -> bool:
        return self.method == method and self.path.partition("?")[0].endswith(end)


@dataclass(frozen=True, slots=True)
class Told:
    status: int
    body: bytes
    kind: str = "application/json"


Lie = Callable[[Asked, Callable[[Asked], Told]], Told]
"""Gets what was asked and a way to ask the real server; what it returns is what the phone hears."""


def honest(asked: Asked, ask: Callable[[Asked], Told]) -> Told:
    return ask(asked)


@dataclass
class Relay:
    """An HTTP server of its own that passes everything on, unless its `lie` does otherwise."""

    upstream: str
    lie: Lie = honest
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def ask(self, asked: Asked, headers: dict[str, str] | None = None) -> Told:
        answer = requests.request(
            asked.method, self.upstream + asked.path, data=asked.body or None, headers=headers, timeout=60
        )
        return Told(answer.status_code, answer.content, answer.headers.get("Content-Type", ""))


@contextmanager
def relay(upstream: str, lie: Lie = honest) -> Iterator[Relay]:
    standing = Relay(upstream, lie)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, body)
            standing.asked.append(asked)
            kept = {name: self.headers[name] for name in ("Authorization", "Content-Type") if name in self.headers}
            told = standing.lie(asked, lambda what: standing.ask(what, kept))
            self.send_response(told.status)
            self.send_header("Content-Type", told.kind)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        do_GET = do_POST = do_PUT = _pass_on  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: Any) -> None:
            """Not here."""

    with serving(Handler) as standing.url:
        yield standing


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a real HTTP server that answers with `handler` until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        listening.daemon_threads = True
        listening.block_on_close = False
        running = threading.Thread(target=listening.serve_forever, args=(0.05,))
        running.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            listening.shutdown()
            running.join()


def through(hands: Hands, url: str) -> None:
    """From here on this phone reaches its server by another way."""
    phone = hands.phone
    phone.link.close()
    phone.__dict__["link"] = Link(phone, Transport(url))
    phone.at_lock(phone.link.close)


@contextmanager
def cutting(upstream: str, *, up: int | None = None, down: int | None = None) -> Iterator[str]:
    """A wire that breaks, once on each connection, after so many bytes up or down; the rest never arrives."""
    far = (str(urlsplit(upstream).hostname), int(urlsplit(upstream).port or 0))

    ends: list[socket.socket] = []

    class Wire(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(far) as server:
                ends.extend((self.request, server))
                back = threading.Thread(target=_pump, args=(server, self.request, down))
                back.start()
                _pump(self.request, server, up)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Wire) as listening:
        running = threading.Thread(target=listening.serve_forever, args=(0.05,))
        running.start()
        try:
            yield f"http://127.0.0.1:{listening.server_address[1]}"
        finally:
            listening.shutdown()
            running.join()
            # A connection that is kept open for the next request would be waited for until the server gives it up.
            _hang_up(ends)


def _pump(source: socket.socket, target: socket.socket, most: int | None) -> None:
    with suppress(OSError):
        while piece := source.recv(65536 if most is None else max(1, min(65536, most))):
            target.sendall(piece)
            if most is not None and (most := most - len(piece)) <= 0:
                break
    _hang_up((source, target))


def _hang_up(ends: Iterable[socket.socket]) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
