"""`python -m tests.browser.links_album FOLDER`: two boards that have the same incident."""

import sys
from pathlib import Path

from fieldapp.actions import sessions
from tests.browser.album import Album
from tests.browser.handing import HERE, THERE
from tests.browser.page import AppPage
from tests.browser.rows_album import stage
from tests.journeys.neighbours import Neighbour, pin
from tests.journeys.test_main_job import ALARM


def main(folder: Path) -> None:
    album = Album(folder)
    with stage() as told:
        night = Neighbour(told.folder / "night", told.server, told.story)
        johan, karin = night.supervisor, told.story.supervisor
        pin(johan, karin, THERE)
        pin(karin, johan, HERE)
        for hands in (johan, karin):
            sessions.open_session(hands.phone, ALARM)
        night.sync_all(johan, karin)
        night.end()
        told.begins()
        asks, answers = told.unlocked(johan), told.unlocked(karin)
        asking(asks, album)
        answering(answers, album)
        linked(answers, album)


def asking(page: AppPage, album: Album) -> None:
    page.tap("Insatser")
    page.tap(page.reads(r"^((?:[A-Z0-9] ){7}[A-Z0-9])\nPågår"))
    page.tap("Fråga en annan nämnd om samma händelse")
    page.waits_for("Det här får de veta")
    album.take(page, "link_ask")
    page.tap("Skicka frågan")
    page.waits_for("Väntar på svar", seconds=90)
    album.whole(page, "link_asked")


def answering(page: AppPage, album: Album) -> None:
    page.tap("Insatser")
    page.waits_for(f"{HERE} frågar om ni har samma händelse", seconds=90)
    album.take(page, "link_notice")
    page.tap(f"{HERE} frågar om ni har samma händelse")
    page.waits_for("Samma slag, nära i tid")
    album.take(page, "link_answer")
    page.tap("Samma händelse", whole=True)
    page.waits_for("Samma händelse som insats")
    album.whole(page, "link_on_session")


def linked(page: AppPage, album: Album) -> None:
    page.tap(HERE)
    page.waits_for("Ta isär kopplingen")
    album.take(page, "link_page")
    page.tap("Ta isär kopplingen")
    page.waits_for("Vänta")
    album.take(page, "link_apart")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
