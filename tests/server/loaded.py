"""`district-server` forked from a process that has loaded it: loading takes longer than most tests."""

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO

_CAN_FORK = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT = multiprocessing.get_context("forkserver" if _CAN_FORK else "spawn")
if _CAN_FORK:
    _CONTEXT.set_forkserver_preload([__name__, "sync.server.cli", "sync.server.serving"])


class LoadedServer:
    """A process of its own, as `subprocess.Popen` would start it, with as much of its behaviour as is needed."""

    stdout: TextIO

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> None:
        heard, said = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=_run, args=(arguments, dict(environment), said, log))
        self._process.start()
        said.close()
        self.stdout = os.fdopen(os.dup(heard.fileno()), "r")
        heard.close()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    @property
    def returncode(self) -> int:
        assert self._process.exitcode is not None
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def communicate(self, timeout: float) -> None:
        self._process.join(timeout)
        self.stdout.close()


def _run(arguments: Sequence[str], environment: Mapping[str, str], said: Connection, log: Path) -> None:
    from sync.server.cli import main

    os.environ.clear()
    os.environ.update(environment)
    os.dup2(said.fileno(), 1)
    with log.open("ab") as errors:
        os.dup2(errors.fileno(), 2)
    said.close()
    sys.stdout, sys.stderr = os.fdopen(1, "w", closefd=False), os.fdopen(2, "w", buffering=1, closefd=False)
    sys.exit(main(arguments))
