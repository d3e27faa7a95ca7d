"""Work done in a forked child, so that it can be killed: the parent has imported everything already."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass

LONGEST_SECONDS = 60
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Ended:
    """What a child told on its pipe, and how it ended."""

    told: bytes
    status: int

    @property
    def was_killed(self) -> bool:
        return os.WIFSIGNALED(self.status) and os.WTERMSIG(self.status) == signal.SIGKILL

    @property
    def finished(self) -> bool:
        return self.status == 0


def in_child(work: Callable[[int], None]) -> Ended:
    """`work` gets the writing end of a pipe. A child that hangs is ended by its own alarm."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work_and_exit(work, writing)
    os.close(writing)
    told = _all_of(reading)
    _, status = os.waitpid(child, 0)
    return Ended(told, status)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _work_and_exit(work: Callable[[int], None], writing: int) -> None:
    status = 1
    try:
        signal.alarm(LONGEST_SECONDS)
        work(writing)
        status = 0
    finally:
        if status:
            traceback.print_exc()
            sys.stderr.flush()
        # Not sys.exit: what the parent had not yet printed is the parent's to print.
        os._exit(status)


def _all_of(reading: int) -> bytes:
    chunks = []
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while chunk := pipe.read(_CHUNK):
            chunks.append(chunk)
    return b"".join(chunks)
