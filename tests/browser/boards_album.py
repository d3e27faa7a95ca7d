"""`python -m tests.browser.boards_album FOLDER`: what is seen when a session is handed over between two boards."""

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
    with (
        tempfile.TemporaryDirectory() as lent,
        RunningServer(Path(lent) / "district") as server,
        sync_playwright() as playwright,
        night(Path(lent) / "story", server, server) as told,
    ):
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        johan, siv = told.both.johan, told.siv
        with _app(browser, johan) as shown:
            proposing_pictures(shown, album)
        handing_over.propose(johan.phone, told.form())
        told.both.exchange(johan, siv)
        for hands, pictures in ((siv, receiver_pictures), (johan, sender_pictures)):
            with _app(browser, hands) as shown:
                pictures(shown, album)


@contextmanager
def _app(browser: Browser, hands: Hands) -> Iterator[AppPage]:
    """The story's own phone, in the app instead of in the story's hands."""
    folder = hands.folder.with_name(f"{hands.folder.name}-app")
    folder.mkdir(exist_ok=True)
    store = folder / "store"
    if not store.is_symlink():
        store.symlink_to(hands.folder, target_is_directory=True)
    hands.lock()
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
        hands.unlock()


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
    shown.waits_for("Prova kopplingen")
    shown.tap("Tillbaka")
    shown.waits_for("Språk")
    _to_handover(shown)
    shown.waits_for("Till vilken nämnd?")
    shown.tap("Hässelby-Vällingby")
    shown.waits_for("Följer med med namn (4)")
    album.take(shown, "handover_people")
    shown.tap("S J")
    shown.waits_for("Får den andra nämnden veta vem det är?")
    album.take(shown, "handover_person")
    shown.tap("Tillbaka")
    shown.waits_for("Följer med med namn (4)")
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
