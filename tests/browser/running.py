"""Page servers in processes of their own: the app as one person starts it, and the phones of the scenarios."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import requests

from tests.catalogues.found import ROOT

STARTS_WITHIN_SECONDS = 60.0


class RunningApp:
    """A page server with its folder and its log; everything it writes lies under `folder`.

    Unless `command` says otherwise it is one phone, started by `python -m fieldapp run`.
    """

    def __init__(self, folder: Path, command: Sequence[str] = ()) -> None:
        self.folder = folder
        self._command = command or ("-m", "fieldapp", "run", "--folder", str(folder / "store"))
        self.port = free_port()
        self._running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        """Returns at once; `wait_until_up` before the page is opened."""
        temporary = self.folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        command = [*self._command, "--port", str(self.port)]
        own = {"TMPDIR": str(temporary), "HOME": str(temporary), "PYTHONWARNINGS": "default"}
        with (self.folder / "app.log").open("ab") as log:
            self._running = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=os.environ | own, stdout=log, stderr=log
            )

    def wait_until_up(self) -> Self:
        until = time.monotonic() + STARTS_WITHIN_SECONDS
        while True:
            try:
                with urlopen(self.url, timeout=5):  # noqa: S310  our own page server
                    return self
            except (URLError, OSError):
                assert self._running
                assert self._running.poll() is None, self.log_text()
                assert time.monotonic() < until, self.log_text()
                time.sleep(0.1)

    def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is closed."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        running, self._running = self._running, None
        if running is None:
            return
        running.send_signal(number)
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()

    def log_text(self) -> str:
        return (self.folder / "app.log").read_text()


def phones(folder: Path) -> RunningApp:
    """Every phone of the scenarios."""
    return RunningApp(folder, ("-m", "tests.browser.phones"))


def phone_url(pages: RunningApp, folder: Path) -> str:
    """Where the phone is whose folder this is."""
    return f"{pages.url}?phone={quote(str(folder))}"


def show_time(pages: RunningApp, at: datetime) -> None:
    """On every phone."""
    seconds = (at - datetime.now(UTC)).total_seconds()
    requests.post(f"{pages.url}time", params={"seconds": seconds}, timeout=30).raise_for_status()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
