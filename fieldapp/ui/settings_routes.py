"""The board's settings: read by everybody, decided by a supervisor."""

from typing import Final

import flet as ft

from fieldapp.ui.screens.settings.page import SettingsPage
from fieldapp.ui.screens.settings.simple import BoardsLockPage, LeasePage, ModePage, PermissionsPage, RetentionPage
from fieldapp.ui.screens.settings.windows import IncidentWindows, WindowsPage

_UNDER_SETTINGS: Final = [
    ft.Route(path="mode", component=ModePage),
    ft.Route(path="retention", component=RetentionPage),
    ft.Route(path="lease", component=LeasePage),
    ft.Route(path="lock", component=BoardsLockPage),
    ft.Route(path="permissions", component=PermissionsPage),
    ft.Route(path="windows", component=WindowsPage, children=[ft.Route(path=":kind", component=IncidentWindows)]),
]
SETTINGS_ROUTES: Final = [ft.Route(path="/settings", component=SettingsPage, children=_UNDER_SETTINGS)]
