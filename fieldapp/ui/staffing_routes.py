"""Where one goes to plan who works when."""

from typing import Final

import flet as ft

from fieldapp.ui.screens.staffing.place import Staffing
from fieldapp.ui.screens.staffing.rota import RotaPage
from fieldapp.ui.screens.staffing.swap import SwapPage

_UNDER_STAFFING: Final = [
    ft.Route(path="rota", component=RotaPage),
    ft.Route(path="week/:monday", component=SwapPage),
]
STAFFING_ROUTES: Final = [ft.Route(path="/staffing", component=Staffing, children=_UNDER_STAFFING)]
