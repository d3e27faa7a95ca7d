"""`python -m tests.browser.boards_album FOLDER`: what is seen when a session is handed over between two boards."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from fieldapp.actions import handing_over
from tests.browser.conftest import QUIET, executable
from tests.browser.page import AppPage
from tests.browser.running import RunningApp
from tests.browser.screenshots import Album
from tests.journeys.people import PASSPHRASE, Hands
from tests.journeys.test_s01_shooting_at_night import night
from tests.server.running import RunningServer


def main(folder: Path) -> None:
    album = Album(folder)
    with tempfile.TemporaryDirectory() as lent, RunningServer(Path(lent) / "district") as server:
        with night(Path(lent) / "story", server, server) as told:
            _later(told.both.johan, Path(lent) / "before")
            handing_over.propose(told.both.johan.phone, told.form())
            told.both.exchange(told.both.johan, told.siv)
            _later(told.both.johan, Path(lent) / "sender")
            _later(told.siv, Path(lent) / "receiver")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
            with _app(browser, Path(lent) / "receiver") as shown:
                receiver_pictures(shown, album)
            with _app(browser, Path(lent) / "before") as shown:
                proposing_pictures(shown, album)
            with _app(browser, Path(lent) / "sender") as shown:
                sender_pictures(shown, album)


def _later(hands: Hands, folder: Path) -> None:
    """The phone as it is now, to be opened in the app."""
    hands.lock()
    shutil.copytree(hands.folder, folder / "store")
    hands.unlock()


@contextmanager
def _app(browser: Browser, folder: Path) -> Iterator[AppPage]:
    app = RunningApp(folder)
    app.start()
    try:
        app.wait_until_up()
        shown = AppPage.open(browser, app.url, folder.name)
        shown.fills("Lösenord", PASSPHRASE)
        shown.tap("Lås upp")
        shown.waits_until_gone("Jag kommer inte in")
        yield shown
        shown.close()
    finally:
        app.stop()


def receiver_pictures(shown: AppPage, album: Album) -> None:
    shown.waits_for("Socialnämnden ber er ta över")
    album.take(shown, "handover_banner")
    shown.tap("Socialnämnden ber er ta över")
    shown.waits_for("Öppna överlämningen")
    album.take(shown, "handover_unopened")
    shown.tap("Öppna överlämningen")
    shown.waits_for("Läget")
    album.take(shown, "handover_opened")
    shown.tap("Avvisa")
    shown.waits_for("Varför kan ni inte ta över nu?")
    album.take(shown, "handover_refusing")


def proposing_pictures(shown: AppPage, album: Album) -> None:
    shown.tap("Mer")
    shown.tap("Andra nämnder")
    shown.waits_for("Prova kopplingen")
    album.take(shown, "boards")
    shown.tap("Koppla en nämnd")
    shown.waits_for("Den andra nämndens kod")
    album.take(shown, "boards_connect")
    shown.tap("Tillbaka")
    shown.tap("Tillbaka")
    _to_handover(shown)
    shown.waits_for("Till vilken nämnd?")
    shown.tap("Hässelby-Vällingby")
    shown.waits_for("Följer med med namn (4)")
    album.take(shown, "handover_people")
    shown.tap("Fortsätt")
    shown.waits_for("Vilken sorts överlämning?")
    album.take(shown, "handover_questions")


def sender_pictures(shown: AppPage, album: Album) -> None:
    _to_handover(shown)
    shown.waits_for("Underskrivet i båda loggarna")
    album.take(shown, "handover_waits")


def _to_handover(shown: AppPage) -> None:
    shown.tap("Insatser")
    shown.tap(shown.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår"))
    shown.waits_for("Lämna över till en annan nämnd")
    shown.tap("Lämna över till en annan nämnd")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
