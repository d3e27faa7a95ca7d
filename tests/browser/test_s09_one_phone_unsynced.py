"""S9 by clicks. Made before: the board, Siv, and a session that Anna has opened and Bertil has joined.

He then goes to Dalarna, where nothing reaches the district.
"""

from collections.abc import Callable

import pytest

from fieldapp.actions import sessions
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import register_call, spelt
from tests.client.relay import Asked, Relay, Told, honest
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def _nothing_passes(_asked: Asked, _ask: Callable[[Asked], Told]) -> Told:
    return Told(503, b"{}")


def test_what_a_written_off_phone_brings_after_closing_is_in_the_queue_the_same_day(
    stage: Stage, stairwell: Relay
) -> None:
    story = stage.story
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), stage.supporter_by("Bertil Stöd", stairwell.url)
    session = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, session.code)
    story.sync_all(anna, bertil, siv, story.supervisor)
    stage.begins()

    in_dalarna = stage.unlocked(bertil)
    stairwell.lie = _nothing_passes
    code = register_call(in_dalarna, name="Amina", number="070-174 06 91")
    stage.passes(days=3)
    stage.unlocked(anna).waits_for("Allt är säkrat")
    chef = stage.unlocked(story.supervisor)
    _closes_without_it(chef, session.code)
    stage.passes(days=5)
    stairwell.lie = honest
    in_dalarna.waits_for("behöver hjälp – inte borta", seconds=90)
    _takes_in(chef, code)

    assert stage.wrong() == []


def _closes_without_it(chef: AppPage, session: str) -> None:
    chef.tap("Insatser")
    chef.tap(spelt(session.replace("-", "")))
    chef.tap("Börja avsluta")
    chef.waits_for("Börja avsluta insatsen?")
    chef.tap("Börja avsluta")
    chef.waits_for("Väntar på 1 telefon", seconds=90)
    chef.tap("Stäng insatsen")
    chef.waits_for("1 sak kvar")
    chef.tap("Skriv av telefonen")
    chef.fills("Skäl", "Telefonen är på semester i Dalarna")
    chef.tap("Skriv av K")
    chef.waits_for("Allt är klart. Insatsen kan stängas.", seconds=90)
    chef.tap("Stäng insatsen")
    chef.waits_for("Insatsen är stängd.")


def _takes_in(chef: AppPage, code: str) -> None:
    chef.tap("Tillbaka")
    chef.tap("Mer")
    chef.tap("Sent inkommet")
    chef.waits_for("Behöver uppföljning nu", seconds=90)
    while chef.says("Ta emot"):
        left = chef.reads(r"^(\d+ uppgift)")
        chef.tap("Ta emot", whole=True)
        chef.waits(lambda left=left: not chef.says(left), "one less")
    chef.tap("Tillbaka")
    chef.tap("Kö")
    chef.waits_for(spelt(code), seconds=90)
    chef.waits_for("Försenade 1")
