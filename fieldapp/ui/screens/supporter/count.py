"""Counting heads: one tap, one write, nothing about the persons."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import counting, sessions
from fieldapp.actions.views import SessionView, TallyView
from fieldapp.domain.tally import TallyGroup
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_first
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.screens.supporter.visit.view import NoSession
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, clock, label


@screen
def Count() -> ft.View:
    phone, lock = use_phone(), use_lock()
    session = sessions.current(phone)
    body = Counting(session) if session else NoSession()
    return task_view("/count", _("Count visitors"), body, lock=lock, back=going(start_of(phone)))


@component
def Counting(session: SessionView) -> ft.Control:
    phone = use_phone()
    taps = use_first(list[tuple[TallyGroup, int]])
    _counted, draw = ft.use_state(0)
    child_came, set_child_came = ft.use_state(False)
    view = counting.tally(phone, session.id)

    async def count(group: TallyGroup, amount: int) -> None:
        await asyncio.to_thread(counting.count, phone, session.id, group, amount)
        draw(lambda before: before + 1)

    async def add(group: TallyGroup, amount: int) -> None:
        if amount < 0 and counting.tally(phone, session.id).mine[group] == 0:
            say(_("Only what was counted on this phone can be taken away here."))
            return
        taps.append((group, amount))
        set_child_came(group is TallyGroup.CHILDREN and amount > 0)
        await count(group, amount)

    async def undo() -> None:
        if not taps:
            say(_("There is nothing to undo."))
            return
        # Taken off before the write, so that two quick taps undo two things.
        group, amount = taps.pop()
        await count(group, -amount)

    rows = [
        c.counter(label(group), view.counts[group], less=partial(add, group, -1), more=partial(add, group, 1))
        for group in TallyGroup
    ]
    body = c.page_body(c.hint(_("Only numbers. Nothing about the persons.")), *rows, *_child(child_came), *_saved(view))
    buttons = c.pair(
        c.secondary(_("Undo the last"), undo),
        c.primary(_("Done"), partial(go, start_of(phone)), ft.Icons.CHECK),
    )
    return c.frame(body, c.bottom_bar(buttons))


def _child(came: bool) -> list[ft.Control]:
    if not came:
        return []
    status = c.Status(ft.Icons.ESCALATOR_WARNING, _("Is the child without an adult?"), c.Tone.AMBER)
    return [c.notice(status, _("Register a visit"), do=going("/visit"))]


def _saved(view: TallyView) -> list[ft.Control]:
    if view.saved_at is None:
        return []
    return [c.hint(_("Saved {time}.").format(time=clock(view.saved_at)))]
