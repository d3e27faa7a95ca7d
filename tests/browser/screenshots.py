"""`python -m tests.browser.screenshots FOLDER`: every screen in Swedish, light and dark, from a demo of its own."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from fieldapp.demo.people import PASSPHRASE
from tests.browser.conftest import QUIET, executable
from tests.browser.page import DESK, PHONE, AppPage
from tests.browser.running import RunningApp, free_port
from tests.browser.staffing_album import breach_pictures, coordinator_pictures, supporter_pictures
from tests.catalogues.found import ROOT

SEEDED_WITHIN_SECONDS = 300
WHOLE = (390, 3900)
SETTLED_MILLISECONDS = 500
TRIES = 12


class Album:
    """Takes each picture twice: in daylight and at night."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, shown: AppPage, name: str) -> None:
        for scheme in ("dark", "light"):
            # What the pointer is over looks different, and buttons fade slowly from one theme to the other.
            shown.page.mouse.move(1, 300)
            shown.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal
            (self.folder / f"{name}_{scheme}.png").write_bytes(at_rest(shown))
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()


def at_rest(shown: AppPage) -> bytes:
    """The first picture that is like the one before it."""
    before = b""
    for _try in range(TRIES):
        shown.page.wait_for_timeout(SETTLED_MILLISECONDS)
        now = shown.page.screenshot()
        if now == before:
            break
        before = now
    return before


def main(folder: Path) -> None:
    album = Album(folder)
    with tempfile.TemporaryDirectory() as lent, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        with _new_phone(Path(lent) / "new") as url:
            _entry(AppPage.open(browser, url, "new"), album)
        with demo(Path(lent) / "demo") as urls:
            supporter, coordinator, supervisor = urls
            _supporter(unlocked(browser, supporter, album), album)
            _coordinator(unlocked(browser, coordinator), album)
            _desk(unlocked(browser, coordinator, size=DESK), album)
            _large(browser, supporter, coordinator, album)
            _staffing(browser, urls, album)
            _supervisor(unlocked(browser, supervisor), album)
            _breach(unlocked(browser, supervisor), album)
        browser.close()


@contextmanager
def _new_phone(folder: Path) -> Iterator[str]:
    app = RunningApp(folder)
    app.start()
    try:
        yield app.wait_until_up().url
    finally:
        app.stop()


@contextmanager
def demo(folder: Path) -> Iterator[tuple[str, ...]]:
    """The addresses of the supporter, the coordinator and the supervisor."""
    port = free_port()
    command = [sys.executable, "-m", "fieldapp", "demo", "--folder", str(folder), "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as demo:
        patience = threading.Timer(SEEDED_WITHIN_SECONDS, demo.kill)
        patience.start()
        try:
            assert demo.stdout
            # The last line it prints; its pages answer earlier, while their month is still being made.
            assert any("Ctrl-C" in line for line in demo.stdout), "the demo ended before it was ready"
            patience.cancel()
            yield tuple(f"http://127.0.0.1:{port + number}/" for number in (1, 2, 3))
        finally:
            patience.cancel()
            demo.terminate()


def unlocked(
    browser: Browser, url: str, album: Album | None = None, *, size: tuple[int, int] = PHONE, scale: int = 1
) -> AppPage:
    shown = AppPage.open(browser, url, url, size=size, scale=scale)
    if album:
        album.take(shown, "unlock")
    shown.fills("Lösenord", PASSPHRASE)
    shown.tap("Lås upp")
    shown.waits_until_gone("Jag kommer inte in")
    return shown


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
    whole(shown, album, "visit_whole")
    shown.tap("Spara besöket")
    shown.waits_for("Kom överens tillsammans")
    album.take(shown, "agree")
    shown.ticks("Ringa")
    shown.fills("Telefon", "070-174 06 11")
    shown.ticks("Nej", under="Får meddelande lämnas?")
    shown.ticks("Ja", under="Samtycke")
    whole(shown, album, "agree_whole")
    shown.tap("Ja, så gör vi")
    shown.waits_for("Din kontaktkod")
    album.take(shown, "slip")
    shown.tap("العربية")
    album.take(shown, "slip_arabic")
    shown.tap("Klart")


def whole(shown: AppPage, album: Album, name: str) -> None:
    shown.resize(WHOLE)
    album.take(shown, name)
    shown.resize(PHONE)


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
    whole(shown, album, "person_whole")
    shown.tap("Personen har hört av sig")
    shown.waits_for("Spara samtalet")
    whole(shown, album, "called")
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
    shown.waits_for("registrerad två gånger")
    shown.tap("1 kan vara registrerad två gånger")
    shown.waits_for("Registrerade två gånger?")
    album.take(shown, "duplicates")
    shown.tap(shown.reads(r"^((?:[A-Z0-9] ){8}[A-Z0-9])\n(?:[A-Z0-9] ){8}[A-Z0-9]\nSamma"))
    shown.waits_for("Samma person?")
    shown.waits_for("Loggas")
    album.take(shown, "duplicates_compare")
    shown.tap("Slå ihop")
    shown.waits_for("Sammanslagen med")
    whole(shown, album, "duplicates_joined")
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


def _supervisor(shown: AppPage, album: Album) -> None:
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
    whole(shown, album, "evaluation_whole")
    shown.tap("Per timme")
    whole(shown, album, "evaluation_hours")
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
    whole(shown, album, "evaluation_finished")
    shown.tap("Tillbaka")
    shown.tap("Koppla till en annan insats")
    shown.waits_for("Vilken insats gäller samma händelse?")
    album.take(shown, "link")
    shown.tap("Tillbaka")


def _staffing(browser: Browser, urls: tuple[str, ...], album: Album) -> None:
    supporter, coordinator, _supervisor_s = urls
    for url, pictures in ((coordinator, coordinator_pictures), (supporter, supporter_pictures)):
        shown = unlocked(browser, url)
        pictures(shown, album.take)
        shown.close()


def _breach(shown: AppPage, album: Album) -> None:
    """Last: the phone that is reported lost is gone."""
    breach_pictures(shown, album.take)
    shown.close()


def _large(browser: Browser, supporter: str, coordinator: str, album: Album) -> None:
    """Text at 200 %."""
    shown = unlocked(browser, supporter, scale=2)
    shown.waits_for("Mina besök")
    album.take(shown, "home_200")
    shown.tap("Nytt besök")
    shown.waits_for("Vem är det?")
    album.take(shown, "visit_200")
    shown.close()
    shown = unlocked(browser, coordinator, scale=2)
    shown.waits_for("Uppföljningar")
    album.take(shown, "queue_200")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
