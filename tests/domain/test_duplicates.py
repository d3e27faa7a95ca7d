"""Who is one person after people, apart and in any order, have joined, undone and said no."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactWay, IdentityLevel
from fieldapp.domain.duplicates import Decision, Persons, doubled, joined, persons, standing
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpKind, FollowUpState
from fieldapp.domain.merge import Change, Record, fold, new_change
from fieldapp.domain.pairs import Verdict
from fieldapp.domain.windows import DueWindow

PEOPLE = ("a", "b", "c", "d")
WRITERS = ("siv.0", "olle.0", "karin.0")
DAY = date(2026, 11, 22)
WEEK = DueWindow(DAY, DAY + timedelta(days=1), DAY + timedelta(days=5))


def decision(one: str, other: str, verdict: Verdict = Verdict.SAME, kept: str = "", **more: Any) -> Decision:
    return Decision(id=one + other, contact_id=one, other_id=other, verdict=verdict, kept=kept or one, **more)


def promise(contact: str, number: int = 1, kind: FollowUpKind = FollowUpKind.EARLY, **more: Any) -> FollowUp:
    made = FollowUp(id=f"{contact}{number}", contact_id=contact, kind=kind, window=WEEK, owner_queue="district")
    return replace(made, **more)


@dataclass
class Boards:
    """Three coordinators, each with what has reached her; every change is kept, to arrive anywhere in any order."""

    copies: dict[str, dict[str, Record]] = field(default_factory=lambda: {writer: {} for writer in WRITERS})
    changes: list[Change] = field(default_factory=list)
    clock: int = 0

    def say(self, writer: str, one: str, other: str, verdict: Verdict) -> None:
        """As an action does it: both halves in one go."""
        for mine, its in ((one, other), (other, one)):
            self._set(writer, "duplicate", f"{mine}>{its}", contact_id=mine, other_id=its, verdict=verdict, kept=one)
        if verdict is Verdict.SAME:
            for closed, instead in doubled(self.hers(writer, one)):
                said = {"state": "cancelled", "closed_reason": "duplicate", "instead": instead.id}
                self._set(writer, "follow_up", closed.id, **said)

    def _set(self, writer: str, type: str, id: str, /, **values: Any) -> None:
        self.clock += 1
        change = new_change(
            self.copies[writer].get(id), type=type, id=id, set=values, writer=writer, at=f"{self.clock:04}"
        )
        self.changes.append(change)
        self.deliver(writer, change)

    def deliver(self, writer: str, change: Change) -> None:
        copy = self.copies[writer]
        copy[change["id"]] = fold(copy.get(change["id"]), change)

    def promised(self) -> None:
        """Everybody was promised a call before anybody was compared."""
        for person in PEOPLE:
            made = {"contact_id": person, "kind": "early", "window": WEEK.to_json(), "state": "planned"}
            self._set("siv.0", "follow_up", f"{person}1", **made, owner_queue="district")
        for writer in WRITERS[1:]:
            for change in self.changes:
                self.deliver(writer, change)

    def hers(self, writer: str, one: str) -> list[FollowUp]:
        together = known(self.copies[writer]).together(one)
        return [each for each in shown_promises(self.copies[writer]) if each.contact_id in together]


def known(copy: dict[str, Record]) -> Persons:
    return persons(Decision.from_record(record) for record in copy.values() if record["type"] == "duplicate")


def shown_promises(copy: dict[str, Record]) -> list[FollowUp]:
    written = (FollowUp.from_record(record) for record in copy.values() if record["type"] == "follow_up")
    return sorted(standing(written, known(copy)), key=lambda each: each.id)


pairs = st.permutations(PEOPLE).map(lambda order: (order[0], order[1]))
sayings = st.tuples(st.sampled_from(WRITERS), pairs, st.sampled_from(Verdict))
deliveries = st.tuples(st.sampled_from(WRITERS), st.integers(0, 60))


@st.composite
def stories(draw: st.DrawFn) -> Boards:
    boards = Boards()
    boards.promised()
    for step in draw(st.lists(sayings | deliveries, max_size=12)):
        if len(step) == 3:
            boards.say(step[0], *step[1], step[2])
        else:
            boards.deliver(step[0], boards.changes[step[1] % len(boards.changes)])
    return boards


def arrived(changes: list[Change]) -> dict[str, Record]:
    copy: dict[str, Record] = {}
    for change in changes:
        copy[change["id"]] = fold(copy.get(change["id"]), change)
    return copy


@settings(deadline=None, max_examples=120)
@given(stories(), st.data())
def test_any_order_of_arrival_gives_the_same_persons_and_the_same_promises(boards: Boards, data: st.DataObject) -> None:
    usual = arrived(boards.changes)
    shuffled = arrived(
        data.draw(st.permutations(boards.changes)) + data.draw(st.lists(st.sampled_from(boards.changes)))
    )

    assert known(shuffled) == known(usual)
    assert shown_promises(shuffled) == shown_promises(usual)


@settings(deadline=None, max_examples=200)
@given(stories())
def test_every_person_who_was_promised_a_call_still_has_one_whoever_joined_whom(boards: Boards) -> None:
    copy = arrived(boards.changes)
    promised = {known(copy).survivor(each.contact_id) for each in shown_promises(copy) if each.is_open}

    assert promised == {known(copy).survivor(person) for person in PEOPLE}


@settings(deadline=None, max_examples=120)
@given(stories())
def test_everybody_is_in_exactly_one_person_and_all_of_hers_agree_who_that_is(boards: Boards) -> None:
    found = known(arrived(boards.changes))

    for person in PEOPLE:
        together = found.together(person)
        assert person in together
        assert {found.together(other) for other in together} == {together}


@settings(deadline=None, max_examples=120)
@given(stories(), pairs)
def test_undoing_in_the_end_leaves_everybody_as_before(boards: Boards, last: tuple[str, str]) -> None:
    for change in boards.changes:
        boards.deliver("siv.0", change)
    boards.say("siv.0", *last, Verdict.SAME)
    for one in PEOPLE:
        for other in PEOPLE:
            if one < other:
                boards.say("siv.0", one, other, Verdict.OPEN)
    copy = arrived(boards.changes)

    assert known(copy).groups == {}
    assert all(each.is_open for each in shown_promises(copy))


def test_saying_no_and_yes_apart_is_no_and_is_asked_again() -> None:
    boards = Boards()
    boards.say("siv.0", "a", "b", Verdict.SAME)
    boards.say("olle.0", "a", "b", Verdict.APART)
    found = known(arrived(boards.changes))

    assert not found.are_one("a", "b")
    assert found.disputed == {("a", "b")}
    assert not found.are_apart("a", "b")


def test_half_of_what_was_said_is_enough_and_the_careful_half_counts() -> None:
    assert persons([decision("a", "b")]).are_one("b", "a")
    assert not persons([decision("a", "b"), decision("b", "a", Verdict.OPEN)]).are_one("a", "b")


def test_the_kept_code_is_that_of_the_one_nobody_gave_up() -> None:
    chain = persons([decision("b", "a", kept="b"), decision("c", "b", kept="c")])

    assert chain.together("a") == ("c", "a", "b")
    assert persons([decision("a", "b", kept="b"), decision("b", "a", kept="a")]).survivor("b") == "a"


def test_a_verdict_of_tomorrow_joins_nobody() -> None:
    record = fold(
        None,
        new_change(
            None,
            type="duplicate",
            id="x",
            set={"contact_id": "a", "other_id": "b", "verdict": "twins"},
            writer="siv.0",
            at="1",
        ),
    )

    assert Decision.from_record(record).verdict is Verdict.OPEN


@pytest.mark.parametrize(
    "other",
    [
        promise("b", kind=FollowUpKind.ONE_MONTH),
        promise("b", window=DueWindow(DAY + timedelta(days=20), DAY + timedelta(days=20), DAY + timedelta(days=25))),
        promise("b", state=FollowUpState.DONE),
        promise("b", window=None),
        promise("a", 2),
    ],
    ids=["another kind", "another time", "kept already", "no date", "promised to one contact"],
)
def test_only_open_promises_of_one_kind_at_one_time_to_two_contacts_are_doubled(other: FollowUp) -> None:
    assert doubled([promise("a"), other]) == ()


def test_of_two_early_promises_one_is_kept_and_it_is_the_same_one_for_everybody() -> None:
    first, second = promise("a"), promise("b", state=FollowUpState.IN_PROGRESS)

    assert doubled([first, second]) == ((second, first),)
    assert doubled([second, first]) == ((second, first),)


def test_a_promise_closed_as_a_duplicate_is_open_again_when_the_two_are_not_one() -> None:
    kept = promise("a")
    closed = promise("b", state=FollowUpState.CANCELLED, closed_reason=ClosedReason.DUPLICATE, instead="a1")

    assert standing([kept, closed], persons([decision("a", "b")]))[1] == closed
    assert standing([kept, closed], Persons())[1].is_open
    assert standing([closed], Persons()) == [closed]


def test_the_joined_person_says_what_either_record_says_and_both_codes_are_hers() -> None:
    one = Contact(id="a", code="HV-1")
    other = Contact(
        id="b",
        code="HV-2",
        name="Amina",
        identity_level=IdentityLevel.FIRST_NAME,
        phone="070",
        contact_way=ContactWay.PHONE,
        ok_leave_message=False,
    )
    person = joined({"a": one, "b": other}, ("a", "b"))

    assert person is not None
    assert (person.id, person.name, person.phone, person.ok_leave_message) == ("a", "Amina", "070", False)
    assert person.answers_to("HV-1")
    assert person.answers_to("HV-2")


def test_a_person_one_of_whose_records_is_protected_shows_no_name() -> None:
    one = Contact(id="a", name="Amina", phone="070", identity_level=IdentityLevel.FIRST_NAME)
    person = joined({"a": one, "b": Contact(id="b", identity_level=IdentityLevel.PROTECTED)}, ("a", "b"))

    assert person is not None
    assert person.is_protected
    assert (person.name, person.phone) == ("", "")


def test_who_cannot_be_read_here_is_left_out() -> None:
    assert joined({}, ("a", "b")) is None
    assert joined({"b": Contact(id="b", code="HV-2")}, ("a", "b")) == Contact(id="b", code="HV-2")
