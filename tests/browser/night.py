"""One night: a district server, a phone and a page for each person, and what they have learned so far."""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from tests.browser.page import AppPage
from tests.browser.running import RunningApp, phone_url
from tests.server.running import RunningServer

OWN_APP = "anna"


@dataclass
class Person:
    """`page` is what is on the screen now; a restarted app gets a new one."""

    name: str
    app: RunningApp
    page: AppPage

    def restart(self, browser: Browser) -> None:
        self.app.start()
        self.app.wait_until_up()
        self.page = AppPage.open(browser, self.app.url, self.name)


class Night:
    """`codes` are what one person reads aloud to another. `stopped_at` is the step that failed."""

    def __init__(self, browser: Browser, folder: Path, phones: RunningApp) -> None:
        """`phones` serves everybody but Anna, whose app is started and killed as her own."""
        self.browser = browser
        self.folder = folder
        self.people: dict[str, Person] = {}
        self.codes: dict[str, str] = {}
        self.stopped_at = ""
        self._phones, self._own = phones, RunningApp(folder / OWN_APP)
        # While the rest is made ready: a page server takes seconds to start.
        self._own.start()
        self.server = RunningServer(folder / "district").__enter__()

    def person(self, name: str) -> Person:
        """Who opens the app for the first time tonight."""
        if name not in self.people:
            app = (self._own if name == OWN_APP else self._phones).wait_until_up()
            url = app.url if name == OWN_APP else phone_url(app, self.folder / name)
            self.people[name] = Person(name, app, AppPage.open(self.browser, url, name))
        return self.people[name]

    @property
    def chef(self) -> AppPage:
        return self.person("chef").page

    @property
    def siv(self) -> AppPage:
        return self.person("siv").page

    @property
    def anna(self) -> AppPage:
        return self.person("anna").page

    def wrong(self) -> list[str]:
        """Nameless or small targets, complaints in the console, addresses outside this machine."""
        pages = [person.page for person in self.people.values()]
        return [words for page in pages for words in (*sorted(page.faults), *page.complaints, *sorted(page.outside))]

    def pictures(self, folder: Path) -> None:
        """What can be had of it: a browser that hangs must not hide what failed."""
        for person in self.people.values():
            path = folder / f"{person.name}.png"
            try:
                person.page.picture(path)
                sys.stdout.write(f"{path}\n{person.page.texts()}\n")
            except PlaywrightError as hangs:
                sys.stdout.write(f"no picture of {person.name}: {hangs}\n")

    def stop_everything(self) -> None:
        """So that every file is as it was left; the pages are gone after this."""
        for person in self.people.values():
            person.page.close()
        self.people.clear()
        self._own.stop()
        self.server.stop()

    def end(self) -> None:
        self.stop_everything()
