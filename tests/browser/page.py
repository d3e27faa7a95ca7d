"""One person's screen: found, tapped and filled in by spoken names, and looked over at each step."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Route

from tests.browser.faults import look_over

PATIENCE_SECONDS = 40.0
FIRST_DRAWING_SECONDS = 60.0
STRIDE = 360
TIMES_TYPED = 3
TIMES_LOOKED = 15
PHONE = (390, 844)
DESK = (1280, 800)
# main.dart.js asks for it even with no_cdn, and the app runs without.
ALLOWED_OUTSIDE = "rive_native.js"
ROLES = ("button", "checkbox", "tab")
# What a headless browser without a graphics card says about itself.
OF_THE_BROWSER = ("GPU stall", "software WebGL", "swiftshader")


class NotThere(AssertionError):
    """What was waited for did not come. Carries everything that could be read instead."""


@dataclass
class AppPage:
    """`faults` and `complaints` grow at every step and are asserted empty by whoever drives the page."""

    page: Page
    name: str
    home: str
    faults: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    outside: set[str] = field(default_factory=set)
    _context: BrowserContext | None = None

    @classmethod
    def open(
        cls, browser: Browser, url: str, name: str, *, size: tuple[int, int] = PHONE, dark: bool = False, scale: int = 1
    ) -> Self:
        told = cls.at(new_context(browser, size, dark=dark), url, name, scale=scale)
        told._context = told.page.context
        return told

    @classmethod
    def at(cls, context: BrowserContext, url: str, name: str, *, scale: int = 1) -> Self:
        """One more page of a browser that has been here before: it keeps what it has fetched and compiled."""
        told = cls(context.new_page(), name, url)
        told.page.set_default_timeout(PATIENCE_SECONDS * 1000)
        told.page.on("console", told._note_complaint)
        told.page.route(lambda asked: not asked.startswith((origin(url), "data:", "blob:")), told._refuse)
        told.page.add_init_script(_NOTE_LISTENERS)
        if scale != 1:
            larger = f"document.documentElement.style.fontSize = '{16 * scale}px'"
            told.page.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {larger} }})")
        told.page.goto(url)
        told._listen()
        return told

    def close(self) -> None:
        (self._context or self.page).close()

    def _listen(self) -> None:
        """Turns on what a screen reader hears, once there is something to hear."""
        self.page.wait_for_selector("flt-semantics-placeholder", state="attached", timeout=FIRST_DRAWING_SECONDS * 1000)
        self.page.evaluate("document.querySelector('flt-semantics-placeholder').click()")
        self.waits(lambda: len(self.texts()) > 3, "the first drawing", seconds=FIRST_DRAWING_SECONDS)

    def _note_complaint(self, message: ConsoleMessage) -> None:
        refused = message.location.get("url", "").endswith(ALLOWED_OUTSIDE)
        if message.type == "error" and not refused and not any(words in message.text for words in OF_THE_BROWSER):
            self.complaints.append(message.text[:300])

    def _refuse(self, route: Route) -> None:
        if not route.request.url.endswith(ALLOWED_OUTSIDE):
            self.outside.add(route.request.url)
        route.abort()

    # Reading

    def texts(self) -> list[str]:
        """Every spoken name and text there is, in the order of the page."""
        found: list[str] = self.page.evaluate(_TEXTS)
        return found

    def says(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def reads(self, pattern: str) -> str:
        """Waits for a text that matches, and gives its first group."""
        found: list[str] = []

        def is_there() -> bool:
            found[:] = [hit[1] for text in self.texts() if (hit := re.search(pattern, text))]
            return bool(found)

        self.waits(is_there, pattern)
        return found[0]

    def waits_for(self, words: str, *, seconds: float = PATIENCE_SECONDS) -> None:
        self.waits(lambda: self.says(words), words, seconds=seconds)

    def waits_until_gone(self, words: str) -> None:
        self.waits(lambda: not self.says(words), f"no {words}")

    def waits(self, holds: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
        """Looks again after each picture the browser draws."""
        self._comes_to_front()
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise NotThere(f"{self.name} waited for {what!r} and read {self.texts()}")
            self.page.wait_for_timeout(60)
        self.look_over()

    def _comes_to_front(self) -> None:
        """A tab behind another one is drawn once a second."""
        self.page.bring_to_front()

    def look_over(self) -> None:
        """What is still wrong when the page has come to rest is wrong, and no picture between two others: a list says
        that it can be scrolled some time after it is drawn, and until then what its edge cuts is only small."""
        seen = look_over(self.page) - self.faults
        for _again in range(TIMES_LOOKED):
            if not seen:
                return
            self.page.wait_for_timeout(300)
            seen &= look_over(self.page)
        self.faults |= seen

    # Doing

    def tap(self, name: str, *, under: str = "", whole: bool = False) -> None:
        """The button, tile or tab whose name begins so (or is so, `whole`); scrolls to it.

        `under` is a heading over it, where several have the same name.
        """
        target = self.bring(self.tappable(name, whole=whole), name, under=under)
        target.click()

    def ticks(self, name: str, *, under: str = "") -> None:
        """A tile, tapped; waits until it is on."""
        self.tap(name, under=under)
        self.waits(lambda: self.is_ticked(name, under=under), f"{name} chosen")

    def is_ticked(self, name: str, *, under: str = "") -> bool:
        found = self.bring(self.tappable(name), name, under=under)
        return found.get_attribute("aria-checked") == "true"

    def fills(self, label: str, words: str) -> None:
        """Typed in one piece; waits until the app holds it."""
        box = self._cursor_in(label)
        for _again in range(TIMES_TYPED):
            self.page.keyboard.insert_text(words)
            try:
                self.waits(lambda: box.input_value() == words, f"{words} in {label}", seconds=PATIENCE_SECONDS / 8)
            except NotThere:
                if box.input_value():
                    break
            else:
                return
        self.waits(lambda: box.input_value() == words, f"{words} in {label}")

    def _cursor_in(self, label: str) -> Locator:
        """The page can have the cursor in a field before it listens to the keyboard there; what is typed then is
        lost. A page that is being drawn can take the cursor away: then the field is tapped again."""
        for _again in range(TIMES_TYPED):
            box = self.bring(self._box(label), label)
            box.click()
            with suppress(NotThere):
                self.waits(partial(self._listens, box), label, seconds=PATIENCE_SECONDS / 4)
                return box
        raise NotThere(f"{self.name} got no cursor in {label!r} and read {self.texts()}")

    def _listens(self, box: Locator) -> bool:
        return bool(box.evaluate(_LISTENS))

    def empties(self, label: str) -> None:
        box = self._cursor_in(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.waits(lambda: box.input_value() == "", f"{label} empty")

    def bring(self, wanted: Locator, name: str, *, under: str = "") -> Locator:
        """Waits for it, and scrolls until the whole of it is in reach."""
        self._comes_to_front()
        for _turn in self._turns(name):
            for one in wanted.all():
                if self._stands_under(one, under) and (self._in_reach(one) or self._fetched(one)):
                    return one
        raise NotThere(f"{self.name} did not find {name!r} and read {self.texts()}")

    def _turns(self, name: str) -> Iterator[int]:
        """Down to the end of the page, up again to its beginning, until patience ends."""
        until, turn, way = time.monotonic() + PATIENCE_SECONDS, 0, 1
        yield turn
        self.page.wait_for_timeout(200)
        yield turn
        while time.monotonic() < until:
            if not self._scrolled(way * STRIDE):
                way = -way
            self.look_over()
            turn += 1
            yield turn

    def _scrolled(self, by: int) -> bool:
        """False at the end of the page."""
        size = self.page.viewport_size
        assert size
        self.page.mouse.move(size["width"] * 0.5, size["height"] * 0.5)
        before = self.page.evaluate(_PLACES)
        self.page.mouse.wheel(0, by)
        return bool(self.page.evaluate(_MOVED, before))

    def _in_reach(self, one: Locator) -> bool:
        return bool(one.evaluate(_IN_REACH))

    def _fetched(self, one: Locator) -> bool:
        """What is on the page and out of sight says how far away it is."""
        aside = one.evaluate(_HOW_FAR_ASIDE)
        way = one.evaluate(_HOW_FAR)
        if aside:
            self._drawn_aside(one, aside)
        elif way:
            self._scrolled(way)
        else:
            return False
        self.look_over()
        return self._in_reach(one)

    def _drawn_aside(self, one: Locator, by: int) -> None:
        """A row that scrolls sideways does so where the pointer is."""
        size, box = self.page.viewport_size, one.bounding_box()
        assert size
        assert box
        self.page.mouse.move(size["width"] * 0.5, box["y"] + box["height"] / 2)
        before = self.page.evaluate(_PLACES_ASIDE)
        self.page.mouse.wheel(by, 0)
        self.page.evaluate(_MOVED_ASIDE, before)

    def _stands_under(self, one: Locator, heading: str) -> bool:
        return not heading or bool(one.evaluate(_STANDS_UNDER, heading))

    def _box(self, label: str) -> Locator:
        return self.page.locator(f':is(input, textarea)[aria-label="{label}"]')

    def tappable(self, name: str, *, whole: bool = False) -> Locator:
        # Flutter puts the parts of a name on lines of their own, and the count on a tab before its name.
        pattern = re.compile(rf"^\s*{re.escape(name)}\s*$" if whole else rf"^\s*{re.escape(name)}")
        found = self.page.get_by_role("button", name=pattern)
        for role in ROLES[1:]:
            found = found.or_(self.page.get_by_role(role, name=pattern))  # type: ignore[arg-type]
        counted = re.compile(rf"^\s*\d+\s+{re.escape(name)}\s*$")
        return found.or_(self.page.get_by_role("tab", name=counted))

    # Keeping

    def resize(self, size: tuple[int, int]) -> None:
        self.page.set_viewport_size({"width": size[0], "height": size[1]})

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path)


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def new_context(browser: Browser, size: tuple[int, int] = PHONE, *, dark: bool = False) -> BrowserContext:
    is_phone = size[0] < 600
    return browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="sv-SE",
        reduced_motion="reduce",
        has_touch=is_phone,
        is_mobile=is_phone,
        color_scheme="dark" if dark else "light",
    )


_TEXTS = """() => {
    const said = [];
    for (const one of document.querySelectorAll('flt-semantics-host *, flt-announcement-host *')) {
        if (one.nodeName === 'SPAN') continue;
        const own = [...one.childNodes].filter(node => node.nodeType === 3 || node.nodeName === 'SPAN')
            .map(node => node.textContent).join('');
        for (const words of [one.getAttribute('aria-label'), own, one.getAttribute('aria-description'), one.value])
            if (words && words.trim()) said.push(words.trim());
    }
    return said;
}"""
_PLACES = """() => [...document.querySelectorAll('flt-semantics-host *')]
    .map(one => one.id + Math.round(one.getBoundingClientRect().y)).join()"""
_PLACES_ASIDE = _PLACES.replace(".y", ".x")


def _moved(places: str) -> str:
    """A few pictures later everything is somewhere else, or it was the end of the page."""
    return f"""async before => {{
        for (let drawn = 0; drawn < 12; drawn++) {{
            await new Promise(next => requestAnimationFrame(next));
            if (({places})() !== before) return true;
        }}
        return false;
    }}"""


_MOVED = _moved(_PLACES)
_MOVED_ASIDE = _moved(_PLACES_ASIDE)
# Zero while it does not stick out of the window.
_HOW_FAR_ASIDE = """one => {
    const box = one.getBoundingClientRect();
    const out = box.width && (box.x < 0 || box.right > innerWidth + 1);
    return out ? Math.round(box.x + box.width / 2 - innerWidth / 2) : 0;
}"""
# Where the middle of it would be in the middle of what scrolls it.
_HOW_FAR = """one => {
    const box = one.getBoundingClientRect();
    for (let up = one.parentElement; up && box.height; up = up.parentElement) {
        if (up.style.scrollbarWidth !== 'none') continue;
        const around = up.getBoundingClientRect();
        return Math.round(box.y + box.height / 2 - around.y - around.height / 2);
    }
    return 0;
}"""
# Flutter listens for what is typed into a field some time after the cursor is in it.
_NOTE_LISTENERS = """(() => {
    const add = EventTarget.prototype.addEventListener, remove = EventTarget.prototype.removeEventListener;
    EventTarget.prototype.addEventListener = function (type, ...rest) {
        if (type === 'input') this.listeners = (this.listeners || 0) + 1;
        return add.call(this, type, ...rest);
    };
    EventTarget.prototype.removeEventListener = function (type, ...rest) {
        if (type === 'input') this.listeners = (this.listeners || 0) - 1;
        return remove.call(this, type, ...rest);
    };
})()"""
_LISTENS = "one => one === document.activeElement && one.listeners > 0"
# Its middle is what a finger would hit, and the edge of what scrolls does not cut it.
_IN_REACH = """one => {
    const box = one.getBoundingClientRect();
    if (!box.height || box.top < 0 || box.bottom > innerHeight + 1) return false;
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!hit || !(one.contains(hit) || hit.contains(one))) return false;
    for (let up = one.parentElement; up; up = up.parentElement) {
        if (up.style.scrollbarWidth !== 'none') continue;
        const around = up.getBoundingClientRect();
        return box.height >= 44 && box.top >= around.top - 1 && box.bottom <= around.bottom + 1;
    }
    return true;
}"""
# The nearest heading over it is that one.
_STANDS_UNDER = """(one, heading) => {
    const top = one.getBoundingClientRect().top;
    const over = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, flt-semantics[role=heading]')]
        .filter(head => head.getBoundingClientRect().top < top)
        .sort((a, b) => b.getBoundingClientRect().top - a.getBoundingClientRect().top);
    return over.length > 0 && (over[0].getAttribute('aria-label') || over[0].textContent).startsWith(heading);
}"""
