"""Mistakes in the rules of the work itself."""

from tests.broken.patch import Patch

_MERGE, _RULES = "fieldapp/domain/merge.py", "fieldapp/domain/merge_rules.py"
_FOLLOW_UP, _WINDOWS = "fieldapp/domain/follow_up.py", "fieldapp/domain/windows.py"

PATCHES = (
    Patch(
        "merge-drops-the-loser",
        "no value written apart from another vanishes",
        _MERGE,
        "    return [unique[key] for key in sorted(kept, reverse=True)]\n",
        "    return [unique[key] for key in sorted(kept, reverse=True)][:1]\n",
        "tests/store/test_records.py::test_concurrent_changes_are_both_kept_in_any_order",
    ),
    Patch(
        "merge-depends-on-order",
        "every phone shows the same, in whatever order changes came",
        _MERGE,
        "    return [unique[key] for key in sorted(kept, reverse=True)]\n",
        "    return [unique[key] for key in kept]\n",
        "tests/domain/test_merge.py::test_any_order_and_any_repetition_gives_the_same_record",
    ),
    Patch(
        "merge-believes-hearsay",
        "a value the author never saw is not replaced by it",
        _MERGE,
        '    replaced = change["over"].get(field, {}) if "over" in change else change["seen"]\n',
        '    replaced = change["seen"]\n',
        "tests/domain/test_merge.py::test_a_value_known_only_from_hearsay_is_not_overwritten",
    ),
    Patch(
        "merge-lets-closed-win",
        "a follow-up under conflict stays open",
        _RULES,
        '    ("follow_up", "state"): open_wins,\n',
        "",
        "tests/domain/test_follow_up.py::test_closed_on_one_phone_and_kept_open_on_another_stays_open_and_is_marked",
    ),
    Patch(
        "merge-lets-the-laxer-win",
        "of two protections the stricter counts",
        _RULES,
        '    ("contact", "identity_level"): strictest("protected"),\n',
        "",
        "tests/domain/test_merge.py::test_some_fields_do_not_show_the_newest",
    ),
    Patch(
        "unreachable-after-one-attempt",
        "nobody is given up before three attempts",
        _FOLLOW_UP,
        "ATTEMPTS_BEFORE_UNREACHABLE: Final = 3\n",
        "ATTEMPTS_BEFORE_UNREACHABLE: Final = 1\n",
        "tests/domain/test_follow_up.py::test_nobody_is_given_up_before_three_attempts_on_two_days",
    ),
    Patch(
        "unreachable-in-one-evening",
        "nobody is given up in one day",
        _FOLLOW_UP,
        "DAYS_BEFORE_UNREACHABLE: Final = 2\n",
        "DAYS_BEFORE_UNREACHABLE: Final = 1\n",
        "tests/domain/test_follow_up.py::test_nobody_is_given_up_before_three_attempts_on_two_days",
    ),
    Patch(
        "overdue-a-day-early",
        "overdue starts the day after the latest day",
        _WINDOWS,
        "        return today > self.latest\n",
        "        return today >= self.latest\n",
        "tests/domain/test_follow_up.py::test_overdue_starts_the_day_after_the_latest_and_never_ends_by_itself",
    ),
    Patch(
        "unknown-dates-wait",
        "a promise whose dates cannot be read is looked at now",
        _FOLLOW_UP,
        "        if self.window is None or self.window.is_overdue(today):\n"
        "            return DueState.OVERDUE\n"
        "        return DueState.COMING if",
        "        if self.window is not None and self.window.is_overdue(today):\n"
        "            return DueState.OVERDUE\n"
        "        return DueState.COMING if self.window is None or",
        "tests/domain/test_follow_up.py::test_a_promise_whose_dates_are_unknown_is_overdue",
    ),
    Patch(
        "window-counts-from-the-visit",
        "windows are counted from the day of the incident",
        _WINDOWS,
        "    offered = (Proposal(kind, windows[kind].after(occurred_on)) for kind in kinds)\n",
        "    offered = (Proposal(kind, windows[kind].after(today)) for kind in kinds)\n",
        "tests/domain/test_windows.py::test_windows_are_counted_from_the_incident_and_not_from_the_visit",
    ),
    Patch(
        "child-let-go-alone",
        "a child alone is never let go without a word on with whom",
        "fieldapp/domain/visit_form.py",
        "    Question.LEFT_WITH: lambda form: form.is_child and form.child_alone is True and form.left_with is None,\n",
        "    Question.LEFT_WITH: lambda form: False,\n",
        "tests/domain/test_visit_form.py::test_what_is_missing_follows_from_the_answers",
    ),
    Patch(
        "session-closes-over-gaps",
        "a session closes only when nobody who was promised something is left",
        "fieldapp/domain/closing.py",
        "    if to is SessionState.CLOSED and list(gaps):\n        raise NotReadyToClose\n",
        "",
        "tests/domain/test_closing.py::test_a_session_closes_only_without_gaps",
    ),
    Patch(
        "clock-follows-anybody",
        "no phone drags another's clock into the future",
        "fieldapp/domain/clock.py",
        "            self.last = max(self.last, min(stamp, limit))\n",
        "            self.last = max(self.last, stamp, min(stamp, limit))\n",
        "tests/domain/test_clock.py::test_a_tick_follows_what_was_observed_but_never_beyond_five_minutes",
    ),
    Patch(
        "queue-forgets-what-is-begun",
        "every open follow-up is in the queue",
        _FOLLOW_UP,
        "        return self in (FollowUpState.PLANNED, FollowUpState.IN_PROGRESS)\n",
        "        return self is FollowUpState.PLANNED\n",
        "tests/domain/test_open_follow_ups.py::test_a_follow_up_somebody_has_begun_is_still_owed",
    ),
)
