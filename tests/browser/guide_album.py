"""`python -m tests.browser.guide_album [FOLDER]`: the pictures of the guides, from a demo, small enough to stand beside
the text; without a folder those of the repository are taken again."""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import QUIET, executable
from tests.browser.page import AppPage
from tests.browser.screenshots import at_rest, demo, unlocked
from tests.browser.steps import agree_call, answer_visit
from tests.catalogues.found import ROOT

GUIDE = ROOT / "assets" / "guide"
SIZE = (273, 591)
COLOURS = 64


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as lent, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        with demo(Path(lent) / "demo") as (supporter, coordinator, supervisor):
            _supporter(browser, supporter, folder)
            _coordinator(browser, coordinator, folder)
            _supervisor(browser, supervisor, folder)
        browser.close()


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
    shown.tap("Insatser")
    shown.tap(shown.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår"))
    shown.tap("Börja avsluta")
    shown.waits_for("Börja avsluta insatsen?")
    shown.tap("Börja avsluta")
    shown.waits_for("Stäng insatsen")
    keep(shown, folder, "supervisor_gate")
    shown.tap("Utvärdering")
    shown.waits_for("Täckning")
    keep(shown, folder, "supervisor_evaluation")
    shown.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else GUIDE)
