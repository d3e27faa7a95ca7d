"""Opening what arrived and counting it into the records."""

from fieldapp.actions import payload
from fieldapp.actions.births import is_born_in
from fieldapp.actions.phone import Phone
from fieldapp.crypto.circle_keys import CannotOpen, open_envelope
from fieldapp.domain.merge import Change
from fieldapp.store import keyring, outbox, records, unopened
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.statement import Head


def fold_envelope(phone: Phone, write: Write, envelope: Envelope, head: Head | None = None) -> None:
    """Counts an envelope in, or keeps it sealed with the reason why not. Never raises for what somebody else wrote."""
    if outbox.is_own(write, envelope.id):
        # Ours, back from its stream: also when it had been set aside and a supervisor has let it in.
        outbox.in_its_stream(write, envelope.id, phone.now(), head)
        return
    key = keyring.circle_key(write, envelope.header.key_id)
    if key is None:
        unopened.keep(write, envelope, "no_key")
        return
    try:
        changes = payload.unpack(open_envelope(envelope, key), author=envelope.header.author)
        _check_place(write, envelope.header.circle, changes)
    except (CannotOpen, Malformed, MadeByNewerVersion) as error:
        unopened.keep(write, envelope, type(error).__name__)
        return
    for change in changes:
        records.put_change(write, envelope.header.circle, change)
        phone.stamps.observe(change["at"], phone.now())
    unopened.drop(write, envelope)


def fold_what_can_be_opened(phone: Phone, write: Write) -> None:
    """Tries again what waited for a key, until no more comes of it: one may be the birth another waits for."""
    waiting = unopened.all_of(write)
    while waiting:
        for kept in waiting:
            if keyring.circle_key(write, kept.envelope.header.key_id):
                fold_envelope(phone, write, kept.envelope)
        left = unopened.all_of(write)
        waiting = left if len(left) < len(waiting) else []


def _check_place(write: Write, circle: Circle, changes: list[Change]) -> None:
    """A record lives in the circle it was born in, whatever ids somebody has come to know, in any order."""
    for change in changes:
        home = records.circle_of(write, change["type"], change["id"])
        if home != circle and not (home is None and is_born_in(circle, change)):
            raise Malformed("another circle's record")
