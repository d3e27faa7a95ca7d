"""S12 across boards, by clicks. Made before: two boards that know each other, and a supervisor of each."""

import pytest

from tests.browser.handing import HERE, THERE
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import answer_alarm
from tests.journeys.neighbours import Neighbour, pin

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_two_boards_open_offline_for_one_explosion_and_each_keeps_its_own_session(stage: Stage) -> None:
    day = stage.story
    night = Neighbour(stage.folder / "night", stage.server, day)
    johan, karin = night.supervisor, day.supervisor
    pin(johan, karin, THERE)
    pin(karin, johan, HERE)
    night.sync_all(johan, karin)
    night.end()
    stage.begins()

    asks, answers = stage.unlocked(johan), stage.unlocked(karin)
    stage.server.stop()
    theirs = _opens(asks, "Vinsta")
    stage.passes(minutes=9)
    ours = _opens(answers, "Hässelby gård")
    stage.server.start()
    _asks(asks)
    _answers(answers, theirs)
    asks.waits_for(f"hos {THERE}", seconds=90)

    assert asks.says(_shown(ours))
    assert not answers.says("Vinsta")
    assert stage.wrong() == []


def _opens(page: AppPage, area: str) -> str:
    """The code of the session, spelt; its page stays open."""
    page.tap("Insatser")
    answer_alarm(page, kind="Sprängning", area=area)
    page.waits_for("Stäng för natten")
    return page.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])$")


def _asks(page: AppPage) -> None:
    page.tap("Fråga en annan nämnd om samma händelse")
    page.waits_for("Det här får de veta")
    page.tap("Skicka frågan")
    page.waits_for("Väntar på svar", seconds=90)


def _answers(page: AppPage, theirs: str) -> None:
    page.tap("Tillbaka")
    page.waits_for(f"{HERE} frågar om ni har samma händelse", seconds=90)
    page.tap(f"{HERE} frågar om ni har samma händelse")
    page.waits_for(theirs)
    page.waits_for("Samma slag, nära i tid")
    page.tap("Samma händelse", whole=True)
    page.waits_for(f"Samma händelse som insats {_shown(theirs)} hos {HERE}")


def _shown(spelt: str) -> str:
    """A code in a sentence."""
    code = spelt.replace(" ", "")
    return f"{code[:4]}-{code[4:]}"
