"""What the people of the days have done, as far as the invariants need to know it; kept beside the product."""

from dataclasses import dataclass, field
from datetime import datetime

from fieldapp.domain.visit_form import VisitForm
from fieldapp.store import records
from tests.journeys.people import Hands

NAME, NOTE, NUMBER = "Zorndyk", "Ordgalla", "0705551"
"""Whatever is said of a person bears one of these, so that it is found wherever it ends up."""

Numbers = dict[str, frozenset[str]]
STILL_OPEN = frozenset(
    ("planned", "in_progress", "draft", "sent", "received", "contact_established", "returned", "unreachable")
)
"""Of a referral; a follow-up that is unreachable is over, but only after three attempts, and then it is one too few."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral as its sender saw it when it was sent."""

    referral: str
    at: datetime
    agreed: bool


@dataclass(slots=True)
class Truth:
    forms: dict[str, VisitForm] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    written: dict[str, set[str]] = field(default_factory=dict)
    replaced: dict[str, set[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    """What somebody added about a visit → whose."""
    promised: dict[str, str] = field(default_factory=dict)
    """Follow-up or referral → whose."""
    ended: set[str] = field(default_factory=set)
    disposed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Contact → what of hers was open when it was disposed of."""
    let_down_at_closing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    handed_on: set[str] = field(default_factory=set)
    took_over: list[str] = field(default_factory=list)
    replayed: list[tuple[str, list[int], list[int]]] = field(default_factory=list)
    unfinished_children: list[str] = field(default_factory=list)
    """Visits of children left alone that were saved without a word on with whom."""
    counter: int = 0

    def next(self) -> int:
        self.counter += 1
        return self.counter

    def note_numbers(self, before: Numbers, after: Numbers) -> None:
        """What one deed on one phone wrote, and what its author saw when it was written over."""
        for contact, values in after.items():
            if new := values - self.written.get(contact, set()) - before.get(contact, frozenset()):
                self.written.setdefault(contact, set()).update(new)
            if values != before.get(contact, frozenset()):
                self.replaced.setdefault(contact, set()).update(before.get(contact, frozenset()) - values)

    def note_promises(self, hands: Hands) -> None:
        for kind in ("follow_up", "referral"):
            for record in records.records(hands.phone.store, kind):
                self.promised.setdefault(record["id"], _of(record, "contact_id"))
                if versions(record, "state") - STILL_OPEN:
                    self.ended.add(record["id"])


def numbers_on(hands: Hands) -> Numbers:
    """Every telephone number that stands in a person's record here, also those in a conflict."""
    found = records.records(hands.phone.store, "contact")
    return {record["id"]: versions(record, "phone") for record in found}


def versions(record, name: str) -> frozenset[str]:
    return frozenset(str(each["value"]) for each in record["fields"].get(name, []) if each["value"])


def _of(record, name: str) -> str:
    return next((str(each["value"]) for each in record["fields"].get(name, [])), "")
