"""What was saved in a world and by whom, and what therefore has to be found: told without the product's own merge."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fieldapp.actions import payload
from fieldapp.actions.births import BORN, is_born_in
from fieldapp.actions.phone import Phone
from fieldapp.crypto.circle_keys import open_envelope
from fieldapp.domain.merge import Change
from fieldapp.domain.merge_rules import CLOSED_FOLLOW_UP
from fieldapp.store import held as held_table
from fieldapp.store import keyring, outbox
from fieldapp.store.store import Store
from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Envelope
from sync.protocol.members import DeviceState
from sync.protocol.roster import CASEWORKERS, Roster

STATES = (outbox.WAITING, outbox.SENT, outbox.ASIDE)
Expected = dict[tuple[str, str], dict[str, Any]]
"""(type, id) → {"seen": …, "fields": {field: {(writer, n, value as JSON), …}}}."""


@dataclass(frozen=True, slots=True)
class Saved:
    """One envelope that lay on a phone's disk after an action; `words` is the action."""

    id: bytes
    circle: Circle
    author: bytes
    changes: tuple[Change, ...]
    words: str
    key_id: bytes
    shut_out: frozenset[bytes] = frozenset()
    """Devices that its author knew to be removed, and was bound to keep out."""


@dataclass(slots=True)
class Truth:
    """`gone`: what only a phone's newer state held when an older one was put back; no system can bring that back."""

    saved: dict[bytes, Saved] = field(default_factory=dict)
    receipted: set[bytes] = field(default_factory=set)
    let_go: set[bytes] = field(default_factory=set)
    gone: set[bytes] = field(default_factory=set)
    set_back: set[bytes] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    caseworkers_hold: dict[bytes, set[bytes]] = field(default_factory=dict)
    ever_held: set[bytes] = field(default_factory=set)

    def note(self, phone: Phone, words: str) -> None:
        """Whatever is new in the outbox, whether it still waits or not."""
        for id_ in held_ids(phone.store, *STATES) - self.saved.keys():
            self._add(phone, id_, words)
        if phone.role in CASEWORKERS:
            there = copies(phone.store)
            self.caseworkers_hold.setdefault(phone.id, set()).update(there)
            if phone.role is Role.COORDINATOR:
                self.ever_held |= there

    def _add(self, phone: Phone, id_: bytes, words: str) -> None:
        item = outbox.item_of(phone.store.envelopes, id_)
        assert item is not None
        envelope = Envelope.from_bytes(item.raw)
        key = keyring.circle_key(phone.store, envelope.header.key_id)
        assert key is not None
        self.saved[id_] = Saved(
            id=id_,
            circle=envelope.header.circle,
            author=envelope.header.author,
            changes=tuple(payload.unpack(open_envelope(envelope, key), author=envelope.header.author)[0]),
            words=words,
            key_id=envelope.header.key_id,
            shut_out=_shut_out(phone.roster, phone.id, envelope.header.circle),
        )

    def is_gone(self, id_: bytes) -> bool:
        """Whether it may be missing on the phone that saved it."""
        return id_ in self.gone or id_ in self.let_go

    def of(self, device: bytes) -> set[bytes]:
        return {id_ for id_, saved in self.saved.items() if saved.author == device}

    def by(self, device: bytes) -> list[Saved]:
        return [self.saved[id_] for id_ in self.of(device)]

    def promises(self, ids: Iterable[bytes]) -> dict[str, str]:
        """Follow-up id → watch id, of those that nobody ever did anything about that could end them."""
        promised = {change["id"]: str(change["set"]["watch_id"]) for change in self._follow_ups(ids) if _born(change)}
        ended = {change["id"] for change in self._follow_ups(self.saved) if _ends(change)}
        return {id_: watch_id for id_, watch_id in promised.items() if id_ not in ended}

    def _follow_ups(self, ids: Iterable[bytes]) -> list[Change]:
        found = (change for id_ in ids if id_ in self.saved for change in self.saved[id_].changes)
        return [change for change in found if change["type"] == "follow_up"]


def _shut_out(roster: Roster, author: bytes, circle: Circle) -> frozenset[bytes]:
    """Whoever has left the session, or was removed, finishes in the epoch that was."""
    if not roster.is_entitled(author, circle):
        return frozenset()
    return frozenset(device.id for device in roster.devices.values() if device.state is DeviceState.REVOKED)


def held_ids(store: Store, *tables: str) -> set[bytes]:
    """Of the envelopes of one's own in these tables."""
    rows = (row for table in tables for row in store.each(table) if row["kind"] == outbox.Kind.ENVELOPE)
    return {bytes.fromhex(row["key"]) for row in rows}


def copies(store: Store) -> set[bytes]:
    """Of the envelopes that a caseworker's device keeps, whoever made them."""
    read = {bytes.fromhex(row["id"]) for row in store.each(held_table.HELD) if row.get("sealed") or row.get("kept")}
    return read | {bytes.fromhex(row["key"]) for row in store.each(held_table.CARRIED)}


def _born(change: Change) -> bool:
    return BORN in change["set"]


def _ends(change: Change) -> bool:
    return change["set"].get("state") in CLOSED_FOLLOW_UP


def is_open(expected: dict[str, Any]) -> bool:
    """Any version that is not an end keeps a promise open."""
    states = expected["fields"].get("state", set())
    return any(json.loads(value) not in CLOSED_FOLLOW_UP for _, _, value in states)


def folded(saved: Iterable[Saved]) -> Expected:
    """What a reader has to hold: for each field every value that no other value was written over, by definition."""
    by_record: dict[tuple[str, str], list[Change]] = defaultdict(list)
    born: set[tuple[str, str]] = set()
    for each in saved:
        for change in each.changes:
            by_record[(change["type"], change["id"])].append(change)
            if is_born_in(each.circle, change):
                born.add((change["type"], change["id"]))
    return {key: _record(changes) for key, changes in by_record.items() if key in born}


def _record(changes: list[Change]) -> dict[str, Any]:
    names = {name for change in changes for name in change["set"]}
    return {"seen": _seen(changes), "fields": {name: _standing(name, changes) for name in names}}


def _standing(name: str, changes: list[Change]) -> set[tuple[str, int, str]]:
    setting = [change for change in changes if name in change["set"]]
    if len(setting) == 1:
        return {_version(name, setting[0])}
    return {_version(name, change) for change in setting if not any(_over(name, other, change) for other in setting)}


def _over(name: str, change: Change, other: Change) -> bool:
    writer, count = other["dot"]
    replaced = change["over"].get(name, {}) if "over" in change else change["seen"]
    return replaced.get(writer, 0) >= count


def _version(name: str, change: Change) -> tuple[str, int, str]:
    writer, count = change["dot"]
    return writer, count, json.dumps(change["set"][name], sort_keys=True)


def _seen(changes: list[Change]) -> dict[str, int]:
    seen: dict[str, int] = defaultdict(int)
    for change in changes:
        writer, count = change["dot"]
        for name, number in [*change["seen"].items(), (writer, count)]:
            seen[name] = max(seen[name], number)
    return dict(seen)


def held(record: Any) -> dict[str, Any]:
    """A phone's record in the same words."""
    fields = {
        name: {(each["dot"][0], each["dot"][1], json.dumps(each["value"], sort_keys=True)) for each in candidates}
        for name, candidates in record["fields"].items()
    }
    return {"seen": dict(record["seen"]), "fields": fields}
