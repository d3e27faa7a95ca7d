"""What a week takes over, in figures."""

from dataclasses import replace
from datetime import date

from fieldapp.domain.queue import queue
from fieldapp.domain.week_report import WeekReport, week_report
from tests.domain.test_queue import due, promise

MONDAY = date(2026, 11, 16)
LISTED = [
    promise("late", due(15)),
    promise("undated", None),
    promise("already-open", due(30)),
    promise("opens-on-sunday", due(30, 22)),
    promise("opens-next-monday", due(30, 23)),
    replace(promise("protected", due(29, 28)), protected=True),
]


def test_the_report_counts_what_a_coordinator_has_to_know_on_monday() -> None:
    listed = queue(LISTED, {}, MONDAY)

    assert week_report(listed.overdue, listed.due + listed.coming, MONDAY, unanswered=2) == WeekReport(
        open=6, due=2, overdue=2, unanswered=2, protected=1
    )


def test_figures_from_a_newer_app_are_read_as_far_as_they_are_known() -> None:
    assert WeekReport.from_json({"open": 3, "due": "many", "helped": 9}) == WeekReport(open=3)
