"""What is known of a session: where, when, and how far it has come."""

import flet as ft

from fieldapp.actions.views import SessionView
from fieldapp.domain.session import OpenedBy
from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


def session_facts(session: SessionView) -> ft.Control:
    return c.card(*_head(session), *_facts(session))


def session_name(session: SessionView) -> ft.Control:
    """Which session it is, where what is left to do needs the room."""
    return c.card(*_head(session))


def _head(session: SessionView) -> list[ft.Control]:
    state = c.tag(c.status.session(session.stage))
    code = c.code(session.code) if session.code else c.text(_("Without a code"), "title_medium")
    head = [code, state] if big() else [ft.Row([ft.Container(code, expand=True), state], spacing=8)]
    return [*head, c.header(what_happened(session), "title_medium")]


def what_happened(session: SessionView) -> str:
    """ "Skjutning, Hässelby gård" """
    if not session.facts_known:
        return _("Only the code is known here")
    kind = label(session.incident_type) if session.incident_type else _("Session")
    return f"{kind}, {session.area}" if session.area else kind


def _facts(session: SessionView) -> list[ft.Control]:
    facts = [c.fact(I.PLACE_OUTLINED, session.site_name)] if session.site_name else []
    if session.alarm_source and session.alarm_received_at:
        source, when = label(session.alarm_source), moment(session.alarm_received_at)
        alarm = _("Alarm from {source} {when}").format(source=source, when=when)
        facts.append(c.fact(I.NOTIFICATIONS_OUTLINED, alarm))
    if session.opened_at:
        facts.append(c.fact(I.SCHEDULE, _opened(session.opened_by).format(when=moment(session.opened_at))))
    if session.lead:
        facts.append(c.fact(I.FLAG_OUTLINED, _("Session lead: {name}").format(name=session.lead)))
    board = _("Responsible board: {board}").format(board=session.board_name)
    return [*facts, c.fact(I.ACCOUNT_BALANCE_OUTLINED, board)]


def _opened(by: OpenedBy) -> str:
    if by is OpenedBy.SOCIAL_EMERGENCY_UNIT:
        return _("Opened by the social emergency unit {when}")
    return _("Opened {when}")
