"""Sent inkommet: what came after closing or could not enter its stream: let in, handed on or disposed of by a
supervisor."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from fieldapp.actions import disposing, payload
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import LateGroup, LateItem
from fieldapp.actions.wiping import ParcelFile
from fieldapp.crypto.circle_keys import CannotOpen, open_envelope
from fieldapp.domain.field_values import as_number
from fieldapp.domain.merge import Change, shown
from fieldapp.domain.permissions import Action
from fieldapp.domain.visit_choices import Outcome
from fieldapp.store import keyring, late, records
from fieldapp.store.late import LateRow
from sync.client import answers
from sync.client.token import Caller
from sync.client.transport import unb64
from sync.errors import FixAndRetry
from sync.protocol.circle import Circle, CircleKind
from sync.protocol.envelope import Envelope
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.parcel import ItemKind, Parcel, ParcelItem, file_name
from sync.protocol.wire import identifier


class TakeItInInstead(FixAndRetry):
    """This promises somebody a follow-up. Take it in, and finish the follow-up with an outcome. Nothing was changed."""


_BEFORE_THE_FIRST = bytes(32).hex()
_PROMISING = {outcome.value for outcome in Outcome if outcome.promises_follow_up}


def fetch(phone: Phone) -> tuple[LateItem, ...]:
    """Asks the server what it has set aside. Raises NotAllowed, and what stands in sync.client.errors."""
    check_allowed(phone, Action.TAKE_IN_LATE)
    found = [item for item in _set_aside(phone) if item["kind"] == "envelope"]
    with phone.store.one_write() as write:
        late.replace(write, map(_row, found))
    return items(phone)


def _row(item: dict[str, Any]) -> LateRow:
    author, circle = identifier(item["author"]), Circle.from_hex(item["circle"])
    return LateRow(item["id"], item["at"], item["code"], unb64(item["envelope"]), author, circle)


def _set_aside(phone: Phone) -> Iterator[dict[str, Any]]:
    """Page after page of what the server has set aside, of every kind."""
    after = _BEFORE_THE_FIRST
    while after:
        told = phone.link.call(partial(_page, after=after))
        page = answers.listed(told, "items")
        yield from page
        after = page[-1]["id"] if page and told.get("more") is True else ""


def _page(call: Caller, *, after: str) -> dict[str, Any]:
    return call.get("/set-aside", after=after)


def groups(phone: Phone) -> tuple[LateGroup, ...]:
    """By device and session; the one that has waited longest first."""
    found: dict[tuple[str, str], list[LateItem]] = {}
    for item in items(phone):
        found.setdefault((item.device_label, item.session_code), []).append(item)
    return tuple(LateGroup(*named, tuple(together)) for named, together in found.items())


def items(phone: Phone) -> tuple[LateItem, ...]:
    """As last fetched, the oldest first."""
    return tuple(_item(phone, row) for row in late.all_of(phone.store))


def _item(phone: Phone, row: LateRow) -> LateItem:
    author = phone.roster.devices.get(row.author)
    session = records.record(phone.store, "session", row.circle.subject.hex())
    changes = list(_opened(phone, row.raw))
    return LateItem(
        id=row.id,
        at=datetime.fromisoformat(row.at),
        device_label=author.label if author else "",
        reason=row.code,
        session_code=str(shown(session, "code", "")) if session else "",
        codes=tuple(dict.fromkeys(_codes(changes))),
        needs_follow_up=any(_promises(change) for change in changes),
    )


def _opened(phone: Phone, raw: bytes) -> Iterator[Change]:
    try:
        envelope = Envelope.from_bytes(raw)
        if (key := keyring.circle_key(phone.store, envelope.header.key_id)) is None:
            return
        yield from payload.unpack(open_envelope(envelope, key), author=envelope.header.author)[0]
    except (CannotOpen, Malformed, MadeByNewerVersion):
        return


def _codes(changes: list[Change]) -> Iterator[str]:
    for change in changes:
        if code := change["set"].get("code"):
            yield str(code)


def _promises(change: Change) -> bool:
    return change["type"] in ("follow_up", "referral") or change["set"].get("outcome") in _PROMISING


def take_in(phone: Phone, item_id: str) -> None:
    """Lets it into its stream after all: the next exchange of every reader brings it.

    Raises NotAllowed, and what sync.client does.
    """
    check_allowed(phone, Action.TAKE_IN_LATE)
    row = next((one for one in late.all_of(phone.store) if one.id == item_id), None)
    phone.link.call(lambda call: call.post(f"/set-aside/{item_id}/adopt", {}))
    with phone.store.one_write() as write:
        if row:
            _note_arrival(phone, row)
        late.forget(write, item_id)


def hand_on(phone: Phone, ids: Collection[str]) -> ParcelFile:
    """As a file, sealed as it came, with the keys that were set aside with it: for the board that it was sealed for, or
    to be carried to this server again. All of one device.

    Raises NotAllowed, GoneMeanwhile, Malformed, and what stands in sync.client.errors.
    """
    check_allowed(phone, Action.TAKE_IN_LATE)
    rows = _rows(phone, ids)
    envelopes, header = [Envelope.from_bytes(row.raw) for row in rows], Envelope.from_bytes(rows[0].raw).header
    places = {(row.author.hex(), row.circle.hex()) for row in rows}
    grants = [unb64(item["envelope"]) for item in _set_aside(phone) if _is_key_of(item, places)]
    found = [ParcelItem(ItemKind.GRANT, raw) for raw in grants]
    found += [ParcelItem(ItemKind.ENVELOPE, envelope.to_bytes()) for envelope in envelopes]
    author = phone.roster.devices.get(header.author)
    parcel = Parcel.of(header.board, header.author, found)
    return ParcelFile(file_name(author.label if author else "", phone.now()), parcel.to_bytes())


def _is_key_of(item: dict[str, Any], places: set[tuple[str, str]]) -> bool:
    return item["kind"] == "grant" and (item["author"], item["circle"]) in places


def dispose(phone: Phone, ids: Collection[str], reason: str) -> None:
    """Only that they came, and why they went, is left. Raises TakeItInInstead, what disposing.dispose does."""
    rows = _rows(phone, ids)
    if any(_item(phone, row).needs_follow_up for row in rows):
        raise TakeItInInstead
    disposing.dispose(phone, [(row.circle, bytes.fromhex(row.id)) for row in rows], reason, watch=[])
    with phone.store.one_write() as write:
        for id_ in ids:
            late.forget(write, id_)


def _rows(phone: Phone, ids: Collection[str]) -> list[LateRow]:
    found = [row for row in late.all_of(phone.store) if row.id in ids]
    if len(found) < len(ids) or not found:
        raise GoneMeanwhile
    return found


def _note_arrival(phone: Phone, row: LateRow) -> None:
    """For the evaluation: how many visits of the session came late, and from which device. Named after the item, so
    that two supervisors who take it in count it once."""
    circle, visits = row.circle, _visits(_opened(phone, row.raw))
    if circle.kind is CircleKind.OWN and visits:
        with one_action(phone) as action:
            told = {"session_id": circle.subject.hex(), "device": row.author.hex(), "visits": visits}
            action.create(Circle.shared(circle.subject), "late_arrival", row.id, **told, at=row.at)


def _visits(changes: Iterable[Change]) -> int:
    return len({change["id"] for change in changes if change["type"] == "visit"})


def visits_of(phone: Phone, session_id: str) -> int:
    """How many visits of the session came after it was closed: those taken in, and those that still wait here."""
    arrived = (one for one in records.records(phone.store, "late_arrival") if shown(one, "session_id") == session_id)
    taken_in = sum(as_number(shown(one, "visits")) or 0 for one in arrived)
    waiting = [row for row in late.all_of(phone.store) if row.circle.subject.hex() == session_id]
    return taken_in + sum(_visits(_opened(phone, row.raw)) for row in waiting)
