"""The rows of the queue with their filters: the same on a phone and on a desk."""

from functools import partial

import flet as ft

from fieldapp.actions import queue as actions
from fieldapp.actions.phone import Phone
from fieldapp.actions.safety import safety
from fieldapp.actions.views import QueueRow
from fieldapp.domain.queue import QueueFilter
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.screens.alarm import AlarmNotice
from fieldapp.ui.screens.boards.notice import handover_notices
from fieldapp.ui.screens.breaches.clock import breach_notices
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.queue_groups import FEWEST, Group, chips, groups
from fieldapp.ui.screens.casework.queue_row import Choose, QueueLine
from fieldapp.ui.screens.casework.queue_state import freshness, nothing_now
from fieldapp.ui.screens.closing.late_notice import late_notice
from fieldapp.ui.screens.duplicates.notice import DuplicateNotice
from fieldapp.ui.screens.noticed import noticed_lines
from fieldapp.ui.screens.staffing.duty import WeekCard
from fieldapp.ui.screens.walkthrough import walkthrough_card
from fieldapp.ui.state import use_phone, use_shell, use_sync
from fieldapp.ui.words import _, label

STATE_PADDING = ft.Padding.symmetric(horizontal=4, vertical=16)


@component
def QueueList(choose: Choose, selected: str | None) -> ft.Control:
    """`selected`: the place of the row whose card is shown beside the list; None where cards have their own pages."""
    phone, sync, shell = use_phone(), use_sync(), use_shell()
    kind, set_kind = ft.use_state(QueueFilter.ALL)
    most, set_most = ft.use_state(FEWEST)
    queue = actions.queue(phone)
    shown = groups(queue, kind, most)

    def filter_by(wanted: QueueFilter) -> None:
        set_kind(wanted)
        set_most(FEWEST)

    state = c.status_line(freshness(phone, queue, safety(phone), sync))
    lines = [*walkthrough_card(shell), c.pressable(state, going(places.SAFETY), padding=STATE_PADDING), AlarmNotice()]
    lines += [*noticed_lines(phone, going(places.SAFETY)), *late_notice(phone), *breach_notices(phone)]
    lines += [*handover_notices(phone), DuplicateNotice(), WeekCard()]
    if kind is QueueFilter.ALL and queue.next is None:
        lines.append(nothing_now(queue, phone.today()))
    elif not shown:
        lines.append(c.empty(_("Nothing here just now.")))
    for group in shown:
        lines += _group(group, phone, choose, selected)
    if _more(shown):
        lines.append(c.secondary(_("Show more"), partial(set_most, most + FEWEST)))
    top = c.filters(chips(queue), kind, filter_by)
    body = ft.Container(c.list_body(*lines, in_pane=selected is not None), expand=True)
    return ft.Column([top, body], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _more(shown: tuple[Group, ...]) -> bool:
    return sum(len(group.rows) for group in shown) < sum(group.total for group in shown)


def _group(group: Group, phone: Phone, choose: Choose, selected: str | None) -> list[ft.Control]:
    count = c.text(str(group.total), "title_medium", ft.Colors.ON_SURFACE_VARIANT)
    head = ft.Row([c.header(label(group.kind), "title_medium"), count], spacing=8)
    rows = [
        QueueLine(row, phone.today(), _is_chosen(row, selected), choose, key=places.item(row)) for row in group.rows
    ]
    return [ft.Container(head, padding=ft.Padding.only(left=4)), c.rows(*rows)]


def _is_chosen(row: QueueRow, selected: str | None) -> bool | None:
    return None if selected is None else places.item(row) == selected
