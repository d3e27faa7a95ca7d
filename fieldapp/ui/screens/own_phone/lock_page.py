"""When the app locks itself, and the way to a new passphrase."""

import asyncio

import flet as ft

from fieldapp.actions import lock_rule
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Role
from fieldapp.domain.lock_rule import LockRule
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_choose_place, use_lock
from fieldapp.ui.screens.own_phone import addresses
from fieldapp.ui.screens.own_phone.ladder import ladder, span
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def LockPage() -> ft.View:
    lock, phone, elsewhere = use_lock(), use_phone(), use_choose_place()
    # Read from the store at each write; a tap shows at once.
    rule, show = ft.use_state(lock_rule.rule(phone))

    async def choose(minutes: int) -> None:
        show(LockRule(minutes, phone.roster.longest_lock_minutes))
        await asyncio.to_thread(lock_rule.choose, phone, minutes)

    body = c.page_body(
        c.header(_("When does the app lock itself?"), "title_medium"),
        ladder(rule.chosen, choose, longest=rule.longest),
        *_capped(rule),
        c.hint(_("On a phone it also locks each time you leave it. Locking is not logging out: no draft is lost.")),
        c.rows(*_further(phone), _elsewhere(elsewhere)),
    )
    back = "/more" if phone.role in (Role.COORDINATOR, Role.SUPERVISOR) else "/routines"
    bar = c.app_bar(_("Lock and passphrase"), lock=lock, back=going(back))
    return ft.View(route=addresses.LOCK, padding=0, spacing=0, appbar=bar, controls=[c.frame(body)])


def _capped(rule: LockRule) -> list[ft.Control]:
    if not rule.is_capped:
        return []
    status = c.Status(I.TIMER_OUTLINED, _("The app locks: {time}").format(time=span(rule.longest)), c.Tone.AMBER)
    return [c.notice(status, _("That is the longest your board allows."), live=True)]


def _elsewhere(do: Action) -> ft.Control:
    return c.row(c.text(_("Another place to work")), before=c.icon(I.HOME_WORK_OUTLINED, 24), do=do)


def _further(phone: Phone) -> list[ft.Control]:
    rows = [c.row(c.text(_("Change the passphrase")), before=c.icon(I.KEY_OUTLINED, 24), do=going(addresses.CHANGE))]
    if phone.role is Role.SUPERVISOR:
        words = c.text(_("Longest time before the lock"))
        rows.append(c.row(words, before=c.icon(I.TIMER_OUTLINED, 24), do=going(addresses.LONGEST)))
    return rows
