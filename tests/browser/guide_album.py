"""`python -m tests.browser.guide_album [FOLDER]`: the pictures of the guides, from a demo and from the stories of two
boards, small enough to stand beside the text; without a folder those of the repository are taken again."""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from fieldapp.actions import persons
from sync.protocol.circle import Role
from tests.browser import boards_album, loan_screens
from tests.browser.album import at_rest, chromium, demo, in_the_app, to_session, unlock, unlocked
from tests.browser.page import AppPage
from tests.browser.steps import agree_call, answer_visit
from tests.catalogues.found import ROOT
from tests.journeys.boards import GUESTS_PASSPHRASE, Boards
from tests.journeys.test_s01_shooting_at_night import Night

GUIDE = ROOT / "assets" / "guide"
SIZE = (273, 591)
COLOURS = 64


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        with demo() as (supporter, coordinator, supervisor):
            _supporter(browser, supporter, folder)
            _coordinator(browser, coordinator, folder)
            _supervisor(browser, supervisor, folder)
        with boards_album.story() as told:
            _handing_over(browser, told, folder)
            _auditor(browser, told, folder)
        with loan_screens.story() as (boards, _drill):
            _lending(browser, boards, folder)
            _guest(browser, boards, folder)


def keep(shown: AppPage, folder: Path, name: str) -> None:
    """What is on the screen, when it has come to rest."""
    shown.page.mouse.move(1, 300)
    picture = Image.open(io.BytesIO(at_rest(shown))).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    picture.quantize(COLOURS).save(folder / f"{name}.png", optimize=True)
    sys.stdout.write(f"{name}\n")
    sys.stdout.flush()


def _supporter(browser: Browser, url: str, folder: Path) -> None:
    shown = unlocked(browser, url)
    shown.tap("Visa mig var")
    shown.waits_for("Vad har hänt?")
    keep(shown, folder, "supporter_open")
    shown.tap("Stäng", whole=True)
    shown.tap("Övning: nästa steg")
    shown.waits_until_gone("Visa mig var")
    keep(shown, folder, "supporter_home")
    shown.tap("Nytt besök")
    answer_visit(shown, name="Amina", affected="Anhörig till skadad")
    keep(shown, folder, "supporter_visit")
    shown.tap("Spara besöket")
    agree_call(shown, "070-174 06 41")
    keep(shown, folder, "supporter_slip")
    shown.close()


def _coordinator(browser: Browser, url: str, folder: Path) -> None:
    shown = unlocked(browser, url)
    shown.waits_for("Övning: nästa steg")
    shown.tap("Övning: nästa steg")
    shown.waits_for("Öppna nästa")
    keep(shown, folder, "coordinator_queue")
    shown.tap("Öppna nästa")
    shown.tap("Öppna personen")
    shown.waits_for("Loggas.")
    keep(shown, folder, "coordinator_person")
    shown.tap("Registrera försök")
    shown.ticks("Nådd")
    keep(shown, folder, "coordinator_attempt")
    shown.close()


def _supervisor(browser: Browser, url: str, folder: Path) -> None:
    shown = unlocked(browser, url)
    shown.tap("Enheter")
    shown.waits_for("Bjud in en telefon")
    keep(shown, folder, "supervisor_devices")
    to_session(shown)
    shown.tap("Börja avsluta")
    shown.waits_for("Börja avsluta insatsen?")
    shown.tap("Börja avsluta")
    shown.waits_for("Stäng insatsen")
    keep(shown, folder, "supervisor_gate")
    shown.tap("Utvärdering")
    shown.waits_for("Täckning")
    keep(shown, folder, "supervisor_evaluation")
    shown.close()


def _handing_over(browser: Browser, told: Night, folder: Path) -> None:
    with in_the_app(browser, told.both.johan) as shown:
        unlock(shown)
        boards_album.to_handover(shown)
        shown.tap("Hässelby-Vällingby")
        shown.waits_for("Följer med bara som kod")
        keep(shown, folder, "boards_people")
    boards_album.proposed(told)
    with in_the_app(browser, told.siv) as shown:
        unlock(shown)
        shown.tap("Socialnämnden ber er ta över")
        shown.tap("Öppna överlämningen")
        shown.waits_for("Ta över")
        keep(shown, folder, "boards_incoming")


def _auditor(browser: Browser, told: Night, folder: Path) -> None:
    """In the board that hands over, when somebody has read who goes."""
    johan, gun = told.both.johan, told.both.night.with_role("Gun Granskare", Role.AUDITOR)
    for contact in told.named.values():
        persons.open_person(johan.phone, contact)
    told.both.night.sync_all(johan, gun)
    with in_the_app(browser, gun) as shown:
        unlock(shown)
        shown.waits_for("Person")
        keep(shown, folder, "auditor_log")


def _lending(browser: Browser, boards: Boards, folder: Path) -> None:
    loan_screens.asked(boards)
    with in_the_app(browser, boards.bromma.supervisor) as shown:
        unlock(shown)
        shown.tap("Mer")
        shown.tap("Utlåning")
        shown.tap("Hässelby-Vällingby")
        shown.ticks("Doris")
        keep(shown, folder, "boards_lending")


def _guest(browser: Browser, boards: Boards, folder: Path) -> None:
    """Two places on one phone."""
    boards.bromma.supervisor.unlock()
    boards.guest().lock()
    with in_the_app(browser, boards.doris) as shown:
        shown.waits_for("Var arbetar du i natt?")
        keep(shown, folder, "guest_chooser")
        shown.tap("Hässelby-Vällingby")
        unlock(shown, GUESTS_PASSPHRASE)
        shown.waits_for("Om sekretess")
        keep(shown, folder, "guest_check_in")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else GUIDE)
