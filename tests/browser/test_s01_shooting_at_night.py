"""S1 by clicks. Made before: two boards that know each other, and their people."""

import pytest

from tests.browser.handing import HERE, THERE, night_and_day, open_it, propose, take_over, to_handover, to_session
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import answer_visit, code_on_slip, open_session, register_call, search, send_now, spelt

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
NAME = "Amina"


def test_what_one_board_met_at_night_is_the_other_s_when_they_have_taken_over(stage: Stage) -> None:
    both = night_and_day(stage)
    both.begin(stage)

    olga = stage.unlocked(both.olga)
    stage.server.stop()
    session = _opens_without_coverage(olga)
    bare = _meets_somebody_anonymous(olga)
    code = register_call(olga, name=NAME, number="070-174 06 11")
    stage.server.start()
    send_now(olga)
    stage.passes(hours=7)
    johan = stage.unlocked(both.johan)
    johan.waits_for(spelt(code), seconds=90)
    to_session(johan, session)
    after_alarm = int(johan.reads(r"^(\d+) min från larm till första besök"))
    to_handover(johan)
    _asks_her(johan, code)
    propose(johan)
    responsible_before = johan.says(f"Ansvarig nu: {HERE}")
    stage.passes(minutes=12)
    siv = stage.unlocked(both.siv)
    open_it(siv)
    siv.waits_for(NAME)
    siv.waits_for(spelt(bare))
    siv.waits_for(f"Ansvarig nu: {HERE}")
    take_over(siv)
    johan.waits_for("Övertagen kl.", seconds=90)
    johan.waits_for(f"Ansvarig nu: {THERE}")
    siv.tap("Tillbaka")
    siv.tap("Kö")
    siv.waits_for(spelt(code))
    search(siv, bare)
    siv.waits_for("Anonym")

    assert after_alarm >= 5
    assert responsible_before
    assert stage.wrong() == []


def _opens_without_coverage(olga: AppPage) -> str:
    """Five minutes after the alarm; the code of the session."""
    open_session(olga, kind="Skjutning", area="Hässelby", earlier=1)
    return "".join(olga.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])$").split())


def _meets_somebody_anonymous(olga: AppPage) -> str:
    """The code on the slip."""
    olga.tap("Nytt besök")
    answer_visit(olga, outcome="Ingen uppföljning")
    olga.tap("Spara besöket")
    olga.tap(olga.reads(r"^((?:[A-Z0-9] ){8}[A-Z0-9])\n"))
    code = code_on_slip(olga)
    olga.tap("Klart")
    return code


def _asks_her(johan: AppPage, code: str) -> None:
    """Whoever is not asked stays; she says yes."""
    johan.tap(THERE)
    johan.waits_for("Stannar hos er: inte tillfrågade (1)")
    johan.waits_for("Följer med bara som kod (1)")
    johan.tap(spelt(code))
    johan.ticks("Ja, personen samtycker")
    johan.tap("Spara", whole=True)
    johan.waits_for("Följer med med namn (1)")
