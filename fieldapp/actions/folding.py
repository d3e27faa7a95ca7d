"""Opening what arrived and counting it into the records."""

from fieldapp.actions import payload
from fieldapp.actions.births import is_born_in, is_copy_of
from fieldapp.actions.payload import Copy
from fieldapp.actions.phone import Phone
from fieldapp.crypto.circle_keys import CannotOpen, Opener
from fieldapp.domain.merge import Change
from fieldapp.store import keyring, outbox, records, shared, unopened
from fieldapp.store.store import Write
from sync.protocol.circle import Circle, CircleKind
from sync.protocol.envelope import Envelope
from sync.protocol.epochs import CASEWORKERS
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.statement import Head


class Openers:
    """What opens the envelopes of one page: each key is looked up and prepared once."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._known: dict[bytes, Opener] = {}

    def get(self, key_id: bytes) -> Opener | None:
        if (known := self._known.get(key_id)) is not None:
            return known
        key = keyring.circle_key(self._write, key_id)
        if key is not None:
            self._known[key_id] = Opener(key)
        return self._known.get(key_id)


def fold_envelope(phone: Phone, write: Write, openers: Openers, envelope: Envelope, head: Head | None = None) -> None:
    """Counts an envelope in, or keeps it sealed with the reason why not. Never raises for what somebody else wrote."""
    if outbox.is_own(write, envelope.id):
        # Ours, back from its stream: also when it had been set aside and a supervisor has let it in.
        outbox.receipted(write, envelope.id, head, phone.now())
        return
    opener = openers.get(envelope.header.key_id)
    if opener is None:
        unopened.keep(write, envelope, "no_key")
        return
    try:
        changes, handed_on = payload.unpack(opener.open(envelope), author=envelope.header.author)
        _check_handed_on(phone, write, envelope, handed_on)
        _check_place(write, envelope.header.circle, changes)
    except (CannotOpen, Malformed, MadeByNewerVersion) as error:
        unopened.keep(write, envelope, type(error).__name__)
        return
    for copy in handed_on:
        _take_copy(phone, write, envelope, copy)
    for change in changes:
        records.put_change(write, envelope.header.circle, change)
        phone.stamps.observe(change["at"], phone.now())
    unopened.drop(write, envelope.id)


def fold_what_can_be_opened(phone: Phone, write: Write) -> None:
    """Tries again what waited for a key, until no more comes of it: one may be the birth another waits for."""
    waiting, openers = unopened.all_of(write), Openers(write)
    while waiting:
        for kept in waiting:
            if openers.get(kept.envelope.header.key_id):
                fold_envelope(phone, write, openers, kept.envelope)
        left = unopened.all_of(write)
        waiting = left if len(left) < len(waiting) else []


def _check_place(write: Write, circle: Circle, changes: list[Change]) -> None:
    """A record lives in the circle it was born in, whatever ids somebody has come to know, in any order."""
    for change in changes:
        home = records.circle_of(write, change["type"], change["id"])
        if home == circle or (home is None and is_born_in(circle, change)):
            continue
        if circle not in shared.circles_of(write, change["type"], change["id"]):
            raise Malformed("another circle's record")


def _check_handed_on(phone: Phone, write: Write, envelope: Envelope, copies: list[Copy]) -> None:
    """Only a caseworker hands a record on, and only one that was born where it says."""
    author, circle = phone.roster.devices.get(envelope.header.author), envelope.header.circle
    for copy in copies:
        may = author is not None and not author.held.keys().isdisjoint(CASEWORKERS)
        if not may or circle.kind is not CircleKind.OWN or copy.home.kind is not CircleKind.OWN:
            raise Malformed("not to be handed on")
        known = records.circle_of(write, *copy.subject)
        if known not in (None, copy.home, circle) or not is_copy_of(copy.home, copy.changes):
            raise Malformed("another circle's record")


def _take_copy(phone: Phone, write: Write, envelope: Envelope, copy: Copy) -> None:
    """A caseworker counts it into the record it has; on the phone it was handed to it lives in that phone's circle."""
    circle = envelope.header.circle
    home = copy.home if phone.roster.may_read(phone.id, copy.home) else circle
    for change in copy.changes:
        records.put_change(write, home, change)
        phone.stamps.observe(change["at"], phone.now())
    shared.note(write, *copy.subject, circle, envelope.header.author)
