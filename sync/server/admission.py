"""Whether an envelope may enter its stream: pure decisions on bytes, roster and carrier."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sync.protocol import guest_rules
from sync.protocol.circle import CircleKind
from sync.protocol.envelope import Envelope, Header
from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.protocol.tokens import Door
from sync.protocol.wire import Reader
from sync.server.district import Caller

_OF_A_SESSION = (CircleKind.SHARED, CircleKind.OWN)


@dataclass(frozen=True, slots=True)
class Examined:
    """One envelope that came. `refused_because` and `aside_because` are codes; `header` is None when it has none."""

    id: bytes
    raw: bytes
    header: Header | None = None
    refused_because: str | None = None
    aside_because: str | None = None

    @property
    def may_enter(self) -> bool:
        return self.refused_because is None and self.aside_because is None


def examined(roster: Roster, caller: Caller, raw: bytes, *, at: datetime, healing: bool = False) -> Examined:
    """`at`: the server's own time. While the board heals, what a caseworker's device brings enters: it was in the
    stream before."""
    id_ = hashlib.sha256(raw).digest()
    try:
        envelope = Envelope.from_bytes(raw)
    except (MadeByNewerVersion, Malformed) as error:
        return Examined(id_, raw, _header(raw), _CODES[type(error)])
    header = envelope.header
    refused = _why_refused(roster, caller, envelope)
    brought_back = healing and caller.door is Door.SIGNING and roster.is_caseworker(caller.device.id)
    aside = None if refused or brought_back else _why_aside(roster, header, at)
    return Examined(id_, raw, header, refused, aside)


_CODES = {MadeByNewerVersion: "made_by_newer_version", Malformed: "malformed"}


def _header(raw: bytes) -> Header | None:
    try:
        return Header.read(Reader(raw))
    except (Malformed, MadeByNewerVersion):
        return None


def _why_refused(roster: Roster, caller: Caller, envelope: Envelope) -> str | None:
    if envelope.header.board != roster.board_id:
        return "other_board"
    return _why_not_from(roster, envelope) or _why_not_by(roster, caller, envelope.header)


def _why_not_from(roster: Roster, envelope: Envelope) -> str | None:
    author = roster.devices.get(envelope.header.author)
    if author is None:
        return "unknown_author"
    try:
        envelope.verify(author.signing)
    except BadSignature:
        return "bad_signature"
    return None


def _why_not_by(roster: Roster, caller: Caller, header: Header) -> str | None:
    """Whoever may read a stream may carry others' envelopes for it, and caseworkers carry any: they take in what a
    phone without coverage saved as a file. A locked device carries only its own."""
    if caller.device.id == header.author:
        return None
    carrier = caller.device.id
    may_carry = roster.may_read(carrier, header.circle) or roster.is_caseworker(carrier)
    return None if may_carry and caller.door is Door.SIGNING else "not_a_carrier"


def _why_aside(roster: Roster, header: Header, at: datetime) -> str | None:
    author = roster.devices[header.author]
    if author.state is DeviceState.REVOKED:
        return "device_revoked"
    if guest_rules.is_over(author.guest, at):
        return "guest_time_over"
    closed = header.circle.kind in _OF_A_SESSION and roster.is_closed(header.circle.subject)
    if closed and not roster.is_caseworker(author.id):
        return "session_closed"
    return None if roster.may_write(author.id, header.circle) else "not_a_writer"
