"""Listening, saying so, and stopping in good order."""

import multiprocessing
import os
import signal
import socket
import ssl
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from sync.errors import FixAndRetry
from sync.server.app import create_app
from sync.server.connections import PatientHttp
from sync.server.limits import Limits
from sync.server.listening import listening
from sync.server.log_lines import log_to_stderr
from sync.server.metrics import SHARED_FOLDER

_SECONDS_TO_START: Final = 60
_SECONDS_TO_FINISH: Final = 10
_SECONDS_IDLE: Final = 30


class CertificateUnusable(FixAndRetry):
    """The certificate and key cannot be used. Check both files, and that they belong together."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What `serve` was asked to do. `proxies`: addresses whose word on who is calling is taken."""

    database: str
    host: str = "127.0.0.1"
    port: int = 8700
    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None
    proxies: str = "127.0.0.1,::1"
    limits: Limits = field(default_factory=Limits)


def serve(what: Serving) -> None:
    """Until SIGINT or SIGTERM; requests under way are finished first. Raises `AddressTaken`, `CertificateUnusable`."""
    _check_certificate(what)
    with listening(what.host, what.port) as listener:
        if what.workers > 1:
            _serve_with_workers(what, listener)
        else:
            # The server puts these back when it has stopped and raises the signal again: stopping is no failure.
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, _already_stopping)
            _Announcing(configured(what)).run(sockets=[listener])


def _serve_with_workers(what: Serving, listener: socket.socket) -> None:
    """Processes that share the socket; one that dies is started again."""
    with tempfile.TemporaryDirectory(prefix="district-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        ready = multiprocessing.get_context("spawn").Event()
        config = configured(what, partial(_worker, what.database, what.limits, ready))
        listener.listen()
        _Workers(config, [listener], ready).run()


class _Workers(Multiprocess):
    """Says where it listens once one of them answers; the others follow."""

    def __init__(self, config: uvicorn.Config, sockets: list[socket.socket], ready: Event) -> None:
        super().__init__(config, sockets=sockets)
        self._ready = ready

    def init_processes(self) -> None:
        super().init_processes()
        if self._ready.wait(_SECONDS_TO_START):
            _announce(self.sockets[0], is_tls=self.config.is_ssl)


def _worker(database: str, limits: Limits, ready: Event) -> FastAPI:
    log_to_stderr()
    PatientHttp.patience_seconds = limits.patience_seconds
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    app = create_app(database, limits)
    ready.set()
    return app


def _stop_with_parent() -> None:
    """A worker whose supervisor was killed would hold the address for ever."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)


def configured(what: Serving, app: FastAPI | partial[FastAPI] | None = None) -> uvicorn.Config:
    """`app`: one that is made already, or what makes it in a worker."""
    PatientHttp.patience_seconds = what.limits.patience_seconds
    return uvicorn.Config(
        app or create_app(what.database, what.limits),
        factory=isinstance(app, partial),
        workers=what.workers,
        http=PatientHttp,
        ws="none",
        loop="asyncio",
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=what.proxies,
        timeout_keep_alive=_SECONDS_IDLE,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        ssl_certfile=what.certificate,
        ssl_keyfile=what.key,
    )


class _Announcing(uvicorn.Server):
    """Says where it listens once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            _announce(sockets[0], is_tls=self.config.is_ssl)


def _announce(listener: socket.socket, *, is_tls: bool) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    sys.stdout.write(f"District server on {'https' if is_tls else 'http'}://{shown}:{port}\n")
    sys.stdout.flush()


def _check_certificate(what: Serving) -> None:
    if what.certificate is None and what.key is None:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(what.certificate or "", what.key)
    except OSError as error:
        raise CertificateUnusable from error


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    """Nothing more to do."""
