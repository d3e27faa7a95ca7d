"""`python -m tests.browser.loan_screens FOLDER`: places on one phone, a loan from both sides, an exercise that ends."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser

from fieldapp.actions import loans
from fieldapp.domain.loan import LoanAsk
from tests.browser.album import Album, chromium, in_the_app, to_session, unlock
from tests.browser.page import AppPage
from tests.journeys.boards import GUESTS_PASSPHRASE, Boards
from tests.journeys.people import Story
from tests.journeys.test_exercise import DRILL
from tests.server.running import RunningServer


def main(folder: Path) -> None:
    album = Album(folder)
    with chromium() as browser, story() as (boards, drill):
        guest(browser, boards, album)
        lending(browser, boards, album)
        exercise(browser, drill, album)


@contextmanager
def story() -> Iterator[tuple[Boards, Story]]:
    """Two boards that have pinned each other, and one of an exercise."""
    with tempfile.TemporaryDirectory() as lent, RunningServer(Path(lent) / "server") as server:
        boards = Boards(Path(lent), server)
        drill = Story(Path(lent) / "drill", server.url, server.new_claim_code(), DRILL)
        yield boards, drill
        boards.end()
        drill.end()


def guest(browser: Browser, boards: Boards, album: Album) -> None:
    """One phone with two places, from the chooser to the empty place."""
    doris = boards.guest()
    doris.lock()
    with in_the_app(browser, boards.doris) as shown:
        shown.waits_for("Var arbetar du i natt?")
        album.take(shown, "chooser")
        shown.tap("Hässelby-Vällingby")
        shown.waits_for("Lås upp")
        album.take(shown, "guest_lock")
        unlock(shown, GUESTS_PASSPHRASE)
        shown.waits_for("Om sekretess")
        album.take(shown, "check_in")
        shown.ticks("Jag har läst det här och följer det")
        shown.tap("Checka in")
        shown.waits_for("Nytt besök")
        album.take(shown, "guest_home")
        shown.tap("Checka ut")
        shown.waits_for("Allt från den här insatsen försvinner")
        album.take(shown, "check_out")
        shown.tap("Checka ut", whole=True)
        shown.waits_for("Du har checkat ut")
        album.take(shown, "checked_out")


def asked(boards: Boards) -> str:
    """The loan that is asked for, where it is to be answered."""
    chief, bo, begins = boards.chief, boards.bromma.supervisor, boards.here.time
    form = LoanAsk(
        people=2, begins=begins, ends=begins + timedelta(days=3), needs="Arabiska", agreed_by="Stadsdelsdirektör"
    )
    loan = loans.ask(chief.phone, bo.phone.board.hex(), boards.session.id, form)
    boards.here.sync_all(chief, bo)
    return loan


def lending(browser: Browser, boards: Boards, album: Album) -> None:
    """What is asked, answered and sent, in both boards."""
    chief, bo = boards.chief, boards.bromma.supervisor
    loan = asked(boards)
    with in_the_app(browser, bo) as shown:
        unlock(shown)
        shown.tap("Mer")
        shown.tap("Utlåning")
        shown.waits_for("Ska besvaras")
        album.take(shown, "lending")
        shown.tap("Hässelby-Vällingby")
        shown.waits_for("Vilka lånas ut?")
        album.take(shown, "loan_request")
    bo.unlock()
    loans.lend(bo.phone, loan, [boards.doris_at_home])
    boards.here.sync_all(bo, chief)
    with in_the_app(browser, chief) as shown:
        borrowing(shown, album)
    bo.sync()


def borrowing(shown: AppPage, album: Album) -> None:
    unlock(shown)
    to_session(shown)
    shown.tap("Inlånade krisstödjare")
    shown.waits_for("Efterfrågat")
    album.take(shown, "borrowed")
    shown.tap("Fråga en annan nämnd")
    shown.waits_for("Skicka frågan")
    album.take(shown, "loan_ask")
    shown.tap("Tillbaka")
    shown.waits_for("Efterfrågat")
    shown.tap("Bjud in någon direkt")
    shown.waits_for("Hur långt är passet?")
    album.take(shown, "guest_invite")
    shown.tap("Tillbaka")
    shown.waits_for("Efterfrågat")
    shown.tap("Bromma")
    shown.waits_for("De som kommer")
    album.take(shown, "loan_agreed")
    shown.tap("Skicka inbjudningarna")
    shown.waits_for("Skicka inbjudningar till ett pass till")
    shown.tap("Avsluta lånet")
    shown.waits_for("De som är kvar på lånet checkas ut")
    album.take(shown, "loan_end")
    shown.tap("Avsluta lånet", whole=True)
    shown.waits_for("Lånet är slut")
    album.take(shown, "loan_ended")


def exercise(browser: Browser, drill: Story, album: Album) -> None:
    with in_the_app(browser, drill.supervisor) as shown:
        shown.waits_for("Lås upp")
        album.take(shown, "exercise_lock")
        unlock(shown)
        shown.tap("Mer")
        shown.tap("Avsluta övningen")
        shown.waits_for("Övningen kan avslutas")
        album.take(shown, "exercise_end")
        shown.tap("Avsluta övningen", whole=True)
        shown.waits_for("Allt i övningen förstörs")
        album.take(shown, "exercise_sure")
        shown.tap("Avsluta övningen", whole=True)
        shown.waits_for("Övningen är slut")
        album.take(shown, "exercise_over")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
