"""S2 by clicks. Made before: the board, Siv, Anna and Bertil, and a session that both supporters have joined."""

import pytest

from fieldapp.actions import sessions
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import register_call, search, send_now, spelt
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
NUMBER = "070-174 06 31"


def test_two_phones_register_the_same_mother_and_a_coordinator_makes_one_of_her(stage: Stage) -> None:
    story = stage.story
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    sessions.join_session(bertil.phone, sessions.open_session(anna.phone, ALARM).code)
    story.sync_all(anna, bertil, siv)
    stage.begins()

    office, school = stage.unlocked(anna), stage.unlocked(bertil)
    stage.server.stop()
    at_office = register_call(office, name="Amina", number=NUMBER)
    stage.passes(minutes=40)
    at_school = register_call(school, name="Aminah", number=NUMBER)
    stage.server.start()
    for page in (office, school):
        send_now(page)
    desk = stage.unlocked(siv)
    _joins(desk, at_office, at_school)
    desk.tap("Tillbaka")
    desk.waits_for("Alla 1")
    search(desk, at_school)
    desk.waits_for("Vem ansvarar")
    desk.tap("Öppna personen")
    desk.waits_for("Sammanslagen med")

    assert desk.says(spelt(at_office))
    assert stage.wrong() == []


def _joins(desk: AppPage, *codes: str) -> None:
    desk.waits_for("Alla 2")
    desk.tap("1 kan vara registrerad två gånger")
    desk.waits_for("Registrerade två gånger?")
    desk.tap(desk.reads(rf"^((?:{'|'.join(map(spelt, codes))}))\n"))
    desk.waits_for("Samma person?")
    for name in ("Amina", "Aminah"):
        desk.waits_for(name)
    desk.tap("Slå ihop")
    desk.waits_for("Sammanslagen med")
