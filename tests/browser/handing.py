"""Two boards on the stage that know each other, and a handover between them by clicks."""

from dataclasses import dataclass, replace

from fieldapp.actions import handing_over, promises, sessions, visits
from fieldapp.domain.consent import ConsentAnswer, ConsentContent, GivenBy
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage
from tests.browser.steps import spelt
from tests.journeys.neighbours import Neighbour, pin
from tests.journeys.people import Hands
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER

HERE, THERE = "Socialnämnden", "Hässelby-Vällingby"
TOLD = (ConsentContent.NAME, ConsentContent.PHONE, ConsentContent.NEEDS)
CHECKED = ("Öppettider", "Nycklar", "Bemanning", "Tolk", "Media", "Hot", "Utlånade", "Öppna ärenden")


@dataclass(frozen=True, slots=True)
class NightAndDay:
    """Johan and Olga of the board that begins at night, Siv of the one that takes over in the morning."""

    night: Neighbour
    johan: Hands
    olga: Hands
    siv: Hands

    def begin(self, stage: Stage) -> None:
        """The night's board has a story of its own, which the stage does not know."""
        self.night.end()
        stage.begins()


def night_and_day(stage: Stage) -> NightAndDay:
    day = stage.story
    night = Neighbour(stage.folder / "night", stage.server, day)
    johan, siv = night.supervisor, day.with_role("Siv Samordnare", Role.COORDINATOR)
    pin(johan, day.supervisor, THERE)
    pin(day.supervisor, johan, HERE)
    olga = night.with_role("Olga Officer", Role.SUPPORTER)
    for hands in (johan, day.supervisor, siv, olga):
        hands.sync()
    return NightAndDay(night, johan, olga, siv)


def has_met_one(both: NightAndDay) -> str:
    """The session in which Olga met somebody who may go to the other board; its code."""
    session = sessions.open_session(both.olga.phone, ALARM)
    code = visits.new_code(both.olga.phone)
    met = visits.register_visit(both.olga.phone, session.id, code, replace(MOTHER, started_at=None))
    promises.agree(both.olga.phone, met.contact_id, CALL_HER)
    both.night.sync_all(both.olga, both.johan)
    board = both.siv.phone.board.hex()
    handing_over.record_consent(both.johan.phone, met.contact_id, board, GivenBy.PERSON, ConsentAnswer.YES, TOLD)
    both.johan.sync()
    return session.code.replace("-", "")


def to_session(johan: AppPage, session: str) -> None:
    """From the queue."""
    johan.tap("Insatser")
    johan.tap(spelt(session))


def to_handover(johan: AppPage) -> None:
    """From the session to how its handover stands."""
    johan.tap("Lämna över till en annan nämnd")
    johan.waits_for("Till vilken nämnd?")


def propose(johan: AppPage) -> None:
    """From the people who go to the proposal that waits."""
    johan.tap("Fortsätt")
    johan.waits_for("Vilken sorts överlämning?")
    johan.ticks("Från socialjouren")
    for item in CHECKED:
        johan.ticks(item)
    johan.tap("Fortsätt")
    johan.waits_for("Kontrollera innan ni skickar")
    johan.tap("Skicka överlämningen")
    johan.waits_for("Väntar på kvittens", seconds=90)


def open_it(siv: AppPage) -> None:
    """From the queue."""
    siv.waits_for(f"{HERE} ber er ta över", seconds=90)
    siv.tap(f"{HERE} ber er ta över")
    siv.tap("Öppna överlämningen")
    siv.waits_for("Läget")


def take_over(siv: AppPage) -> None:
    siv.tap("Ta över", whole=True)
    siv.waits_for("Ta över nu?")
    siv.tap("Ta över", whole=True)
    siv.waits_until_gone("Ta över nu?")
