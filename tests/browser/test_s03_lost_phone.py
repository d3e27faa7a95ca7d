"""S3 by clicks. Made before: the board, and Anna with a session that is open and that the district has.

In the stairwell the district hears how much Anna's phone holds, and gets no more of it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from fieldapp.actions import sessions
from fieldapp.i18n import catalogue
from sync.protocol.framing import Contact
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
from tests.client.relay import Asked, Relay, Told
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
REASON = "Tappad på tunnelbanan"


def _hears_only(asked: Asked, ask: Callable[[Asked], Told]) -> Told:
    if asked.is_for("POST", "/envelopes"):
        return Told(503, b"{}")
    if asked.is_for("POST", "/contact"):
        return ask(replace(asked, body=replace(Contact.from_bytes(asked.body), envelopes=()).to_bytes()))
    return ask(asked)


def test_a_lost_phone_is_revoked_what_it_held_is_counted_and_the_visit_is_written_again(
    stage: Stage, stairwell: Relay
) -> None:
    story = stage.story
    anna = stage.supporter_by("Anna Stöd", stairwell.url)
    session = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, story.supervisor)
    night = story.time.astimezone(anna.phone.zone)
    stage.begins()

    lost = stage.unlocked(anna)
    code = _meets_two(lost, stairwell)
    chef = stage.unlocked(story.supervisor)
    _reports_it(chef)
    invitation = _invites_again(chef)
    lost.waits_for("Den här telefonen är spärrad", seconds=120)
    stage.passes(days=1)
    new = stage.locked(stage.folder / "anna-again")
    _enrols(new, invitation, stage.server.url, session.code)
    _writes_again(new, code, night)
    chef.tap("Kö")
    search(chef, code)
    chef.waits_for("Loggas.")

    assert chef.says(spelt(code))
    assert stage.wrong() == []


def _meets_two(page: AppPage, stairwell: Relay) -> str:
    """The code of the visit that is nowhere else."""
    _meets(page)
    send_now(page)
    stairwell.lie = _hears_only
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


def _reports_it(chef: AppPage) -> None:
    """What is missing is counted although nobody can read it, and the clock is stopped."""
    chef.tap("Enheter")
    chef.tap("K1")
    chef.tap("Spärra telefonen")
    chef.ticks("Ja, borttappad")
    chef.fills("Skäl", REASON)
    chef.tap("Spärra K1")
    chef.waits_for("Vad har gjorts?")
    chef.reads(r"^(7[12] h \d+ min) kvar")
    chef.reads(r"Minst (\d+) uppgift(?:er)? om ")
    chef.ticks("Anmäld till Integritetsskyddsmyndigheten")
    chef.tap("Anteckna")
    chef.waits_for("Beslut om anmälan är fattat")


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


def _writes_again(page: AppPage, code: str, night: datetime) -> None:
    page.tap("Efterregistrera ett förlorat besök")
    page.fills("Koden på lappen (valfritt)", code)
    page.ticks(catalogue("sv").day(night.date()))
    page.fills("Tid", f"{night:%H.%M}")
    page.tap("Fortsätt till besöket")
    answer_visit(page, outcome="Ingen uppföljning")
    page.tap("Spara besöket")
    page.waits_for("Nedskrivet i efterhand")
    send_now(page)
