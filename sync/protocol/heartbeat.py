"""What a device says of itself at every contact, signed: numbers only."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sync.protocol.circle import Circle
from sync.protocol.errors import Malformed
from sync.protocol.limits import HEARTBEAT_BYTES
from sync.protocol.signing import Sign, SignedDocument
from sync.protocol.statement import Head
from sync.protocol.wire import identifier

LABEL = "heartbeat"


@dataclass(frozen=True, slots=True)
class Tip:
    """How many envelopes of one author in one circle, and the id of the last."""

    count: int
    last: bytes

    def to_json(self) -> list[Any]:
        return [self.count, self.last.hex()]


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """`issued`: the last device_seq per circle. `held`: the last stream number per circle that this device holds,
    opened or not. `tips`: how many envelopes of an author this device holds, sealed as they were, and
    the id (32) of the last of them: an author lets go of nothing before that is proved, however streams are numbered.
    `log`: the head of the membership log it has verified."""

    board: bytes
    device: bytes
    incarnation: int
    at: datetime
    issued: dict[Circle, int]
    held: dict[Circle, int]
    waiting: int
    quarantined: int
    oldest_waiting: datetime | None
    log: Head
    app_version: str
    tips: dict[tuple[Circle, bytes], Tip] = field(default_factory=dict)

    def signed(self, *, signer: bytes, sign: Sign) -> bytes:
        return SignedDocument.make(LABEL, self._content(), signer=signer, sign=sign).to_bytes()

    def _content(self) -> dict[str, Any]:
        return {
            "board": self.board.hex(),
            "device": self.device.hex(),
            "incarnation": self.incarnation,
            "at": self.at.isoformat(timespec="seconds"),
            "issued": {circle.hex(): seq for circle, seq in self.issued.items()},
            "held": {circle.hex(): seq for circle, seq in self.held.items()},
            "waiting": self.waiting,
            "quarantined": self.quarantined,
            "oldest_waiting": self.oldest_waiting.isoformat(timespec="seconds") if self.oldest_waiting else None,
            "log": self.log.to_json(),
            "app_version": self.app_version,
            "tips": [[circle.hex(), author.hex(), *tip.to_json()] for (circle, author), tip in self.tips.items()],
        }

    @classmethod
    def verified(cls, raw: bytes, public_key: bytes) -> Self:
        """Raises `Malformed`, or `BadSignature` unless signed with `public_key`."""
        document = SignedDocument.from_bytes(LABEL, raw, longest=HEARTBEAT_BYTES)
        if document.signer != public_key:
            raise Malformed("another signer")
        document.verify()
        return cls.from_content(document.content())

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Parses; does not verify. Raises `Malformed`."""
        return cls.from_content(SignedDocument.from_bytes(LABEL, raw, longest=HEARTBEAT_BYTES).content())

    @classmethod
    def from_content(cls, content: dict[str, Any]) -> Self:
        try:
            oldest = content["oldest_waiting"]
            return cls(
                board=identifier(content["board"]),
                device=identifier(content["device"]),
                incarnation=int(content["incarnation"]),
                at=datetime.fromisoformat(content["at"]),
                issued=_numbers(content["issued"]),
                held=_numbers(content["held"]),
                waiting=int(content["waiting"]),
                quarantined=int(content["quarantined"]),
                oldest_waiting=datetime.fromisoformat(oldest) if oldest else None,
                log=Head.from_json(content["log"]),
                app_version=str(content["app_version"])[:40],
                tips=_tips(content.get("tips", [])),
            )
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
            raise Malformed(LABEL) from error


def _numbers(table: dict[str, Any]) -> dict[Circle, int]:
    return {Circle.from_hex(circle): int(seq) for circle, seq in table.items()}


def _tips(listed: list[list[Any]]) -> dict[tuple[Circle, bytes], Tip]:
    return {
        (Circle.from_hex(circle), identifier(author)): Tip(int(count), identifier(last, 32))
        for circle, author, count, last in listed
    }
