"""The district server shows something changed: said on the first page, with what to do one tap further."""

import flet as ft

from fieldapp.actions.alarm import alarm, looked_into
from fieldapp.actions.views import AlarmView
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, clock

I = ft.Icons  # noqa: E741 - read as a table of icons


@component
def AlarmNotice() -> ft.Control:
    """Nothing is seen while all is well."""
    found = alarm(use_phone())
    if found is None:
        return ft.Container()
    status = c.Status(I.GPP_MAYBE_OUTLINED, _("The server cannot be trusted just now"), c.Tone.BRICK)
    return c.notice(status, _("Nothing is lost. See what to do."), do=going("/safety"), live=True)


@component
def AlarmCard() -> ft.Control:
    phone = use_phone()
    found = alarm(phone)
    if found is None:
        return ft.Container()

    def end() -> None:
        looked_into(phone)

    return c.card(*_told(found), *_ending(found, end), spacing=12)


def _told(found: AlarmView) -> list[ft.Control]:
    when = _("First at {time}, last at {last}.").format(time=clock(found.first_at), last=clock(found.last_at))
    mark = _("Row {number} of the list of members ends with {mark}.")
    steps = (
        (I.EDIT_NOTE, _("Go on registering. What you save stays sealed on this phone.")),
        (I.CALL, _("Call your supervisor. Do not use the app for it.")),
        (I.COMPARE_ARROWS, mark.format(number=found.log_number, mark=found.log_mark)),
        (I.GROUPS_OUTLINED, _("Read the row to a colleague. If hers differs, one of you was shown another list.")),
    )
    return [
        c.header(_("The server cannot be trusted just now"), "title_medium"),
        c.text(_(found.sentence), "body_large"),
        c.hint(when),
        *(c.fact(mark, words) for mark, words in steps),
    ]


def _ending(found: AlarmView, end: Action) -> list[ft.Control]:
    if found.goes_on:
        return [c.hint(_("This stays here until the server shows the right list again."))]
    told = c.text(_("The server has shown the right list since."), "body_medium")
    return [told, c.secondary(_("It has been looked into"), end, I.TASK_ALT)]
