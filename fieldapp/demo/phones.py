"""`python -m fieldapp.demo.phones FOLDER PORT`: the pages of the phones, on the ports after PORT.

Each is a process of its own, as in the field. What they run is loaded once and then shared, where the system can: it
takes longer to load than all the rest of the demo's start.
"""

import multiprocessing
import signal
import sys
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

import flet_web.fastapi  # noqa: F401  loaded here, before there are several

from fieldapp.app import run_web
from fieldapp.demo.marker import made_at
from fieldapp.demo.people import PEOPLE


def main(folder: Path, port: int) -> None:
    """Until one of them ends or this is told to."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    multiprocessing.set_start_method("fork" if sys.platform == "linux" else "spawn")
    pages = [
        multiprocessing.Process(target=_run, args=(folder, name, port + number))
        for number, name in enumerate(PEOPLE, start=1)
    ]
    try:
        for page in pages:
            page.start()
        wait([page.sentinel for page in pages])
    except KeyboardInterrupt:
        return
    finally:
        for page in pages:
            page.terminate()


def _run(folder: Path, name: str, port: int) -> None:
    run_web(folder / name, port, guided=partial(made_at, folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
