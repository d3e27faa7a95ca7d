"""S6 by clicks. Made before: the board, Siv, and Anna with a session that is open."""

import pytest

from fieldapp.actions import sessions
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import answer_help, code_on_slip, send_now, spelt
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
NOTE = "Ring inte hem"


def test_a_woman_with_protected_details_is_due_for_everybody_and_open_to_whom_a_supervisor_assigns(
    stage: Stage,
) -> None:
    story = stage.story
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv, story.supervisor)
    stage.begins()

    code = _registers(stage.unlocked(anna))
    desk = stage.unlocked(siv)
    desk.waits_for("Skyddad")
    row = desk.texts()
    desk.tap(spelt(code))
    desk.tap("Öppna personen")
    desk.waits_for("Du är inte tilldelad den här personen.")
    refused = desk.texts()
    _assigns(stage.unlocked(story.supervisor), code)
    desk.tap("Tillbaka till kön")
    desk.waits_for("Skyddad")
    _opens(desk, code)
    desk.waits_for("Loggas.")

    assert not any(NOTE in words for words in (*row, *refused))
    assert stage.wrong() == []


def _registers(anna: AppPage) -> str:
    anna.tap("Nytt besök")
    anna.ticks("Skyddade uppgifter")
    anna.waits_for("Inget namn, inget telefonnummer och ingen adress skrivs.")
    anna.ticks("Sekretessmarkering")
    anna.ticks("Personen hör av sig")
    anna.ticks("30–64")
    anna.ticks("Bevittnade")
    answer_help(anna)
    anna.ticks("Vi följer upp")
    anna.fills("Anteckning", NOTE)
    anna.ticks("Ja, om sekretess, anmälningsplikt och vad som skrivs")
    anna.tap("Spara besöket")
    anna.waits_for("Kom överens tillsammans")
    anna.ticks("Personen hör av sig")
    anna.ticks("Ja", under="Samtycke")
    anna.tap("Ja, så gör vi")
    code = code_on_slip(anna)
    anna.tap("Klart")
    send_now(anna)
    return code


def _opens(page: AppPage, code: str) -> None:
    page.tap(spelt(code))
    page.tap("Öppna personen")
    page.waits_for("Varför öppnar du?")
    page.ticks("Uppföljning")
    page.tap("Öppna personen")


def _assigns(chef: AppPage, code: str) -> None:
    _opens(chef, code)
    chef.tap("Tilldela någon")
    chef.ticks("Siv Samordnare")
    chef.fills("Skäl", "Följer upp")
    chef.tap("Tilldela", whole=True)
    chef.waits_for("Hon kan öppna personen efter telefonens nästa kontakt.")
