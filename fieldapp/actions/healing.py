"""What this phone does when the server has lost something: it waits again, and what others made is brought back too."""

from collections.abc import Mapping

from fieldapp.actions.phone import Phone
from fieldapp.actions.watching import watch_again
from fieldapp.store import authors, claims, cursors, findings, given, held, letters, outbox, server_contact
from fieldapp.store.authors import Author
from fieldapp.store.findings import Found
from fieldapp.store.store import Write
from sync.protocol.circle import NOBODY, Circle
from sync.protocol.grants import Grant
from sync.protocol.statement import Head


def heal(phone: Phone, shared: Mapping[Circle, Head], *, server_epoch: str | None) -> None:
    """One write: a phone that dies here has either seen nothing of the restore yet, or owes all of it.

    `shared`: how far each stream is still the one that was read here. With a `server_epoch` grants, statements and
    what was set aside are owed again too; the server knows each by its id, so that it is not stored twice.
    """
    with phone.store.one_write() as write:
        held.carry_again(write)
        for circle, head in shared.items():
            lost = _lose_after(phone, write, circle, head)
            if lost and server_epoch is None:
                findings.add(write, Found.TAKEN_BACK, at=phone.now(), count=lost)
        if server_epoch is not None:
            _owe_everything_else(phone, write)
            watch_again(phone, write)
            # Letters are numbered anew from where the backup ended; those that came before are known by their hash.
            letters.set_cursor(write, 0)
            findings.add(write, Found.RESTORED, at=phone.now())
            server_contact.restored(write, server_epoch)
        else:
            server_contact.look_again(write)


def _lose_after(phone: Phone, write: Write, circle: Circle, head: Head) -> int:
    """How many of this phone's own envelopes wait again."""
    sent = outbox.sent_after(write, circle, head.seq)
    for place in held.of_circle(write, circle):
        if place.head.seq > head.seq:
            if place.author != phone.id or place.id not in sent:
                held.carry(write, place)
            held.lose(write, place)
    claims.forget(write, circle)
    cursors.set_stream(write, circle, head)
    _count_authors_again(write, circle)
    return sum(outbox.waits_again(write, id_) for id_ in sent)


def _count_authors_again(write: Write, circle: Circle) -> None:
    authors.forget(write, circle)
    counted: dict[bytes, Author] = {}
    for place in held.of_circle(write, circle):
        if place.author == NOBODY:
            continue
        author = counted.get(place.author) or Author(circle, place.author)
        counted[place.author] = author.with_one(place.number, place.id)
    for author in counted.values():
        authors.save(write, author)


def _owe_everything_else(phone: Phone, write: Write) -> None:
    for id_ in outbox.everything_without_a_place(write):
        outbox.waits_again(write, id_)
    for id_, raw in given.all_of(write):
        if not outbox.is_own(write, id_):
            circle = Grant.from_bytes(raw).context.circle
            outbox.add_grant(write, id_, raw, gives=circle, made_at=phone.now())
    cursors.forget_mailboxes(write)
