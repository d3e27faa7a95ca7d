"""Words on a page: text, headings, codes."""

import re
from typing import Final

import flet as ft

from fieldapp.ui.look import big
from fieldapp.ui.tokens import CODE, CODE_HUGE, CODE_LARGE, CODE_SMALL, TYPE

INK, SOFT_INK = ft.Colors.ON_SURFACE, ft.Colors.ON_SURFACE_VARIANT
CODE_SIZES = {"small": CODE_SMALL, "usual": CODE, "large": CODE_LARGE, "huge": CODE_HUGE}


def text(
    words: str,
    style: str = "body_large",
    color: ft.ColorValue = INK,
    *,
    bold: bool = False,
    align: ft.TextAlign = ft.TextAlign.START,
    rtl: bool = False,
    selectable: bool = False,
    expand: bool = False,
) -> ft.Text:
    """A style without a colour is drawn black, so every text names one."""
    dressed = TYPE[style].copy(color=color, weight=ft.FontWeight.W_700 if bold else TYPE[style].weight)
    # False is not None to Flet: in a row that wraps it would draw a grey box.
    return ft.Text(words, style=dressed, text_align=align, rtl=rtl, selectable=selectable, expand=expand or None)


def hint(words: str) -> ft.Text:
    return text(words, "body_small", SOFT_INK)


def header(words: str, style: str = "title_large", color: ft.ColorValue = INK, *, level: int = 2) -> ft.Control:
    """A heading for eye and ear; without `container` the whole card becomes one heading."""
    return ft.Semantics(header=True, heading_level=level, container=True, content=text(words, style, color))


def heading(words: str, style: str = "title_large", *, trailing: ft.Control | None = None) -> ft.Control:
    """A heading with something at its right end; under it when the text is large."""
    head = header(words, style)
    if trailing is None:
        return head
    if big():
        return ft.Column([head, trailing], spacing=4, tight=True)
    return ft.Row([ft.Container(head, expand=True), trailing], vertical_alignment=ft.CrossAxisAlignment.CENTER)


def code(value: str, size: str = "usual", color: ft.ColorValue = INK) -> ft.Text:
    """A contact or session code: one line, read letter by letter. Sizes: small, usual, large, huge."""
    return ft.Text(value, style=CODE_SIZES[size].copy(color=color), semantics_label=spoken(value), no_wrap=True)


# Letters alone make a code too, now and then: what tells a code from a word are capitals, digits and dashes.
CODE_SHAPE: Final = re.compile(r"[A-Z0-9]+([- ][A-Z0-9]+)+|[A-Z0-9]*[0-9][A-Z0-9]*")


def spoken(value: str) -> str:
    """ "HV-7F3-K2M-9" → "H V 7 F 3 K 2 M 9"; words stay words."""
    if not CODE_SHAPE.fullmatch(value):
        return value
    return " ".join(value.replace("-", "").replace(" ", ""))
