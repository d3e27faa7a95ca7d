"""Where one goes to plan who works when."""

from typing import Final

import flet as ft

from fieldapp.ui.screens.loans.ask import AskPage
from fieldapp.ui.screens.loans.borrowed import BorrowedPage
from fieldapp.ui.screens.loans.guest_invite import GuestInvitePage
from fieldapp.ui.screens.loans.lending import LentPage
from fieldapp.ui.screens.loans.loan import LoanPage
from fieldapp.ui.screens.staffing.activation import ActivationPage
from fieldapp.ui.screens.staffing.call import CallPage
from fieldapp.ui.screens.staffing.colleague import ColleaguePage
from fieldapp.ui.screens.staffing.deviations import DeviationsPage
from fieldapp.ui.screens.staffing.lead import LeadPage
from fieldapp.ui.screens.staffing.offers import OffersPage
from fieldapp.ui.screens.staffing.outside import OutsidePage
from fieldapp.ui.screens.staffing.place import Staffing
from fieldapp.ui.screens.staffing.places_of_session import PlacesPage
from fieldapp.ui.screens.staffing.relief import ReliefPage
from fieldapp.ui.screens.staffing.roster import Roster
from fieldapp.ui.screens.staffing.rota import RotaPage
from fieldapp.ui.screens.staffing.staff import StaffPage
from fieldapp.ui.screens.staffing.swap import SwapPage

_UNDER_ROSTER: Final = [
    ft.Route(path="new", component=ColleaguePage),
    ft.Route(path="colleague/:person", component=ColleaguePage),
]
_UNDER_STAFFING: Final = [
    ft.Route(path="rota", component=RotaPage),
    ft.Route(path="week/:monday", component=SwapPage),
    ft.Route(path="roster", component=Roster, children=_UNDER_ROSTER),
]
_UNDER_BORROWED: Final = [
    ft.Route(path="ask", component=AskPage),
    ft.Route(path="invite", component=GuestInvitePage),
    ft.Route(path="loan/:loan", component=LoanPage),
]
UNDER_LENDING: Final = [ft.Route(path="loan/:loan", component=LentPage)]
_UNDER_STAFF: Final = [
    ft.Route(path="call/:person", component=CallPage),
    ft.Route(path="relief/:shift", component=ReliefPage),
    ft.Route(path="outside", component=OutsidePage),
]
UNDER_SESSION: Final = [
    ft.Route(path="staff", component=StaffPage, children=_UNDER_STAFF),
    ft.Route(path="activation", component=ActivationPage),
    ft.Route(path="borrowed", component=BorrowedPage, children=_UNDER_BORROWED),
    ft.Route(path="lead", component=LeadPage),
    ft.Route(path="offers", component=OffersPage),
    ft.Route(path="places", component=PlacesPage),
    ft.Route(path="deviations", component=DeviationsPage),
]
STAFFING_ROUTES: Final = [ft.Route(path="/staffing", component=Staffing, children=_UNDER_STAFFING)]
