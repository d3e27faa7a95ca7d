"""In a session: who is here on loan, what was asked of other boards, and the way to ask."""

import flet as ft

from fieldapp.actions import lent, loans, peers
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import LentRow, LoanView
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses as sessions
from fieldapp.ui.screens.loans import addresses
from fieldapp.ui.screens.loans.parts import standing
from fieldapp.ui.screens.staffing.staff import length
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def BorrowedPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    may = allowed(phone, Deed.AGREE_LOAN)
    return page_view(
        lock,
        phone,
        addresses.borrowed(session),
        _("Borrowed supporters"),
        *_here(lent.by_board(phone, [session])),
        *_asked(session, loans.borrowed(phone, session), may=may),
        back=going(sessions.session(session)),
        bottom=_bar(phone, session) if may else None,
    )


def _here(rows: tuple[LentRow, ...]) -> list[ft.Control]:
    if not rows:
        return [c.hint(_("Nobody on loan has checked in yet."))]
    return [c.header(_("By lending board"), "title_medium"), c.rows(*map(_lent, rows))]


def _lent(row: LentRow) -> ft.Control:
    people = ngettext("{n} person", "{n} persons", row.people).format(n=row.people)
    visits = ngettext("{n} visit", "{n} visits", row.visits).format(n=row.visits)
    told = " · ".join([people, visits, length(row.worked)])
    return c.row(
        c.text(row.board_name, "title_medium"), c.text(told, "body_medium"), before=c.icon(I.HOME_WORK_OUTLINED, 24)
    )


def _asked(session: str, found: tuple[LoanView, ...], *, may: bool) -> list[ft.Control]:
    if not found:
        return [
            c.empty(
                _("No other board has been asked"), _("A supervisor can ask a board that this one is connected with.")
            )
        ]
    rows = (_loan(session, one, may=may) for one in found)
    return [c.header(_("Asked for"), "title_medium"), c.rows(*rows)]


def _loan(session: str, one: LoanView, *, may: bool) -> ft.Control:
    people = ngettext("{n} supporter", "{n} supporters", one.ask.people).format(n=one.ask.people)
    detail = f"{people} · {moment(one.ask.begins)}" if one.ask.begins else people
    lines = [c.text(one.board_name, "title_medium"), c.text(detail, "body_medium")]
    do = going(addresses.loan(session, one.id)) if may else None
    return c.row(*lines, c.status_line(standing(one, lends=False)), do=do)


def _bar(phone: Phone, session: str) -> ft.Control:
    if not peers.pinned(phone):
        return c.bottom_bar(c.hint(_("Connect with the other board first, under More.")))
    by_hand = c.quiet(_("Invite somebody directly"), going(addresses.invite(session)), I.QR_CODE_2)
    return c.bottom_bar(by_hand, c.primary(_("Ask another board"), going(addresses.ask(session)), I.HANDSHAKE_OUTLINED))
