"""Something done by a process that is killed on the way: before its so-and-so-manieth renaming or removal of a file.

`python -m tests.store.struck MODULE:FUNCTION` loads what is done once, and does it in a fork for each line it reads.
"""

import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
Struck = Callable[..., bool]
"""(kill at, arguments …): whether it was killed before it came to its end."""


@contextmanager
def struck(deed: Callable[..., object]) -> Iterator[Struck]:
    command = [sys.executable, "-m", "tests.store.struck", f"{deed.__module__}:{deed.__name__}"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdin
        assert running.stdout

        def strike(kill_at: int, *arguments: object) -> bool:
            running.stdin.write(json.dumps([kill_at, *map(str, arguments)]) + "\n")
            running.stdin.flush()
            code = int(running.stdout.readline())
            assert code in (0, -signal.SIGKILL)
            return code != 0

        yield strike


def main(name: str) -> None:
    module, _, function = name.partition(":")
    deed = getattr(importlib.import_module(module), function)
    for line in sys.stdin:
        kill_at, *arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            _do(deed, kill_at, arguments)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def _do(deed: Callable[..., object], kill_at: int, arguments: list[Any]) -> None:
    steps = 0

    def count(event: str, _: object) -> None:
        nonlocal steps
        if event in ("os.rename", "os.remove"):
            steps += 1
            if steps > kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    try:
        deed(*arguments)
    except BaseException:  # noqa: BLE001  told, and the exit code says so
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
