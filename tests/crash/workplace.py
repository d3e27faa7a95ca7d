"""Where points are run: in memory when the system has such a folder, because nothing here tests the disk itself."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_MEMORY = Path("/dev/shm")  # noqa: S108


@contextmanager
def fresh_folder() -> Iterator[Path]:
    folder = tempfile.mkdtemp(prefix="crash-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder)
