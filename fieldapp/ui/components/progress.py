"""Work that takes its time, and nothing to show."""

import flet as ft

from fieldapp.ui.components.mark import rings
from fieldapp.ui.components.text import header, text
from fieldapp.ui.look import big
from fieldapp.ui.tokens import XL, M

C = ft.Colors


def working(words: str, *, done: int | None = None, total: int = 0) -> ft.Control:
    """A thin bar and words; with `done` of `total` it says how far."""
    share = done / total if done is not None and total else None
    bar = ft.ProgressBar(value=share, bar_height=6, border_radius=3, color=C.PRIMARY, bgcolor=C.OUTLINE_VARIANT)
    shown = ft.Column(
        [bar, text(words, "label_medium", C.ON_SURFACE_VARIANT)],
        spacing=6,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.Semantics(label=words, exclude_semantics=True, container=True, live_region=True, content=shown)


def empty(title: str, words: str = "", *actions: ft.Control) -> ft.Control:
    """What is empty, for how long, and what now. The mark goes when the text is large."""
    mark = [] if big() else [rings(72)]
    told = [text(words, "body_medium", C.ON_SURFACE_VARIANT, align=ft.TextAlign.CENTER)] if words else []
    head = header(title, "title_medium")
    return ft.Container(
        ft.Column(
            [*mark, head, *told, *actions],
            spacing=M,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        padding=ft.Padding.symmetric(horizontal=XL, vertical=XL),
        alignment=ft.Alignment.CENTER,
    )
