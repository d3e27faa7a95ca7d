"""S3 by clicks. Made before: the board, and Anna with a session that is open and that the district has.

The district lets Anna's phone say how many records it holds and takes no more of them: as in a stairwell.
"""

import re
from collections.abc import Callable

import pytest

from fieldapp.actions import sessions
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import (
    answer_visit,
    choose_passphrase,
    connect,
    open_safety,
    read_invite,
    search,
    send_now,
    spelt,
)
from tests.client.relay import Asked, Relay, Told, honest
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
REASON = "Tappad på tunnelbanan"


def _takes_nothing(asked: Asked, ask: Callable[[Asked], Told]) -> Told:
    return Told(503, b"{}") if asked.is_for("POST", "/envelopes") else ask(asked)


def test_a_lost_phone_is_revoked_what_it_held_is_counted_and_the_visit_is_written_again(
    stage: Stage, stairwell: Relay
) -> None:
    story = stage.story
    anna = stage.supporter_by("Anna Stöd", stairwell.url)
    session = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, story.supervisor)
    stage.begins()

    lost = stage.unlocked(anna)
    code = _meets_two_and_loses_the_phone(lost, stairwell)
    chef = stage.unlocked(story.supervisor)
    issued, received = _reports_it(chef)
    invitation = _invites_again(chef)
    stairwell.lie = honest
    lost.waits_for("Den här telefonen är spärrad", seconds=120)
    new = stage.locked(stage.folder / "anna-again")
    _enrols(new, invitation, stage.server.url, session.code)
    _writes_again(new, code)
    chef.tap("Kö")
    search(chef, code)
    chef.waits_for("Loggas.")

    assert issued > received
    assert chef.says(spelt(code))
    assert stage.wrong() == []


def _meets_two_and_loses_the_phone(page: AppPage, stairwell: Relay) -> str:
    """The code of the visit that is nowhere else."""
    _meets(page)
    send_now(page)
    stairwell.lie = _takes_nothing
    _meets(page)
    code = "".join(page.reads(r"^((?:[A-Z0-9] ){8}[A-Z0-9])\n.*\nBara på").split())
    open_safety(page)
    page.tap("Försök skicka nu")
    page.waits_until_gone("Skickar")
    return code


def _meets(page: AppPage) -> None:
    page.tap("Nytt besök")
    answer_visit(page, outcome="Ingen uppföljning")
    page.tap("Spara besöket")
    page.waits_for("Mina besök")


def _reports_it(chef: AppPage) -> tuple[int, int]:
    """How many records it had issued, and how many the district had."""
    chef.tap("Enheter")
    chef.tap("K1")
    chef.tap("Spärra telefonen")
    chef.ticks("Ja, borttappad")
    chef.fills("Skäl", REASON)
    chef.tap("Spärra K1")
    chef.waits_for("Vad har gjorts?")
    counts = re.search(r"utfärdat (\d+), mottaget (\d+)", " ".join(chef.texts()))
    assert counts, chef.texts()
    chef.ticks("Anmäld till Integritetsskyddsmyndigheten")
    chef.tap("Anteckna")
    chef.waits_for("Beslut om anmälan är fattat")
    return int(counts[1]), int(counts[2])


def _invites_again(chef: AppPage) -> str:
    chef.tap("Tillbaka")
    chef.tap("K1")
    chef.tap("Bjud in personen igen")
    return read_invite(chef)


def _enrols(page: AppPage, invitation: str, server: str, session: str) -> None:
    connect(page, invitation, server)
    choose_passphrase(page)
    page.tap("Anslut telefonen")
    page.tap("Gå med med en kollegas kod")
    page.fills("Insatsens kod", session)
    page.tap("Gå med i insats")
    page.waits_for("Nytt besök")


def _writes_again(page: AppPage, code: str) -> None:
    page.tap("Efterregistrera ett förlorat besök")
    page.fills("Koden på lappen (valfritt)", code)
    page.fills("Tid", "00.05")
    page.tap("Fortsätt till besöket")
    answer_visit(page, outcome="Ingen uppföljning")
    page.tap("Spara besöket")
    page.waits_for("Mina besök")
    send_now(page)
