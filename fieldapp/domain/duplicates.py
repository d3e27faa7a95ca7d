"""Which contacts are one person: what people have decided about pairs of them, and what follows from it.

Nothing is copied together. Undoing is deciding anew, and every record stays what it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.field_values import as_choice, as_text
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpState
from fieldapp.domain.merge import Record, conflicts, shown
from fieldapp.domain.pairs import Pair, Verdict, careful, groups, pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided about one contact and another. Each of the two has one, in its own circle.

    `kept` is the contact whose code the person goes by; only contact ids, never a name.
    """

    id: str
    contact_id: str = ""
    other_id: str = ""
    verdict: Verdict = Verdict.OPEN
    kept: str = ""
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Decision":
        return cls(
            id=record["id"],
            contact_id=as_text(shown(record, "contact_id")),
            other_id=as_text(shown(record, "other_id")),
            # A verdict of tomorrow leaves the two apart, and somebody looks again.
            verdict=as_choice(Verdict, shown(record, "verdict")) or Verdict.OPEN,
            kept=as_text(shown(record, "kept")),
            in_conflict=bool(conflicts(record)),
        )

    @property
    def pair(self) -> Pair:
        return pair(self.contact_id, self.other_id)

    @property
    def given_up(self) -> str:
        """The contact whose code became an alias."""
        return self.contact_id if self.kept == self.other_id else self.other_id


@dataclass(frozen=True, slots=True)
class Persons:
    """Who is one person. Contacts nobody has decided anything about are persons of their own."""

    verdicts: Mapping[Pair, Verdict] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disputed: frozenset[Pair] = frozenset()
    """Pairs of which two people, apart, have said different things."""

    def together(self, contact_id: str) -> tuple[str, ...]:
        """All contacts of the person, first the one whose code is kept."""
        return self.groups.get(contact_id, (contact_id,))

    def survivor(self, contact_id: str) -> str:
        return self.together(contact_id)[0]

    def are_one(self, one: str, other: str) -> bool:
        return self.survivor(one) == self.survivor(other)

    def are_apart(self, one: str, other: str) -> bool:
        """Whether somebody has said that the two persons are not the same."""
        pairs = {pair(left, right) for left in self.together(one) for right in self.together(other)}
        return any(self.verdicts.get(each) is Verdict.APART for each in pairs - self.disputed)


def persons(decisions: Iterable[Decision]) -> Persons:
    """The same for any order of the same decisions."""
    found = list(decisions)
    verdicts = careful((decision.pair, decision.verdict) for decision in found)
    given_up = [decision.given_up for decision in found if verdicts[decision.pair] is Verdict.SAME]
    disputed = frozenset(decision.pair for decision in found if decision.in_conflict)
    return Persons(verdicts, groups(verdicts, given_up), disputed)


def joined(contacts: Mapping[str, Contact], together: Iterable[str]) -> Contact | None:
    """The person as one contact: what the kept record does not say, the others say. None when none can be read.

    Protected when any of them is: then no name and no number is shown, whoever wrote it down.
    """
    known = [contacts[contact_id] for contact_id in together if contact_id in contacts]
    if len(known) < 2:
        return known[0] if known else None
    first, *others = known
    named = next((one for one in known if one.identity_level.has_name and one.name), first)
    reached = next((one for one in known if one.phone), first)
    is_protected = any(one.is_protected for one in known)
    return replace(
        first,
        aliases=tuple(other.code for other in others if other.code),
        identity_level=IdentityLevel.PROTECTED if is_protected else named.identity_level,
        name="" if is_protected else named.name,
        phone="" if is_protected else reached.phone,
        contact_way=first.contact_way or reached.contact_way,
        ok_leave_message=first.ok_leave_message if first.phone else reached.ok_leave_message,
        group_id=next((one.group_id for one in known if one.group_id), ""),
        assigned_staff=tuple(dict.fromkeys(person for one in known for person in one.assigned_staff)),
        in_conflict=any(one.in_conflict for one in known),
    )


def doubled(promises: Iterable[FollowUp]) -> tuple[tuple[FollowUp, FollowUp], ...]:
    """(to close, kept) of one person's open follow-ups: the same kind at the same time, promised to two contacts.

    Which one is kept follows from what never changes, so that two coordinators apart never close each other's.
    """
    kept: list[FollowUp] = []
    closed: list[tuple[FollowUp, FollowUp]] = []
    for promise in sorted((one for one in promises if one.is_open and one.window), key=_first_promised):
        instead = next((other for other in kept if _is_double(promise, other)), None)
        if instead:
            closed.append((promise, instead))
        else:
            kept.append(promise)
    return tuple(closed)


def _first_promised(promise: FollowUp) -> tuple[str, str]:
    return (promise.window.latest.isoformat() if promise.window else "", promise.id)


def _is_double(one: FollowUp, other: FollowUp) -> bool:
    if one.window is None or other.window is None or one.kind is not other.kind:
        return False
    overlaps = one.window.earliest <= other.window.latest and other.window.earliest <= one.window.latest
    return overlaps and one.contact_id != other.contact_id


def standing(promises: Iterable[FollowUp], known: Persons) -> list[FollowUp]:
    """As they stand: one that was closed as another's duplicate is open while the two are not one person."""
    found = list(promises)
    by_id = {promise.id: promise for promise in found}
    return [_reopened(one) if _is_left_alone(one, by_id, known) else one for one in found]


def _is_left_alone(promise: FollowUp, by_id: Mapping[str, FollowUp], known: Persons) -> bool:
    if promise.state is not FollowUpState.CANCELLED or promise.closed_reason is not ClosedReason.DUPLICATE:
        return False
    # What cannot be seen from here is carried on by whoever can.
    instead = by_id.get(promise.instead)
    return instead is not None and not known.are_one(promise.contact_id, instead.contact_id)


def _reopened(promise: FollowUp) -> FollowUp:
    return replace(promise, state=FollowUpState.PLANNED, closed_reason=None, closed_at=None)
