"""A wire between a phone and the real server that loses answers, and one that leads nowhere."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests


class Wire:
    """Passes everything on to `server`; `lose(path)` cuts the line once after the server has answered a POST there."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.lost: list[str] = []
        self._to_lose: list[str] = []
        self._listening = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._listening.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.server_port}"

    def lose(self, ending: str) -> None:
        self._to_lose.append(ending)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._listening.shutdown()
        self._listening.server_close()
        self._thread.join()

    def _is_lost(self, path: str) -> bool:
        ending = next((one for one in self._to_lose if path.endswith(one)), None)
        if ending:
            self._to_lose.remove(ending)
            self.lost.append(path)
        return ending is not None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        wire = self

        class Handler(BaseHTTPRequestHandler):
            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                kept = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                answer = requests.request(self.command, wire.server + self.path, data=body, headers=kept, timeout=30)
                if self.command == "POST" and wire._is_lost(self.path):
                    self.close_connection = True
                    return
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_GET = do_POST = do_PUT = pass_on  # noqa: N815 - the names http.server asks for

            def log_message(self, format: str, *args: object) -> None:
                """The tests say what happened."""

        return Handler


@contextmanager
def wire_to(server: str) -> Iterator[Wire]:
    wire = Wire(server)
    wire.start()
    try:
        yield wire
    finally:
        wire.stop()


@contextmanager
def other_web_server() -> Iterator[str]:
    """Somebody's web server, which knows nothing of ours."""

    class Nothing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(404)

        do_POST = do_GET  # noqa: N815 - likewise

        def log_message(self, format: str, *args: object) -> None:
            """The tests say what happened."""

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Nothing)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()
