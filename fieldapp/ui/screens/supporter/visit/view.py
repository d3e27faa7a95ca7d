"""The screen: the form, or what to do first when no session is open."""

from functools import partial

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import use_first
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import narrow
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.screens.supporter.visit.draft import begun
from fieldapp.ui.screens.supporter.visit.form import Form
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _


@screen
def Visit() -> ft.View:
    phone, lock = use_phone(), use_lock()
    start = use_first(partial(begun, phone))
    title, close = _("New visit"), going(start_of(phone))
    if start is None:
        return task_view("/visit", title, NoSession(), lock=lock, close=close)
    body = Form(phone, start)
    words, code = _("Close, the draft is kept"), "" if narrow() else start.code
    return task_view("/visit", title, body, lock=lock, close=close, close_words=words, shown_code=code)


@component
def NoSession() -> ft.Control:
    told = c.empty(_("No session in progress"), _("Open a session or join one first. Then visits can be registered."))
    buttons = c.pair(c.secondary(_("Join a session"), going("/join")), c.primary(_("Open a session"), going("/open")))
    return c.frame(c.page_body(told), c.bottom_bar(buttons))
