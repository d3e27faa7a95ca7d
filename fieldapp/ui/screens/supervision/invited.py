"""What is shown once: the code, the address and a square to scan."""

from io import BytesIO

import flet as ft
import segno

from fieldapp.actions.views import InviteView
from fieldapp.ui import components as c
from fieldapp.ui.look import look
from fieldapp.ui.tokens import CODE, PAPER, PAPER_INK, RADIUS_CARD, TYPE
from fieldapp.ui.words import _, label, moment
from sync.protocol.circle import KEYED_ROLES

QUIET_ZONE, DOTS = 4, 6


def invited(invite: InviteView) -> list[ft.Control]:
    who = _("{name}, {role}").format(name=invite.name, role=label(invite.role))
    until = _("Valid until {when}, once.").format(when=moment(invite.expires_at))
    return [
        c.text(who, "title_large"),
        square(invite.link, _("A QR code with the invite")),
        c.card(*typed_instead(invite.code, invite.server), c.fact(ft.Icons.SCHEDULE, until), spacing=10),
        *_digits_later(invite),
    ]


def typed_instead(code: str, server: str) -> list[ft.Control]:
    """For a phone that cannot scan, or is somewhere else: what to read to whoever holds it."""
    return [
        c.text(_("Or write the code on the phone"), "title_small"),
        code_groups(code),
        c.fact(ft.Icons.DNS_OUTLINED, _("Server address: {address}").format(address=server)),
    ]


def square(link: str, name: str) -> ft.Control:
    """Paper in both themes: a square on a dark ground cannot be scanned."""
    side = min(232.0, look().width - 100)
    picture = ft.Image(src=_picture(link), width=side, height=side, semantics_label=name)
    line = ft.Column(
        [
            picture,
            ft.Text(
                _("Scan with the phone"),
                style=TYPE["label_large"].copy(color=PAPER_INK),
                text_align=ft.TextAlign.CENTER,
            ),
        ],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )
    return ft.Container(
        line,
        bgcolor=PAPER,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=RADIUS_CARD,
        padding=12,
        alignment=ft.Alignment.CENTER,
    )


def _picture(link: str) -> bytes:
    out = BytesIO()
    segno.make(link, error="m").save(out, kind="png", scale=DOTS, border=QUIET_ZONE, dark=PAPER_INK, light=PAPER)
    return out.getvalue()


def code_groups(code: str) -> ft.Control:
    """Four at a time, so that it can be read to somebody; it wraps between the groups."""
    groups = [ft.Text(group, style=CODE.copy(color=ft.Colors.ON_SURFACE), no_wrap=True) for group in code.split("-")]
    shown = ft.Row([*groups], wrap=True, spacing=14, run_spacing=6)
    return ft.Semantics(container=True, label=c.spoken(code), exclude_semantics=True, content=shown)


def _digits_later(invite: InviteView) -> list[ft.Control]:
    if invite.role not in KEYED_ROLES:
        return []
    words = _("When the phone has connected, you compare six digits with {name}, under Devices.")
    return [c.fact(ft.Icons.PIN_OUTLINED, words.format(name=invite.name))]
