"""S13 by clicks. Made before: the board, Siv, and Anna with a session that is open; everybody has been heard."""

from pathlib import Path

import pytest

from fieldapp.actions import people, sessions
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import open_safety, register_call, send_now, spelt
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_in_an_outage_a_file_is_carried_silence_is_counted_and_nothing_is_doubled(stage: Stage) -> None:
    story = stage.story
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv, story.supervisor)
    people.fetch_devices(story.supervisor.phone)
    stage.begins()

    stage.server.stop()
    phone = stage.unlocked(anna)
    code = register_call(phone, name="Amina", number="070-174 06 13")
    stage.passes(hours=31, minutes=30)
    chef = stage.unlocked(story.supervisor)
    chef.tap("Enheter")
    chef.waits_for("Senast hörd för 31 h sedan")
    file = _hands_over(phone, stage.folder)
    desk = stage.unlocked(siv)
    _carries(desk, file)
    stage.server.start()
    desk.tap("Klart")
    desk.tap("Kö")
    desk.waits_for(spelt(code), seconds=120)
    send_now(phone)
    desk.waits_for("Alla 1")

    assert stage.wrong() == []


def _hands_over(phone: AppPage, folder: Path) -> Path:
    """The file that a coordinator is given."""
    open_safety(phone)
    with phone.page.expect_download() as given:
        phone.tap("Lämna över till samordnare")
    file = folder / given.value.suggested_filename
    given.value.save_as(file)
    phone.waits_for("Ge filen till en samordnare")
    phone.tap("Tillbaka")
    return file


def _carries(desk: AppPage, file: Path) -> None:
    desk.tap("Mer")
    desk.tap("Ta emot fil från en annan telefon")
    with desk.page.expect_file_chooser() as asked:
        desk.tap("Välj filen")
    asked.value.set_files(file)
    desk.waits_for("Det finns inte hos stadsdelen än.")
    desk.tap("Skicka till stadsdelen")
    desk.waits_for("Finns nu på den här telefonen också.")
