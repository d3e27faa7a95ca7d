"""`python -m tests.browser.casework_album FOLDER`: a coordinator's work on a phone and on a desk, from a demo."""

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.album import Album, chromium, demo, unlocked
from tests.browser.page import DESK, AppPage


def main(folder: Path) -> None:
    with chromium() as browser, demo() as (_supporter, coordinator, _supervisor):
        coordinator_pictures(browser, coordinator, Album(folder))


def coordinator_pictures(browser: Browser, url: str, album: Album) -> None:
    _coordinator(unlocked(browser, url), album)
    _desk(unlocked(browser, url, size=DESK), album)
    large = unlocked(browser, url, scale=2)
    large.waits_for("Uppföljningar")
    album.take(large, "queue_200")
    large.close()


def _coordinator(shown: AppPage, album: Album) -> None:
    shown.waits_for("Uppföljningar")
    album.take(shown, "queue")
    shown.tap("Sök på kod eller namn")
    shown.waits_for("Kontaktkod")
    album.take(shown, "search")
    shown.tap("Avbryt")
    shown.tap("Öppna nästa")
    shown.waits_for("Vem ansvarar")
    album.take(shown, "follow_up")
    shown.tap("Registrera försök")
    shown.waits_for("Hur gick det?")
    album.take(shown, "attempt")
    shown.ticks("Nådd")
    album.take(shown, "attempt_reached")
    shown.ticks("Fortsatt behov")
    shown.tap("Spara försöket")
    shown.waits_for("Ny uppföljning")
    album.take(shown, "next_follow_up")
    shown.tap("Tillbaka")
    shown.tap("Öppna nästa")
    shown.tap("Öppna personen")
    shown.waits_for("Tidslinje")
    album.take(shown, "person")
    shown.tap("Visa behov och skäl")
    shown.waits_for("Behov och skäl")
    album.whole(shown, "person_whole")
    shown.tap("Personen har hört av sig")
    shown.waits_for("Spara samtalet")
    album.whole(shown, "called")
    shown.tap("Tillbaka")
    shown.waits_for("Tidslinje")
    shown.tap("Tillbaka")
    _duplicates(shown, album)
    shown.tap("Insatser")
    album.take(shown, "sessions")
    shown.tap("Mer")
    album.take(shown, "more")
    shown.close()


def _duplicates(shown: AppPage, album: Album) -> None:
    shown.tap("1 kan vara registrerad två gånger")
    shown.waits_for("Registrerade två gånger?")
    album.take(shown, "duplicates")
    shown.tap(shown.reads(r"^((?:[A-Z0-9] ){8}[A-Z0-9])\n(?:[A-Z0-9] ){8}[A-Z0-9]\nSamma"))
    shown.waits_for("Samma person?")
    shown.waits_for("Loggas")
    album.take(shown, "duplicates_compare")
    shown.tap("Slå ihop")
    shown.waits_for("Sammanslagen med")
    album.whole(shown, "duplicates_joined")
    shown.tap("Tillbaka")
    shown.tap("1 familj med samma nummer")
    shown.tap("3 personer med samma nummer")
    shown.waits_for("En familj?")
    album.take(shown, "duplicates_family")
    shown.tap("Ett samtal för alla")
    shown.waits_for("Ingen verkar")
    album.take(shown, "duplicates_none")
    shown.tap("Tillbaka")


def _desk(shown: AppPage, album: Album) -> None:
    shown.waits_for("Vem ansvarar")
    album.take(shown, "queue_desk")
    shown.tap("Öppna personen")
    shown.waits_for("Tidslinje")
    album.take(shown, "person_desk")
    shown.tap("Insatser")
    album.take(shown, "sessions_desk")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
