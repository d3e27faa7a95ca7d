"""`python -m tests.browser.rows_album FOLDER`: what a board and a session write down beside the visits."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from fieldapp.actions import sessions
from sync.protocol.circle import Role
from tests.benchmarks.board import ALARM
from tests.browser.album import Album
from tests.browser.conftest import QUIET, executable
from tests.browser.page import AppPage, new_context
from tests.browser.running import phones
from tests.browser.stage import Stage
from tests.server.running import RunningServer


def main(folder: Path) -> None:
    album = Album(folder)
    with stage() as night:
        anna = night.story.with_role("Anna Stöd", Role.SUPPORTER)
        sessions.open_session(anna.phone, ALARM)
        night.story.sync_all(anna, night.story.supervisor)
        night.begins()
        chef, hers = night.unlocked(night.story.supervisor), night.unlocked(anna)
        routines(chef, album)
        supporter(hers, album)
        session(chef, album)


@contextmanager
def stage() -> Iterator[Stage]:
    with (
        tempfile.TemporaryDirectory() as lent,
        RunningServer(Path(lent) / "district") as server,
        sync_playwright() as playwright,
    ):
        pages = phones(Path(lent) / "phones")
        pages.start()
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        made = Stage(new_context(browser), pages.wait_until_up(), server, Path(lent) / "story")
        try:
            yield made
        finally:
            made.end()
            browser.close()
            pages.stop()


def routines(chef: AppPage, album: Album) -> None:
    chef.tap("Mer")
    chef.tap("Rutiner")
    chef.waits_for("Första kontakten")
    chef.tap("Akut fara")
    chef.tap("Lägg till nämndens egna ord")
    chef.waits_for("Vem man ringer här")
    chef.fills("Nämndens egna ord", "Väktaren: 08-508 05 000. Nycklarna hänger i skåp 2, bakom receptionen.")
    album.take(chef, "routine_words")
    chef.tap("Spara")
    chef.waits_for("Ändra nämndens ord")
    album.take(chef, "routine_opened")
    chef.tap("Akut fara")
    chef.waits_for("Med nämndens egna ord")
    album.take(chef, "routines_with_words")
    chef.tap("Tillbaka")


def supporter(anna: AppPage, album: Album) -> None:
    anna.page.bring_to_front()
    anna.waits_for("Mina besök")
    album.whole(anna, "home_with_deviation")
    anna.tap("Notera en avvikelse")
    anna.waits_for("Noterat i insatsen")
    anna.tap("Notera avvikelsen")
    anna.waits_for("Det är inte noterat än")
    album.take(anna, "deviation_missing")
    anna.fills("Vad gick emot rutinen?", "Nyckeln till lokalen saknades")
    anna.fills("Vad gjordes åt det?", "Väktaren öppnade efter en kvart")
    anna.tap("Notera avvikelsen")
    anna.waits_for("Det är noterat på insatsen.")
    album.whole(anna, "deviation_noted")


def session(chef: AppPage, album: Album) -> None:
    chef.page.bring_to_front()
    chef.tap("Insatser")
    chef.tap(chef.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår"))
    chef.waits_for("Nyckeln till lokalen saknades", seconds=90)
    outside(chef, album)
    command(chef, album)
    album.whole(chef, "session_whole")
    chef.tap("Börja avsluta")
    chef.waits_for("Börja avsluta insatsen?")
    chef.tap("Börja avsluta")
    chef.waits_for("Stäng insatsen")
    chef.tap("Utvärdering")
    chef.waits_for("Vad som gick emot rutinerna")
    album.whole(chef, "evaluation_with_deviation")


def outside(chef: AppPage, album: Album) -> None:
    chef.tap("Aktivering")
    chef.ticks("Nivå 2")
    chef.tap("Spara")
    chef.waits_for("Från larm till första besök")
    chef.tap("Bemanning")
    chef.waits_for("Inga utomstående står på listan.")
    album.take(chef, "staff_level_two")
    chef.tap("Sätt upp utomstående på listan")
    chef.waits_for("Vem man frågar efter")
    chef.tap("Sätt upp dem på listan")
    chef.waits_for("Skriv vilken organisation")
    chef.fills("Organisation", "Röda Korset")
    chef.fills("Vad de gör här", "Någon att sitta hos")
    album.whole(chef, "outside_form")
    chef.tap("Sätt upp dem på listan")
    chef.waits_for("Någon att sitta hos, 1 person")
    album.take(chef, "staff_with_outside")
    chef.tap("Notera att de har gått")
    chef.waits_for("Har Röda Korset gått?")
    album.take(chef, "staff_outside_leaving")
    chef.tap("De har gått")
    chef.waits_for("Det är noterat att de har gått.")
    album.take(chef, "staff_outside_gone")
    chef.tap("Tillbaka")


def command(chef: AppPage, album: Album) -> None:
    chef.waits_for("Central krisledning (CKL)")
    chef.tap("Central krisledning (CKL)")
    chef.waits_for("1 Personal")
    album.take(chef, "command_proposal")
    with chef.page.expect_download():
        chef.tap("Spara rapporten och föreslå")
    chef.waits_for("Inte mottaget än. Nämnden leder.")
    album.take(chef, "command_receipt")
    chef.fills("Mottaget av", "Stabschef")
    chef.tap("Notera mottagandet")
    chef.waits_for("av Stabschef. CKL leder.")
    album.take(chef, "command_received")
    chef.tap("Notera att nämnden leder igen")
    chef.waits_for("Leder nämnden igen?")
    album.take(chef, "command_lead_again")
    chef.tap("Nämnden leder igen")
    chef.waits_for("Nämnden leder igen sedan")
    album.take(chef, "command_returned")
    chef.tap("Tillbaka")
    chef.waits_for("Från larm till första besök")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
