"""The queue: what is late, what is due, what is coming, and the one to take next."""

from functools import partial

import flet as ft

from fieldapp.actions import queue as actions
from fieldapp.actions.phone import Phone
from fieldapp.actions.safety import safety
from fieldapp.actions.views import QueueView
from fieldapp.domain.queue import QueueFilter
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import wide
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.attempt_words import with_own_line
from fieldapp.ui.screens.casework.card_pane import CardPane
from fieldapp.ui.screens.casework.desk import bare_view, counts, destinations, rail
from fieldapp.ui.screens.casework.find import use_search
from fieldapp.ui.screens.casework.queue_groups import FEWEST, Group, chips, everything, groups
from fieldapp.ui.screens.casework.queue_row import Choose, QueueLine
from fieldapp.ui.screens.casework.queue_state import freshness, nothing_now
from fieldapp.ui.state import use_phone, use_sync
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, label


@screen
def Queue() -> ft.View:
    lock, phone, sync = use_lock(), use_phone(), use_sync()
    chosen, choose = ft.use_state("")
    kind, set_kind = ft.use_state(QueueFilter.ALL)
    most, set_most = ft.use_state(FEWEST)
    search = use_search(phone)
    pick = ft.use_callback(choose, [])
    enter = ft.use_callback(_enter, [])
    queue, kept = actions.queue(phone), safety(phone)
    shown = groups(queue, kind, most)

    def filter_by(wanted: QueueFilter) -> None:
        set_kind(wanted)
        set_most(FEWEST)

    def content(in_pane: bool, select: Choose, selected: str) -> tuple[ft.Control, ft.Control]:
        state = c.status_line(freshness(phone, queue, kept, sync))
        lines: list[ft.Control] = [c.pressable(state, going(places.SAFETY), padding=_STATE_PADDING)]
        if kind is QueueFilter.ALL and queue.next is None:
            lines.append(nothing_now(queue, phone.today()))
        elif not shown:
            lines.append(c.empty(_("Nothing here just now.")))
        for group in shown:
            lines += _group(group, phone, select, selected if in_pane else None)
        if sum(len(group.rows) for group in shown) < sum(group.total for group in shown):
            lines.append(c.secondary(_("Show more"), partial(set_most, most + FEWEST)))
        top = c.filters(chips(queue), kind, filter_by)
        return top, c.list_body(*lines, in_pane=in_pane)

    if wide():
        selected = chosen or _first(queue)
        top, body = content(True, pick, selected)
        left = ft.Column([_desk_head(search), top, ft.Container(body, expand=True)], spacing=0)
        right = CardPane(selected, in_pane=True, key=selected) if selected else c.empty(_("No follow-up is chosen."))
        return bare_view(places.QUEUE, c.frame(c.two_panes(rail(lock, phone, places.QUEUE), left, right)))
    top, body = content(False, enter, "")
    return ft.View(
        route=places.QUEUE,
        padding=0,
        spacing=0,
        appbar=c.app_bar(_("Follow-ups"), lock=lock, actions=[_magnifier(search)]),
        navigation_bar=c.navigation_bar(destinations(phone), places.QUEUE, counts=counts(phone)),
        controls=[c.frame(body, _next_bar(queue), top=top)],
    )


_STATE_PADDING = ft.Padding.symmetric(horizontal=4, vertical=14)


async def _enter(follow_up_id: str) -> None:
    await ft.context.page.push_route(places.follow_up(follow_up_id))


def _first(queue: QueueView) -> str:
    rows = everything(queue)
    return rows[0].follow_up_id if rows else ""


def _magnifier(search: Action) -> ft.Control:
    return c.icon_button(ft.Icons.SEARCH, _("Search by code"), search)


def _desk_head(search: Action) -> ft.Control:
    head = ft.Row([ft.Container(c.header(_("Follow-ups"), "headline_small"), expand=True), _magnifier(search)])
    return ft.Container(head, padding=ft.Padding.only(left=20, right=8, top=14, bottom=6))


def _next_bar(queue: QueueView) -> ft.Control | None:
    if queue.next is None:
        return None
    code = queue.next.code
    words = with_own_line(_("Open the next: {code}").format(code=code), code)
    return c.bottom_bar(c.primary(words, partial(_enter, queue.next.follow_up_id), ft.Icons.PLAY_ARROW))


def _group(group: Group, phone: Phone, choose: Choose, selected: str | None) -> list[ft.Control]:
    count = c.text(str(group.total), "title_medium", ft.Colors.ON_SURFACE_VARIANT)
    head = ft.Row([c.header(label(group.kind), "title_medium"), count], spacing=8)
    lines = [
        QueueLine(
            row,
            phone.today(),
            None if selected is None else row.follow_up_id == selected,
            choose,
            key=row.follow_up_id,
        )
        for row in group.rows
    ]
    return [ft.Container(head, padding=ft.Padding.only(left=4)), c.rows(*lines)]
