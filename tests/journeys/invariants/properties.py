"""I1 to I10, each told from what lies in the stores and not by the code that is to keep it."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

from fieldapp.actions import closing, corrections, disposals, late, one_person, queue, visits, week
from fieldapp.actions.phone import Phone
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.consent import Consent, ConsentAnswer, ConsentPurpose, GivenBy
from fieldapp.domain.contact_choices import AffectedAs, ContactStatus
from fieldapp.domain.follow_up import ClosedReason, FollowUp
from fieldapp.domain.referral import Referral
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import FollowUpReason, Need, Outcome, Reaction, SupportGiven
from fieldapp.store import records
from tests.journeys.invariants.office import CASEWORKERS, SUPERVISOR, SUPPORTERS, Office
from tests.journeys.invariants.truth import NAME, NOTE, NUMBER, Truth, numbers_on, versions
from tests.leaks.finder import hits

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEEDS_MORE = (Outcome.FOLLOW_UP_BY_US, Outcome.DECLINED_MAY_RECONTACT, Outcome.REFERRED)
NEVER_IN_A_LIST = (Need, Reaction, FollowUpReason, SupportGiven, AffectedAs, AttemptResult)


# I1


def i1_whoever_was_promised_something_has_it_open_or_is_named(office: Office, truth: Truth) -> None:
    chief = office.hands[SUPERVISOR].phone
    gates = [closing.gate(chief, session) for session in office.founded.sessions]
    named = {person.contact_id for gate in gates for person in gate.people_without}
    for contact in let_down(chief):
        assert one_person.survivor(chief, contact) in named, f"I1: {contact} was promised more and nobody says so"
    for name in SUPPORTERS:
        phone = office.hands[name].phone
        told = {row.contact_id for row in visits.my_visits(phone) if row.follow_up_missing}
        mine = {row.contact_id for row in visits.my_visits(phone)}
        assert mine & set(let_down(phone)) <= told, f"I1: {name}'s own list does not say it"
    for session, people in truth.let_down_at_closing.items():
        assert not people, f"I1: {session} was closed over {people}"


def let_down(phone: Phone) -> list[str]:
    return [contact.id for contact in visits.contacts(phone) if _is_let_down(phone, contact.id, contact.status)]


def _is_let_down(phone: Phone, contact: str, status: ContactStatus) -> bool:
    hers = one_person.together(phone, contact)
    met = [one for one in _all(phone, "visit", Visit) if one.contact_id in hers and not one.voided]
    last = max(met, key=lambda one: (one.started_at or _LONG_AGO, one.id), default=None)
    if last is None or status is ContactStatus.VOIDED or last.outcome not in NEEDS_MORE:
        return False
    promised = [one for one in one_person.follow_ups(phone) if one.contact_id in hers]
    away = [one for one in _all(phone, "referral", Referral) if one.contact_id in hers]
    if any(one.is_open for one in (*promised, *away)) or any(_is_elsewhere(phone, one) for one in promised):
        return False
    ended = [one.closed_at for one in promised if one.closed_reason is not ClosedReason.DUPLICATE]
    ended += [one.changed_at for one in away]
    return not any((at or _LONG_AGO) >= (last.started_at or _LONG_AGO) for at in ended)


def _is_elsewhere(phone: Phone, promise: FollowUp) -> bool:
    """Kept through another contact of hers, which this phone may not read."""
    return bool(promise.instead) and records.record(phone.store, "follow_up", promise.instead) is None


# I2


def i2_every_open_item_has_an_owner(office: Office, truth: Truth) -> None:
    for hands in office.looked_at():
        for one in _open_items(hands.phone):
            assert one.owner_queue, f"I2: {one.id} on {hands.folder.name}'s phone belongs to nobody"


def _open_items(phone: Phone) -> list[FollowUp | Referral]:
    found: list[FollowUp | Referral] = [*_all(phone, "follow_up", FollowUp), *_all(phone, "referral", Referral)]
    return [one for one in found if one.is_open]


# I3


def i3_nothing_is_sent_without_a_yes_or_a_ground(office: Office, truth: Truth) -> None:
    for one in truth.sent:
        assert one.agreed, f"I3: {one.referral} was sent without"
    known = {one.referral for one in truth.sent}
    for hands in office.looked_at():
        for referral in _all(hands.phone, "referral", Referral):
            assert referral.sent_at is None or referral.id in known, f"I3: {referral.id} was sent past the gate"


def may_be_sent(phone: Phone, contact: str, recipient: str, *, is_child: bool, keeps_secrets: bool) -> bool:
    """Each who has to agree said yes last; or a supervisor wrote a ground, to one that keeps secrets."""
    hers = one_person.together(phone, contact)
    said = [one for one in _all(phone, "consent", Consent) if one.contact_id in hers and one.recipient == recipient]
    said = [one for one in said if one.purpose is ConsentPurpose.REFERRAL]
    if keeps_secrets and any(one.basis_without_consent and not one.withdrawn_at for one in said):
        return True
    needed = ({GivenBy.GUARDIAN}, {GivenBy.OTHER_GUARDIAN}) if is_child else ({GivenBy.PERSON},)
    both = {GivenBy.BOTH_GUARDIANS, GivenBy.SOLE_GUARDIAN} if is_child else set()
    return all(_last_word_is_yes(said, who | both) for who in needed)


def _last_word_is_yes(said: list[Consent], givers: set[GivenBy]) -> bool:
    words = [(one.at or _LONG_AGO, one.answer is ConsentAnswer.YES) for one in said if one.given_by in givers]
    words += [(one.withdrawn_at, False) for one in said if one.given_by in givers and one.withdrawn_at]
    return max(words, key=lambda word: word[0], default=(_LONG_AGO, False))[1]


# I4


def i4_nothing_leaves_the_queue_before_somebody_has_taken_over(office: Office, truth: Truth) -> None:
    for name in CASEWORKERS:
        phone = office.hands[name].phone
        listed = {one for row in _rows(phone) for one in (row.follow_up_id, row.referral_id) if one}
        for one in _open_items(phone):
            stands = one if isinstance(one, Referral) else queue.follow_up_of(phone, one.id)
            assert not stands.is_open or one.id in listed, f"I4: {one.id} is open and not in {name}'s queue"
        kept = {one for one, whose in truth.promised.items() if whose in truth.handed_on - truth.disposed.keys()}
        for one in kept - truth.ended:
            assert one in listed, f"I4: {one} was handed on and left {name}'s queue"
        assert week.week(phone).answers.person == truth.took_over[-1], "I4: a week nobody took over changed hands"


def _rows(phone: Phone) -> list[Any]:
    found = queue.queue(phone)
    return [*found.overdue, *found.unanswered, *found.due, *found.coming]


# I5


def i5_nothing_can_be_read_on_a_disk_or_in_a_log(office: Office, truth: Truth) -> None:
    office.lock_all()
    for folder in (office.folder, office.server.folder):
        assert not hits(folder, (NAME, NOTE, NUMBER)), "I5: readable on the disk"
    for said in office.heard.said:
        assert not any(word in said for word in (NAME, NOTE, NUMBER)), f"I5: a log says {said}"


# I6


def i6_nothing_goes_while_something_is_open(office: Office, truth: Truth) -> None:
    for contact, still_open in truth.disposed.items():
        assert not still_open, f"I6: {contact} was disposed of over {still_open}"
    chief = office.hands[SUPERVISOR].phone
    watched = {one.hex() for one in office.server.watched()}
    there = {one.id: one for one in _open_items(chief)}
    for one, whose in truth.promised.items():
        if whose not in truth.disposed and one not in truth.ended:
            assert one in there, f"I6: {one} is gone"
            assert there[one].watch_id in watched, f"I6: nobody counts {one}"


# I7


def i7_no_child_alone_goes_without_a_word_on_with_whom(office: Office, truth: Truth) -> None:
    assert not truth.unfinished_children, "I7"
    for hands in office.looked_at():
        for record in records.records(hands.phone.store, "visit"):
            form = truth.forms.get(record["id"])
            if form and form.is_child and form.child_alone:
                assert versions(record, "left_with"), f"I7: {record['id']}"


# I8


def i8_saying_it_again_changes_nothing(office: Office, truth: Truth) -> None:
    for who, before, after in truth.replayed:
        assert before == after, f"I8: {who} said it again"


# I9


def i9_both_sides_of_an_edit_made_apart_are_there(office: Office, truth: Truth) -> None:
    chief = office.hands[SUPERVISOR]
    there = numbers_on(chief)
    for contact, numbers in truth.written.items():
        kept = numbers - truth.replaced.get(contact, set())
        assert contact in truth.disposed or kept <= there.get(contact, frozenset()), f"I9: a number of {contact}"
    notes = {record["id"]: versions(record, "note") for record in records.records(chief.phone.store, "visit")}
    for visit, form in truth.forms.items():
        assert visit not in notes or form.note in notes[visit], f"I9: the note of {visit}"
    written = {
        row.correction.words
        for one in visits.contacts(chief.phone)
        for row in corrections.corrections_of(chief.phone, one.id)
    }
    for words, contact in truth.words.items():
        assert contact in truth.disposed or words in written, f"I9: {words}"


# I10


def i10_no_list_says_why(office: Office, truth: Truth) -> None:
    for hands in office.looked_at():
        for row in _listed(hands.phone):
            for value in _values(row):
                assert not isinstance(value, NEVER_IN_A_LIST), f"I10: {row}"
                assert not any(word in str(value) for word in (NAME, NOTE, NUMBER)), f"I10: {type(row).__name__}"


def _listed(phone: Phone) -> Iterator[object]:
    yield from _rows(phone)
    yield from visits.my_visits(phone)
    yield from disposals.proposed(phone)
    yield from late.items(phone)
    yield from (person for one in phone.roster.sessions for person in closing.gate(phone, one.hex()).people_without)


def _values(row: object) -> Iterator[object]:
    if is_dataclass(row):
        for each in fields(row):
            yield from _values(getattr(row, each.name))
    elif isinstance(row, tuple | list):
        for each in row:
            yield from _values(each)
    else:
        yield row


def _all(phone: Phone, kind: str, noun: type[Any]) -> list[Any]:
    return [noun.from_record(record) for record in records.records(phone.store, kind)]


ANY_TIME = (
    i2_every_open_item_has_an_owner,
    i3_nothing_is_sent_without_a_yes_or_a_ground,
    i7_no_child_alone_goes_without_a_word_on_with_whom,
    i10_no_list_says_why,
)
WHEN_QUIET = (
    i1_whoever_was_promised_something_has_it_open_or_is_named,
    i4_nothing_leaves_the_queue_before_somebody_has_taken_over,
    i6_nothing_goes_while_something_is_open,
    i8_saying_it_again_changes_nothing,
    i9_both_sides_of_an_edit_made_apart_are_there,
)
AT_THE_END = (i5_nothing_can_be_read_on_a_disk_or_in_a_log,)
