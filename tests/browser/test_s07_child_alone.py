"""S7 by clicks, without coverage. Made before: the board, Siv, and Anna with a session that is open."""

import pytest

from fieldapp.actions import sessions
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import agree_call, answer_visit, send_now, spelt
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
NAME, NOTE = "Elias", "Mamma hämtade honom"


def test_a_child_alone_is_not_finished_before_somebody_has_him_and_the_list_says_nothing(stage: Stage) -> None:
    story = stage.story
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv)
    stage.begins()

    phone = stage.unlocked(anna)
    stage.server.stop()
    code = _meets(phone)
    stage.server.start()
    send_now(phone)
    desk = stage.unlocked(siv)
    desk.waits_for(spelt(code))

    assert not any(words in text for text in desk.texts() for words in (NAME, NOTE, "Barn", "Orosanmälan"))
    assert stage.wrong() == []


def _meets(anna: AppPage) -> str:
    anna.tap("Nytt besök")
    anna.ticks("13–15")
    anna.ticks("Ja", under="Barn")
    anna.waits_for("Ring vårdnadshavare, annars socialjouren")
    anna.ticks("Gjord")
    anna.waits_for("Gjord kl.")
    answer_visit(anna, name=NAME, age="13–15", note=NOTE)
    anna.tap("Spara besöket")
    anna.waits_for("Välj vem barnet lämnade med")
    anna.ticks("Vårdnadshavare", under="Lämnade med")
    anna.tap("Spara besöket")
    code = agree_call(anna, "070-174 06 71")
    anna.tap("Klart")
    return code
