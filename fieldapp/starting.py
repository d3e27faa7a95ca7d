"""What has to be there before anything starts: a folder that can be written, a port that is free."""

import importlib.util
import os
import socket
import sys
from pathlib import Path

from fieldapp.errors import FolderNotWritable, PortTaken, WebViewMissing
from fieldapp.settings import Settings, settings

HOST = "127.0.0.1"


def own_settings() -> Settings:
    return settings(environ=os.environ, platform=sys.platform, home=Path.home())


def check_web(folder: Path, port: int) -> None:
    """Raises FolderNotWritable, PortTaken, WebViewMissing."""
    check_folder(folder)
    check_port(port)
    if importlib.util.find_spec("flet_web") is None:
        raise WebViewMissing


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
