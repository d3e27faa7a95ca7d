"""Duplicates: proposed here, decided by a human, and undone by deciding anew. Nothing is joined by itself."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from fieldapp.actions import one_person
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.errors import CannotBeJoined, GoneMeanwhile
from fieldapp.actions.persons import open_person
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, follow_ups_of
from fieldapp.actions.queue import find_by_code
from fieldapp.actions.reads import log_read
from fieldapp.actions.views import PersonView
from fieldapp.actions.visits import contacts, visits_of
from fieldapp.domain.contact import Contact
from fieldapp.domain.duplicates import Persons, doubled
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpState
from fieldapp.domain.likeness import Alike, Comparable, Found, Likeness, comparable, families, found_among, undecided
from fieldapp.domain.pairs import Pair, Verdict, pair
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.visit import Visit
from fieldapp.store import records
from fieldapp.store.derived import Row, Rows
from sync.protocol.circle import Circle, CircleKind

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


def may_decide(phone: Phone) -> bool:
    return allowed(phone, Deed.MERGE_OR_CORRECT)


def _check_may_decide(phone: Phone) -> None:
    check_allowed(phone, Deed.MERGE_OR_CORRECT)


def stamp(phone: Phone) -> tuple[int, ...]:
    """Another one when there may be other proposals."""
    return phone.store.stamp("contact", "visit", "duplicate")


def proposals(phone: Phone) -> tuple[Alike, ...]:
    """Pairs that a human has still to look at, the surest first; none for who may not decide."""
    if not may_decide(phone):
        return ()
    known = one_person.known(phone)
    disputed = (Alike(each, Likeness.DISPUTED) for each in sorted(known.disputed))
    return undecided((*disputed, *_by_code(phone), *_found(phone).alike), known)


def _by_code(phone: Phone) -> list[Alike]:
    """Somebody showed a slip on a phone that did not know its code, and got another."""
    shown_codes = phone.store.derived("visit", _shown_codes)
    owners = (
        [(one.id, shown_codes[one.code]) for one in contacts(phone) if one.code in shown_codes] if shown_codes else []
    )
    ours = [(owner, other) for owner, other in owners if owner != other and not _is_protected(phone, owner, other)]
    return [Alike(pair(owner, other), Likeness.CODE) for owner, other in ours]


def _shown_codes(rows: Rows) -> dict[str, str]:
    visits = (Visit.from_record(row["record"]) for row in rows if "returning_code" in row["record"]["fields"])
    return {visit.returning_code: visit.contact_id for visit in visits if visit.returning_code and not visit.voided}


def _is_protected(phone: Phone, *ids: str) -> bool:
    found = [one_person.person(phone, one) for one in ids]
    homes = [records.circle_of(phone.store, "contact", one) for one in ids]
    sealed = any(home is None or home.kind is CircleKind.PROTECTED for home in homes)
    return sealed or any(one is None or one.is_protected for one in found)


def _found(phone: Phone) -> Found:
    return phone.store.derived_from_each("contact", _comparable, _found_in)


def _comparable(row: Row) -> Comparable | None:
    if Circle.from_hex(row["circle"]).kind is CircleKind.PROTECTED:
        return None
    return comparable(Contact.from_record(row["record"]))


def _found_in(people: Iterable[Comparable | None]) -> Found:
    return found_among(filter(None, people))


def other_by_code(phone: Phone, contact_id: str, typed: str) -> str | None:
    """Whom the typed code belongs to, to be compared; None when nobody. Raises CodeMistyped, CannotBeJoined."""
    found = find_by_code(phone, typed)
    if found and (found == one_person.survivor(phone, contact_id) or _is_protected(phone, found, contact_id)):
        raise CannotBeJoined
    return found


def compare(phone: Phone, one: str, other: str) -> tuple[PersonView, PersonView]:
    """Both persons, opened to be seen side by side; logged. Raises NotAllowed, CannotBeJoined, GoneMeanwhile."""
    _check_may_decide(phone)
    if one_person.survivor(phone, one) == one_person.survivor(phone, other):
        raise GoneMeanwhile
    if _is_protected(phone, one, other):
        raise CannotBeJoined
    return open_person(phone, one), open_person(phone, other)


def join(phone: Phone, one: str, other: str) -> str:
    """From here the two are one person; gives the id she goes by, that of who was met first.

    Both keep their visits and codes. Of two promises of a kind one is kept, the other is closed as its duplicate.
    Raises NotAllowed, CannotBeJoined.
    """
    _check_may_decide(phone)
    one, other = (one_person.survivor(phone, each) for each in (one, other))
    if one == other or _is_protected(phone, one, other):
        raise CannotBeJoined
    promised = [*follow_ups_of(phone, one), *follow_ups_of(phone, other)]
    kept = min(one, other, key=lambda contact: (_first_met(phone, contact), contact))
    with phone.store.one_write():
        _decide(phone, one, other, Verdict.SAME, kept)
        for closed, instead in doubled(promised):
            _close(phone, closed, instead)
    return kept


def keep_apart(phone: Phone, one: str, other: str) -> None:
    """They are not the same person, and nobody asks again. Raises NotAllowed."""
    _check_may_decide(phone)
    _decide(phone, one, other, Verdict.APART, "")
    _reopen(phone)


def undo(phone: Phone, contact_id: str) -> None:
    """The duplicate is a person of its own again, with its promises, and is proposed again. Raises NotAllowed."""
    _open_again(phone, [each for each in _same(one_person.known(phone)) if contact_id in each])


def undo_pair(phone: Phone, one: str, other: str) -> None:
    """These two are not joined any more; what others were joined to them stays so. Raises NotAllowed."""
    _open_again(phone, [pair(one, other)])


def _open_again(phone: Phone, pairs: Iterable[Pair]) -> None:
    _check_may_decide(phone)
    with phone.store.one_write():
        for one, other in pairs:
            _decide(phone, one, other, Verdict.OPEN, "")
    _reopen(phone)


def _same(known: Persons) -> list[tuple[str, str]]:
    return [each for each, verdict in known.verdicts.items() if verdict is Verdict.SAME]


def _first_met(phone: Phone, contact_id: str) -> datetime:
    return min((visit.started_at for visit in visits_of(phone, contact_id) if visit.started_at), default=_NEVER)


def _decide(phone: Phone, one: str, other: str, verdict: Verdict, kept: str) -> None:
    """Each of the two says it in its own circle, and no envelope is about both."""
    with phone.store.one_write():
        for contact, its_other in ((one, other), (other, one)):
            with one_action(phone) as action:
                home = records.circle_of(action.write, "contact", contact)
                if home is None or home.kind is CircleKind.PROTECTED:
                    raise CannotBeJoined
                said = {"verdict": verdict, "kept": kept, "contact_id": contact, "other_id": its_other}
                action.create(home, "duplicate", its_other, **said)
            log_read(phone, "contact", contact, ReadAction.MERGE, verdict)


def _close(phone: Phone, closed: FollowUp, instead: FollowUp) -> None:
    ended = {"state": FollowUpState.CANCELLED, "closed_reason": ClosedReason.DUPLICATE, "instead": instead.id}
    with one_action(phone) as action:
        _set_promise(action, closed, ended, is_open=False)


def _reopen(phone: Phone) -> None:
    """Writes down what already shows: promises whose persons are not one any more are open, also at the server."""
    rows = records.records(phone.store, "follow_up")
    stands = [(FollowUp.from_record(record), one_person.as_it_stands(phone, record)) for record in rows]
    with phone.store.one_write():
        for written, now in stands:
            if now.is_open and not written.is_open:
                with one_action(phone) as action:
                    _set_promise(action, now, {"state": now.state, "closed_reason": "", "instead": ""}, is_open=True)


def _set_promise(action: Action, promise: FollowUp, fields: Mapping[str, object], *, is_open: bool) -> None:
    home = records.circle_of(action.write, "follow_up", promise.id)
    if home is None:
        return
    action.set(home, "follow_up", promise.id, **fields, watch_rev=promise.watch_rev + 1)
    if promise.watch_id and promise.window:
        action.watch(home, promise.watch_id, promise.watch_rev + 1, promise.window.latest, is_open=is_open)


def sharing_a_number(phone: Phone) -> tuple[tuple[str, ...], ...]:
    """Persons with one telephone number, as a rule a family: to be handled together or each on their own."""
    if not may_decide(phone):
        return ()
    known = one_person.known(phone)
    sharing = {contact for group in _found(phone).one_number for contact in group}
    groups = {known.survivor(one): _group_of(phone, one) for one in sharing}
    return families(_found(phone), known, groups)


def _group_of(phone: Phone, contact_id: str) -> str:
    found = one_person.person(phone, contact_id)
    return found.group_id if found else ""


def handle_together(phone: Phone, people: tuple[str, ...]) -> None:
    """One call is for all of them; they stay persons of their own. Raises NotAllowed."""
    known = {group for person in people if (group := _group_of(phone, person)) and group != person}
    _put_into_groups(phone, dict.fromkeys(people, min(known, default=min(people))))


def handle_apart(phone: Phone, people: tuple[str, ...]) -> None:
    """Each is in a group of her own, and nobody asks again. Raises NotAllowed."""
    _put_into_groups(phone, {person: person for person in people})


def ask_again(phone: Phone, people: tuple[str, ...]) -> None:
    """Nobody has said whether they are a family. Raises NotAllowed."""
    _put_into_groups(phone, dict.fromkeys(people, ""))


def _put_into_groups(phone: Phone, groups: dict[str, str]) -> None:
    _check_may_decide(phone)
    with phone.store.one_write():
        for person, group in groups.items():
            with one_action(phone) as action:
                home = records.circle_of(action.write, "contact", person)
                if home and contact_of(phone, person).group_id != group:
                    action.set(home, "contact", person, group_id=group)
