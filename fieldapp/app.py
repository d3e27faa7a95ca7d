"""Wires the real parts together: the only place that knows both the screens and the machine."""

import importlib.util
import logging
import os
import socket
import sys
from functools import partial
from pathlib import Path

import flet as ft

from fieldapp.errors import FolderNotWritable, PortTaken, WebViewMissing
from fieldapp.settings import Settings, settings
from fieldapp.ui.app import main

HOST = "127.0.0.1"


def own_settings() -> Settings:
    return settings(environ=os.environ, platform=sys.platform, home=Path.home())


def start(page: ft.Page) -> None:
    """What a phone build runs."""
    chosen = own_settings()
    main(page, chosen.folder, language=chosen.language, idle_minutes=chosen.idle_lock_minutes)


def run_native(folder: Path) -> None:
    """A window of its own; fetches Flet's desktop client on its first run."""
    check_folder(folder)
    ft.run(_page_of(folder), assets_dir=str(own_settings().assets))


def check_web(folder: Path, port: int) -> None:
    """Raises FolderNotWritable, PortTaken, WebViewMissing."""
    check_folder(folder)
    check_port(port)
    if importlib.util.find_spec("flet_web") is None:
        raise WebViewMissing


def run_web(folder: Path, port: int) -> None:
    """A web page on this machine only, until Ctrl-C; `check_web` first."""
    # The page server logs every address it is asked for.
    logging.getLogger("uvicorn.access").disabled = True
    ft.run(_page_of(folder), host=HOST, port=port, view=None, no_cdn=True, assets_dir=str(own_settings().assets))


def _page_of(folder: Path) -> partial[None]:
    chosen = own_settings()
    return partial(main, folder=folder, language=chosen.language, idle_minutes=chosen.idle_lock_minutes)


def check_folder(folder: Path) -> None:
    """Raises FolderNotWritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise FolderNotWritable(str(folder)) from error


def check_port(port: int) -> None:
    """Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(str(port)) from error
