"""Where one goes to end a session, and to see what came after its end."""

from typing import Final

import flet as ft

from fieldapp.ui import board_routes, evaluation_routes, staffing_routes
from fieldapp.ui.screens.breaches.page import BreachPage
from fieldapp.ui.screens.closing.late import Late
from fieldapp.ui.screens.closing.late_other import LateOther
from fieldapp.ui.screens.closing.session import SessionPage
from fieldapp.ui.screens.closing.write_off import WriteOff
from fieldapp.ui.screens.supervision.device import DevicePage

_UNDER_LATE: Final = [ft.Route(path="other/:item", component=LateOther)]
_UNDER_SESSION: Final = [
    ft.Route(path="write-off/:device", component=WriteOff),
    ft.Route(path="late", component=Late, children=_UNDER_LATE),
    *evaluation_routes.UNDER_SESSION,
    *staffing_routes.UNDER_SESSION,
    *board_routes.UNDER_SESSION,
]
UNDER_SESSIONS: Final = [
    ft.Route(path="session/:id", component=SessionPage, children=_UNDER_SESSION),
    *evaluation_routes.UNDER_SESSIONS,
]
UNDER_MORE: Final = [ft.Route(path="late", component=Late, children=_UNDER_LATE)]
UNDER_DEVICES: Final = [
    ft.Route(path="device/:device", component=DevicePage),
    ft.Route(path="breach/:device", component=BreachPage),
]
