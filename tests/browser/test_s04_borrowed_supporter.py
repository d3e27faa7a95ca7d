"""S4 by clicks. Made before: two boards that know each other, Doris of the one, and a session of the other's."""

import pytest

from fieldapp.actions import sessions
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.stage import Stage, unlock
from tests.browser.steps import choose_passphrase, connect, invite_on_page, register_call, send_now, spelt
from tests.journeys.boards import BROMMA, GUESTS_PASSPHRASE
from tests.journeys.neighbours import Neighbour, pin
from tests.journeys.people import Hands
from tests.journeys.test_main_job import ALARM

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]
HERE, HOME = "Hässelby-Vällingby", "Bromma"


def test_a_supporter_is_asked_for_lent_works_a_shift_and_leaves_nothing_on_her_phone(stage: Stage) -> None:
    bo, doris, siv, session = _before(stage)

    chef = stage.unlocked(stage.story.supervisor)
    _asks(chef, session)
    lender = stage.unlocked(bo)
    _lends(lender)
    _invites(chef)
    lender.waits_for("Inbjudningar", seconds=90)
    guest = stage.locked(doris.folder)
    _joins(guest, invite_on_page(lender), stage.server.url)
    code = register_call(guest, name="Amina", number="070-174 06 41")
    stage.passes(hours=4, minutes=1)
    guest.tap("Mina besök")
    guest.waits_for("1 besök")
    guest.tap("Insats")
    guest.waits_for("Över 4 timmar utan rast")
    send_now(guest)
    _leaves(guest)
    _ends_the_loan(chef, code)
    stage.unlocked(siv).waits_for(spelt(code), seconds=90)
    # A coordinator's phone has read it: the next try is the last.
    guest.waits_for("Fortsätt", seconds=90)
    guest.tap("Fortsätt", whole=True)
    _is_home(guest, code)
    lender.waits_for("Arbetade timmar: 4 h", seconds=90)

    assert stage.wrong() == []


def _before(stage: Stage) -> tuple[Hands, Hands, Hands, str]:
    """Bo, Doris, Siv who coordinates where she is lent to, and the code of the session."""
    chief = stage.story.supervisor
    bromma = Neighbour(stage.folder / "bromma", stage.server, stage.story, BROMMA)
    pin(chief, bromma.supervisor, HOME)
    pin(bromma.supervisor, chief, HERE)
    doris = bromma.with_role("Doris Stöd", Role.SUPPORTER)
    siv = stage.story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.open_session(chief.phone, ALARM)
    for hands in (chief, bromma.supervisor, doris, siv):
        hands.sync()
    bromma.end()
    stage.begins()
    return bromma.supervisor, doris, siv, session.code.replace("-", "")


def _asks(chef: AppPage, session: str) -> None:
    chef.tap("Insatser")
    chef.tap(spelt(session))
    chef.tap("Inlånade krisstödjare")
    chef.tap("Fråga en annan nämnd")
    chef.fills("Godkänt av", "Stadsdelsdirektör")
    chef.tap("Skicka frågan")
    chef.waits_for("Efterfrågat")


def _lends(lender: AppPage) -> None:
    lender.tap("Mer")
    lender.tap("Utlåning")
    lender.waits_for("Ska besvaras", seconds=90)
    lender.tap(HERE)
    lender.ticks("Doris Stöd")
    lender.tap("Låna ut dem")
    lender.waits_for("Överenskommet")


def _invites(chef: AppPage) -> None:
    chef.waits_for("Överenskommet", seconds=90)
    chef.tap(HOME)
    chef.waits_for("Doris Stöd")
    chef.tap("Skicka inbjudningarna")
    chef.waits_for("Skicka inbjudningar till ett pass till")


def _joins(guest: AppPage, invitation: str, server: str) -> None:
    """One more place on her own phone, with a passphrase of its own."""
    guest.tap("En annan arbetsplats")
    guest.waits_for(HOME)
    guest.tap("Lägg till en plats")
    connect(guest, invitation, server)
    choose_passphrase(guest, GUESTS_PASSPHRASE)
    guest.tap("Anslut telefonen")
    guest.waits_for("Om sekretess")
    guest.ticks("Jag har läst det här och följer det")
    guest.tap("Checka in")
    guest.waits_for("Nytt besök")


def _leaves(guest: AppPage) -> None:
    guest.tap("Checka ut")
    guest.waits_for("Allt från den här insatsen försvinner")
    guest.tap("Checka ut", whole=True)
    guest.waits_for("Du har checkat ut")


def _ends_the_loan(chef: AppPage, code: str) -> None:
    """When her visit has come, which a board that is told the hours has counted."""
    chef.tap("Tillbaka")
    chef.waits_for("1 person · 1 besök · 4 h", seconds=90)
    chef.tap(HOME)
    chef.tap("Avsluta lånet")
    chef.waits_for("De som är kvar på lånet checkas ut")
    chef.tap("Avsluta lånet", whole=True)
    chef.waits_for("Lånet är slut")


def _is_home(guest: AppPage, code: str) -> None:
    """Only her own board's place is left, and nothing of the other in it."""
    guest.tap(HOME)
    unlock(guest)
    guest.waits_for("Ingen insats pågår")
    guest.tap("Mina besök")
    guest.waits_for("Inga besök")

    assert not guest.says(spelt(code))
    assert not guest.says(HERE)
