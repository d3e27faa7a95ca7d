"""`python -m tests.browser.boards_album FOLDER`: what is seen when a session is handed over between two boards."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldapp.actions import handing_over
from tests.browser.album import Album, chromium, in_the_app, to_session, unlock
from tests.browser.page import AppPage
from tests.journeys.test_s01_shooting_at_night import Night, night
from tests.server.running import RunningServer


def main(folder: Path) -> None:
    album = Album(folder)
    with chromium() as browser, story() as told:
        johan, siv = told.both.johan, told.siv
        with in_the_app(browser, johan) as shown:
            unlock(shown)
            proposing_pictures(shown, album)
        proposed(told)
        for hands, pictures in ((siv, receiver_pictures), (johan, sender_pictures)):
            with in_the_app(browser, hands) as shown:
                unlock(shown)
                pictures(shown, album)


@contextmanager
def story() -> Iterator[Night]:
    with (
        tempfile.TemporaryDirectory() as lent,
        RunningServer(Path(lent) / "district") as server,
        night(Path(lent) / "story", server, server) as told,
    ):
        yield told


def proposed(told: Night) -> None:
    """Sent, and with whoever is to answer."""
    told.both.johan.unlock()
    handing_over.propose(told.both.johan.phone, told.form())
    told.both.exchange(told.both.johan, told.siv)


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
    to_handover(shown)
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
    to_handover(shown)
    shown.waits_for("Underskrivet i båda loggarna")
    album.take(shown, "handover_waits")


def to_handover(shown: AppPage) -> None:
    to_session(shown)
    shown.waits_for("Lämna över till en annan nämnd")
    shown.tap("Lämna över till en annan nämnd")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
