"""People with real devices and a real server; one server for all tests of this folder, a board for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.people import Story
from tests.server.running import RunningServer


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("actions")) as running:
        yield running


@pytest.fixture
def story(tmp_path: Path, server: RunningServer) -> Iterator[Story]:
    told = Story(tmp_path, server.url, server.new_claim_code())
    yield told
    told.end()
