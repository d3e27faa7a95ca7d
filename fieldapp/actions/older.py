"""A phone that turns out to be an older copy of itself: what it had made since is fetched, counted and said."""

from fieldapp.actions.phone import Phone
from fieldapp.store import authors, findings, issued, keyring, older_copy, outbox
from fieldapp.store.findings import Found
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.errors import BadSignature, Malformed
from sync.protocol.heartbeat import Heartbeat


def take_earlier(phone: Phone, raw: bytes) -> None:
    """This phone's own word, from before it was put back; nobody else could have signed it."""
    try:
        said = Heartbeat.verified(raw, phone.keys.signing_public)
    except (BadSignature, Malformed):
        return
    now = issued.all_of(phone.store)
    if any(number > now.get(circle, 0) for circle, number in said.issued.items()):
        with phone.store.one_write() as write:
            older_copy.found(write, said.issued)


def settle(phone: Phone) -> bool:
    """After everything that the server has was fetched: counts what is nowhere, leaves the numbers that were used
    alone, and goes on in a new incarnation. Whether there was anything to settle."""
    earlier = older_copy.pending(phone.store)
    if earlier is None:
        return False
    keys = phone.keys.next_incarnation()
    with phone.store.one_write() as write:
        numbers = issued.all_of(phone.store)
        nowhere = sum(_settle_stream(phone, write, circle, earlier.get(circle, 0)) for circle in earlier | numbers)
        if nowhere:
            findings.add(write, Found.NOT_ANYWHERE, at=phone.now(), count=nowhere)
        keyring.save_device_keys(write, keys)
        older_copy.settled(write)
    phone.keys = keys
    return True


def _settle_stream(phone: Phone, write: Write, circle: Circle, had_issued: int) -> int:
    """How many of a stream are nowhere. Numbers go on so that their count stays the count of what was made."""
    mine = authors.of(write, circle, phone.id)
    is_read = mine.count > 0 or phone.roster.may_read(phone.id, circle)
    aside, waiting = outbox.count_of_circle(write, circle)
    nowhere = max(0, had_issued - mine.distinct - aside) if is_read else 0
    issued.at_least(write, circle, max(had_issued, mine.count + nowhere + aside + waiting))
    return nowhere
