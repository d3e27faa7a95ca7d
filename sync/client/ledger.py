"""What the exchange asks of the phone it runs on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.grants import Grant, Recipient
from sync.protocol.roster import Roster
from sync.protocol.statement import Head
from sync.protocol.tokens import Door


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something in the outbox: its id (SHA-256, 32 bytes), its bytes, and the watch line beside it."""

    id: bytes
    raw: bytes
    watch: bytes | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one item; `code` says why it was not stored."""

    id: bytes
    status: str
    code: str | None = None
    head: Head | None = None

    @property
    def is_receipt(self) -> bool:
        return self.status in {"stored", "duplicate"}


@dataclass(frozen=True, slots=True)
class Received:
    head: Head
    envelope: Envelope


class Ledger(Protocol):
    """Every method that takes something has it on disk when it returns."""

    @property
    def board(self) -> bytes: ...
    @property
    def device(self) -> bytes: ...
    def roster(self) -> Roster: ...
    def sign_challenge(self, door: Door, challenge: bytes) -> bytes: ...
    def heartbeat(self) -> bytes: ...

    def last_state(self) -> str | None: ...
    def remember_contact(self, state: str, server_epoch: str) -> None: ...

    def waiting_statements(self) -> Sequence[Waiting]: ...
    def waiting_grants(self) -> Sequence[Waiting]: ...
    def waiting_envelopes(self, most: int) -> Sequence[Waiting]: ...
    def count_waiting_envelopes(self) -> int: ...
    def take_answers(self, answers: Sequence[Answer]) -> None: ...

    def take_log(self, entries: Sequence[bytes], head: Head) -> None: ...
    def mailbox_cursor(self, recipient: Recipient) -> int: ...
    def take_grants(self, recipient: Recipient, grants: Sequence[Grant], last: int) -> None: ...
    def stream_cursor(self, circle: Circle) -> Head: ...
    def take_envelopes(self, circle: Circle, received: Sequence[Received]) -> None: ...
    def grant_to_new_readers(self) -> None: ...
