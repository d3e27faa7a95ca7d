"""What every album needs: a browser, a demo or a story's phone to look at, and each picture by day and by night."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from fieldapp.demo.people import PEOPLE
from tests.browser.conftest import QUIET, executable
from tests.browser.page import PHONE, AppPage
from tests.browser.running import RunningApp, free_port
from tests.catalogues.found import ROOT
from tests.journeys.people import PASSPHRASE, Hands

SEEDED_WITHIN_SECONDS = 300
WHOLE = (390, 3900)
SETTLED_MILLISECONDS = 500
TRIES = 12
SHOWN = list(PEOPLE)
WANTED = ("supporter", "coordinator", "supervisor")


class Album:
    """Takes each picture twice: in daylight and at night."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, shown: AppPage, name: str) -> None:
        for scheme in ("dark", "light"):
            # What the pointer is over looks different, and buttons fade slowly from one theme to the other.
            shown.page.mouse.move(1, 300)
            shown.page.emulate_media(color_scheme=scheme)
            (self.folder / f"{name}_{scheme}.png").write_bytes(at_rest(shown))
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()

    def whole(self, shown: AppPage, name: str) -> None:
        """What one would scroll to, too."""
        shown.resize(WHOLE)
        self.take(shown, name)
        shown.resize(PHONE)


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


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=QUIET)
        yield browser
        browser.close()


@contextmanager
def demo() -> Iterator[tuple[str, ...]]:
    """The addresses of the supporter, the coordinator and the supervisor."""
    port = free_port()
    with tempfile.TemporaryDirectory() as lent:
        command = [sys.executable, "-m", "fieldapp", "demo", "--folder", f"{lent}/demo", "--port", str(port)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as demo:
            patience = threading.Timer(SEEDED_WITHIN_SECONDS, demo.kill)
            patience.start()
            try:
                assert demo.stdout
                # The last line it prints; its pages answer earlier, while their month is still being made.
                assert any("Ctrl-C" in line for line in demo.stdout), "the demo ended before it was ready"
                patience.cancel()
                yield tuple(f"http://127.0.0.1:{port + 1 + SHOWN.index(who)}/" for who in WANTED)
            finally:
                patience.cancel()
                demo.terminate()


@contextmanager
def new_phone() -> Iterator[str]:
    """The address of an app that nobody has opened yet."""
    with tempfile.TemporaryDirectory() as lent:
        app = RunningApp(Path(lent) / "new")
        app.start()
        try:
            yield app.wait_until_up().url
        finally:
            app.stop()


@contextmanager
def in_the_app(browser: Browser, hands: Hands) -> Iterator[AppPage]:
    """A story's own phone, locked, in the app instead of in the story's hands."""
    folder = hands.folder.with_name(f"{hands.folder.name}-app")
    folder.mkdir(exist_ok=True)
    store = folder / "store"
    if not store.is_symlink():
        store.symlink_to(hands.folder, target_is_directory=True)
    if hands.is_unlocked:
        hands.lock()
    app = RunningApp(folder)
    app.start()
    try:
        shown = AppPage.open(browser, app.wait_until_up().url, folder.name)
        yield shown
        shown.close()
    finally:
        app.stop()


def unlocked(browser: Browser, url: str, *, size: tuple[int, int] = PHONE, scale: int = 1) -> AppPage:
    shown = AppPage.open(browser, url, url, size=size, scale=scale)
    unlock(shown)
    return shown


def unlock(shown: AppPage, passphrase: str = PASSPHRASE) -> None:
    shown.fills("Lösenord", passphrase)
    shown.tap("Lås upp")
    shown.waits_until_gone("Jag kommer inte in")


def to_session(shown: AppPage) -> None:
    """The one that goes on."""
    shown.tap("Insatser")
    shown.tap(shown.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår"))
