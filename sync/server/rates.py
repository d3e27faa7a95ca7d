"""How often somebody may ask: a bucket per asker that fills evenly."""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from sync.server.connections import is_this_machine
from sync.server.refusals import TooManyRequests
from sync.server.refusing import answer_refusal

REMEMBERED: Final = 50_000


@dataclass(slots=True)
class Rate:
    """A minute's worth at once, then evenly (the generic cell rate algorithm: one number per asker)."""

    per_minute: int
    now: Callable[[], float] = time.monotonic
    _free_at: dict[Hashable, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def check(self, asker: Hashable) -> None:
        """Raises `TooManyRequests`."""
        with self._lock:
            now = self.now()
            if len(self._free_at) > REMEMBERED:
                self._free_at = {who: at for who, at in self._free_at.items() if at > now}
            free_at = max(self._free_at.get(asker, now), now) + 60 / self.per_minute
            if free_at - now > 60:
                raise TooManyRequests(free_at - now - 60)
            self._free_at[asker] = free_at


class AddressRate:
    """Before anything is read or looked up. This machine is not counted: it is a proxy, or whoever runs the server."""

    def __init__(self, app: ASGIApp, rate: Rate) -> None:
        self._app = app
        self._rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = (scope.get("client") or ("",))[0]
        if scope["type"] == "http" and address and not is_this_machine(address):
            try:
                self._rate.check(address)
            except TooManyRequests as error:
                await answer_refusal(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)
