"""What the pages about a loan have in common: how it stands, what was asked, who comes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

import flet as ft

from fieldapp.actions.views import LoanView
from fieldapp.domain.loan import LentPerson, LoanState
from fieldapp.ui import components as c
from fieldapp.ui.screens.staffing.staff import length
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
HOURS: Final = (4, 8, 12)


def standing(loan: LoanView, *, lends: bool) -> c.Status:
    if loan.waits:
        return c.Status(I.SMARTPHONE, _("Waits for coverage"), c.Tone.AMBER)
    asked = _("Has to be answered") if lends else _("Waits for an answer")
    words = {
        LoanState.ASKED: c.Status(I.HOURGLASS_BOTTOM, asked, c.Tone.AMBER, bold=lends),
        LoanState.AGREED: c.Status(I.HANDSHAKE_OUTLINED, _("Agreed"), c.Tone.SPRUCE),
        LoanState.REFUSED: c.Status(I.CANCEL_OUTLINED, _("Cannot lend anybody")),
        LoanState.ENDED: c.Status(I.TASK_ALT, _("The loan is over")),
    }
    return words[loan.state]


def asked_for(loan: LoanView) -> ft.Control:
    ask = loan.ask
    count = ngettext("{n} supporter", "{n} supporters", ask.people).format(n=ask.people)
    lines = [c.fact(I.GROUPS_OUTLINED, count)]
    if ask.begins and ask.ends:
        span = _("{begins} to {ends}").format(begins=moment(ask.begins), ends=moment(ask.ends))
        lines.append(c.fact(I.SCHEDULE, span))
    if ask.needs:
        lines.append(c.fact(I.TRANSLATE, ask.needs))
    if ask.agreed_by:
        lines.append(c.fact(I.BADGE_OUTLINED, _("Agreed by {function}").format(function=ask.agreed_by)))
    return c.card(c.header(loan.board_name, "title_medium"), *lines, spacing=10)


def outcome(loan: LoanView) -> Iterator[ft.Control]:
    """Who comes, why nobody does, and the hours when there are any."""
    if loan.refused_because:
        yield c.notice(c.Status(I.CANCEL_OUTLINED, _("Cannot lend anybody")), loan.refused_because)
    if loan.people:
        yield c.header(_("Who comes"), "title_medium")
        yield c.rows(*map(_person, loan.people))
    if loan.hours and loan.hours.people:
        yield c.fact(I.SCHEDULE, _("Hours worked: {hours}").format(hours=length(loan.hours.worked)))


def _person(person: LentPerson) -> ft.Control:
    spoken = ", ".join(person.languages)
    lines = [c.text(spoken, "body_medium", ft.Colors.ON_SURFACE_VARIANT)] if spoken else []
    return c.row(c.text(person.name, "title_medium"), *lines, before=c.icon(I.PERSON_OUTLINE, 24))


def shift_question(hours: int, choose: Callable[[int], None]) -> ft.Control:
    lengths = [c.Option(one, _("{n} hours").format(n=one)) for one in HOURS]
    answers = c.choices(lengths, [hours], choose, columns=3, short=True)
    return c.question("hours", _("How long is the shift?"), answers, done=True)


def as_hours(hours: int) -> timedelta:
    return timedelta(hours=hours)
