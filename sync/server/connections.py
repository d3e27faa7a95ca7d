"""What a connection may cost before it has asked for anything: how many, how slowly."""

import asyncio
import ipaddress
from collections import Counter
from typing import Any, ClassVar, Final

from uvicorn.protocols.http.h11_impl import H11Protocol

STALLED_SECONDS: Final = 60
CONNECTIONS: Final = 1000
CONNECTIONS_PER_ADDRESS: Final = 200


class PatientHttp(H11Protocol):
    """Patience has an end: with a head that does not come, with an answer that is not read, with an address that
    opens connection after connection. Each ends without a thread having been kept busy."""

    patience_seconds: ClassVar[float] = 15.0
    open_by_address: ClassVar[Counter[str]] = Counter()
    _head_due: asyncio.TimerHandle | None = None
    _reading_due: asyncio.TimerHandle | None = None
    _address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        self.open_by_address[self._address] += 1
        if self._is_too_many():
            transport.abort()
        else:
            self._expect_head()

    def _is_too_many(self) -> bool:
        """This machine is not counted by address: it is a proxy, or whoever runs the server."""
        here = self.open_by_address[self._address]
        return len(self.connections) > CONNECTIONS or (
            here > CONNECTIONS_PER_ADDRESS and not is_this_machine(self._address)
        )

    def connection_lost(self, exc: Exception | None) -> None:
        self.open_by_address[self._address] -= 1
        if not self.open_by_address[self._address]:
            del self.open_by_address[self._address]
        _cancel(self._head_due, self._reading_due)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            _cancel(self._head_due)
            self._head_due = None
        elif self._head_due is None:
            self._expect_head()

    def _expect_head(self) -> None:
        self._head_due = self.loop.call_later(self.patience_seconds, self.transport.abort)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        _cancel(self._head_due)
        self._head_due = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading_due = self.loop.call_later(STALLED_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        _cancel(self._reading_due)


def is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _cancel(*timers: Any) -> None:
    for timer in timers:
        if timer is not None:
            timer.cancel()
