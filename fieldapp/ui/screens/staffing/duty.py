"""Who is on duty now: a line that is always there, and the card with which a week is taken over."""

from functools import partial

import flet as ft

from fieldapp.actions import rota, week
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Duty, WeekView
from fieldapp.domain.week_report import WeekReport
from fieldapp.ui import components as c
from fieldapp.ui.calls import call
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.screens.closing.errand import Errand, use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
LINE_PADDING = ft.Padding.symmetric(horizontal=4, vertical=16)


@component
def WeekCard(*, leads: bool = True) -> ft.Control:
    """The week to take over when it is mine, else one line that says who answers; it leads to the rota."""
    phone = use_phone()
    errand, run = use_errand()
    found = week.week(phone)

    async def take_over() -> None:
        if await run("take_over", week.take_over, phone):
            say(_("The week is yours. It is recorded."))

    if found.waits_for_me:
        return _to_take(found, week.report(phone), errand, take_over)
    line = c.status_line(_told(found))
    return c.pressable(line, going(addresses.STAFFING), padding=LINE_PADDING) if leads else line


def _to_take(found: WeekView, report: WeekReport, errand: Errand, take_over: Action) -> ft.Control:
    trouble = [c.trouble(_("It did not work"), errand.problem)] if errand.problem else []
    more = [c.fact(mark, words) for mark, words in _further(report)]
    answers = found.answers.name if not found.answers.is_me else ""
    until = [c.hint(_("{name} answers for the queue until you take over.").format(name=answers))] if answers else []
    busy = _("Taking over…") if errand.going_on else ""
    button = c.secondary(_("Take over the week"), take_over, I.HANDSHAKE_OUTLINED, busy=busy)
    return c.card(*trouble, c.header(week_words(report), "title_medium"), *more, *until, button, spacing=12)


def week_words(report: WeekReport) -> str:
    """ "Ny vecka: 43 öppna, 12 den här veckan, 3 försenade" """
    words = _("New week: {open} open, {due} this week, {overdue} overdue")
    return words.format(open=report.open, due=report.due, overdue=report.overdue)


def _further(report: WeekReport) -> list[tuple[ft.IconData, str]]:
    unanswered = ngettext("{n} referral without an answer", "{n} referrals without an answer", report.unanswered)
    protected = ngettext("{n} protected", "{n} protected", report.protected)
    lines = (
        (report.unanswered, I.PHONE_MISSED, unanswered.format(n=report.unanswered)),
        (report.protected, I.SHIELD_OUTLINED, protected.format(n=report.protected)),
    )
    return [(mark, words) for count, mark, words in lines if count]


def _told(found: WeekView) -> c.Status:
    name = found.duty.name
    if not found.duty.person:
        return c.Status(I.PERSON_OFF_OUTLINED, _("Nobody is in the rota. Plan the weeks."), c.Tone.AMBER)
    if found.taken_at:
        when = moment(found.taken_at)
        return c.Status(I.BADGE_OUTLINED, _("On duty: {name}. Took over {when}").format(name=name, when=when))
    words = _("{name} has not taken over the week yet.").format(name=name)
    if not found.answers.person or found.answers.person == found.duty.person:
        return c.Status(I.HANDSHAKE_OUTLINED, words, c.Tone.AMBER)
    until = _("{name} answers until then.").format(name=found.answers.name)
    return c.Status(I.HANDSHAKE_OUTLINED, f"{words} {until}", c.Tone.AMBER)


def on_duty_row(phone: Phone) -> list[ft.Control]:
    """For a supporter: whom to call. Nothing while nobody is planned."""
    duty = rota.on_duty(phone)
    if not duty.person:
        return []
    return [c.rows(_whom_to_call(duty))]


def _whom_to_call(duty: Duty) -> ft.Control:
    role = c.text(_("Coordinator on duty"), "body_small", ft.Colors.ON_SURFACE_VARIANT)
    lines = [role, c.text(duty.name, "title_medium")]
    before = c.icon(I.BADGE_OUTLINED, 24)
    if not duty.phone:
        return c.row(*lines, before=before)
    number = c.text(_("Call {number}").format(number=duty.phone), "label_large", ft.Colors.PRIMARY)
    return c.row(*lines, number, before=before, do=partial(call, duty.phone))
