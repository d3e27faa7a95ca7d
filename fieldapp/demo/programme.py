"""Starting the demo's processes, and stopping them cleanly."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from fieldapp.demo import marker
from fieldapp.demo.people import PASSPHRASE, PEOPLE
from fieldapp.errors import DemoDidNotStart, DemoOfAnotherVersion
from fieldapp.starting import HOST, check_folder, check_port

# A busy machine loads slowly; what is broken ends by itself and is not waited for.
STARTS_WITHIN_SECONDS = 180
STOPS_WITHIN_SECONDS = 4
Process: TypeAlias = subprocess.Popen[bytes]
Say = Callable[[str], None]


def run_demo(folder: Path, port: int, say: Say) -> None:
    """Serves until Ctrl-C. Ports: the server on `port`, the phones on the next ones.

    Raises PortTaken, FolderNotWritable, DemoOfAnotherVersion, DemoDidNotStart.
    """
    for number in range(port, port + 1 + len(PEOPLE)):
        check_port(number)
    check_folder(folder)
    # Whoever ends us politely means the parts too; a shell starts what runs in its background deaf to Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with _parts(folder) as start:
        is_new = _is_new(folder)
        # The pages look into their folders only when somebody opens them, so they can start meanwhile.
        pages = start("phones", ["-m", "fieldapp.demo.phones", str(folder), str(port)])
        codes = [_claim_code(folder)] if is_new else []
        server = start("server", _server(folder, port))
        # The district's code has made the database; the other board's is made while the server loads.
        codes += [_claim_code(folder)] if is_new else []
        _wait_for(server, f"http://{HOST}:{port}/healthz")
        if is_new:
            say("ÖVNING: making two boards, four phones and a month of follow-ups …")
            _seed(folder, f"http://{HOST}:{port}", codes)
            marker.note_made(folder)
        addresses = [f"http://{HOST}:{port + n}/" for n in range(1, 1 + len(PEOPLE))]
        for address in addresses:
            _wait_for(pages, address)
        _announce(say, port, addresses)
        threading.Event().wait()


def _announce(say: Say, port: int, addresses: list[str]) -> None:
    say("")
    say("ÖVNING – a demo with invented people. Nothing here is real.")
    for words, address in zip(PEOPLE.values(), addresses, strict=True):
        say(f"  {words:<34} {address}")
    say(f"  {'District server':<34} http://{HOST}:{port}/healthz")
    say("")
    say(f"Passphrase for all of them: {PASSPHRASE}")
    say("Begin at Johan's page: a card on each page says what to do next.")
    say("Ctrl-C stops everything; the next start finds the same data.")


def _is_new(folder: Path) -> bool:
    """Raises DemoOfAnotherVersion, also for one that was cut off while it was made."""
    if marker.is_ours(folder):
        return False
    if marker.path(folder).exists() or _database(folder).exists():
        raise DemoOfAnotherVersion(str(folder))
    return True


def _claim_code(folder: Path) -> str:
    """Of a fresh database."""
    printed = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "sync.server", "init", "--database", str(_database(folder))],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Claim code: (\S+)", printed.stdout)
    if found is None:
        raise DemoDidNotStart(printed.stderr.strip()[-200:])
    return found[1]


def _seed(folder: Path, server: str, claim_codes: list[str]) -> None:
    # Here, because only the first start needs it, and loading it takes a while.
    from fieldapp.demo.seed import seed

    seed(folder, server, claim_codes)


def _database(folder: Path) -> Path:
    return folder / "district.sqlite3"


def _server(folder: Path, port: int) -> list[str]:
    return ["-m", "sync.server", "serve", "--database", str(_database(folder)), "--host", HOST, "--port", str(port)]


@contextmanager
def _parts(folder: Path) -> Iterator[Callable[[str, list[str]], Process]]:
    """Gives what starts a part and notes it; at the end all are asked to stop at once."""
    running: list[Process] = []

    def start(name: str, command: list[str]) -> Process:
        with (folder / f"{name}.log").open("ab") as log:
            # A session of its own, so that Ctrl-C reaches only us.
            process = subprocess.Popen(  # noqa: S603  our own program
                [sys.executable, *command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, **_detached()
            )
        running.append(process)
        return process

    try:
        yield start
    finally:
        _stop(running)


def _detached() -> dict[str, Any]:
    return {"start_new_session": True} if os.name == "posix" else {}


def _stop(running: list[Process]) -> None:
    """What was saved is on the disk already, so whoever is slow to leave is not waited for."""
    for process in running:
        process.terminate()
    until = time.monotonic() + STOPS_WITHIN_SECONDS
    for process in running:
        try:
            process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: Process, address: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  our own address
                return
        except OSError:
            time.sleep(0.1)
    raise DemoDidNotStart(address)
