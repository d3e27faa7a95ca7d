"""`python -m tests.browser.supervisor_album FOLDER`: phones, closing a session and looking back, from a demo."""

import sys
from pathlib import Path

from tests.browser.album import Album, chromium, demo, unlocked
from tests.browser.page import AppPage


def main(folder: Path) -> None:
    with chromium() as browser, demo() as (_supporter, _coordinator, supervisor):
        supervisor_pictures(unlocked(browser, supervisor), Album(folder))


def supervisor_pictures(shown: AppPage, album: Album) -> None:
    shown.tap("Enheter")
    shown.waits_for("Allt mottaget")
    album.take(shown, "devices")
    shown.tap("K1")
    shown.waits_for("Glömt lösenord")
    album.take(shown, "device")
    shown.tap("Tillbaka")
    shown.tap("Bjud in en telefon")
    album.take(shown, "invite")
    shown.fills("Namn", "Vera Stöd")
    shown.tap("Gör inbjudan")
    shown.waits_for("Skanna med telefonen")
    album.take(shown, "invited")
    shown.tap("Klart")
    shown.tap("Insatser")
    shown.waits_for("Pågår")
    _closing(shown, album)
    shown.close()


def _closing(shown: AppPage, album: Album) -> None:
    code = shown.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår")
    shown.tap(code)
    shown.waits_for("Så avslutas en insats")
    album.take(shown, "session")
    shown.tap("Börja avsluta")
    shown.waits_for("Börja avsluta insatsen?")
    album.take(shown, "session_ask")
    shown.tap("Börja avsluta")
    shown.waits_for("Stäng insatsen")
    album.take(shown, "session_gate")
    shown.tap("Sent inkommet")
    album.take(shown, "late")
    shown.tap("Tillbaka")
    shown.tap("Stäng insatsen")
    album.take(shown, "session_closed")
    _evaluation(shown, album)


def _evaluation(shown: AppPage, album: Album) -> None:
    shown.tap("Utvärdering")
    shown.waits_for("Täckning")
    album.take(shown, "evaluation")
    album.whole(shown, "evaluation_whole")
    shown.tap("Per timme")
    album.whole(shown, "evaluation_hours")
    shown.tap("Gör klar utvärderingen")
    shown.waits_for("Utvärderingen är inte klar än")
    album.take(shown, "evaluation_left")
    shown.tap("Lägg till något")
    shown.fills("Vad ska bli bättre?", "Fler laddare på plats")
    shown.fills("Vilken funktion ser till det?", "Logistik")
    shown.ticks("Inom en månad")
    album.take(shown, "improvement")
    shown.tap("Anteckna")
    shown.fills("Vad fungerade", "Öppet efter sex minuter.")
    shown.fills("Vad fungerade inte", "En telefon saknade ström.")
    shown.tap("Gör klar utvärderingen")
    shown.waits_until_gone("Avstå från utvärdering")
    album.whole(shown, "evaluation_finished")
    shown.tap("Tillbaka")
    shown.tap("Koppla till en annan insats")
    shown.waits_for("Vilken insats gäller samma händelse?")
    album.take(shown, "link")
    shown.tap("Tillbaka")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
