"""A scenario's stage: a board and its people made before it begins, then a page for each, and only clicks."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import BrowserContext
from playwright.sync_api import Error as PlaywrightError

from fieldapp.actions import people
from fieldapp.actions.connecting import enrol, read_code
from fieldapp.crypto.passphrase import FLOOR
from sync.protocol.circle import Role
from tests.browser.page import AppPage
from tests.browser.running import RunningApp, phone_url, show_time
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.server.running import RunningServer


class Stage:
    """Before `begins`, `story` is used as in tests/journeys; after it every phone is locked and only clicked on."""

    def __init__(self, tabs: BrowserContext, phones: RunningApp, server: RunningServer, folder: Path) -> None:
        self.server = server
        self.folder = folder
        self._tabs, self._phones = tabs, phones
        self._pages: list[AppPage] = []
        server.start()
        self.story = Story(folder, server.url, server.new_claim_code())

    def supporter_by(self, name: str, address: str) -> Hands:
        """Somebody whose phone reaches the server by a way of its own."""
        invitation = people.invite(self.story.supervisor.phone, name, Role.SUPPORTER)
        hands = self.story.new_hands(name.lower().replace(" ", "-"))
        connection = read_code(invitation.code, address)
        hands.holds(enrol(hands.folder, connection, PASSPHRASE, cost=FLOOR, clock=self.story.now))
        self.story.sync_all(hands, self.story.supervisor)
        return hands

    def begins(self) -> None:
        """The clocks of the pages show what the story's showed."""
        self.story.end()
        self._show_time()

    def passes(self, **amount: float) -> None:
        """So much time, on every phone."""
        self.story.pass_time(**amount)
        self._show_time()

    def _show_time(self) -> None:
        show_time(self._phones, self.story.time)

    def locked(self, folder: Path) -> AppPage:
        """The page of the phone whose folder this is; a folder that is empty is a new phone."""
        name = folder.name
        page = AppPage.at(self._tabs, phone_url(self._phones, folder), name)
        self._pages.append(page)
        return page

    def unlocked(self, hands: Hands) -> AppPage:
        page = self.locked(hands.folder)
        unlock(page)
        return page

    def wrong(self) -> list[str]:
        """Nameless or small targets, complaints in the console, addresses outside this machine."""
        return [words for page in self._pages for words in told_of(page)]

    def pictures(self, folder: Path) -> None:
        for page in self._pages:
            try:
                page.picture(folder / f"{page.name}.png")
                sys.stdout.write(f"{folder / page.name}.png\n{page.texts()}\n")
            except PlaywrightError as hangs:
                sys.stdout.write(f"no picture of {page.name}: {hangs}\n")

    def end(self) -> None:
        for page in self._pages:
            page.close()
        self.story.end()
        self.server.start()
        show_time(self._phones, datetime.now(UTC))


def unlock(page: AppPage) -> None:
    page.fills("Lösenord", PASSPHRASE)
    page.tap("Lås upp")
    page.waits_until_gone("Jag kommer inte in")


def told_of(page: AppPage) -> Sequence[str]:
    return (*sorted(page.faults), *page.complaints, *sorted(page.outside))
