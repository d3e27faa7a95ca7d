"""What the exchange asks of the phone it runs on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, Stub
from sync.protocol.grants import Grant, Recipient
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Statement
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

    @property
    def is_kept(self) -> bool:
        """Whether the server has it now, in its place or set aside."""
        return self.is_receipt or self.status == "set_aside"


@dataclass(frozen=True, slots=True)
class Received:
    """A place in a stream and what stands there: an envelope, or what is left of one that was disposed of."""

    head: Head
    envelope: Envelope | Stub


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
    def server_epoch(self) -> str: ...
    def remember_contact(self, state: str, server_epoch: str) -> None: ...

    def waiting_statements(self) -> Sequence[Waiting]: ...
    def waiting_grants(self) -> Sequence[Waiting]: ...
    def waiting_envelopes(self, most: int, without: Collection[bytes]) -> Sequence[Waiting]: ...
    def count_waiting_envelopes(self) -> int: ...
    def set_aside_envelopes(self, most: int, without: Collection[bytes]) -> Sequence[Waiting]:
        """What the server would not put in its place before: it may have been let in since."""

    def carried_envelopes(self, most: int, without: Collection[bytes]) -> Sequence[Waiting]: ...
    def count_carried_envelopes(self) -> int: ...
    def take_answers(self, answers: Sequence[Answer]) -> int:
        """How many envelopes of this device got a receipt that can be believed."""

    def take_log(self, entries: Sequence[bytes], head: Head) -> None: ...
    def mailbox_cursor(self, recipient: Recipient) -> int: ...
    def take_grants(self, recipient: Recipient, grants: Sequence[Grant], last: int) -> None: ...
    def letter_cursor(self) -> int: ...
    def take_letters(self, letters: Sequence[bytes], last: int) -> None:
        """What other boards have written, as it came: nothing of it has been checked."""

    def stream_cursor(self, circle: Circle) -> Head: ...
    def take_envelopes(self, circle: Circle, received: Sequence[Received]) -> None: ...
    def grant_to_new_readers(self) -> None: ...

    # When the server, or this phone, is not what it was

    def log_after(self, seq: int) -> Sequence[bytes]: ...
    def take_other_log(self, entries: Sequence[bytes], head: Head, lost: Sequence[Statement]) -> None:
        """In place of the log so far; of `lost`, signed here, what was made offline is said again."""

    def signed_again(self, lost: Statement) -> Statement: ...
    def known_streams(self) -> Collection[Circle]: ...
    def hash_at(self, circle: Circle, seq: int) -> bytes | None: ...
    def check_claims(self, heads: Mapping[Circle, Head]) -> None:
        """A receipt for a place that its stream does not reach is none."""

    def heal(self, shared: Mapping[Circle, Head], *, server_epoch: str | None) -> None:
        """What the server does not have any more waits again; `shared`: how far each stream is still the same.
        With a `server_epoch` everything is looked at again, else only these streams."""

    def take_earlier(self, heartbeat: bytes) -> None: ...
    def settle(self) -> bool:
        """Ends the exchange; whether there is something new to say of this device."""
