"""A card that opens and closes where it stands."""

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.tap import Action
from fieldapp.ui.tokens import L, M


def fold(
    *lines: ft.Control, opened: bool, turn: Action, inside: ft.Control, before: ft.Control | None = None
) -> ft.Control:
    """`lines` are always seen; `inside` only when `opened`. The arrow says which way it goes."""
    words = ft.Column([*lines], spacing=3, expand=True, tight=True, alignment=ft.MainAxisAlignment.CENTER)
    arrow = c.icon(ft.Icons.EXPAND_LESS if opened else ft.Icons.EXPAND_MORE, 24)
    ends = ([before] if before else [], [arrow])
    first, last = ([], []) if big() else ends
    line = ft.Row([*first, words, *last, ft.Container(width=0, height=46)], spacing=M)
    head = c.pressable(line, turn, padding=ft.Padding.only(left=L, right=M, top=M, bottom=M))
    return c.rows(head, ft.Container(inside, padding=L)) if opened else c.rows(head)
