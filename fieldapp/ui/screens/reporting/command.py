"""The command to central crisis command and back: the sums that go, the receipt, and that the board leads again."""

import asyncio
from datetime import date, datetime, timedelta
from functools import partial

import flet as ft

from fieldapp.actions import commanding, reporting
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import view
from fieldapp.domain.command_handover import FUNCTION_CHARACTERS, CommandFigures, CommandHandover, CommandState
from fieldapp.domain.late_entry import began_at
from fieldapp.domain.status_report import StatusReport
from fieldapp.ui import components as c
from fieldapp.ui import files
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import use_first, use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.evaluation.parts import hidden_note, table
from fieldapp.ui.screens.evaluation.report import Line, Section, count
from fieldapp.ui.screens.reporting import words
from fieldapp.ui.screens.reporting.page import document, file_name
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, clock, day, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def CommandPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    back = going(addresses.session(session))
    if not commanding.may_propose(phone):
        none = c.empty(_("Coordinators and supervisors hand over the command"))
        return page_view(lock, phone, addresses.command(session), _("Central crisis command"), none, back=back)
    standing = commanding.standing(phone, session)
    step = {CommandState.PROPOSED: Receipt, CommandState.RECEIVED: LeadAgain}
    body = step[standing.state](session) if standing else Proposal(session)
    bar = c.app_bar(_("Central crisis command"), lock=lock, back=back)
    return ft.View(route=addresses.command(session), padding=0, spacing=0, appbar=bar, controls=[body])


@component
def Proposal(session: str) -> ft.Control:
    phone = use_phone()
    found, set_found = use_optional(StatusReport)
    errand, run = use_errand()

    async def counted() -> None:
        set_found(await asyncio.to_thread(reporting.status_report, phone, session))

    async def propose() -> None:
        if found is None or errand.going_on:
            return
        content = await asyncio.to_thread(document, phone, session, found)
        if await files.give(file_name(view(phone, session).code), content) and await run(
            "propose", commanding.propose, phone, session, found
        ):
            say(_("Proposed. Note here who received it."))

    ft.use_effect(counted, [session])
    if found is None:
        return c.frame(c.page_body(c.working(_("Counting…"))))
    busy = _("Saving…") if errand.going_on else ""
    body = c.page_body(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *_earlier(phone, session),
        c.text(
            _("What goes is the status report: counts only. The board keeps every person and every follow-up."),
            "body_large",
        ),
        *(table(part) for part in words.sections(found, phone.board_name)),
        hidden_note(),
    )
    button = c.primary(_("Save the report and propose"), propose, I.PICTURE_AS_PDF_OUTLINED, busy=busy)
    return c.frame(body, c.bottom_bar(button))


@component
def Receipt(session: str) -> ft.Control:
    phone = use_phone()
    began = use_first(phone.now)
    on, choose_day = ft.use_state(began.astimezone(phone.zone).date())
    when, write_when = ft.use_state(clock(began))
    who, write_who = ft.use_state("")
    errand, run = use_errand()

    def received() -> None:
        at = began_at(on, when, now=phone.now(), zone=phone.zone)
        commanding.note_receipt(phone, session, who, at)

    async def note() -> None:
        if await run("note", received):
            say(_("Central crisis command leads. The board keeps every person."))

    async def withdraw() -> None:
        if await run("withdraw", commanding.withdraw, phone, session):
            say(_("The proposal is taken back. The board leads."))

    body = c.page_body(
        *([c.trouble(_("It is not noted yet"), errand.problem)] if errand.problem else []),
        *_earlier(phone, session),
        c.text(_("The board leads until somebody there has said that they have received it."), "body_large"),
        c.field(
            _("Received by"),
            who,
            write_who,
            max_length=FUNCTION_CHARACTERS,
            helper=_("The function at central crisis command, never a name"),
        ),
        c.question("day", _("Which day was it?"), c.choices(_days(phone), [on], choose_day), done=True),
        c.field(_("Time"), when, write_when, helper=_("For example 21.15"), autocorrect=False),
        ft.Row([c.quiet(_("Take the proposal back"), withdraw, I.UNDO)], wrap=True),
    )
    busy = _("Saving…") if errand.going_on else ""
    return c.frame(body, c.bottom_bar(c.primary(_("Note the receipt"), note, I.CHECK, busy=busy)))


