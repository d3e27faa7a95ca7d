"""`python -m tests.benchmarks.store.memory BACKEND FOLDER N`: MiB a fresh process takes for an open store."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import Row
from tests.benchmarks.store.backends import BACKENDS
from tests.benchmarks.store.documents import name
from tests.benchmarks.store.subjects import Subject

STATUS = Path("/proc/self/status")


def rows(subject: Subject) -> Iterator[Row]:
    """Beyond the interpreter and its modules. Nothing where the system does not tell, as outside Linux."""
    if not STATUS.exists():
        return
    command = [sys.executable, "-m", __name__, subject.backend.name, str(subject.folder), str(subject.n)]
    told = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=120).stdout)
    yield Row("memory", subject.backend.name, subject.n, told["held"], "MiB")
    yield Row("peak", subject.backend.name, subject.n, told["peak"], "MiB")


def main(backend_name: str, folder: Path, n: int) -> None:
    """Held: the store is open, one document was got and one name searched for. Peak: the most until then."""
    backend = next(backend for backend in BACKENDS if backend.name == backend_name)
    before = _mib("VmRSS")
    session = backend.open(folder)
    if backend.finds:
        assert session.get(n)
        session.named(name(n))
    else:
        assert len(session.all()) == n
    json.dump({"held": _mib("VmRSS") - before, "peak": _mib("VmHWM") - before}, sys.stdout)
    session.close()


def _mib(field: str) -> float:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
