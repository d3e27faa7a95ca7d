"""How a status looks: as a tag, as a line, as a square before a row."""

import flet as ft

from fieldapp.ui.components.icons import icon
from fieldapp.ui.components.status import Kept, Status, Tone, kept
from fieldapp.ui.components.text import text
from fieldapp.ui.look import big
from fieldapp.ui.tokens import RADIUS_TAG, M

C = ft.Colors
GROUNDS: dict[Tone, tuple[ft.ColorValue | None, ft.ColorValue]] = {
    Tone.AMBER: (C.TERTIARY_CONTAINER, C.ON_TERTIARY_CONTAINER),
    Tone.BRICK: (C.ERROR_CONTAINER, C.ON_ERROR_CONTAINER),
    Tone.SPRUCE: (C.PRIMARY_CONTAINER, C.ON_PRIMARY_CONTAINER),
    Tone.QUIET: (None, C.ON_SURFACE_VARIANT),
    Tone.INK: (None, C.ON_SURFACE),
}
INKS: dict[Tone, ft.ColorValue] = {
    Tone.AMBER: C.TERTIARY,
    Tone.BRICK: C.ERROR,
    Tone.SPRUCE: C.PRIMARY,
    Tone.QUIET: C.ON_SURFACE_VARIANT,
    Tone.INK: C.ON_SURFACE,
}


def tag(status: Status) -> ft.Control:
    """A label on its own ground; no border, so nobody takes it for a button."""
    ground, ink = GROUNDS[status.tone]
    label = ft.Container(text(status.words, "label_medium", ink, bold=status.bold), expand=1, expand_loose=True)
    line = ft.Row([icon(status.icon, 18, ink), label], spacing=6, tight=True)
    padding = ft.Padding.symmetric(horizontal=8, vertical=4) if ground else None
    return ft.Container(line, bgcolor=ground, border_radius=RADIUS_TAG, padding=padding)


def status_line(status: Status) -> ft.Control:
    """Icon and words in a row of its own."""
    ink = INKS[status.tone]
    words = ft.Container(text(status.words, "label_medium", ink, bold=status.bold), expand=True)
    return ft.Row([icon(status.icon, 18, ink), words], spacing=6)


def status_run(*statuses: Status) -> ft.Control:
    """Several on one line, as many as fit: when it is due and who answers for it."""
    return ft.Row([_together(one) for one in statuses], wrap=True, spacing=12, run_spacing=2)


def kept_line(state: Kept, words: str = "") -> ft.Control:
    """Where a record is, in the words everybody knows; `words` only to say when or how many."""
    usual = kept(state)
    return status_line(Status(usual.icon, words or usual.words, usual.tone))


def _together(status: Status) -> ft.Control:
    ink = INKS[status.tone]
    words = text(status.words, "label_medium", ink, bold=status.bold)
    return ft.Row([icon(status.icon, 18, ink), words], spacing=4, tight=True)


def spot(status: Status) -> ft.Control:
    """The 44 px square before a row; gone when the text is large, so use `status_line` too."""
    if big():
        return ft.Container(width=0)
    ground, ink = GROUNDS[status.tone]
    return ft.Container(
        icon(status.icon, 24, ink),
        width=44,
        height=44,
        border_radius=M,
        bgcolor=ground or C.SURFACE_CONTAINER_HIGH,
        alignment=ft.Alignment.CENTER,
    )
