"""`python -m tests.browser.answering_album FOLDER`: knowing a visitor, cards for who may come, the sums of the log."""

import re
import sys
from pathlib import Path

from tests.browser.album import Album, chromium, demo, unlocked
from tests.browser.page import AppPage


def main(folder: Path) -> None:
    album = Album(folder)
    with chromium() as browser, demo() as (supporter, _coordinator, supervisor):
        cards(unlocked(browser, supporter), album)
        known(unlocked(browser, supporter), album)
        sums(unlocked(browser, supervisor), album)


def cards(shown: AppPage, album: Album) -> None:
    shown.tap("Rutiner")
    for card, name in (("Vilka som kan komma", "who_may_come"), ("”Ta bort det ni har skrivit”", "removal")):
        shown.tap(card)
        album.whole(shown, f"routine_{name}")
    shown.close()


def known(shown: AppPage, album: Album) -> None:
    shown.waits_for("Mina besök")
    shown.page.get_by_role("button", name=re.compile("Säkrad hos stadsdelen")).first.click()
    shown.waits_for("Kontaktlapp")
    album.whole(shown, "slip_whole")
    shown.tap("Jag känner personen")
    shown.waits_for("Känner du personen?")
    album.take(shown, "known_question")
    shown.tap("Ja, låt någon annan ta över")
    shown.waits_for("Mina besök")
    album.take(shown, "known_said")
    shown.close()


def sums(shown: AppPage, album: Album) -> None:
    shown.tap("Mer")
    album.whole(shown, "more_whole")
    shown.tap("Vem som har öppnat vad")
    shown.waits_for("Summor för varje kollega")
    album.take(shown, "audit_sums")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
