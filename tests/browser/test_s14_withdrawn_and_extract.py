"""S14 by clicks. Made two weeks before, as in tests/journeys: a mother and her neighbour whom Siv met, and the mother's
referral to the church, which was sent."""

from pathlib import Path

import pytest

from fieldapp.actions import queue, referral_steps, visits
from fieldapp.domain.referral_choices import ReferralChannel
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import search
from tests.journeys.test_s14_withdrawn_and_extract import SHE_SAYS, Night

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_a_consent_is_taken_back_a_note_disputed_and_one_person_s_extract_made(stage: Stage) -> None:
    story = stage.story
    night = Night(story)
    referral_steps.send(night.siv.phone, night.referral, (ReferralChannel.PHONE,))
    code = next(one.code for one in visits.contacts(night.siv.phone) if one.id == night.mother)
    assert queue.find_by_code(night.siv.phone, code) == night.mother
    story.sync_all(night.siv, story.supervisor)
    story.pass_time(days=14)
    stage.begins()

    chef = stage.unlocked(story.supervisor)
    chef.waits_for("Uppföljningar")
    search(chef, code)
    chef.tap("Öppna personen")
    chef.waits_for("Loggas.")
    _disputes(chef)
    made = _extracts(chef, stage.folder)
    _is_refused_disposal(chef)
    _withdraws(chef)

    assert made.read_bytes().startswith(b"%PDF")
    assert stage.wrong() == []


def _withdraws(chef: AppPage) -> None:
    chef.tap("Svenska kyrkan")
    chef.waits_for("Vad har hänt?")
    chef.tap("Samtycket återkallas")
    chef.waits_for("Är samtycket återkallat?")
    chef.tap("Ja, det är återkallat")
    chef.waits_for("Mottagaren är meddelad")


def _disputes(chef: AppPage) -> None:
    chef.tap("Något stämmer inte")
    chef.waits_for("Vilket besök?")
    chef.ticks("Personen anser uppgiften oriktig")
    chef.fills("Text", SHE_SAYS)
    chef.tap("Lägg till")
    chef.waits_for("Tillagt till det som är skrivet")


def _extracts(chef: AppPage, folder: Path) -> Path:
    chef.tap("Utdrag")
    chef.tap("Spara som PDF")
    chef.waits_for("Skäl: skriv varför")
    chef.fills("Skäl", "Hon har begärt det")
    with chef.page.expect_download() as taken:
        chef.tap("Spara som PDF")
    file = folder / "utdrag.pdf"
    taken.value.save_as(file)
    chef.waits_for("Loggas.")
    return file


def _is_refused_disposal(chef: AppPage) -> None:
    chef.tap("Föreslå gallring")
    chef.waits_for("Är personen född")
    chef.ticks("Nej")
    chef.tap("Föreslå gallring")
    chef.waits_for("Gör klart det först")
    chef.tap("Tillbaka")
    chef.waits_for("Loggas.")
