"""Starting the demo's processes, and stopping them cleanly."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from fieldapp.app import HOST, check_folder, check_port
from fieldapp.demo.seed import PASSPHRASE, PEOPLE, seed
from fieldapp.errors import DemoDidNotStart, DemoOfAnotherVersion

VERSION = 1
STARTS_WITHIN_SECONDS = 60
Say = Callable[[str], None]


def run_demo(folder: Path, port: int, say: Say) -> None:
    """Serves until Ctrl-C. Ports: the server on `port`, the three phones on the next ones.

    Raises PortTaken, FolderNotWritable, DemoOfAnotherVersion, DemoDidNotStart.
    """
    for number in range(port, port + 1 + len(PEOPLE)):
        check_port(number)
    check_folder(folder)
    # Whoever ends us politely means the parts too; a shell starts what runs in its background deaf to Ctrl-C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with ExitStack() as running:
        claim_code = _prepare(folder)
        # The pages look into their folders only when somebody opens them, so they can start meanwhile.
        pages = {name: running.enter_context(_page(folder, name, port + n)) for n, name in enumerate(PEOPLE, start=1)}
        running.enter_context(_server(folder, port))
        if claim_code:
            say("ÖVNING: making a board, three phones and a month of follow-ups …")
            seed(folder, f"http://{HOST}:{port}", claim_code)
            _marker(folder).write_text(json.dumps({"version": VERSION}))
        addresses = [f"http://{HOST}:{port + n}/" for n in range(1, 1 + len(PEOPLE))]
        for process, address in zip(pages.values(), addresses, strict=True):
            _wait_for(process, address)
        _announce(say, port, addresses)
        threading.Event().wait()


def _announce(say: Say, port: int, addresses: list[str]) -> None:
    say("")
    say("ÖVNING – a demo with invented people. Nothing here is real.")
    for words, address in zip(PEOPLE.values(), addresses, strict=True):
        say(f"  {words:<34} {address}")
    say(f"  {'District server':<34} http://{HOST}:{port}/healthz")
    say("")
    say(f"Passphrase for all three: {PASSPHRASE}")
    say("Ctrl-C stops everything; the next start finds the same data.")


def _prepare(folder: Path) -> str:
    """The claim code of a fresh database, or "" where the demo is already seeded."""
    marker, database = _marker(folder), folder / "district.sqlite3"
    if marker.exists():
        if json.loads(marker.read_text()).get("version") != VERSION:
            raise DemoOfAnotherVersion(str(folder))
        return ""
    if database.exists():
        raise DemoOfAnotherVersion(str(folder))
    printed = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "sync.server", "init", "--database", str(database)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = re.search(r"Claim code: (\S+)", printed.stdout)
    if found is None:
        raise DemoDidNotStart(printed.stderr.strip()[-200:])
    return found[1]


def _marker(folder: Path) -> Path:
    return folder / "demo.json"


@contextmanager
def _server(folder: Path, port: int) -> Iterator[None]:
    database = str(folder / "district.sqlite3")
    command = ["-m", "sync.server", "serve", "--database", database, "--host", HOST, "--port", str(port)]
    with _process(folder, "server", command) as process:
        _wait_for(process, f"http://{HOST}:{port}/healthz")
        yield


def _page(folder: Path, name: str, port: int) -> AbstractContextManager[subprocess.Popen[bytes]]:
    return _process(folder, name, ["-m", "fieldapp", "run", "--folder", str(folder / name), "--port", str(port)])


@contextmanager
def _process(folder: Path, name: str, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / f"{name}.log").open("ab") as log:
        # A session of its own, so that Ctrl-C reaches only us, and we stop the parts in order.
        process = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, *command], stdout=log, stderr=log, stdin=subprocess.DEVNULL, **_detached()
        )
    try:
        yield process
    finally:
        _stop(process)


def _detached() -> dict[str, Any]:
    return {"start_new_session": True} if os.name == "posix" else {}


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  our own address
                return
        except OSError:
            time.sleep(0.1)
    raise DemoDidNotStart(address)
