"""Letting go of what a supervisor has disposed of: this phone's copies, and what was read from them."""

from collections.abc import Iterable, Iterator

from fieldapp.actions import payload
from fieldapp.actions.payload import Copy
from fieldapp.actions.phone import Phone
from fieldapp.crypto.circle_keys import CannotOpen, open_envelope
from fieldapp.domain.merge import Change
from fieldapp.store import held, keyring, late, outbox, records, shared, stale, unopened
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.roster import Roster

Subject = tuple[str, str]
"""A record's type and id."""


def drop_disposed(phone: Phone, write: Write, roster: Roster) -> None:
    """What `roster` names beyond what this phone's log named so far. Part of the write that takes the log over."""
    before = phone.roster.disposed
    news = {circle: ids - before.get(circle, frozenset()) for circle, ids in roster.disposed.items()}
    news = {circle: ids for circle, ids in news.items() if ids}
    touched: set[Subject] = set()
    for raw, ids in news.items():
        circle = Circle.from_bytes(raw)
        for envelope in kept_copies(phone, circle):
            if envelope.id in ids:
                touched |= {subject for subject, _ in changes_in(phone, envelope)}
        _drop_copies(write, circle, ids)
    _read_again(phone, write, roster, touched)


def kept_copies(phone: Phone, circle: Circle) -> Iterator[Envelope]:
    """Sealed, of this stream: others' that are kept here, and this phone's own."""
    seen: set[bytes] = set()
    for envelope in (*held.copies(phone.store, circle), *outbox.made_in(phone.store, circle)):
        if envelope.id not in seen:
            seen.add(envelope.id)
            yield envelope


def changes_in(phone: Phone, envelope: Envelope) -> Iterator[tuple[Subject, Change]]:
    """What can be read in it, with what was handed on in it; nothing when there is no key."""
    key = keyring.circle_key(phone.store, envelope.header.key_id)
    if key is None:
        return
    try:
        opened = open_envelope(envelope, key)
        own, copies = payload.unpack(opened, author=envelope.header.author)
    except (CannotOpen, Malformed, MadeByNewerVersion):
        return
    for change in (*own, *_handed_on(copies)):
        yield (change["type"], change["id"]), change


def _handed_on(copies: Iterable[Copy]) -> Iterator[Change]:
    for copy in copies:
        yield from copy.changes


def places_of(phone: Phone, subjects: Iterable[Subject]) -> set[Circle]:
    """Every circle in which these records were written or handed on."""
    found: set[Circle] = set()
    for subject in subjects:
        home = records.circle_of(phone.store, *subject)
        found |= {*([home] if home else []), *shared.circles_of(phone.store, *subject)}
    return found


def _drop_copies(write: Write, circle: Circle, ids: frozenset[bytes]) -> None:
    held.drop(write, circle, ids)
    outbox.drop(write, ids)
    for id_ in ids:
        unopened.drop(write, id_)
        stale.drop(write, id_)
        late.forget(write, id_.hex())


def _read_again(phone: Phone, write: Write, roster: Roster, touched: set[Subject]) -> None:
    """A record that something else is known of, too, is what that says: nothing of the other is left in it."""
    homes = {subject: records.circle_of(write, *subject) for subject in touched}
    places = places_of(phone, touched)
    for subject in touched:
        write.delete(*subject)
        shared.forget(write, *subject)
    for circle in places:
        for envelope in kept_copies(phone, circle):
            if not roster.is_disposed(circle, envelope.id):
                _count_in(phone, write, envelope, homes)


def _count_in(phone: Phone, write: Write, envelope: Envelope, homes: dict[Subject, Circle | None]) -> None:
    for subject, change in changes_in(phone, envelope):
        if home := homes.get(subject):
            records.put_change(write, home, change)
            if envelope.header.circle != home:
                shared.note(write, *subject, envelope.header.circle, envelope.header.author)
