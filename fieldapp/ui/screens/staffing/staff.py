"""Who works in a session now, for how long, and who was called in."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import flet as ft

from fieldapp.actions import staffing
from fieldapp.actions.allowed import allowed
from fieldapp.actions.views import CallOutRow, ShiftRow, StaffView
from fieldapp.domain.call_out import Availability, counts
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.shift import ReliefTalk, ShiftWarning
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses as sessions
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.staffing.outside import OutsideList
from fieldapp.ui.screens.staffing.roster import colleague_facts
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, clock, label, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
MARKS = {
    Availability.YES: I.CHECK_CIRCLE_OUTLINE,
    Availability.NO: I.CANCEL_OUTLINED,
    Availability.NO_ANSWER: I.PHONE_MISSED,
}
TALKS = {
    ReliefTalk.NOT_OFFERED: I.CHAT_BUBBLE_OUTLINE,
    ReliefTalk.OFFERED: I.MARK_CHAT_UNREAD_OUTLINED,
    ReliefTalk.DONE: I.MARK_CHAT_READ_OUTLINED,
}


@screen
def StaffPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    found = staffing.staff(phone, session)
    here, back = addresses.staff(session), going(sessions.session(session))
    may = allowed(phone, Deed.STAFF_SESSION)
    shift = partial(_shift, session, may=may)
    nobody = _("The shift begins when a supporter joins the session.")
    return page_view(
        lock,
        phone,
        here,
        _("Staffing"),
        c.header(_("Working now"), "title_medium"),
        c.rows(*map(shift, found.on)) if found.on else c.hint(nobody),
        *_over(found, shift),
        c.fact(I.SCHEDULE, _("Hours in the session: {hours}").format(hours=length(found.hours))),
        OutsideList(session),
        c.header(_("Calling in"), "title_medium"),
        *_calling(found, session, may=may),
        back=back,
        bottom=_next_bar(found, session) if may else None,
    )


def _over(found: StaffView, shift: Callable[[ShiftRow], ft.Control]) -> list[ft.Control]:
    if not found.off:
        return []
    return [c.header(_("Checked out"), "title_medium"), c.rows(*map(shift, found.off))]


def _shift(session: str, row: ShiftRow, *, may: bool) -> ft.Control:
    """Whether she has been offered a talk is for those who staff the session."""
    since = _("Since {time}, {length}") if row.off_at is None else _("From {time}, {length}")
    words = since.format(time=clock(row.on_at), length=length(row.worked))
    lines = [c.text(row.name, "title_medium"), c.text(words, "body_medium"), *map(c.status_line, shift_statuses(row))]
    if not may:
        return c.row(*lines, before=c.icon(I.PERSON_OUTLINE, 24))
    told = c.status_line(c.Status(TALKS[row.relief_talk], relief_words(row.relief_talk)))
    return c.row(*lines, told, before=c.icon(I.PERSON_OUTLINE, 24), do=going(addresses.relief(session, row.id)))


def relief_words(talk: ReliefTalk) -> str:
    return _("Relief talk: {state}").format(state=label(talk).lower())


def shift_statuses(row: ShiftRow) -> list[c.Status]:
    """What whoever staffs the session has to see to."""
    words = {
        ShiftWarning.BREAK_DUE: _("Over 4 hours without a break"),
        ShiftWarning.TOO_LONG: _("Over 8 hours. Relieve her."),
    }
    resting = [c.Status(I.FREE_BREAKFAST_OUTLINED, _("Has a break now"))] if row.has_break_now else []
    return [*resting, *(c.Status(I.HOURGLASS_BOTTOM, words[one], c.Tone.AMBER, bold=True) for one in row.warnings)]


def length(time: timedelta) -> str:
    """ "4 h 10 min" """
    minutes = int(time.total_seconds() // 60)
    if minutes < 60:
        return _("{n} min").format(n=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def _calling(found: StaffView, session: str, *, may: bool) -> list[ft.Control]:
    if not found.call_outs:
        return [c.empty(_("Nobody is in the roster"), _("Add colleagues under Staffing, Roster."))]
    return [c.text(_summary(found)), c.rows(*(partial(_call, session, may=may)(row) for row in found.call_outs))]


def _summary(found: StaffView) -> str:
    """ "3 ja, 2 nej, 4 inget svar, 11 inte ringda" """
    said = counts(row.answer for row in found.call_outs)
    words = [f"{said[answer]} {label(answer).lower()}" for answer in Availability]
    left = ngettext("{n} not called", "{n} not called", said[None]).format(n=said[None])
    return ", ".join([*words, left])


def _call(session: str, row: CallOutRow, *, may: bool) -> ft.Control:
    person = row.colleague
    lines = [c.text(person.name, "title_medium"), *colleague_facts(person), c.status_line(_answered(row))]
    if row.in_conflict:
        lines.append(c.status_line(c.status.in_conflict()))
    return c.row(*lines, do=going(addresses.call(session, person.person)) if may else None)


def _answered(row: CallOutRow) -> c.Status:
    if row.is_on:
        return c.Status(I.PERSON_OUTLINE, _("Works now"))
    if row.answer is None:
        return c.Status(I.CALL_OUTLINED, _("Not called"))
    when = f" {moment(row.called_at)}" if row.called_at else ""
    tone = c.Tone.AMBER if row.answer is Availability.NO_ANSWER else c.Tone.INK
    return c.Status(MARKS[row.answer], f"{label(row.answer)}{when}", tone)


def _next_bar(found: StaffView, session: str) -> ft.Control | None:
    """The list decides whom to call, so that nobody has to choose."""
    waiting = (row for row in found.call_outs if not row.is_on and row.answer in (None, Availability.NO_ANSWER))
    following = next(waiting, None)
    if following is None:
        return None
    words = _("Call the next: {name}").format(name=following.colleague.name)
    return c.bottom_bar(c.primary(words, going(addresses.call(session, following.colleague.person)), I.CALL))
