"""Signed statements, and the chain the server lays them in."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sync.protocol.errors import Malformed
from sync.protocol.signing import Sign, SignedDocument
from sync.protocol.wire import identifier

LABEL = "statement"
BEFORE_THE_FIRST = bytes(32)


class Kind(StrEnum):
    BOARD_FOUNDED = "board_founded"
    ROLE_KEY_MADE = "role_key_made"
    INVITE_MADE = "invite_made"
    INVITE_WITHDRAWN = "invite_withdrawn"
    DEVICE_ADDED = "device_added"
    ROLE_OFFERED = "role_offered"
    ROLE_GRANTED = "role_granted"
    DEVICE_REVOKED = "device_revoked"
    ROLE_CHANGED = "role_changed"
    BOARD_RECOVERED = "board_recovered"
    PEER_PINNED = "peer_pinned"
    HANDED_OVER = "handed_over"
    HANDOVER_WITHDRAWN = "handover_withdrawn"
    TAKEN_OVER = "taken_over"
    HANDOVER_REFUSED = "handover_refused"
    DISPOSED = "disposed"
    SESSION_OPENED = "session_opened"
    SESSION_JOINED = "session_joined"
    SESSION_LEFT = "session_left"
    SESSION_CLOSING = "session_closing"
    DEVICE_WRITTEN_OFF = "device_written_off"
    SESSION_CLOSED = "session_closed"
    PURGE_ACKNOWLEDGED = "purge_acknowledged"
    DEVICE_WIPED = "device_wiped"
    LOCK_RULE_SET = "lock_rule_set"
    BOARD_SETTINGS_SET = "board_settings_set"
    GUEST_ENDED = "guest_ended"
    EXERCISE_ENDED = "exercise_ended"


MADE_OFFLINE = frozenset(
    {
        Kind.SESSION_OPENED,
        Kind.SESSION_JOINED,
        Kind.SESSION_LEFT,
        Kind.PURGE_ACKNOWLEDGED,
        Kind.DEVICE_WIPED,
        Kind.BOARD_RECOVERED,
    }
)
"""These carry the author's last verified head; all others name their predecessor (compare-and-set).

Whoever recovers a board has lost every phone that knew its log: that statement names the head before the first.
"""

MAY_BE_LOST = MADE_OFFLINE | {
    Kind.DEVICE_ADDED,
    Kind.INVITE_MADE,
    Kind.ROLE_OFFERED,
    Kind.ROLE_GRANTED,
    Kind.SESSION_CLOSING,
    Kind.DEVICE_WRITTEN_OFF,
}
"""A server that was restored may have gone on without these: losing them lets nobody in. Of all others each device
insists that they stand in the log, in this place or signed anew."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last place of a log or stream: number (0 when empty) and chained hash (32 bytes)."""

    seq: int = 0
    hash: bytes = BEFORE_THE_FIRST

    def after(self, statement: "Statement") -> "Head":
        chained = b"stodkedjan log v1\0" + self.hash + statement.digest
        return Head(self.seq + 1, hashlib.sha256(chained).digest())

    def to_json(self) -> list[Any]:
        return [self.seq, self.hash.hex()]

    @classmethod
    def from_json(cls, value: object) -> Self:
        match value:
            case [int(seq), str(text)] if 0 <= seq < 2**63:
                return cls(seq, identifier(text, 32))
        raise Malformed("not a head")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a board's membership log: kind, board, time, where it was made, and fields of its kind."""

    document: SignedDocument
    kind: Kind
    board: bytes
    at: datetime
    head: Head
    fields: Mapping[str, Any]

    @classmethod
    def make(
        cls,
        kind: Kind,
        *,
        board: bytes,
        head: Head,
        at: datetime,
        signer: bytes,
        sign: Sign,
        **fields: Any,
    ) -> Self:
        """`head`: the predecessor, or for what is made offline the last head the author verified."""
        content = {
            "kind": kind,
            "board": board.hex(),
            "at": at.isoformat(timespec="seconds"),
            "head": head.to_json(),
            **fields,
        }
        return cls.read(SignedDocument.make(LABEL, content, signer=signer, sign=sign))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Parses; does not verify."""
        return cls.read(SignedDocument.from_bytes(LABEL, raw))

    @classmethod
    def read(cls, document: SignedDocument) -> Self:
        fields = document.content()
        try:
            kind = Kind(fields.pop("kind"))
            at = datetime.fromisoformat(fields.pop("at"))
            board, head = identifier(fields.pop("board")), Head.from_json(fields.pop("head"))
        except (KeyError, ValueError, TypeError) as error:
            raise Malformed(LABEL) from error
        if at.tzinfo is None:
            raise Malformed("a time without a zone")
        return cls(document, kind, board, at, head, fields)

    def to_bytes(self) -> bytes:
        return self.document.to_bytes()

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.to_bytes()).digest()

    @property
    def signer(self) -> bytes:
        return self.document.signer

    def id_of(self, name: str, length: int = 16) -> bytes:
        """The field `name` as bytes; `Malformed` when it is missing or not hex of that length."""
        return identifier(self.fields.get(name), length)

    def text_of(self, name: str, longest: int = 80) -> str:
        value = self.fields.get(name)
        if not isinstance(value, str) or not 0 < len(value) <= longest:
            raise Malformed(name)
        return value
