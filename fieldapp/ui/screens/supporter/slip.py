"""The slip the person takes home or photographs: a code, never why."""

import io

import flet as ft
import segno

from fieldapp.actions import lease, promises, recusing
from fieldapp.actions.views import SlipView
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import room
from fieldapp.ui.screens.casework.known_to_me import KnownToMe, taken_over
from fieldapp.ui.screens.supporter.lapsed import hidden
from fieldapp.ui.screens.supporter.slip_words import SLIP_LANGUAGES, slip_words
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.tokens import CODE_HUGE, PAPER, PAPER_BOX, PAPER_INK, RADIUS_CARD, RADIUS_FIELD
from fieldapp.ui.words import _

QR_SIDE = 188
QUIET_MODULES = 4
# Twelve characters of the mono type, 0.6 em each, and the paper's own edges.
CODE_ROOM, CODE_EMS = 76, 12 * 0.6


@screen
def Slip() -> ft.View:
    phone, lock = use_phone(), use_lock()
    contact = ft.use_route_params().get("contact", "")
    if lease.hides(phone, contact):
        return hidden(f"/slip/{contact}", _("Contact slip"), lock)
    if recusing.knows(phone, contact):
        return taken_over(f"/slip/{contact}", _("Contact slip"), lock, start_of(phone))
    body = Paper(contact, promises.slip(phone, contact), start_of(phone))
    return task_view(f"/slip/{contact}", _("Contact slip"), body, lock=lock, back=going(start_of(phone)))


@component
def Paper(contact: str, slip: SlipView, start: str) -> ft.Control:
    language, choose = ft.use_state("sv")
    languages = [c.Option(code, name) for code, name in SLIP_LANGUAGES.items()]
    body = c.page_body(
        c.segments(languages, language, choose),
        _paper(slip, language),
        c.fact(
            ft.Icons.INFO_OUTLINE,
            _("The slip does not say why the person was here."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        c.fact(
            ft.Icons.PHOTO_CAMERA_OUTLINED,
            _("Let the person photograph the slip or copy the code."),
            color=ft.Colors.ON_SURFACE_VARIANT,
        ),
        KnownToMe(contact, start),
    )
    return c.frame(body, c.bottom_bar(c.primary(_("Done"), going(start), ft.Icons.CHECK)))


def _paper(slip: SlipView, language: str) -> ft.Control:
    """White in both themes: it must scan, and be read by somebody else."""
    words = slip_words(language, slip)
    promise = [
        ft.Container(
            _ink(words.promise, "title_small", words.rtl), bgcolor=PAPER_BOX, border_radius=RADIUS_FIELD, padding=12
        )
    ]
    return ft.Container(
        ft.Column(
            [
                _ink(words.title, "title_medium", words.rtl),
                _code(slip.code),
                _qr(slip.code),
                _ink(words.back, "body_large", words.rtl),
                *(promise if words.promise else []),
            ],
            spacing=10,
            tight=True,
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
        bgcolor=PAPER,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=RADIUS_CARD,
        padding=20,
        alignment=ft.Alignment.CENTER,
    )


def _ink(words: str, style: str, rtl: bool) -> ft.Text:
    return c.text(words, style, PAPER_INK, align=ft.TextAlign.CENTER, rtl=rtl)


def _code(code: str) -> ft.Control:
    """As large as fits on one line, also at large text."""
    size = min(40.0, (room() - CODE_ROOM) / CODE_EMS)
    style = CODE_HUGE.copy(color=PAPER_INK, size=size)
    return ft.Text(code, style=style, semantics_label=c.spoken(code), no_wrap=True)


def _qr(code: str) -> ft.Control:
    picture = io.BytesIO()
    segno.make(code, error="m", micro=False).save(
        picture, kind="png", scale=10, border=QUIET_MODULES, dark=PAPER_INK, light=PAPER
    )
    name = _("QR code with the contact code")
    return ft.Image(src=picture.getvalue(), width=QR_SIDE, height=QR_SIDE, semantics_label=name)
