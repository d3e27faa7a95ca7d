"""The settings that are one answer: what is written down, months, days, the lock and what roles may do."""

from collections.abc import Callable, Collection
from functools import partial

import flet as ft

from fieldapp.actions import board_settings
from fieldapp.domain.board_settings import LEASE_DAYS, NARROWABLE, RETENTION_MONTHS, Cell, Setting
from fieldapp.domain.member import Role
from fieldapp.domain.session import DocumentationMode
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.own_phone.ladder import ladder, span
from fieldapp.ui.screens.settings import addresses, words
from fieldapp.ui.screens.settings.deciding import Deciding, decision_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import N_, _, label

MODE_HINTS = {
    DocumentationMode.FULL: N_("Names and numbers may be written when they are needed."),
    DocumentationMode.NO_IDENTITY: N_("Only codes. A name or number only for who agrees to be contacted."),
}
MONTHS = (12, 24, 36, 60, 120)
DAYS = (3, 7, 14, 21, 30)


@screen
def ModePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    now = board_settings.settings(phone).mode
    chosen, choose = ft.use_state(now)
    tiles = c.long_choices(
        [c.Option(one, label(one), _(MODE_HINTS[one])) for one in DocumentationMode], [chosen], choose
    )
    controls = [
        c.text(_("The board has to have decided this. What is written already stays."), "body_medium"),
        tiles,
        c.hint(_("A session keeps to the stricter of what held when it was opened and what holds now.")),
    ]
    body = Deciding(controls, label(now), label(chosen), partial(board_settings.decide_mode, phone, chosen))
    return decision_view(addresses.MODE, _(words.TITLES[Setting.MODE]), lock, body)


@screen
def RetentionPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    now = board_settings.settings(phone).retention_months
    chosen, choose = ft.use_state(now)
    offered = sorted({*MONTHS, now})
    controls = [
        c.text(_("So long after the last note disposal is proposed. Nothing is deleted by it."), "body_medium"),
        c.notice(
            c.Status(ft.Icons.GAVEL, _("The city's lawyer decides this"), c.Tone.AMBER), _("Ask before it is changed.")
        ),
        c.long_choices([c.Option(one, words.months(one)) for one in offered], [chosen], choose),
        c.hint(_("At least {n} months.").format(n=RETENTION_MONTHS[0])),
    ]
    decide = partial(board_settings.decide_number, phone, Setting.RETENTION, chosen)
    body = Deciding(controls, words.months(now), words.months(chosen), decide)
    return decision_view(addresses.RETENTION, _(words.TITLES[Setting.RETENTION]), lock, body)


@screen
def LeasePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    now = board_settings.settings(phone).lease_days
    chosen, choose = ft.use_state(now)
    told = _("A phone that was not in contact for so long shows nothing that was on it until it has been in contact.")
    controls = [
        c.text(told, "body_medium"),
        c.long_choices([c.Option(one, words.days(one)) for one in sorted({*DAYS, now})], [chosen], choose),
        c.hint(_("From {least} to {most} days.").format(least=LEASE_DAYS[0], most=LEASE_DAYS[2])),
    ]
    decide = partial(board_settings.decide_number, phone, Setting.LEASE, chosen)
    body = Deciding(controls, words.days(now), words.days(chosen), decide)
    return decision_view(addresses.LEASE, _(words.TITLES[Setting.LEASE]), lock, body)


@screen
def BoardsLockPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    now = phone.roster.longest_lock_minutes
    chosen, choose = ft.use_state(now)
    told = _("No phone of the board may stay open longer than this without being touched.")
    controls = [c.text(told, "body_medium"), ladder(chosen, choose)]
    decide = partial(board_settings.decide_longest_lock, phone, chosen)
    return decision_view(
        addresses.LOCK, _(words.TITLES[Setting.LONGEST_LOCK]), lock, Deciding(controls, span(now), span(chosen), decide)
    )


@screen
def PermissionsPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    found = board_settings.settings(phone)
    away, set_away = ft.use_state(found.taken_away)

    def turn(one: Cell) -> None:
        set_away(away ^ {one})

    told = _("Take away the tick before what the role may not do. Nothing can be given beyond what is usual.")
    controls = [
        c.text(told, "body_medium"),
        *(_may(role, away, turn) for role in dict(NARROWABLE)),
        c.hint(_("A supervisor keeps everything: somebody has to be able to give it back.")),
    ]
    after = board_settings.with_taken_away(found, away)
    decide = partial(board_settings.decide_taken_away, phone, away)
    body = Deciding(controls, words.permissions(found), words.permissions(after), decide)
    return decision_view(addresses.PERMISSIONS, _(words.TITLES[Setting.TAKEN_AWAY]), lock, body)


def _may(role: Role, away: Collection[Cell], turn: Callable[[Cell], None]) -> ft.Control:
    usual = [one for one in NARROWABLE if one[0] is role]
    tiles = c.long_choices(
        [c.Option(one, label(one[1])) for one in usual], [one for one in usual if one not in away], turn, several=True
    )
    return c.card(c.header(label(role), "title_medium"), tiles, spacing=12)
