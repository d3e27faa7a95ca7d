"""A server whose every file lies in one watched folder, and a log that keeps whatever anybody says."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.people import Story
from tests.server.running import RunningServer


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningServer]:
    temporary = tmp_path / "district" / "tmp"
    temporary.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("HOME", str(temporary))
    with RunningServer(tmp_path / "district") as running:
        yield running


@pytest.fixture
def app_log(tmp_path: Path) -> Iterator[Path]:
    """Everything that anybody in the app's process logs, at DEBUG, as a phone's own log would keep it."""
    path = tmp_path / "phones" / "app.log"
    path.parent.mkdir(exist_ok=True)
    keeper = logging.FileHandler(path, encoding="utf-8")
    keeper.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s %(args)s"))
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(keeper)
    root.setLevel(logging.DEBUG)
    yield path
    root.setLevel(before)
    root.removeHandler(keeper)
    keeper.close()


@pytest.fixture
def story(tmp_path: Path, server: RunningServer, app_log: Path) -> Iterator[Story]:
    told = Story(tmp_path / "phones", server.url, server.new_claim_code())
    yield told
    told.end()


_watching: list[set[Path]] = []
_WRITES = 0o3  # os.O_WRONLY | os.O_RDWR


def _note_writing(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event == "open":
        path, _, flags = arguments
        if isinstance(path, str) and isinstance(flags, int) and flags & _WRITES:
            _watching[-1].add(Path(path).absolute())


@pytest.fixture(scope="session", autouse=True)
def _audit() -> None:
    """A hook cannot be taken away again, so there is one for the session, and it mostly does nothing."""
    sys.addaudithook(_note_writing)


@pytest.fixture
def written() -> Iterator[set[Path]]:
    """Every file that this process opens for writing while the test runs, wherever it lies."""
    paths: set[Path] = set()
    _watching.append(paths)
    yield paths
    _watching.remove(paths)
