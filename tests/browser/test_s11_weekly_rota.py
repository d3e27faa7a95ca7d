"""S11 by clicks. Made before, as in tests/journeys: the board, two coordinators with a rota, and the 43 promises of two
nights that are open on the Monday when the week changes hands; a health centre in the directory."""

from datetime import timedelta

import pytest

from fieldapp.actions import recipients
from fieldapp.domain.recipient import RecipientForm, RecipientType
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.journeys.test_s11_weekly_rota import begun, on_the_wall, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
CENTRE = RecipientForm(name="Hässelby vårdcentral", type=RecipientType.HEALTH_CENTRE, bound_by_secrecy=True)


def test_the_week_is_taken_over_and_a_month_later_one_is_called_until_she_is_reached(stage: Stage) -> None:
    story = stage.story
    _siv, bo, _anna, monday = begun(story)
    recipients.save_recipient(bo.phone, CENTRE)
    wait_until(story, on_the_wall(timedelta(hours=8), monday))
    stage.begins()

    desk = stage.unlocked(bo)
    desk.waits_for("Ny vecka: 43 öppna")
    desk.tap("Ta över veckan")
    desk.waits_until_gone("Ta över veckan")
    stage.passes(days=14)
    desk.tap("Dags nu")
    _calls_twice(desk)
    stage.passes(days=1)
    _reaches_and_refers(desk)

    assert stage.wrong() == []


def _calls_twice(desk: AppPage) -> None:
    row = desk.reads(r"^((?:[A-Z0-9] ){8}[A-Z0-9])\nEnmånadsuppföljning")
    desk.tap(row)
    desk.tap("Öppna personen")
    desk.waits_for("Loggas.")
    for _attempt in range(2):
        desk.tap("Registrera försök")
        desk.ticks("Ej svar")
        desk.tap("Spara försöket")
        desk.waits_for("Försök: ej svar")


def _reaches_and_refers(desk: AppPage) -> None:
    desk.tap("Registrera försök")
    desk.ticks("Nådd")
    desk.ticks("Förmedla")
    desk.tap("Spara försöket")
    desk.waits_for("Till vem?")
    desk.ticks("Hässelby vårdcentral")
    desk.ticks("Samtal")
    desk.ticks("Namn")
    desk.ticks("Telefon")
    desk.ticks("Ja", under="Samtycker")
    desk.tap("Spara förmedlingen")
    desk.waits_for("Den är skickad")
