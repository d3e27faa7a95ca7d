"""Proposing a handover: who goes with it, how it stands, and a summary before it is sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import handing_over
from fieldapp.actions.handing_over import HandoverForm
from fieldapp.actions.handover_records import handovers
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.domain.handover import TEXT_CHARACTERS, CheckItem, HandoverKind
from fieldapp.domain.handover_items import HandoverItem, Lot
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one, use_made
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.screens.boards.half_hours import half_hour_row, next_half_hour
from fieldapp.ui.screens.boards.told import operational_card
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Outcome, say
from fieldapp.ui.words import _, label, ngettext, short_day

I = ft.Icons  # noqa: E741 - read as a table of icons
PEOPLE: Final = "people"
STANDING: Final = "standing"
SUMMARY: Final = "summary"
Set = Callable[[HandoverForm], Outcome]


@screen
def ProposeHandover() -> ft.View:
    lock, phone = use_lock(), use_phone()
    place = ft.use_route_params()
    session, board = place["id"], place["board"]
    form, set_form = use_made(partial(_first, phone, session, board))
    step, set_step = ft.use_state(PEOPLE)
    tried, set_tried = ft.use_state(False)
    errand, run = use_errand()
    everybody = handing_over.items(phone, session, board)
    name = name_of_board(phone, board)

    def on() -> None:
        set_tried(True)
        ready = all(found.is_settled for found in everybody) if step == PEOPLE else not form.missing()
        if ready:
            set_tried(False)
            set_step(STANDING if step == PEOPLE else SUMMARY)

    async def send() -> None:
        if await run("send", handing_over.propose, phone, form):
            say(_("The handover goes to {board}. You are responsible until they have taken over.").format(board=name))
            await go(addresses.hand_over(session))

    page = partial(page_view, lock, phone, addresses.hand_over_to(session, board), _("Handover"))
    trouble = [c.trouble(_("It was not sent"), errand.problem)] if errand.problem else []
    further = c.bottom_bar(c.primary(_("Continue"), on, I.ARROW_FORWARD))
    to = c.header(_("Hand over to {board}").format(board=name))
    if step == PEOPLE:
        shown = _people(everybody, session, board, tried=tried)
        return page(to, *shown, back=going(addresses.hand_over(session)), bottom=further)
    if step == STANDING:
        return page(to, *_questions(form, set_form, tried=tried), back=partial(set_step, PEOPLE), bottom=further)
    busy = _("Sending…") if errand.going_on else ""
    sending = c.bottom_bar(c.primary(_("Send the handover"), send, I.SEND, busy=busy))
    summary = _summary(phone, form, everybody, name)
    return page(to, *trouble, *summary, back=partial(set_step, STANDING), bottom=sending)


def _first(phone: Phone, session: str, board: str) -> HandoverForm:
    """The time that the other board named when it refused is proposed next."""
    refused = next((found for found in handovers(phone, session) if found.peer == board), None)
    start = refused.new_start if refused and refused.new_start else next_half_hour(phone.now() + timedelta(minutes=30))
    return HandoverForm(session=session, board=board, agreed_start=start, kind=refused.kind if refused else None)


def _people(everybody: tuple[HandoverItem, ...], session: str, board: str, *, tried: bool) -> list[ft.Control]:
    lines: list[ft.Control] = [
        c.text(_("A name goes only with the person's yes, or on a supervisor's decision."), "body_medium")
    ]
    if tried:
        words = _("Somebody who stays with you has no day yet. They are marked.")
        lines.append(c.error_row(words))
    for lot, heading in _headings().items():
        found = [item for item in everybody if item.lot is lot]
        if found:
            rows = [_row(item, addresses.who_goes(session, board, item.contact.id)) for item in found]
            lines += [c.header(heading.format(n=len(found)), "title_medium"), c.rows(*rows)]
    if not everybody:
        lines.append(c.empty(_("Nobody was registered"), _("How it stands is handed over all the same.")))
    return lines


def _headings() -> dict[Lot, str]:
    return {
        Lot.GOES_WITH_NAME: _("Go with name ({n})"),
        Lot.GOES_AS_CODE: _("Go as a code only ({n})"),
        Lot.STAYS_NOT_ASKED: _("Stay with you: not asked ({n})"),
        Lot.STAYS_REFUSED: _("Stay with you: said no ({n})"),
        Lot.STAYS_PROTECTED: _("Stay with you: protected ({n})"),
    }


def _row(item: HandoverItem, address: str) -> ft.Control:
    """The code and the day, nothing about the person."""
    told: list[ft.Control] = []
    if not item.is_settled:
        told.append(c.status_line(c.Status(I.EVENT_BUSY_OUTLINED, _("Needs a day"), c.Tone.AMBER, bold=True)))
    elif item.due:
        words = _("By {day}").format(day=short_day(item.due))
        told.append(c.text(words, "body_small", ft.Colors.ON_SURFACE_VARIANT))
    do = None if item.lot is Lot.STAYS_PROTECTED else going(address)
    return c.row(c.code(item.contact.code), *told, do=do)


def _questions(form: HandoverForm, set_form: Set, *, tried: bool) -> list[ft.Control]:
    missing = form.missing() if tried else ()
    turn = partial(_turned, form, set_form)
    left = len(CheckItem) - len(form.ticked)
    return [
        c.question(
            "kind",
            _("What kind of handover?"),
            c.choices(
                c.options(HandoverKind), one(form.kind), lambda kind: set_form(replace(form, kind=kind)), columns=1
            ),
            error=_("Choose one") if "kind" in missing else "",
            done=form.kind is not None,
        ),
        c.question("start", _("When do they begin?"), *_start(form, set_form), done=True),
        c.question(
            "checklist",
            _("Gone through with the other board"),
            c.choices(c.options(CheckItem), form.ticked, turn, several=True),
            error=ngettext("{n} is not ticked", "{n} are not ticked", left).format(n=left)
            if "checklist" in missing
            else "",
            done=not left,
        ),
        c.question("words", _("Anything else?"), *_texts(form, set_form), helper=_("Write no names."), done=True),
    ]


def _start(form: HandoverForm, set_form: Set) -> list[ft.Control]:
    if form.agreed_start is None:
        return []
    return [half_hour_row(_("From"), form.agreed_start, lambda at: set_form(replace(form, agreed_start=at)))]


def _texts(form: HandoverForm, set_form: Set) -> list[ft.Control]:
    def tomorrow(words: str) -> Outcome:
        return set_form(replace(form, tomorrow=words))

    def risks(words: str) -> Outcome:
        return set_form(replace(form, risks=words))

    return [
        c.TextAnswer(_("Tomorrow's times"), form.tomorrow, tomorrow, lines=2, max_length=TEXT_CHARACTERS),
        c.TextAnswer(_("Risks"), form.risks, risks, lines=2, max_length=TEXT_CHARACTERS),
    ]


def _turned(form: HandoverForm, set_form: Set, item: CheckItem) -> Outcome:
    ticked = {*form.ticked} ^ {item}
    return set_form(replace(form, ticked=tuple(found for found in CheckItem if found in ticked)))


def _summary(phone: Phone, form: HandoverForm, everybody: tuple[HandoverItem, ...], name: str) -> list[ft.Control]:
    counts = [
        (heading.format(n=sum(item.lot is lot for item in everybody)), lot)
        for lot, heading in _headings().items()
        if any(item.lot is lot for item in everybody)
    ]
    marks = {True: I.HOME_OUTLINED, False: I.ARROW_FORWARD}
    who = [c.fact(marks[lot.stays], words) for words, lot in counts]
    kept = _("You are responsible for everybody until {board} has taken over.").format(board=name)
    found = handing_over.operational(phone, form.session, tomorrow=form.tomorrow, risks=form.risks)
    kind = [c.fact(I.HANDSHAKE_OUTLINED, label(form.kind))] if form.kind else []
    return [
        c.notice(c.Status(I.HANDSHAKE_OUTLINED, _("Check before you send"), c.Tone.AMBER), kept),
        c.card(c.header(_("Who goes and who stays"), "title_medium"), *kind, *who, spacing=10),
        operational_card(found),
    ]
