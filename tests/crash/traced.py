"""The same with the kernel as witness: strace lists every storage call, and kills at them."""

import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import TypeAlias

from tests.crash.checks import Finding, Verdict, checked
from tests.crash.rows import STEPS, Worlds
from tests.crash.runs import World, recorded, world
from tests.crash.subjects import STORE
from tests.crash.table import Tally
from tests.crash.workplace import fresh_folder
from tests.crash.writer import words_in

KERNEL_NAMES = {
    "open": "openat",
    "pwrite": "pwrite64",
    "pwritev": "pwritev",
    "replace": "rename",
    "remove": "unlink",
    "posix_fallocate": "fallocate",
}
# Whatever changes a file system, used or not: what the shim does not know must show.
STORAGE = (
    "open,openat,openat2,creat,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,"
    "truncate,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,link,linkat,symlink,symlinkat,"
    "fallocate,sendfile,copy_file_range,splice,io_uring_setup,mmap"
)
Place: TypeAlias = tuple[str, int]
"""A call's name and which one of that name it is."""

SHARE, LEAST_FOR_KILLS = 0.01, 2_000
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)$")


def run(worlds: Worlds, points: int) -> list[Tally]:
    """The rows of strace; without it a line that says so."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        print("strace is not installed: the shim's list of storage calls was not compared with the kernel's")
        return []
    planned = world(STORE, worlds.seed * 1000 + 900, STEPS)
    places = _compared(planned)
    if points < LEAST_FOR_KILLS:
        return []
    return [_killed(planned, places, int(points * SHARE))]


def _compared(planned: World) -> list[Place]:
    """Prints whether the shim saw what the kernel saw; gives the places of the storage calls among all calls."""
    with fresh_folder() as root:
        seen = Counter(KERNEL_NAMES.get(call.function, call.function) for call in recorded(planned, root).calls)
    with fresh_folder() as root:
        places = list(_places(_traced(planned, root, ["-y", "-e", f"trace={STORAGE}"]), str(root)))
    kernel = Counter(name for name, _ in places)
    if kernel != seen:
        print(f"NOT THE SAME: shim {dict(seen)}, kernel {dict(kernel)}")
        raise SystemExit(1)
    print(f"strace: the kernel saw the same {kernel.total()} storage calls as the shim")
    return places


def _places(lines: Sequence[tuple[str, str]], root: str) -> Iterator[Place]:
    """strace counts the calls of each name from the start of the process, Python's own included."""
    counts = Counter[str]()
    for name, line in lines:
        counts[name] += 1
        if root in line and _changes(name, line):
            yield name, counts[name]


def _changes(name: str, line: str) -> bool:
    if name.startswith("open"):
        return "O_CREAT" in line or "O_TRUNC" in line
    return name != "mmap" or ("MAP_SHARED" in line and "PROT_WRITE" in line)


def _traced(planned: World, root: Path, options: Sequence[str]) -> list[tuple[str, str]]:
    log = root / "strace.log"
    _strace(planned, root / "root", [*options, "-o", str(log)])
    lines = [match for line in log.read_text(errors="replace").splitlines() if (match := _LINE.match(line))]
    return [(match[1], match[2]) for match in lines]


def _strace(planned: World, root: Path, options: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
    root.mkdir()
    writer = [sys.executable, "-B", "-m", "tests.crash.alone", str(root), str(planned.seed), str(len(planned.steps))]
    command = ["strace", "-f", "-qq", *options, *writer]
    return subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=60)


def _killed(planned: World, places: Sequence[Place], budget: int) -> Tally:
    tally = Tally("SIGKILL by strace at a storage call")
    for place in Random(planned.seed).sample(places, min(budget, len(places))):
        finding = _killed_at(planned, *place)
        if finding.verdict is not Verdict.FINE:
            finding = Finding(Verdict.LOST, finding.why)
            print(f"  {place}: {finding.why}", file=sys.stderr)
        tally.count(finding, 1)
    print(tally.line(), flush=True)
    return tally


def _killed_at(planned: World, name: str, number: int) -> Finding:
    with fresh_folder() as root:
        inject = ["-o", str(root / "strace.log"), "-e", f"trace={name}"]
        ended = _strace(planned, root / "root", [*inject, "-e", f"inject={name}:signal=SIGKILL:when={number}"])
        if ended.returncode != -signal.SIGKILL:
            return Finding(Verdict.LOST, "strace did not kill")
        return checked(STORE, root / "root", planned.expected(words_in(ended.stdout)))
