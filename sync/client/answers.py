"""What the server said, taken out of JSON: anything of another shape is `ServerNotUnderstood`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sync.client.errors import ServerNotUnderstood
from sync.client.ledger import Answer, Waiting
from sync.client.transport import unb64
from sync.protocol.circle import Circle
from sync.protocol.errors import LogTampered, Malformed
from sync.protocol.grants import Recipient
from sync.protocol.roster import Roster
from sync.protocol.statement import Head
from sync.protocol.wire import identifier

Value = TypeVar("Value")
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to a heartbeat. `heads` and `mailboxes` are empty when `unchanged`."""

    server_epoch: str
    state: str
    unchanged: bool
    head: Head
    heads: dict[Circle, Head]
    mailboxes: dict[Recipient, int]
    entries: tuple[bytes, ...] | None = None
    earlier: bytes | None = None
    healing: bool = False
    letters: int = 0


@dataclass(frozen=True, slots=True)
class LogPart:
    entries: Sequence[bytes]
    head: Head


def told(answer: dict[str, Any], known: Head) -> Told:
    """`known`: the log's head as this device has it, which is what an unchanged answer means."""
    return _understood(lambda: _told(answer, known))


def _told(answer: dict[str, Any], known: Head) -> Told:
    unchanged, earlier = answer.get("unchanged") is True, answer.get("earlier")
    entries = None if unchanged or answer.get("entries") is None else tuple(map(unb64, listed(answer, "entries")))
    return Told(
        server_epoch=_text(answer["server_epoch"]),
        state=_text(answer["state"]),
        unchanged=unchanged,
        head=known if unchanged else Head.from_json(answer["head"]),
        heads={} if unchanged else {Circle.from_hex(key): Head.from_json(at) for key, at in answer["heads"].items()},
        mailboxes={} if unchanged else {_recipient(key): number(last) for key, last in answer["mailboxes"].items()},
        entries=entries,
        earlier=unb64(earlier) if earlier else None,
        healing=answer.get("healing") is True,
        letters=number(answer.get("letters", 0)),
    )


def _understood(read: Callable[[], Value]) -> Value:
    try:
        return read()
    except (Malformed, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ServerNotUnderstood from error


def _recipient(text: str) -> Recipient:
    return Recipient.from_bytes(identifier(text, 17))


def _text(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= 64:
        raise Malformed("not a short text")
    return value


def number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _LARGEST:
        raise ServerNotUnderstood
    return value


def listed(answer: dict[str, Any], name: str) -> list[Any]:
    found = answer.get(name)
    if not isinstance(found, list):
        raise ServerNotUnderstood
    return found


def head(answer: dict[str, Any]) -> Head:
    return _understood(lambda: Head.from_json(answer.get("head")))


def whole_log(read: Callable[[int], dict[str, Any]], roster: Roster) -> LogPart:
    """Page after page of the log after the roster's head; `read` asks for what comes after a number."""
    entries: list[bytes] = []
    while True:
        page = read(roster.head.seq + len(entries))
        upto, found = head(page), [unb64(entry) for entry in listed(page, "entries")]
        entries += found
        if roster.head.seq + len(entries) >= upto.seq:
            return LogPart(entries, upto)
        if not found:
            raise LogTampered("ends early")


def of_items(items: Sequence[Waiting], found: object) -> list[Answer]:
    """What the server said of each item, in order."""
    if not isinstance(found, list) or len(found) != len(items):
        raise ServerNotUnderstood
    return [_answer(item, answer) for item, answer in zip(items, found, strict=True)]


def of_envelopes(items: Sequence[Waiting], found: object) -> list[Answer]:
    """As `of_items`; a receipt without a place in a stream is none."""
    answers = of_items(items, found)
    if any(answer.is_receipt and (answer.head is None or answer.head.seq == 0) for answer in answers):
        raise ServerNotUnderstood
    return answers


def _answer(item: Waiting, found: object) -> Answer:
    match found:
        case {"status": ("stored" | "duplicate") as status, "seq": int(seq), "hash": str(chained)}:
            place = _understood(lambda: Head.from_json([seq, chained]))
            return Answer(item.id, status, head=place)
        case {"status": ("stored" | "duplicate") as status}:
            return Answer(item.id, status)
        case {"status": ("set_aside" | "refused") as status, "code": str(code)}:
            return Answer(item.id, status, code=code[:64])
    raise ServerNotUnderstood
