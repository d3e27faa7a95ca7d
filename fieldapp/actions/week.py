"""Taking over the week: what is open, in figures, and the acknowledgement that is kept."""

from fieldapp.actions import queue
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import born_id
from fieldapp.actions.phone import Phone
from fieldapp.actions.rota import duty_of, on_duty, rota, swapped
from fieldapp.actions.views import WeekView
from fieldapp.domain import rota as rules
from fieldapp.domain.permissions import Action
from fieldapp.domain.rota import WEEK, WeekTakeover, duty_week
from fieldapp.domain.week_report import WeekReport, week_report
from fieldapp.store import records
from sync.protocol.circle import Circle


def week(phone: Phone) -> WeekView:
    """The week on duty now, as far as this phone knows."""
    monday = duty_week(phone.now(), zone=phone.zone)
    found = takeovers(phone)
    taken = rules.taken_over(found, monday)
    before = rules.on_duty(rota(phone), swapped(phone), monday - WEEK)
    return WeekView(
        monday=monday,
        duty=on_duty(phone),
        answers=duty_of(phone, rules.answers_for_it(found, monday, before)),
        taken_at=taken.at if taken else None,
    )


def report(phone: Phone) -> WeekReport:
    """The figures as they are now; reads the whole queue."""
    listed = queue.queue(phone)
    monday = duty_week(phone.now(), zone=phone.zone)
    return week_report(listed.overdue, listed.due + listed.coming, monday, unanswered=len(listed.unanswered))


def take_over(phone: Phone) -> None:
    """Records that I have read the figures and answer for the queue from now on. Raises NotAllowed.

    Taking over twice is taking over once.
    """
    check_allowed(phone, Action.KEEP_ROTA)
    monday, me, board = duty_week(phone.now(), zone=phone.zone), phone.me.person.hex(), Circle.of_board()
    born = f"{monday.isoformat()} {me}"
    if records.record(phone.store, "week_takeover", born_id(board, "week_takeover", born)):
        return
    with one_action(phone) as action:
        figures = report(phone).to_json()
        action.create(board, "week_takeover", born, monday=monday, member=me, at=phone.now(), report=figures)


def takeovers(phone: Phone) -> list[WeekTakeover]:
    return [WeekTakeover.from_record(record) for record in records.records(phone.store, "week_takeover")]
