"""One loop: say hello, push what waits, read what moved, fold it, say how it stands now."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from sync.client import pull, push
from sync.client.errors import NotRecognised, ServerNotUnderstood
from sync.client.ledger import Ledger
from sync.client.token import Caller, TokenKeeper
from sync.client.transport import Transport, b64
from sync.protocol.circle import Circle
from sync.protocol.grants import Recipient
from sync.protocol.statement import Head

Told = TypeVar("Told")
Progress = Callable[[str, int, int], None]
"""Step ("sending", "fetching"), how many are done, of how many."""


class Exchange:
    """Owns the only lock: two runs never overlap."""

    def __init__(self, ledger: Ledger, transport: Transport) -> None:
        self._ledger = ledger
        self._transport = transport
        self._token = TokenKeeper(ledger, transport)
        self._lock = threading.Lock()

    def run(self, progress: Progress = lambda step, done, total: None) -> tuple[int, int]:
        """(receipts won, envelopes fetched). Raises the errors of `sync.client.errors`; what was done stays done."""
        return self.call(lambda call: self._run(call, progress))

    def call(self, ask: Callable[[Caller], Told]) -> Told:
        """Anything else this device asks of the server, under the same lock and with the same token."""
        with self._lock:
            try:
                return ask(self._token.caller())
            except NotRecognised:
                # The token ran out, or the server forgot it; if the device itself is out, this fails again.
                self._token.forget()
                return ask(self._token.caller())

    def _run(self, call: Caller, progress: Progress) -> tuple[int, int]:
        told = self._hello(call)
        moved = not told.get("unchanged")
        if moved:
            pull.log(self._ledger, call, _head(told["head"]))
        sent = push.everything(self._ledger, call, progress)
        fetched = self._fetch(call, told, progress) if moved else 0
        self._ledger.grant_to_new_readers()
        push.grants(self._ledger, call)
        self._ledger.remember_contact(str(told["state"]), str(told["server_epoch"]))
        if moved or sent:
            # Others wait for what this device has read and delivered: a gate to close, a phone to let go.
            self._hello(call)
        return sent, fetched

    def _hello(self, call: Caller) -> dict[str, Any]:
        content = {"heartbeat": b64(self._ledger.heartbeat()), "state": self._ledger.last_state()}
        told = call.post("/hello", content)
        if not {"state", "server_epoch"} <= told.keys() or not (told.get("unchanged") or "heads" in told):
            raise ServerNotUnderstood
        return told

    def _fetch(self, call: Caller, told: dict[str, Any], progress: Progress) -> int:
        for recipient, last in told["mailboxes"].items():
            pull.mailbox(self._ledger, call, Recipient.from_bytes(bytes.fromhex(recipient)), int(last))
        heads = {Circle.from_hex(circle): _head(head) for circle, head in told["heads"].items()}
        return pull.streams(self._ledger, call, heads, progress)


def _head(value: object) -> Head:
    return Head.from_json(value)
