import json
from copy import deepcopy
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.follow_up import FollowUpState
from fieldapp.domain.merge import Change, Record, conflicts, fold, new_change, shown, shown_at
from fieldapp.domain.merge_rules import CLOSED_FOLLOW_UP

WRITERS = ("a1.0", "b2.0", "c3.1")
FIELDS = ("name", "phone", "state")
VALUES = ("planned", "in_progress", "done", "cancelled", None, True, 1)


def folded(changes: list[Change], record: Record | None = None) -> Record:
    result = reduce(fold, changes, record)
    assert result is not None
    return result


def change(record: Record | None, writer: str, at: str = "1", kind: str = "contact", **values: Any) -> Change:
    return new_change(record, type=kind, id="r", set=values, writer=writer, at=at)


@dataclass
class Story:
    """Three writers who each know only what reached them, and what each value was written in place of."""

    copies: dict[str, Record | None] = field(default_factory=lambda: dict.fromkeys(WRITERS))
    changes: list[Change] = field(default_factory=list)
    replaced: dict[tuple[str, str, int], set[tuple[str, int]]] = field(default_factory=dict)

    def write(self, writer: str, values: dict[str, Any], at: str) -> None:
        made = change(self.copies[writer], writer, at, "follow_up", **values)
        for name in values:
            self.replaced[(name, *made["dot"])] = self._out_of_date(writer, name)
        self.changes.append(made)
        self.copies[writer] = fold(self.copies[writer], made)

    def deliver(self, writer: str, index: int) -> None:
        if self.changes:
            self.copies[writer] = fold(self.copies[writer], self.changes[index % len(self.changes)])

    def survivors(self, name: str) -> set[tuple[str, int]]:
        gone = set().union(*(dots for key, dots in self.replaced.items() if key[0] == name))
        return {tuple(made["dot"]) for made in self.changes if name in made["set"]} - gone

    def _out_of_date(self, writer: str, name: str) -> set[tuple[str, int]]:
        copy = self.copies[writer]
        visible = {tuple(c["dot"]) for c in copy["fields"].get(name, ())} if copy else set()
        return visible.union(*(self.replaced[(name, *dot)] for dot in visible))


writes = st.tuples(
    st.sampled_from(WRITERS),
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(VALUES), min_size=1),
    st.sampled_from("123"),
)
deliveries = st.tuples(st.sampled_from(WRITERS), st.integers(0, 20))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    story = Story()
    story.write(*draw(writes))
    for step in draw(st.lists(writes | deliveries, max_size=14)):
        (story.write if len(step) == 3 else story.deliver)(*step)
    return story


@settings(deadline=None, max_examples=100)
@given(stories(), st.data())
def test_any_order_and_any_repetition_gives_the_same_record(story: Story, data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(story.changes))
    repeated = data.draw(st.lists(st.sampled_from(story.changes), max_size=6))

    assert json.dumps(folded([*shuffled, *repeated])) == json.dumps(folded(story.changes))


@settings(deadline=None, max_examples=100)
@given(stories())
def test_exactly_the_values_nobody_replaced_are_kept_even_when_writers_had_gaps(story: Story) -> None:
    record = folded(story.changes)

    for name, candidates in record["fields"].items():
        assert {tuple(candidate["dot"]) for candidate in candidates} == story.survivors(name)


@settings(deadline=None, max_examples=100)
@given(stories())
def test_a_follow_up_that_is_open_in_any_surviving_version_is_shown_as_open(story: Story) -> None:
    record = folded(story.changes)
    states = [candidate["value"] for candidate in record["fields"].get("state", ())]
    has_open = any(state not in CLOSED_FOLLOW_UP for state in states)

    assert not states or (shown(record, "state") not in CLOSED_FOLLOW_UP) == has_open


@settings(deadline=None, max_examples=100)
@given(stories(), st.data())
def test_a_settled_conflict_stays_settled_when_old_changes_come_again(story: Story, data: st.DataObject) -> None:
    record = folded(story.changes)
    choice = {found.field: found.values[0]["value"] for found in conflicts(record)}
    settled = fold(record, change(record, "chief.0", "9", "follow_up", **choice))
    late = data.draw(st.lists(st.sampled_from(story.changes)))

    assert conflicts(folded(late, settled)) == []
    assert {name: shown(settled, name) for name in choice} == choice


@settings(deadline=None, max_examples=50)
@given(stories())
def test_folding_leaves_the_record_it_was_given_alone(story: Story) -> None:
    record = folded(story.changes[:-1]) if len(story.changes) > 1 else None
    before = deepcopy(record)
    fold(record, story.changes[-1])

    assert record == before


def test_a_writer_numbers_its_own_changes_and_says_what_it_had_seen() -> None:
    first = change(None, "a.0", name="Amina")
    second = change(fold(None, first), "a.0", name="Aminah")
    other = change(folded([first, second]), "b.0", phone="070")

    assert [made["dot"] for made in (first, second, other)] == [["a.0", 1], ["a.0", 2], ["b.0", 1]]
    assert other["seen"] == {"a.0": 2}


