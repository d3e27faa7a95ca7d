"""`python -m tests.browser.supporter_album FOLDER`: a night of a supporter, from a demo."""

import sys
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.album import Album, chromium, demo, new_phone, unlock, unlocked
from tests.browser.page import AppPage


def main(folder: Path) -> None:
    with chromium() as browser, new_phone() as new, demo() as (supporter, _coordinator, _supervisor):
        supporter_pictures(browser, new, supporter, Album(folder))


def supporter_pictures(browser: Browser, new: str, url: str, album: Album) -> None:
    """From a phone that is new to the slip that is given away, and twice at 200 %."""
    _entry(AppPage.open(browser, new, "new"), album)
    shown = AppPage.open(browser, url, "supporter")
    album.take(shown, "unlock")
    unlock(shown)
    _supporter(shown, album)
    _large(unlocked(browser, url, scale=2), album)


def _entry(shown: AppPage, album: Album) -> None:
    album.take(shown, "connect")
    shown.tap("Akuta nummer")
    shown.waits_for("112")
    album.take(shown, "urgent_locked")
    shown.close()


def _supporter(shown: AppPage, album: Album) -> None:
    shown.waits_for("Mina besök")
    album.take(shown, "home")
    shown.tap("Räkna")
    shown.waits_for("Räkna besökare")
    album.take(shown, "count")
    shown.tap("Tillbaka")
    shown.tap("Mina besök")
    shown.waits_for("Säkrad hos stadsdelen")
    album.take(shown, "my_visits")
    shown.tap("Rutiner")
    album.take(shown, "routines")
    shown.tap("Akut", whole=True)
    album.take(shown, "urgent")
    shown.tap("Insats")
    shown.tap("Allt är säkrat")
    shown.waits_for("Är allt säkrat?")
    album.take(shown, "safety")
    shown.tap("Tillbaka")
    shown.tap("Annan insats")
    album.take(shown, "join")
    shown.tap("Tillbaka")
    _visit(shown, album)
    shown.close()


def _visit(shown: AppPage, album: Album) -> None:
    shown.tap("Nytt besök")
    shown.waits_for("Vem är det?")
    album.take(shown, "visit")
    shown.ticks("30–64")
    shown.ticks("Bevittnade")
    shown.tap("Spara besöket")
    shown.waits_for("kvar innan besöket kan sparas")
    album.take(shown, "visit_left")
    shown.ticks("Samtal")
    shown.ticks("Psykologisk första hjälp")
    shown.ticks("Ingen akut fara")
    shown.ticks("Vi följer upp")
    shown.ticks("Ja, om sekretess")
    album.whole(shown, "visit_whole")
    shown.tap("Spara besöket")
    shown.waits_for("Kom överens tillsammans")
    album.take(shown, "agree")
    shown.ticks("Ringa")
    shown.fills("Telefon", "070-174 06 11")
    shown.ticks("Nej", under="Får meddelande lämnas?")
    shown.ticks("Ja", under="Samtycke")
    album.whole(shown, "agree_whole")
    shown.tap("Ja, så gör vi")
    shown.waits_for("Din kontaktkod")
    album.take(shown, "slip")
    shown.tap("العربية")
    album.take(shown, "slip_arabic")
    shown.tap("Klart")


def _large(shown: AppPage, album: Album) -> None:
    """Text at 200 %."""
    shown.waits_for("Mina besök")
    album.take(shown, "home_200")
    shown.tap("Nytt besök")
    shown.waits_for("Vem är det?")
    album.take(shown, "visit_200")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
