"""Wires the real parts together: the only place that knows both the screens and the machine."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import flet as ft

from fieldapp.starting import HOST, check_folder, own_settings
from fieldapp.ui.app import main


def start(page: ft.Page) -> None:
    """What a phone build runs."""
    chosen = own_settings()
    main(page, chosen.folder, language=chosen.language, idle_minutes=chosen.idle_lock_minutes)


def run_native(folder: Path) -> None:
    """A window of its own; fetches Flet's desktop client on its first run."""
    check_folder(folder)
    ft.run(_page_of(folder), assets_dir=str(own_settings().assets))


def run_web(folder: Path, port: int, *, guided: Callable[[], datetime | None] = lambda: None) -> None:
    """A web page on this machine only, until Ctrl-C; `check_web` first. `guided` is asked when a page is opened."""
    # The page server logs every address it is asked for.
    logging.getLogger("uvicorn.access").disabled = True
    ft.run(
        _page_of(folder, guided), host=HOST, port=port, view=None, no_cdn=True, assets_dir=str(own_settings().assets)
    )


def _page_of(folder: Path, guided: Callable[[], datetime | None] = lambda: None) -> Callable[[ft.Page], None]:
    chosen = own_settings()

    def opened(page: ft.Page) -> None:
        language, minutes = chosen.language, chosen.idle_lock_minutes
        main(page, folder, language=language, idle_minutes=minutes, guided_since=guided())

    return opened
