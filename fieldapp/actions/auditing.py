"""Who opened what: every line for who reviews it, sums by person for the supervisor."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fieldapp.actions.allowed import check_allowed, scope_of
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.people import name_of
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action, Scope
from fieldapp.domain.read_entry import ReadAction, ReadEntry
from fieldapp.store import records

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, repr=False)
class AuditRow:
    """`about`: the record's id, as it stands in the log; what it says is not for who reviews. `board`: the other
    one, of a handover."""

    at: datetime | None
    name: str
    label: str
    action: ReadAction
    record_type: str
    about: str
    reason: str
    board: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class AuditSum:
    """What one colleague did, and how many different records it was about."""

    name: str
    label: str
    counts: tuple[tuple[ReadAction, int], ...]
    records: int
    last_at: datetime | None


def entries(phone: Phone) -> tuple[AuditRow, ...]:
    """The newest first. Raises NotAllowed."""
    check_allowed(phone, Action.READ_AUDIT_LOG)
    return tuple(_row(phone, entry) for entry in sorted(_all(phone), key=_when, reverse=True))


def may_see_sums(phone: Phone) -> bool:
    reach = scope_of(phone, Action.READ_AUDIT_LOG)
    return phone.me.is_active and (reach.is_permission or reach is Scope.SUMMARY)


def sums(phone: Phone) -> tuple[AuditSum, ...]:
    """Whoever was last at it first. Raises NotAllowed."""
    if not may_see_sums(phone):
        raise NotAllowed
    found: dict[str, list[ReadEntry]] = {}
    for entry in sorted(_all(phone), key=_when, reverse=True):
        found.setdefault(entry.member_id, []).append(entry)
    return tuple(_sum(phone, member, hers) for member, hers in found.items())


def _all(phone: Phone) -> list[ReadEntry]:
    return [ReadEntry.from_record(record) for record in records.records(phone.store, "read")]


def _when(entry: ReadEntry) -> tuple[datetime, str]:
    return entry.at or _LONG_AGO, entry.id


def _row(phone: Phone, entry: ReadEntry) -> AuditRow:
    row = AuditRow(
        entry.at, *_who(phone, entry.member_id), entry.action, entry.record_type, entry.record_id, entry.reason
    )
    return replace(row, reason="", board=_other_board(phone, entry)) if entry.record_type == "handover" else row


def _other_board(phone: Phone, entry: ReadEntry) -> str:
    """Noted in the place of a reason: by name where it was read, by id where it was sent or taken over."""
    return entry.reason if entry.action is ReadAction.READ else name_of_board(phone, entry.reason)


def _sum(phone: Phone, member: str, hers: list[ReadEntry]) -> AuditSum:
    counts = Counter(entry.action for entry in hers)
    told = tuple((action, counts[action]) for action in ReadAction if counts[action])
    return AuditSum(*_who(phone, member), told, len({entry.record_id for entry in hers}), hers[0].at)


def _who(phone: Phone, member: str) -> tuple[str, str]:
    known = {device.person.hex() for device in phone.roster.devices.values()}
    return (name_of(phone, bytes.fromhex(member)) if member in known else ""), phone.label_of(member)
