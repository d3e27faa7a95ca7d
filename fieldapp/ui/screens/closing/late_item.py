"""One thing that arrived late: from which phone, when, why it was set aside, and whom it is about."""

from typing import Final

import flet as ft

from fieldapp.actions.views import LateItem
from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.tap import Action
from fieldapp.ui.words import N_, _, moment

I = ft.Icons  # noqa: E741 - read as a table of icons
REASONS: Final = {
    "session_closed": N_("It came after the session was closed."),
    "device_revoked": N_("It came from a phone that is revoked."),
    "not_a_writer": N_("The phone had not joined the session."),
    "other_board": N_("It was written for another board. Hand it on as a file."),
}
OTHER: Final = N_("The district server could not put it in its place.")


def late_card(item: LateItem, take_in: Action, other: Action, *, busy: bool) -> ft.Control:
    words = _("Taking in…") if busy else ""
    button = c.secondary(_("Take in"), take_in, I.MOVE_TO_INBOX, busy=words)
    return c.card(*about_late(item), button, c.quiet(_("Do not take in…"), other))


def about_late(item: LateItem) -> list[ft.Control]:
    return [*_head(item), c.text(_(REASONS.get(item.reason, OTHER)), "body_medium"), *_about(item)]


def _head(item: LateItem) -> list[ft.Control]:
    title = c.header(item.device_label or _("An unknown phone"), "title_medium")
    when = c.text(moment(item.at), "body_medium", ft.Colors.ON_SURFACE_VARIANT)
    first: list[ft.Control] = [title, when] if big() else [ft.Row([ft.Container(title, expand=True), when], spacing=8)]
    if not item.needs_follow_up:
        return first
    return [*first, ft.Row([c.tag(c.Status(I.EVENT_BUSY, _("Needs follow-up now"), c.Tone.AMBER))], wrap=True)]


def _about(item: LateItem) -> list[ft.Control]:
    session = [c.hint(_("Session {code}").format(code=item.session_code))] if item.session_code else []
    codes = [c.code(code, "small") for code in item.codes]
    if codes:
        return [*session, ft.Row([*codes], wrap=True, spacing=14, run_spacing=4)]
    return [*session, c.hint(_("No contact code can be read here."))]
