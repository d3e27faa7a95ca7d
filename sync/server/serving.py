"""Listening, saying so, and stopping in good order."""

import signal
import socket
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI

from sync.errors import FixAndRetry

_SECONDS_TO_FINISH = 10


class AddressTaken(FixAndRetry):
    """The address is in use or not this machine's. Choose another with --host and --port."""


class _Announcing(uvicorn.Server):
    """Says where it listens once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            sys.stdout.write(f"District server on http://{shown}:{port}\n")
            sys.stdout.flush()


def serve(app: FastAPI, host: str, port: int) -> None:
    """Until SIGINT or SIGTERM; requests under way are finished first. Raises `AddressTaken`."""
    with _listening(host, port) as listener:
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        )
        # The server puts these back when it has stopped and raises the signal again: stopping is no failure.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _already_stopping)
        _Announcing(config).run(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        raise AddressTaken from error
    return listener


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    """Nothing more to do."""
