"""The parts in a real Chromium, found by the names a screen reader reads."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.catalogues.found import ROOT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no Chromium on this machine"),
]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
]
TAPPABLE = "[role=button],[role=checkbox],[role=tab],input,textarea"
# main.dart.js asks for it even with no_cdn, and the app runs without.
ALLOWED_OUTSIDE = "rive_native.js"


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([sys.executable, "-m", "tests.ui.gallery", str(port)], cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        yield chromium
        chromium.close()


@pytest.mark.parametrize("part", ["states", "form", "buttons"])
@pytest.mark.parametrize("scale", [1, 2])
def test_everything_that_can_be_tapped_has_a_name_and_room_for_a_finger(
    browser: Browser, gallery: str, part: str, scale: int
) -> None:
    page = opened(browser, f"{gallery}/{part}", scale=scale)
    found = page.evaluate(
        """what => [...document.querySelectorAll(what)].map(one => {
            const box = one.getBoundingClientRect();
            return [one.getAttribute('aria-label') || one.textContent, Math.round(box.width), Math.round(box.height)];
        })""",
        TAPPABLE,
    )
    page.context.close()

    assert len(found) >= 5
    assert [name for name, wide, high in found if not name.strip() or min(wide, high) < 48] == []


def test_a_part_that_breaks_in_the_browser_recovers(browser: Browser, gallery: str) -> None:
    page = opened(browser, f"{gallery}/broken")
    expect(page.get_by_text("Den här delen kunde inte visas")).to_be_attached()
    page.get_by_role("button", name="Laga").click()

    expect(page.get_by_text("Den ritas igen")).to_be_attached()
    page.context.close()


def test_no_glyph_and_no_script_is_fetched_from_outside(browser: Browser, gallery: str) -> None:
    asked: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{gallery}/rest")
    listen(page)
    expect(page.get_by_text("Ingen insats pågår")).to_be_attached()
    context.close()
    outside = [url for url in asked if not url.startswith((gallery, "data:", "blob:"))]

    assert [url for url in outside if not url.endswith(ALLOWED_OUTSIDE)] == []


def opened(browser: Browser, url: str, *, scale: int = 1) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 6000}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.add_init_script(
        f"addEventListener('DOMContentLoaded', () => document.documentElement.style.fontSize = '{16 * scale}px')"
    )
    page.goto(url)
    listen(page)
    return page


def listen(page: Page) -> None:
    """Turns on what a screen reader hears, once there is something to hear."""
    page.wait_for_selector("flt-semantics-placeholder", state="attached")
    page.evaluate("document.querySelector('flt-semantics-placeholder').click()")
    expect(page.get_by_role("tab").or_(page.get_by_role("checkbox")).first).to_be_attached(timeout=20_000)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urlopen(url).close()  # noqa: S310 - our own server
        except OSError:
            if time.monotonic() > deadline:
                raise
            threading.Event().wait(0.1)
        else:
            return
