"""`python -m tests.browser.phones --port N`: every phone of the scenarios from one process, each with its address.

`?phone=FOLDER` says whose page it is. What they run takes longer to load than a scenario takes to click through, so it
is loaded once; a page is unlocked by clicks like any other. `POST /time?seconds=N` lets the time pass on all of them.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import flet as ft
import flet_web.fastapi
import uvicorn

from fieldapp.starting import HOST, own_settings
from fieldapp.ui.app import main


class PassingTime:
    """What time it is on every phone: the machine's, and what has passed in the story."""

    def __init__(self) -> None:
        self._passed = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._passed

    def stand_at(self, seconds: float) -> None:
        self._passed = timedelta(seconds=seconds)


def serve(port: int) -> None:
    clock = PassingTime()

    def start(page: ft.Page) -> None:
        [folder] = parse_qs(urlsplit(page.route).query)["phone"]
        # So that the address is the start page, as it is when a phone has no other address.
        page.route = "/"
        main(page, Path(folder), clock=clock)

    pages = flet_web.fastapi.FastAPI()
    pages.post("/time")(clock.stand_at)
    pages.mount("/", flet_web.fastapi.app(start, assets_dir=str(own_settings().assets), no_cdn=True))
    uvicorn.run(pages, host=HOST, port=port, log_level="warning", access_log=False, ws="websockets-sansio")


if __name__ == "__main__":
    serve(int(sys.argv[-1]))
