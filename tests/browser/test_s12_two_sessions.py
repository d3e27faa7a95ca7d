"""S12 by clicks. Made before: the board, Anna and Bertil."""

import pytest

from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import open_session, send_now

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_two_sessions_opened_offline_for_one_explosion_are_linked_and_keep_their_own(stage: Stage) -> None:
    story = stage.story
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    story.sync_all(anna, bertil, story.supervisor)
    stage.begins()

    pages = stage.unlocked(anna), stage.unlocked(bertil)
    for page in pages:
        page.waits_for("Ingen insats pågår")
    stage.server.stop()
    codes = []
    for page, area in zip(pages, ("Hässelby gård", "Vinsta"), strict=True):
        open_session(page, kind="Sprängning", area=area)
        codes.append(page.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])$"))
        stage.passes(minutes=9)
    stage.server.start()
    for page in pages:
        send_now(page)
    chef = stage.unlocked(story.supervisor)
    _links(chef, codes)
    pages[0].tap("Mina besök")

    assert not pages[0].says("Vinsta")
    assert stage.wrong() == []


def _links(chef: AppPage, codes: list[str]) -> None:
    chef.tap("Insatser")
    chef.waits_for("Samma händelse?")
    for code in codes:
        chef.waits_for(code)
    chef.tap("Koppla ihop", whole=True)
    chef.waits_until_gone("Samma händelse?")
    chef.tap(codes[0])
    chef.waits_for("Samma händelse")
    chef.waits_for(codes[1])
    chef.waits_for("Ansvarig nämnd: Hässelby-Vällingby")
