"""From the passphrase to a list that can be worked, and the pages behind it."""

from collections.abc import Callable, Iterator

from fieldapp.actions import counting, persons, promises, queue, safety, visits
from fieldapp.actions.views import QueueView
from fieldapp.crypto.passphrase import SALT_BYTES, KdfCost, stretch
from tests.benchmarks.board import Supporter
from tests.benchmarks.rows import Row, spread, timed
from tests.journeys.people import PASSPHRASE, Hands


def unlock_to_list(hands: Hands, contacts: int, cost: KdfCost, *, times: int) -> Iterator[Row]:
    """The KDF is timed by itself between the unlocks: same machine, same moment."""
    kdf, unlocking, listing = [], [], []
    for _ in range(times):
        kdf.append(timed(lambda: stretch(PASSPHRASE, bytes(SALT_BYTES), cost))[0])
        hands.lock()
        unlocking.append(timed(hands.unlock)[0])
        seconds, view = timed(lambda: queue.queue(hands.phone))
        listing.append(seconds)
        assert _rows_in(view) == contacts
    both = [first + second for first, second in zip(unlocking, listing, strict=True)]
    yield from spread("unlock", "passphrase to list", contacts, both)
    yield from spread("unlock", "of it unlock", contacts, unlocking)
    yield from spread("unlock", "of that KDF", contacts, kdf)
    yield from spread("unlock", "of it the list", contacts, listing)
    beyond = [whole - part for whole, part in zip(both, kdf, strict=True)]
    yield from spread("unlock", "all but KDF", contacts, beyond)


def _rows_in(view: QueueView) -> int:
    return len(view.overdue + view.due + view.coming)


def coordinators_pages(hands: Hands, contacts: int, *, times: int) -> Iterator[Row]:
    phone, row = hands.phone, queue.queue(hands.phone).coming[0]
    pages: dict[str, Callable[[], object]] = {
        "queue": lambda: queue.queue(phone),
        "card": lambda: queue.card(phone, row.follow_up_id),
        "person": lambda: persons.reread_person(phone, row.contact_id),
        "find by code": lambda: queue.find_by_code(phone, row.code),
        "safety": lambda: safety.safety(phone),
    }
    yield from _pages("coordinator", pages, contacts, times)
    seconds = [timed(lambda: persons.open_person(phone, row.contact_id))[0] for _ in range(times)]
    yield from spread("page", "coordinator: open person (logged)", contacts, seconds)


def supporters_pages(supporter: Supporter, *, times: int) -> Iterator[Row]:
    phone, session = supporter.hands.phone, supporter.session
    contact = visits.my_visits(phone)[0].contact_id
    pages: dict[str, Callable[[], object]] = {
        "my visits": lambda: visits.my_visits(phone),
        "safety": lambda: safety.safety(phone),
        "tally": lambda: counting.tally(phone, session),
        "slip": lambda: promises.slip(phone, contact),
    }
    yield from _pages("supporter", pages, supporter.met, times)


def _pages(who: str, pages: dict[str, Callable[[], object]], contacts: int, times: int) -> Iterator[Row]:
    for name, page in pages.items():
        yield from spread("page", f"{who}: {name}", contacts, [timed(page)[0] for _ in range(times)])
