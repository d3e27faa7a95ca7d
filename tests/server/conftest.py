"""One real server for all tests of this folder, on each database engine; a board of its own for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.server.people import Town, found_town
from tests.server.postgres import RunningPostgres
from tests.server.running import RunningServer

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[RunningPostgres]:
    with RunningPostgres() as running:
        yield running


@pytest.fixture(scope="session", params=ENGINES)
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], str]:
    """Names an empty database of the engine that this round is about."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgres").new_database
    return lambda: str(tmp_path_factory.mktemp("sqlite") / "district.sqlite3")


@pytest.fixture(scope="session")
def server(new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("district")
    with RunningServer(folder, database=new_database()) as running:
        yield running


@pytest.fixture
def town(server: RunningServer) -> Town:
    return found_town(server)
