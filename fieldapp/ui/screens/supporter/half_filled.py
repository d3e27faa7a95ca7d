"""A visit that is half filled in, so that nobody forgets it on the start page."""

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionState, SessionView
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.supporter.visit.draft import kept
from fieldapp.ui.words import _


def half_filled(phone: Phone, session: SessionView) -> list[ft.Control]:
    """Nothing when there is none. It keeps the phone in a closed session until it is saved or thrown away."""
    if kept(phone) is None:
        return []
    status = c.Status(ft.Icons.EDIT_NOTE, _("A visit is half filled in"), c.Tone.AMBER)
    if session.state is SessionState.CLOSED:
        detail = _("The session is closed. Save the visit or throw the draft away, then your shift is over.")
    else:
        detail = _("Tap to go on.")
    return [c.notice(status, detail, do=going("/visit"))]
