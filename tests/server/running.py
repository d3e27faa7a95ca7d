"""The real district server, in a process of its own, on a port of its own."""

import contextlib
import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import requests

from sync.server import claims
from sync.server.cli import main
from sync.server.engine import Database, database_url
from tests.server.loaded import LoadedServer

_ROOT = Path(__file__).parents[2]
_STARTS_WITHIN_SECONDS = 60


class RunningServer:
    """`with RunningServer(tmp_path) as server:` makes a database in that folder (or takes the one that is there),
    claims nothing, and serves it until the block ends. `server.url` and `server.claim_code` are what a phone needs.

    `database` names another, as `--database` does; `options` go to `serve`. `typed`: started by its command, as whoever
    runs a server starts it, instead of forked from a process that has loaded the same code.
    `stop()` and `start()` again: same database, same port. `kill()` is SIGKILL. `new_claim_code()` for one more board.
    """

    def __init__(
        self,
        folder: Path,
        *,
        host: str = "127.0.0.1",
        database: str | None = None,
        options: Sequence[str] = (),
        typed: bool = False,
    ) -> None:
        self.folder = folder
        self.host = host
        self.port = 0
        self.scheme = "http"
        self.claim_code = ""
        self.database = database or folder / "district.sqlite3"
        self.options = options
        # A server that starts workers of its own is started as it is in use.
        self.typed = typed or "--workers" in options
        self.log_path = folder / "server.log"
        self._running: subprocess.Popen[str] | LoadedServer | None = None

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.claim_code = self._claim_code_of_init()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _claim_code_of_init(self) -> str:
        """Here, not in a process of its own: starting one takes longer than all the rest."""
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            assert main(["init", "--database", str(self.database)]) == 0
        found = re.search(r"Claim code: (\S+)", printed.getvalue())
        assert found, printed.getvalue()
        return found[1]

    @property
    def pid(self) -> int:
        assert self._running
        return self._running.pid

    def new_claim_code(self) -> str:
        """As `init` would print it, without starting another process."""
        database = Database(database_url(str(self.database)))
        with contextlib.closing(database), database.writing() as connection:
            return str(claims.make_claim(connection, datetime.now(UTC)))

    def expect(self, board: bytes) -> None:
        """As `init --root`, while it serves."""
        with contextlib.redirect_stdout(io.StringIO()):
            assert main(["init", "--database", str(self.database), "--root", board.hex()]) == 0

    def start(self) -> None:
        """Does nothing while it runs."""
        if self._running:
            return
        where = ["--database", str(self.database), "--host", self.host, "--port", str(self.port)]
        command = ["serve", *where, *self.options]
        self._running = self._typed(command) if self.typed else LoadedServer(command, _environment(), self.log_path)
        assert self._running.stdout
        announced = re.search(r"District server on (https?)://\S+:(\d+)", self._running.stdout.readline())
        assert announced, self.log_text()
        self.scheme, self.port = announced[1], int(announced[2])

    def _typed(self, command: Sequence[str]) -> "subprocess.Popen[str]":
        with self.log_path.open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "sync.server", *command],
                cwd=_ROOT,
                env=_environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def interrupt(self) -> int:
        """SIGINT, as Ctrl-C; the exit code."""
        return self._end(signal.SIGINT)

    def kill(self) -> int:
        """SIGKILL: nothing is finished, nothing is closed."""
        return self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> int:
        running, self._running = self._running, None
        if running is None:
            return 0
        running.send_signal(number)
        running.communicate(timeout=_STARTS_WITHIN_SECONDS)
        return running.returncode

    def log_text(self) -> str:
        return self.log_path.read_text()

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=30)


def run_command(*arguments: str, database: str | None = None) -> subprocess.CompletedProcess[str]:
    """`district-server` with these arguments, run to its end. `database` goes into STODKEDJAN_DATABASE."""
    environment = _environment() | ({"STODKEDJAN_DATABASE": database} if database else {})
    return subprocess.run(
        [sys.executable, "-m", "sync.server", *arguments],
        cwd=_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_STARTS_WITHIN_SECONDS,
        check=False,
    )


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "STODKEDJAN_DATABASE"}
