"""S8 by clicks. Made before: the board, Siv and Tove, the two recipients, and a boy whom Anna has met and referred."""

from dataclasses import replace

import pytest

from fieldapp.actions import recipients, sessions, visits
from fieldapp.domain.visit_choices import Outcome
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import search, spelt
from tests.journeys.test_main_job import ALARM
from tests.journeys.test_s08_referral import CHILD, CLINIC, FIRST_LINE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_a_referral_nobody_answers_comes_to_whoever_is_on_duty_and_goes_to_another(stage: Stage) -> None:
    story = stage.story
    siv, tove = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Tove", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    for form in (CLINIC, FIRST_LINE):
        recipients.save_recipient(siv.phone, form)
    opened = sessions.open_session(anna.phone, ALARM)
    met = replace(CHILD, outcome=Outcome.REFERRED)
    code = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), met).code
    story.sync_all(siv, anna, siv, tove)
    stage.begins()

    sender = stage.unlocked(siv)
    _refers(sender, code)
    _hears_the_other_guardian(sender)
    _sends(sender)
    stage.passes(days=14, hours=1)
    on_duty = stage.unlocked(tove)
    on_duty.waits_for("Svar på förmedling")
    first = on_duty.reads(r"^Öppna nästa: (.+)$")
    on_duty.tap("Öppna nästa")
    on_duty.waits_for("Läs upp för mottagaren")
    _redirects(on_duty)
    on_duty.tap("Tillbaka")
    on_duty.waits_for("Alla 2")

    assert first in (code, spelt(code))
    assert on_duty.says("Förmedling att skicka")
    assert stage.wrong() == []


def _refers(page: AppPage, code: str) -> None:
    """With the yes of one of two guardians."""
    search(page, code)
    page.tap("Ny förmedling")
    page.ticks("BUP Hässelby")
    page.ticks("Vård")
    page.ticks("Normalt")
    page.ticks("Namn")
    page.ticks("Ja", under="Samtycker")
    page.ticks("Vårdnadshavare")
    page.tap("Spara förmedlingen")
    page.waits_for("Registrera svar om samtycke")


def _hears_the_other_guardian(page: AppPage) -> None:
    page.tap("Registrera svar om samtycke")
    page.waits_for("Vem har svarat?")
    page.ticks("Den andra vårdnadshavaren")
    page.ticks("Ja")
    page.tap("Spara", whole=True)


def _sends(page: AppPage) -> None:
    page.tap("Den är skickad")
    page.waits_for("Hur skickades den?")
    page.ticks("Telefon")
    page.ticks("Brev")
    page.tap("Spara", whole=True)
    page.waits_for("Vad har hänt?")


def _redirects(page: AppPage) -> None:
    """It was never received; both guardians agree to the other."""
    page.tap("Vad har hänt?")
    page.ticks("Annan mottagare")
    page.tap("Spara", whole=True)
    page.waits_for("Till vem?")
    page.ticks("Första linjen")
    page.ticks("Ja", under="Samtycker")
    page.ticks("Båda vårdnadshavarna")
    page.tap("Spara förmedlingen")
    page.waits_for("Den är skickad")
