"""Opening what arrived and counting it into the records."""

from fieldapp.actions import payload
from fieldapp.actions.phone import Phone
from fieldapp.crypto.circle_keys import CannotOpen, open_envelope
from fieldapp.domain.merge import Change
from fieldapp.store import keyring, outbox, records, unopened
from fieldapp.store.store import Write
from sync.protocol.envelope import Envelope
from sync.protocol.errors import MadeByNewerVersion, Malformed


def fold_envelope(phone: Phone, write: Write, envelope: Envelope) -> None:
    """Counts an envelope in, or keeps it sealed with the reason why not. Never raises for what somebody else wrote."""
    if outbox.is_own(write, envelope.id):
        # Ours, back from its stream: also when it had been set aside and a supervisor has let it in.
        outbox.in_its_stream(write, envelope.id, phone.now())
        return
    key = keyring.circle_key(write, envelope.header.key_id)
    if key is None:
        unopened.keep(write, envelope, "no_key")
        return
    try:
        changes = payload.unpack(open_envelope(envelope, key), author=envelope.header.author)
        _check_place(phone, write, envelope, changes)
    except (CannotOpen, Malformed, MadeByNewerVersion) as error:
        unopened.keep(write, envelope, type(error).__name__)
        return
    for change in changes:
        records.put_change(write, envelope.header.circle, change)
        phone.stamps.observe(change["at"], phone.now())
    unopened.drop(write, envelope)


def fold_what_can_be_opened(phone: Phone, write: Write) -> None:
    """Tries again what waited for a key."""
    for kept in unopened.all_of(write):
        if keyring.circle_key(write, kept.envelope.header.key_id):
            fold_envelope(phone, write, kept.envelope)


def _check_place(phone: Phone, write: Write, envelope: Envelope, changes: list[Change]) -> None:
    """A supporter changes only records of her own circle, whatever ids she may have come to know."""
    header = envelope.header
    author = phone.roster.devices.get(header.author)
    is_caseworker = author is not None and author.role in ("coordinator", "supervisor")
    for change in changes:
        home = records.circle_of(write, change["type"], change["id"])
        if home not in (None, header.circle) and not is_caseworker:
            raise Malformed("another circle's record")
