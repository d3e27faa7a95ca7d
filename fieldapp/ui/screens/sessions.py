"""The sessions this device knows of, for those who follow up."""

import flet as ft

from fieldapp.actions import sessions as actions
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import big
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import top_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.evaluation.board_answer import board_notices
from fieldapp.ui.screens.evaluation.linking import same_incident_notices
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label, moment


@screen
def Sessions() -> ft.View:
    lock, phone = use_lock(), use_phone()
    known = actions.sessions(phone)
    if not known:
        body = c.empty(_("No sessions yet"), _("A session shows here when a phone has opened it and sent it."))
    else:
        body = c.rows(*(_row(session) for session in known))
    notices = [*board_notices(phone), *same_incident_notices(phone)]
    return top_view(lock, phone, places.SESSIONS, _("Sessions"), *notices, body, bottom=_begin(phone))


def _begin(phone: Phone) -> ft.Control | None:
    """Also for who answers alone, in the first minutes."""
    if not allowed(phone, Deed.OPEN_SESSION):
        return None
    join = c.secondary(_("Join"), going("/join"))
    return c.bottom_bar(c.pair(join, c.primary(_("Open a session"), going("/open"), ft.Icons.ADD), shares=(2, 3)))


def _row(session: SessionView) -> ft.Control:
    state = c.tag(c.status.session(session.stage))
    code = c.code(session.code) if session.code else c.text(_("Without a code"), "title_medium")
    head = [code, state] if big() else [ft.Row([ft.Container(code, expand=True), state], spacing=8)]
    lines = [*head, c.text(_what(session), "body_medium"), *_opened(session)]
    return c.row(*lines, do=going(addresses.session(session.id)))


def _what(session: SessionView) -> str:
    if not session.facts_known:
        return _("Only the code is known here")
    kind = label(session.incident_type) if session.incident_type else _("Session")
    return f"{kind}, {session.area}" if session.area else kind


def _opened(session: SessionView) -> list[ft.Control]:
    if session.opened_at is None:
        return []
    opened = _("Opened {when}").format(when=moment(session.opened_at))
    site = [session.site_name] if session.site_name else []
    return [c.hint(", ".join([opened, *site]))]
