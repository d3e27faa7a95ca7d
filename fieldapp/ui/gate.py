"""Shows the mark until the fonts are there: what is laid out with a stand-in font stays cut for good."""

import asyncio
from collections.abc import Callable
from typing import Final

import flet as ft

from fieldapp.ui.component import component
from fieldapp.ui.components.mark import rings
from fieldapp.ui.look import letter

SENTENCE: Final = "Wilma 1Il0O"
FAMILIES: Final = ("Atkinson", "AtkinsonMono")
PATIENCE_SECONDS: Final = 2.0


@component
def FontGate(then: Callable[[], list[ft.View]]) -> list[ft.View]:
    """`then()` once both families and the text size have been seen, at the latest after two seconds."""
    nothing_yet: tuple[tuple[str, float], ...] = ()
    widths, set_widths = ft.use_state(nothing_yet)
    sized, set_sized = ft.use_state(False)
    late, set_late = ft.use_state(False)
    seen: dict[str, float] = dict(widths)

    async def give_up_waiting() -> None:
        await asyncio.sleep(PATIENCE_SECONDS)
        set_late(True)

    ft.use_effect(give_up_waiting, [])

    def width_seen(event: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        seen[str(event.control.data)] = event.width
        set_widths(tuple(seen.items()))

    # A family that is missing is drawn with the stand-in, so equal widths mean that both are missing.
    if late or (sized and len(seen) == len(set(seen.values())) == len(FAMILIES)):
        return then()
    return [_waiting(width_seen, lambda: set_sized(True))]


def _waiting(
    width_seen: Callable[[ft.LayoutSizeChangeEvent[ft.LayoutControl]], None], letter_seen: Callable[[], None]
) -> ft.View:
    probes = [_probe(family, width_seen) for family in FAMILIES]
    mark = ft.Container(rings(96), left=0, right=0, top=0, bottom=0, alignment=ft.Alignment.CENTER)
    return ft.View(route="/", controls=[ft.Stack([letter(letter_seen), *probes, mark], expand=True)])


def _probe(family: str, width_seen: Callable[[ft.LayoutSizeChangeEvent[ft.LayoutControl]], None]) -> ft.Control:
    """Out of sight. An observer on the positioned control itself draws a grey box, and hears nothing."""
    style = ft.TextStyle(size=40, font_family=family, letter_spacing=0)
    return ft.Container(ft.Text(SENTENCE, data=family, style=style, on_size_change=width_seen), left=-900, top=0)
