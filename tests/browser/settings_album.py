"""`python -m tests.browser.settings_album FOLDER`: the board's settings, the reports and the search, from a demo."""

import sys
from pathlib import Path

from tests.browser.album import Album, chromium, demo, to_session, unlocked
from tests.browser.page import AppPage


def main(folder: Path) -> None:
    album = Album(folder)
    with chromium() as browser, demo() as (_supporter, coordinator, supervisor):
        reports(unlocked(browser, supervisor), album)
        settings(unlocked(browser, supervisor), album)
        search(unlocked(browser, coordinator), album)


def reports(shown: AppPage, album: Album) -> None:
    to_session(shown)
    shown.waits_for("Lägesrapport")
    album.whole(shown, "session_whole")
    shown.tap("Lägesrapport")
    shown.waits_for("1 Personal")
    album.take(shown, "status")
    album.whole(shown, "status_whole")
    shown.tap("Tillbaka")
    shown.waits_for("Insatsledare")
    shown.tap("Insatsledare")
    shown.waits_for("Vem tar över?")
    album.take(shown, "lead")
    shown.tap("Tillbaka")
    shown.waits_for("Lägesrapport")
    shown.tap("Erbjudanden om hjälp")
    shown.waits_for("Vem erbjuder hjälp?")
    album.take(shown, "offers")
    shown.tap("Tillbaka")
    shown.waits_for("Lägesrapport")
    shown.tap("Tillbaka")
    shown.tap("Mer")
    shown.tap("Tjugofyra månader")
    shown.waits_for("Sammanlagt")
    album.take(shown, "months")
    shown.close()


def settings(shown: AppPage, album: Album) -> None:
    shown.tap("Mer")
    shown.tap("Nämndens inställningar")
    shown.waits_for("Vem har bestämt vad")
    album.take(shown, "settings")
    for name, picture in (
        ("Vad som skrivs ned", "mode"),
        ("Tills gallring föreslås", "retention"),
        ("Vad rollerna får göra", "permissions"),
    ):
        shown.tap(name)
        shown.waits_for("Bestäm")
        album.take(shown, f"setting_{picture}")
        shown.tap("Tillbaka")
        shown.waits_for("Vem har bestämt vad")
    shown.tap("När vi hör av oss")
    shown.waits_for("Dagar efter händelsen")
    album.take(shown, "windows")
    shown.tap("Brand")
    shown.waits_for("Tidigast")
    album.take(shown, "windows_fire")
    shown.tap("Bestäm")
    shown.waits_for("Inget är ändrat än.")
    album.take(shown, "windows_unchanged")
    shown.tap("Tillbaka")
    shown.waits_for("Vem har bestämt vad")
    shown.tap("Tills gallring föreslås")
    shown.ticks("24 månader")
    shown.tap("Bestäm")
    shown.waits_for("Bestämma detta för hela nämnden?")
    album.take(shown, "setting_confirm")
    shown.tap("Avbryt")
    shown.close()


def search(shown: AppPage, album: Album) -> None:
    shown.waits_for("Uppföljningar")
    shown.tap("Sök på kod eller namn")
    shown.fills("Kontaktkod eller namn", "zzz")
    shown.tap("Sök")
    shown.waits_for("Ingen med den koden")
    album.take(shown, "search_name")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
