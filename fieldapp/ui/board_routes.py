"""Where boards are connected, and sessions handed over between them."""

from typing import Final

import flet as ft

from fieldapp.ui.screens.boards.connect import ConnectBoard
from fieldapp.ui.screens.boards.hand_over import HandOver
from fieldapp.ui.screens.boards.incoming import IncomingHandover
from fieldapp.ui.screens.boards.pinned import OtherBoards
from fieldapp.ui.screens.boards.propose import ProposeHandover
from fieldapp.ui.screens.boards.refuse import RefuseHandover
from fieldapp.ui.screens.boards.who_goes import WhoGoes

UNDER_MORE: Final = [
    ft.Route(path="boards", component=OtherBoards, children=[ft.Route(path="connect", component=ConnectBoard)])
]
UNDER_QUEUE: Final = [
    ft.Route(
        path="handover/:letter",
        component=IncomingHandover,
        children=[ft.Route(path="refuse", component=RefuseHandover)],
    )
]
UNDER_SESSION: Final = [
    ft.Route(
        path="hand-over",
        component=HandOver,
        children=[
            ft.Route(
                path="to/:board",
                component=ProposeHandover,
                children=[ft.Route(path="person/:contact", component=WhoGoes)],
            )
        ],
    )
]
