"""One real server for all tests of this folder; a board of its own for each test."""

from collections.abc import Iterator

import pytest

from tests.server.people import Town, found_town
from tests.server.running import RunningServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("district")) as running:
        yield running


@pytest.fixture
def town(server: RunningServer) -> Town:
    return found_town(server)
