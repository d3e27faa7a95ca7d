"""S10 by clicks. Made before: as for S1, and a night in which one person was met who may go to the other board."""

import pytest

from tests.browser.handing import (
    HERE,
    THERE,
    has_met_one,
    night_and_day,
    open_it,
    propose,
    take_over,
    to_handover,
    to_session,
)
from tests.browser.page import AppPage
from tests.browser.stage import Stage

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
REASON = "Ingen bemanning före tio"


def test_a_handover_is_refused_and_the_next_is_answered_too_late(stage: Stage) -> None:
    both = night_and_day(stage)
    session = has_met_one(both)
    both.begin(stage)

    johan = stage.unlocked(both.johan)
    to_session(johan, session)
    to_handover(johan)
    _proposes(johan)
    karin = stage.unlocked(stage.story.supervisor)
    open_it(karin)
    _refuses(karin)
    johan.waits_for("Ni har ansvaret.", seconds=90)
    johan.waits_for(REASON)
    johan.reads(r"^De kan ta över (.+)")
    _proposes(johan)
    stage.passes(hours=1, minutes=30)
    _is_responsible(johan, HERE)
    stage.passes(minutes=31)
    _is_alarmed(johan)
    karin.tap("Insatser")
    karin.waits_for("Öppna insats")
    karin.tap("Kö")
    karin.waits_for("Ingen har svarat på två timmar.", seconds=90)
    open_it(karin)
    take_over(karin)
    johan.waits_for("Övertagen kl.", seconds=90)
    _is_responsible(johan, THERE)
    steps = [text for text in johan.texts() if text in ("Föreslagen", "Avvisad", "Övertagen")]

    assert steps == ["Föreslagen", "Avvisad", "Föreslagen", "Övertagen"]
    assert stage.wrong() == []


def _proposes(johan: AppPage) -> None:
    johan.waits_for("Till vilken nämnd?")
    johan.tap(THERE)
    johan.waits_for("Följer med med namn (1)")
    propose(johan)


def _refuses(karin: AppPage) -> None:
    """With a reason and a time later than the one that is proposed."""
    karin.tap("Avvisa", whole=True)
    karin.tap("En halvtimme senare")
    karin.fills("Skäl", REASON)
    karin.tap("Skicka avvisningen")
    karin.waits_until_gone("ber er ta över")


def _is_alarmed(johan: AppPage) -> None:
    johan.tap("Tillbaka")
    johan.tap("Tillbaka")
    johan.tap("Kö")
    johan.waits_for(f"{THERE} har inte svarat på er överlämning")
    johan.tap(f"{THERE} har inte svarat på er överlämning")


def _is_responsible(johan: AppPage, board: str) -> None:
    johan.waits_for(f"Ansvarig nu: {board}")
