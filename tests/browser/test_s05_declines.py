"""S5 by clicks. Made before: the board, Siv, and Anna with a session that is open."""

import pytest

from fieldapp.actions import sessions
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import answer_help, answer_visit, code_on_slip, search, send_now, spelt
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
NAME, NUMBER = "Lars Lind", "070-174 06 51"


def test_a_man_declines_keeps_his_slip_and_goes_on_as_the_same_person_three_weeks_later(stage: Stage) -> None:
    story = stage.story
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv)
    stage.begins()

    code = _declines(stage.unlocked(anna))
    stage.passes(days=21)
    desk = stage.unlocked(siv)
    desk.waits_for("Inget att göra i dag.")
    search(desk, code)
    desk.waits_for("Anonym")
    _calls(desk)
    code_again = code_on_slip(desk)
    desk.tap("Klart")
    desk.tap("Kö")
    desk.waits_for("Alla 1")
    row = desk.says(spelt(code))
    desk.tap(spelt(code))
    desk.tap("Öppna personen")
    desk.waits_for(NAME)

    assert code_again == code
    assert row
    assert stage.wrong() == []


def _declines(anna: AppPage) -> str:
    anna.tap("Nytt besök")
    answer_visit(anna, outcome="Avböjer nu")
    anna.tap("Spara besöket")
    anna.tap("Personen vill inte nu")
    anna.waits_for("Får vi höra av oss senare?")
    anna.tap("Nej", whole=True)
    code = code_on_slip(anna)
    anna.tap("Klart")
    send_now(anna)
    return code


def _calls(desk: AppPage) -> None:
    """He gives his name now, and wants to be called."""
    desk.tap("Personen har hört av sig")
    desk.ticks("Namn")
    desk.fills("Namn", NAME)
    desk.fills("Telefonnummer (valfritt)", NUMBER)
    answer_help(desk)
    desk.ticks("Ja", under="Vill personen")
    desk.tap("Spara samtalet")
    desk.waits_for("Kom överens tillsammans")
    desk.ticks("Ringa")
    desk.fills("Telefon", NUMBER)
    desk.ticks("Ja", under="Får meddelande lämnas?")
    desk.ticks("Ja", under="Samtycke")
    desk.tap("Ja, så gör vi")
