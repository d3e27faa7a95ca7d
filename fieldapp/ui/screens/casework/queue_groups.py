"""The queue in groups, as far as it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import flet as ft

from fieldapp.actions.views import QueueRow, QueueView
from fieldapp.domain.queue import QueueFilter
from fieldapp.ui import components as c
from fieldapp.ui.words import label

# What a phone shows in its first tenth of a second; more when somebody asks for it.
FEWEST: Final = 30
ICONS: Final = {
    QueueFilter.ALL: ft.Icons.LIST,
    QueueFilter.OVERDUE: ft.Icons.EVENT_BUSY,
    QueueFilter.UNANSWERED: ft.Icons.PHONE_MISSED,
    QueueFilter.DUE: ft.Icons.TODAY,
    QueueFilter.COMING: ft.Icons.EVENT_OUTLINED,
    QueueFilter.UNCLAIMED: ft.Icons.PERSON_OFF_OUTLINED,
}


@dataclass(frozen=True, slots=True)
class Group:
    """`total` counts also the rows that are not shown."""

    kind: QueueFilter
    rows: tuple[QueueRow, ...]
    total: int


def groups(queue: QueueView, chosen: QueueFilter, most: int) -> tuple[Group, ...]:
    return tuple(_cut(_wanted(queue, chosen), most))


def chips(queue: QueueView) -> list[tuple[c.Option[QueueFilter], ft.IconData]]:
    counts = {kind: len(rows) for kind, rows in _by_kind(queue).items()}
    counts[QueueFilter.ALL] = len(queue.everything)
    return [(c.Option(kind, f"{label(kind)} {counts[kind]}"), icon) for kind, icon in ICONS.items()]


def _by_kind(queue: QueueView) -> dict[QueueFilter, tuple[QueueRow, ...]]:
    return {
        QueueFilter.OVERDUE: queue.overdue,
        QueueFilter.UNANSWERED: queue.unanswered,
        QueueFilter.DUE: queue.due,
        QueueFilter.COMING: queue.coming,
        QueueFilter.UNCLAIMED: queue.unclaimed,
    }


def _wanted(queue: QueueView, chosen: QueueFilter) -> dict[QueueFilter, tuple[QueueRow, ...]]:
    kinds = _by_kind(queue)
    if chosen is not QueueFilter.ALL:
        return {chosen: kinds[chosen]}
    return {kind: rows for kind, rows in kinds.items() if kind is not QueueFilter.UNCLAIMED}


def _cut(kinds: dict[QueueFilter, tuple[QueueRow, ...]], most: int) -> Iterator[Group]:
    left = most
    for kind, rows in kinds.items():
        shown = rows[:left]
        left -= len(shown)
        if shown:
            yield Group(kind, shown, len(rows))
