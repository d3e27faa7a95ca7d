"""The screen on which supporter and person agree on when and how."""

import flet as ft

from fieldapp.actions import lease, promises, recusing
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import big
from fieldapp.ui.screens.casework.known_to_me import taken_over
from fieldapp.ui.screens.supporter.agree.form import Agreement
from fieldapp.ui.screens.supporter.agree.saved_line import state_of_visit
from fieldapp.ui.screens.supporter.lapsed import hidden
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _


@screen
def Agree() -> ft.View:
    phone, lock = use_phone(), use_lock()
    contact = ft.use_route_params().get("contact", "")
    title = _("Agree") if big() else _("Agree together")
    if lease.hides(phone, contact):
        return hidden(f"/agree/{contact}", title, lock)
    if recusing.knows(phone, contact):
        return taken_over(f"/agree/{contact}", title, lock, start_of(phone))
    code = promises.slip(phone, contact).code
    body = Agreement(phone, contact, code, state_of_visit(phone, contact))
    close = going(start_of(phone))
    return task_view(
        f"/agree/{contact}",
        title,
        body,
        lock=lock,
        close=close,
        close_words=_("Close, the draft is kept"),
    )