@component
def LeadAgain(session: str) -> ft.Control:
    phone = use_phone()
    asked, ask = ft.use_state(False)
    errand, run = use_errand()
    leave = partial(ask, False)

    async def lead() -> None:
        leave()
        if await run("lead", commanding.lead_again, phone, session):
            say(_("The board leads again."))

    words = _("Central crisis command has said so. It stands in the session's log.")
    dialog = c.confirm_dialog(
        _("Does the board lead again?"), words, yes=_("The board leads again"), do=lead, leave=leave
    )
    ft.use_dialog(dialog if asked else None)
    body = c.page_body(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.text(_("Central crisis command leads. The board keeps every person."), "body_large"),
        *_earlier(phone, session),
    )
    busy = _("Saving…") if errand.going_on else ""
    button = c.primary(_("Note that the board leads again"), partial(ask, True), I.UNDO, busy=busy)
    return c.frame(body, c.bottom_bar(button))


def _days(phone: Phone) -> list[c.Option[date]]:
    today = phone.today()
    return [c.Option(one, day(one, today=today)) for one in (today, today - timedelta(days=1))]


def _earlier(phone: Phone, session: str) -> list[ft.Control]:
    """Each line of the log; with the figures that went with the newest."""
    found = commanding.command_handovers(phone, session)
    lines = [c.fact(I.HISTORY, told(phone, one)) for one in found]
    if not found:
        return []
    return [c.card(c.header(_("The session's log"), "title_medium"), *lines), table(went(found[0].figures))]


def told(phone: Phone, one: CommandHandover) -> str:
    """One line: what was proposed when, and what became of it."""
    proposed = _("Proposed {when}, {who}").format(when=_at(one.proposed_at), who=phone.label_of(one.by))
    return f"{proposed}. {became(one)}"


def _at(when: datetime | None) -> str:
    return moment(when) if when else ""


def became(one: CommandHandover) -> str:
    match one.state:
        case CommandState.RECEIVED:
            line = _("Received {when} by {function}. Central crisis command leads.")
            return line.format(when=_at(one.received_at), function=one.received_by)
        case CommandState.WITHDRAWN:
            return _("Taken back.")
        case CommandState.RETURNED:
            line = _("Received {when} by {function}. The board leads again since {later}.")
            return line.format(when=_at(one.received_at), function=one.received_by, later=_at(one.returned_at))
    return _("Not received yet. The board leads.")


def went(figures: CommandFigures) -> Section:
    needs = (Line(label(need), count(cell)) for need, cell in figures.needs.items())
    return Section(
        _("What went with it"),
        (
            Line(_("Persons met"), count(figures.people)),
            Line(_("Work now"), str(figures.on_now)),
            Line(_("Hours worked"), str(figures.hours)),
            *needs,
        ),
    )


def command_line(phone: Phone, session: str) -> ft.Control:
    """On the page of the session."""
    found = commanding.standing(phone, session)
    lines = []
    if found and found.is_unanswered(phone.now()):
        lines = [c.status_line(c.Status(I.HANDSHAKE_OUTLINED, became(found), c.Tone.AMBER, bold=True))]
    elif found:
        lines = [c.text(became(found), "body_medium", ft.Colors.ON_SURFACE_VARIANT)]
    do = going(addresses.command(session)) if commanding.may_propose(phone) else None
    mark = c.icon(I.ACCOUNT_TREE_OUTLINED, 24)
    return c.row(c.text(_("Central crisis command"), "title_medium"), *lines, before=mark, do=do)
