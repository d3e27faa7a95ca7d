"""Sent inkommet: what came after closing or could not enter its stream, seen and let in by a supervisor."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from fieldapp.actions import payload
from fieldapp.actions.action import one_action
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import LateItem
from fieldapp.crypto.circle_keys import CannotOpen, open_envelope
from fieldapp.domain.field_values import as_number
from fieldapp.domain.merge import Change, shown
from fieldapp.domain.visit_choices import Outcome
from fieldapp.store import keyring, late, records
from sync.client.transport import unb64
from sync.protocol.circle import Circle, CircleKind
from sync.protocol.envelope import Envelope
from sync.protocol.errors import MadeByNewerVersion, Malformed

_PROMISING = {outcome.value for outcome in Outcome if outcome.promises_follow_up}


def fetch(phone: Phone) -> tuple[LateItem, ...]:
    """Asks the server what it has set aside. Raises what stands in sync.client.errors."""
    told = phone.link.call(lambda call: call.get("/set-aside"))
    found = [item for item in told["items"] if item["kind"] == "envelope"]
    with phone.store.one_write() as write:
        late.replace(write, [(item["id"], item["at"], item["code"], unb64(item["envelope"])) for item in found])
    return items(phone)


def items(phone: Phone) -> tuple[LateItem, ...]:
    """As last fetched, the oldest first."""
    return tuple(_item(phone, row) for row in late.all_of(phone.store))


def _item(phone: Phone, row: late.LateRow) -> LateItem:
    envelope = Envelope.from_bytes(row.raw)
    author = phone.roster.devices.get(envelope.header.author)
    session = records.record(phone.store, "session", envelope.header.circle.subject.hex())
    changes = list(_opened(phone, envelope))
    return LateItem(
        id=row.id,
        at=datetime.fromisoformat(row.at),
        device_label=author.label if author else "",
        reason=row.code,
        session_code=str(shown(session, "code", "")) if session else "",
        codes=tuple(dict.fromkeys(_codes(changes))),
        needs_follow_up=any(_promises(change) for change in changes),
    )


def _opened(phone: Phone, envelope: Envelope) -> Iterator[Change]:
    key = keyring.circle_key(phone.store, envelope.header.key_id)
    if key is None:
        return
    try:
        yield from payload.unpack(open_envelope(envelope, key), author=envelope.header.author)
    except (CannotOpen, Malformed, MadeByNewerVersion):
        return


def _codes(changes: list[Change]) -> Iterator[str]:
    for change in changes:
        if code := change["set"].get("code"):
            yield str(code)


def _promises(change: Change) -> bool:
    return change["type"] == "follow_up" or change["set"].get("outcome") in _PROMISING


def take_in(phone: Phone, item_id: str) -> None:
    """Lets it into its stream after all: the next exchange of every reader brings it. Raises what sync.client does."""
    row = next((one for one in late.all_of(phone.store) if one.id == item_id), None)
    phone.link.call(lambda call: call.post(f"/set-aside/{item_id}/adopt", {}))
    with phone.store.one_write() as write:
        if row:
            _note_arrival(phone, row)
        late.forget(write, item_id)


def _note_arrival(phone: Phone, row: late.LateRow) -> None:
    """For the evaluation: how many visits of the session came late, and from which device. Named after the item, so
    that two supervisors who take it in count it once."""
    envelope = Envelope.from_bytes(row.raw)
    circle, visits = envelope.header.circle, _visits(_opened(phone, envelope))
    if circle.kind is CircleKind.OWN and visits:
        with one_action(phone) as action:
            told = {"session_id": circle.subject.hex(), "device": envelope.header.author.hex(), "visits": visits}
            action.create(Circle.shared(circle.subject), "late_arrival", row.id, **told, at=row.at)


def _visits(changes: Iterable[Change]) -> int:
    return len({change["id"] for change in changes if change["type"] == "visit"})


def visits_of(phone: Phone, session_id: str) -> int:
    """How many visits of the session came after it was closed: those taken in, and those that still wait here."""
    arrived = (one for one in records.records(phone.store, "late_arrival") if shown(one, "session_id") == session_id)
    waiting = (Envelope.from_bytes(row.raw) for row in late.all_of(phone.store))
    ours = (one for one in waiting if one.header.circle.subject.hex() == session_id)
    return sum(as_number(shown(one, "visits")) or 0 for one in arrived) + sum(
        _visits(_opened(phone, one)) for one in ours
    )
