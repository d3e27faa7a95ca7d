"""Waiting at the server for news, on a connection and in a thread of its own."""

import threading
from collections.abc import Callable
from typing import Final

from fieldapp.actions.phone import Phone
from fieldapp.actions.syncing import Backoff
from fieldapp.ui.tap import log_place
from sync.errors import StodkedjanError

LONGEST_EXCHANGE_SECONDS: Final = 60.0


class Listening:
    """Calls `heard`, in its own thread, whenever the server has something new. Nobody waits for the thread's end: it
    may be in the middle of half a minute of listening."""

    def __init__(self, phone: Phone, heard: Callable[[], None]) -> None:
        self._phone, self._heard = phone, heard
        self._over, self._read = threading.Event(), threading.Event()
        self._backoff = Backoff()
        threading.Thread(target=self._listen, name="listening", daemon=True).start()

    def read(self) -> None:
        """What was heard has been fetched: from here on something else is news."""
        self._read.set()

    def stop(self) -> None:
        self._over.set()
        self._read.set()

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                came = self._phone.link.wait_for_news()
            except StodkedjanError:
                self._over.wait(self._backoff.failed())
                continue
            except Exception as unknown:  # noqa: BLE001 - the guard: the phone may have been locked meanwhile
                if not self._over.is_set():
                    log_place("listening", unknown)
                return
            self._backoff.succeeded()
            if came and not self._over.is_set():
                self._tell()

    def _tell(self) -> None:
        self._read.clear()
        self._heard()
        self._read.wait(LONGEST_EXCHANGE_SECONDS)
