"""One Chromium for this folder, what the scenarios share, and a picture of every open page when a step fails."""

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.night import Night
from tests.browser.page import new_context
from tests.browser.running import RunningApp, phones
from tests.browser.stage import Stage
from tests.client.relay import Relay, relay
from tests.server.running import RunningServer

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_failed = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        yield browser
        browser.close()


def executable() -> str:
    """Where nobody looks at what was skipped, a missing browser is a failure."""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    if not found and os.environ.get("CI"):
        pytest.fail("there is no Chromium on this machine, and CI is set")
    if not found:
        pytest.skip("there is no Chromium on this machine")
    return found


@pytest.fixture(scope="package")
def phone_pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """Started before anything else is needed: loading takes seconds."""
    running = phones(tmp_path_factory.mktemp("phones"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="package")
def server(phone_pages: RunningApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("district")) as running:
        yield running


@pytest.fixture(scope="package")
def tabs(phone_pages: RunningApp, chromium: Browser) -> Iterator[BrowserContext]:
    with new_context(chromium) as context:
        yield context


@pytest.fixture
def stairwell(server: RunningServer) -> Iterator[Relay]:
    """A way to the server with worse coverage, whenever a scenario says so."""
    server.start()
    with relay(server.url) as wire:
        yield wire


@pytest.fixture
def stage(
    phone_pages: RunningApp,
    server: RunningServer,
    tabs: BrowserContext,
    request: pytest.FixtureRequest,
    tmp_path: Path,
) -> Iterator[Stage]:
    """A board of its own for each scenario."""
    set_up = Stage(tabs, phone_pages.wait_until_up(), server, tmp_path)
    yield set_up
    if request.node.stash.get(_failed, False):
        set_up.pictures(tmp_path)
    set_up.end()


@pytest.fixture(scope="module")
def night(chromium: Browser, phone_pages: RunningApp, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    told = Night(chromium, tmp_path_factory.mktemp("night"), phone_pages)
    yield told
    told.end()


@pytest.fixture
def step(night: Night, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Night]:
    """The story so far; a step is not tried when one before it failed."""
    if night.stopped_at:
        pytest.fail(f"not tried, because this failed before: {night.stopped_at}")
    yield night
    if request.node.stash.get(_failed, False):
        night.stopped_at = request.node.name
        night.pictures(tmp_path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report
