"""A mail server and a webhook that really listen, and keep what they heard."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """`broken`: answers everything with a failure."""

    broken: bool = False
    heard: list[EmailMessage] = field(default_factory=list)
    url: str = ""

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.broken:
            return "451 not now"
        self.heard.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def mail_server(*, broken: bool = False) -> Iterator[MailServer]:
    kept = MailServer(broken)
    controller = Controller(kept, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        kept.url = f"smtp://127.0.0.1:{controller.port}"
        yield kept
    finally:
        controller.stop()


@dataclass
class HookServer:
    """`heard`: bodies; `arrived` is set at each."""

    status: int = 204
    heard: list[bytes] = field(default_factory=list)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    url: str = ""


@contextmanager
def hook_server(*, status: int = 204) -> Iterator[HookServer]:
    kept = HookServer(status)

    class Heard(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            kept.heard.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(kept.status)
            self.end_headers()
            kept.arrived.release()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = HTTPServer(("127.0.0.1", 0), Heard)
    kept.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
