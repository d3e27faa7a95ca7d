"""When the district server shows a changed log or changed records: said until somebody has looked into it."""

from collections.abc import Iterator
from contextlib import contextmanager

from fieldapp.actions.errors import StillTampered
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import AlarmView
from fieldapp.store import alarm as kept
from fieldapp.store import server_contact
from sync.protocol.errors import LogTampered, StreamTampered


@contextmanager
def alarming(phone: Phone) -> Iterator[None]:
    """Whatever is refused as tampered inside is remembered, also when the server later looks honest again."""
    try:
        yield
    except (LogTampered, StreamTampered) as error:
        head = phone.roster.head
        with phone.store.one_write() as write:
            kept.raise_it(write, error.sentence(), phone.now(), seq=head.seq, hash_=head.hash)
        raise


def alarm(phone: Phone) -> AlarmView | None:
    found = kept.standing(phone.store)
    if found is None:
        return None
    contact = server_contact.last(phone.store).at
    return AlarmView(
        sentence=found.sentence,
        first_at=found.first_at,
        last_at=found.last_at,
        goes_on=contact is None or contact <= found.last_at,
        log_number=found.seq,
        log_mark=found.hash.hex()[:8].upper(),
    )


def looked_into(phone: Phone) -> None:
    """Somebody has found out why. Raises StillTampered while the server has not shown anything better."""
    found = alarm(phone)
    if found and found.goes_on:
        raise StillTampered
    with phone.store.one_write() as write:
        kept.end(write)
