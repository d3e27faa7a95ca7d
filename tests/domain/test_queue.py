from dataclasses import fields, replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.follow_up import DueState, FollowUp, FollowUpState
from fieldapp.domain.priority import Priority
from fieldapp.domain.queue import QueueFilter, QueueItem, queue
from fieldapp.domain.windows import DueWindow

TODAY = date(2026, 11, 19)


def due(latest: int, earliest: int = 1, month: int = 11) -> DueWindow:
    return DueWindow(date(2026, month, earliest), date(2026, month, latest), date(2026, month, latest))


def day_before(days: int) -> DueWindow:
    day = TODAY - timedelta(days=days)
    return DueWindow(day, day, day)


def promise(id: str, window: DueWindow | None, priority: Priority = Priority.NORMAL, person: str = "") -> FollowUp:
    return FollowUp(
        id=id, contact_id=f"c-{id}", window=window, priority=priority, owner_queue="district", contact_person=person
    )


MIXED = [
    promise("coming", due(24, 20, 12), Priority.HIGH),
    promise("due-late", due(25), person="Sara"),
    promise("due-soon", due(20)),
    promise("due-high", due(30), Priority.HIGH),
    promise("overdue", due(18), Priority.LOW),
    promise("undated", None, Priority.LOW),
]
codes = {f"c-{follow_up.id}": f"HV-{follow_up.id}" for follow_up in MIXED}


def test_the_list_runs_from_overdue_to_coming_with_priority_and_latest_date_inside() -> None:
    listed = queue(MIXED, codes, TODAY)

    assert [item.follow_up_id for item in listed.items] == [
        *("undated", "overdue", "due-high", "due-soon", "due-late", "coming")
    ]
    assert listed.next is listed.overdue[0]
    assert [len(group) for group in (listed.overdue, listed.due, listed.coming)] == [2, 3, 1]


def test_the_chips_count_what_their_filter_shows() -> None:
    counted = queue([*MIXED, replace(MIXED[0], id="torn", in_conflict=True)], codes, TODAY).counts

    assert counted == {
        QueueFilter.ALL: 7,
        QueueFilter.OVERDUE: 2,
        QueueFilter.UNANSWERED: 0,
        QueueFilter.DUE: 3,
        QueueFilter.COMING: 2,
        QueueFilter.UNCLAIMED: 6,
        QueueFilter.IN_CONFLICT: 1,
    }


@settings(deadline=None, max_examples=60)
@given(st.lists(st.builds(FollowUp, state=st.sampled_from(FollowUpState)), max_size=8))
def test_every_open_follow_up_is_in_the_list_and_no_closed_one(follow_ups: list[FollowUp]) -> None:
    listed = queue(follow_ups, {}, TODAY).items

    assert sorted(item.follow_up_id for item in listed) == sorted(f.id for f in follow_ups if f.is_open)
    assert {item.state for item in listed} <= {DueState.OVERDUE, DueState.DUE, DueState.COMING}


def test_a_protected_person_is_seen_to_be_due_by_code_alone() -> None:
    stub = replace(promise("p", due(20)), code="HV-STUB", protected=True)
    known = promise("k", due(20))
    listed = queue([stub, known], {"c-k": "HV-K"}, TODAY, protected_contacts={"c-k"})

    assert {(item.code, item.protected) for item in listed.items} == {("HV-STUB", True), ("HV-K", True)}


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 40), st.integers(0, 40), st.sampled_from(Priority), st.sampled_from(Priority))
def test_what_is_late_rises_above_what_came_after_it_within_two_weeks(
    late: int, later: int, low: Priority, high: Priority
) -> None:
    """Nothing lies at the bottom for ever because something more urgent comes each day."""
    first, second = promise("first", day_before(14 + late + later), low), promise("second", day_before(later), high)
    listed = queue([second, first], {}, TODAY).items

    assert [item.follow_up_id for item in listed] == ["first", "second"]


@settings(deadline=None, max_examples=60)
@given(st.dates(date(2026, 11, 19), date(2046, 11, 19)))
def test_what_was_promised_never_expires(today: date) -> None:
    assert {item.follow_up_id for item in queue(MIXED, {}, today).items} == {one.id for one in MIXED}


def test_an_empty_list_has_no_next() -> None:
    assert queue([], {}, TODAY).next is None


def test_a_list_row_can_hold_nothing_but_this() -> None:
    assert [field.name for field in fields(QueueItem)] == [
        "follow_up_id",
        "contact_id",
        "code",
        "kind",
        "window",
        "priority",
        "state",
        "owner_queue",
        "contact_person",
        "in_conflict",
        "protected",
        "referral_id",
        "unanswered",
    ]