def test_a_change_survives_the_journey_as_json() -> None:
    made = change(None, "a.0", needs=("talk",), level=1)

    assert fold(None, json.loads(json.dumps(made))) == fold(None, made)


def test_a_value_known_only_from_hearsay_is_not_overwritten() -> None:
    phone = change(None, "a.0", "1", phone="070-1")
    note = change(fold(None, phone), "b.0", "2", note="x")
    blind = change(fold(None, note), "c.0", "3", phone="070-2")

    assert blind["seen"] == {"a.0": 1, "b.0": 1}
    assert [found.field for found in conflicts(folded([phone, note, blind]))] == ["phone"]


def test_a_change_without_the_narrower_account_replaces_all_it_had_seen() -> None:
    first = change(None, "a.0", name="Amina")
    second = change(fold(None, first), "b.0", name="Aminah")
    del second["over"]

    assert conflicts(folded([first, second])) == []


def test_one_dot_issued_twice_by_a_restored_phone_keeps_both_values() -> None:
    first, again = change(None, "a.0", phone="1"), change(None, "a.0", phone="2")

    assert folded([first, again]) == folded([again, first])
    assert len(conflicts(folded([first, again]))[0].values) == 2


def test_equal_values_written_apart_are_no_conflict() -> None:
    record = folded([change(None, "a.0", name="Amina"), change(None, "b.0", name="Amina")])

    assert conflicts(record) == []
    assert shown(record, "name") == "Amina"


def test_true_and_one_are_different_values() -> None:
    record = folded([change(None, "a.0", name=True), change(None, "b.0", name=1)])

    assert len(conflicts(record)) == 1


@pytest.mark.parametrize(("first_at", "second_at", "expected"), [("1", "2", "B"), ("2", "1", "A"), ("1", "1", "B")])
def test_the_newest_of_two_is_shown_and_the_later_writer_at_a_tie(first_at: str, second_at: str, expected: str) -> None:
    record = folded([change(None, "a.0", first_at, name="A"), change(None, "b.0", second_at, name="B")])

    assert shown(record, "name") == expected


@pytest.mark.parametrize(
    ("kind", "name", "older", "newer", "expected"),
    [
        ("follow_up", "state", "planned", "done", "planned"),
        ("follow_up", "state", "a_state_of_tomorrow", "done", "a_state_of_tomorrow"),
        ("follow_up", "protected", True, False, True),
        ("contact", "identity_level", "protected", "anonymous", "protected"),
        ("contact", "identity_level", "identified", "anonymous", "anonymous"),
        ("contact", "protected_grade", "fictitious_identity", "unknown", "fictitious_identity"),
        ("contact", "protected_grade", "a_grade_of_tomorrow", None, "a_grade_of_tomorrow"),
        ("contact", "ok_leave_message", False, True, False),
        ("contact", "child_alone", True, None, True),
        ("consent", "answer", "no", "yes", "no"),
        ("visit", "note", "ring i dag", "ring i morgon", "ring i morgon\n\nring i dag"),
        ("visit", "note", "ring i dag", "", "ring i dag"),
    ],
)
def test_some_fields_do_not_show_the_newest(kind: str, name: str, older: Any, newer: Any, expected: Any) -> None:
    apart = [change(None, "a.0", "1", kind, **{name: older}), change(None, "b.0", "2", kind, **{name: newer})]

    assert shown(folded(apart), name) == expected
    assert [found.field for found in conflicts(folded(apart))] == [name]


def test_a_missing_field_shows_the_default_and_has_no_stamp() -> None:
    record = folded([change(None, "a.0", name=None)])

    assert (shown(record, "phone", "none"), shown(record, "name", "none")) == ("none", None)
    assert (shown_at(record, "phone"), shown_at(record, "name")) == ("", "1")


def test_a_change_about_another_record_is_refused() -> None:
    other = new_change(None, type="contact", id="other", set={}, writer="a.0", at="1")

    with pytest.raises(ValueError, match="another record"):
        fold(fold(None, change(None, "a.0")), other)


def test_the_merge_rule_knows_every_closed_state() -> None:
    assert {state for state in FollowUpState if not state.is_open} == set(CLOSED_FOLLOW_UP)


def test_many_edits_of_one_field_leave_one_value() -> None:
    record: Record | None = None
    for number in range(200):
        record = fold(record, change(record, f"w{number % 7}.0", "1", name=number))

    assert record is not None
    assert [candidate["value"] for candidate in record["fields"]["name"]] == [199]


def test_nobody_is_asked_to_choose_between_counters() -> None:
    first = folded([change(None, "a.0", "1", "follow_up", watch_rev=1)])
    mine = change(first, "a.0", "2", "follow_up", watch_rev=2, agreement="early")
    hers = change(first, "b.0", "3", "follow_up", watch_rev=3, agreement="custom")
    both = folded([mine, hers], first)

    assert [conflict.field for conflict in conflicts(both)] == ["agreement"]
    assert shown(both, "watch_rev") == 3
