"""Where duplicates are compared and families put together, and a call from a person is noted."""

from typing import Final

import flet as ft

from fieldapp.ui.screens.casework.called import Called
from fieldapp.ui.screens.duplicates.compare import Compare
from fieldapp.ui.screens.duplicates.family import Family
from fieldapp.ui.screens.duplicates.proposed import Proposed

UNDER_QUEUE: Final = [
    ft.Route(path="duplicates", component=Proposed),
    ft.Route(path="compare/:one/:other", component=Compare),
    ft.Route(path="family/:contact", component=Family),
    ft.Route(path="called/:contact", component=Called),
]
