"""`python -m tests.browser.loan_screens FOLDER`: places on one phone, a loan from both sides, an exercise that ends."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from fieldapp.actions import loans
from fieldapp.domain.loan import LoanAsk
from tests.browser.conftest import QUIET, executable
from tests.browser.page import AppPage
from tests.browser.running import RunningApp
from tests.browser.screenshots import Album
from tests.journeys.boards import GUESTS_PASSPHRASE, Boards
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_exercise import DRILL
from tests.server.running import RunningServer


def main(folder: Path) -> None:
    album = Album(folder)
    with tempfile.TemporaryDirectory() as lent, RunningServer(Path(lent) / "server") as server:
        boards = Boards(Path(lent), server)
        drill = Story(Path(lent) / "drill", server.url, server.new_claim_code(), DRILL)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
            guest(browser, boards, album)
            lending(browser, boards, album)
            exercise(browser, drill, album)
            browser.close()
        boards.end()
        drill.end()


@contextmanager
def page_of(browser: Browser, hands: Hands, folder: Path) -> Iterator[AppPage]:
    """The app as a person starts it on this phone, whose first place is `folder`."""
    if hands.is_unlocked:
        hands.lock()
    app = RunningApp(folder.parent / f"app-{folder.name}")
    app.folder.mkdir()
    (app.folder / "store").symlink_to(folder)
    app.start()
    shown = AppPage.open(browser, app.wait_until_up().url, folder.name)
    try:
        yield shown
    finally:
        shown.close()
        app.stop()


def unlocks(shown: AppPage, passphrase: str) -> None:
    shown.fills("Lösenord", passphrase)
    shown.tap("Lås upp")


def guest(browser: Browser, boards: Boards, album: Album) -> None:
    """One phone with two places, from the chooser to the empty place."""
    doris = boards.guest()
    doris.lock()
    with page_of(browser, boards.doris, boards.doris.folder) as shown:
        shown.waits_for("Var arbetar du i natt?")
        album.take(shown, "chooser")
        shown.tap("Hässelby-Vällingby")
        shown.waits_for("Lås upp")
        album.take(shown, "guest_lock")
        unlocks(shown, GUESTS_PASSPHRASE)
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


def lending(browser: Browser, boards: Boards, album: Album) -> None:
    """What is asked, answered and sent, in both boards."""
    chief, bo = boards.chief, boards.bromma.supervisor
    begins = boards.here.time
    form = LoanAsk(
        people=2, begins=begins, ends=begins + timedelta(days=3), needs="Arabiska", agreed_by="Stadsdelsdirektör"
    )
    asked = loans.ask(chief.phone, bo.phone.board.hex(), boards.session.id, form)
    boards.here.sync_all(chief, bo)
    with page_of(browser, bo, bo.folder) as shown:
        unlocks(shown, PASSPHRASE)
        shown.tap("Mer")
        shown.tap("Utlåning")
        shown.waits_for("Ska besvaras")
        album.take(shown, "lending")
        shown.tap("Hässelby-Vällingby")
        shown.waits_for("Vilka lånas ut?")
        album.take(shown, "loan_request")
    bo.unlock()
    loans.lend(bo.phone, asked, [boards.doris_at_home])
    boards.here.sync_all(bo, chief)
    with page_of(browser, chief, chief.folder) as shown:
        borrowing(shown, album)
    bo.sync()


def borrowing(shown: AppPage, album: Album) -> None:
    unlocks(shown, PASSPHRASE)
    shown.tap("Insatser")
    shown.tap(shown.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår"))
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
    with page_of(browser, drill.supervisor, drill.supervisor.folder) as shown:
        shown.waits_for("Lås upp")
        album.take(shown, "exercise_lock")
        unlocks(shown, PASSPHRASE)
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
