"""The phone's connection to its district server: the exchange, single calls, and statements that need agreement."""

from collections.abc import Callable
from typing import Any, TypeVar

from fieldapp.actions.ledger import PhoneLedger
from fieldapp.actions.phone import Phone
from sync.client import statements
from sync.client.exchange import Exchange, Progress
from sync.client.token import Caller
from sync.client.transport import Transport
from sync.protocol.statement import Kind, Statement

Told = TypeVar("Told")


class Link:
    """One for each unlocked phone. Every call may raise the errors of `sync.client.errors`."""

    def __init__(self, phone: Phone, transport: Transport | None = None) -> None:
        self.transport = transport or Transport(phone.profile.server)
        self._phone = phone
        self._ledger = PhoneLedger(phone)
        self._exchange = Exchange(self._ledger, self.transport)
        self._listening = Transport(self.transport.address)

    def exchange(self, progress: Progress) -> tuple[int, int]:
        return self._exchange.run(progress)

    def call(self, ask: Callable[[Caller], Told]) -> Told:
        """One call by this device, let in again when its token has run out."""
        return self._exchange.call(ask)

    def wait_for_news(self) -> bool:
        """Returns as soon as the server has something new for this phone, or after half a minute without."""
        return self._exchange.wait_for_news(self._listening)

    def append(self, kind: Kind, **fields: Any) -> None:
        """Adds a statement that names its predecessor; signs it again when somebody else was first."""
        self.call(lambda call: statements.append(self._ledger, call, lambda: self._signed(kind, fields)))

    def _signed(self, kind: Kind, fields: dict[str, Any]) -> Statement:
        phone, keys = self._phone, self._phone.keys
        return Statement.make(
            kind,
            board=phone.board,
            head=phone.roster.head,
            at=phone.now(),
            signer=keys.signing_public,
            sign=keys.signing.sign,
            **fields,
        )

    def close(self) -> None:
        self.transport.close()
        self._listening.close()
