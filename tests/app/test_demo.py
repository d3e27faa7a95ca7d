"""`fieldapp demo` as somebody starts it who has never seen it: one command, and four phones to click through."""

import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions import door, queue
from fieldapp.actions.walkthrough import walkthrough
from fieldapp.demo.marker import made_at
from fieldapp.demo.people import PASSPHRASE, PEOPLE
from fieldapp.domain.walkthrough import Step
from tests.app.ports import first_of_five

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def port() -> int:
    return first_of_five()


@pytest.fixture(scope="module")
def told(folder: Path, port: int) -> Iterator[list[str]]:
    """What it says until it is ready; stopped as Ctrl-C stops it."""
    command = [sys.executable, "-m", "fieldapp", "demo", "--folder", str(folder), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout
        lines = []
        for line in demo.stdout:
            lines.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        yield lines
        demo.send_signal(signal.SIGINT)


def test_it_says_where_the_phones_are_and_how_to_open_them(told: list[str], port: int) -> None:
    text = "\n".join(told)

    assert all(words in text for words in PEOPLE.values())
    assert all(f"http://127.0.0.1:{number}/" in text for number in range(port, port + 5))
    assert PASSPHRASE in text


def test_the_server_and_every_page_answer(told: list[str], port: int) -> None:
    for number in range(port + 1, port + 5):
        with urllib.request.urlopen(f"http://127.0.0.1:{number}/", timeout=30) as page:
            assert page.status == 200
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as health:
        assert health.status == 200


def test_the_coordinators_phone_opens_with_that_passphrase_and_shows_work(told: list[str], folder: Path) -> None:
    phone = door.unlock(folder / "coordinator", PASSPHRASE)
    view = queue.queue(phone)
    door.lock(phone)

    assert view.overdue
    assert view.coming


def test_the_supporters_phone_says_that_the_first_step_is_to_open_a_session(told: list[str], folder: Path) -> None:
    since = made_at(folder)
    assert since is not None
    phone = door.unlock(folder / "supporter", PASSPHRASE)
    found = walkthrough(phone, since)
    door.lock(phone)

    assert found.next is Step.OPEN_SESSION
    assert found.done == frozenset()


def test_the_officer_s_board_and_the_district_know_each_other(told: list[str], folder: Path) -> None:
    since = made_at(folder)
    assert since is not None
    phone = door.unlock(folder / "officer", PASSPHRASE)
    found, neighbours = walkthrough(phone, since), [one.name for one in phone.roster.peers.values()]
    door.lock(phone)

    assert (found.next, found.steps[-1]) == (Step.OPEN_SESSION, Step.HAND_OVER)
    assert neighbours == ["Hässelby-Vällingby"]
