"""Where coordinators and supervisors can go; pages lie under the place they come from, so that "back" leads there."""

from typing import Final

import flet as ft

from fieldapp.ui import board_routes
from fieldapp.ui.closing_routes import UNDER_DEVICES, UNDER_MORE, UNDER_SESSIONS
from fieldapp.ui.duplicate_routes import UNDER_QUEUE
from fieldapp.ui.screens.audit.sums import AuditSums
from fieldapp.ui.screens.casework.assign import Assign
from fieldapp.ui.screens.casework.card_pane import FollowUpPage
from fieldapp.ui.screens.casework.carry_out import CarryOut
from fieldapp.ui.screens.casework.correct import Correct
from fieldapp.ui.screens.casework.dispose import Disposals, Dispose
from fieldapp.ui.screens.casework.extract import ExtractPage
from fieldapp.ui.screens.casework.hand_on import HandOn
from fieldapp.ui.screens.casework.next_follow_up import NextFollowUp
from fieldapp.ui.screens.casework.person import Person
from fieldapp.ui.screens.casework.queue import Queue
from fieldapp.ui.screens.casework.referral.opened import ReferralPage
from fieldapp.ui.screens.casework.referral.recipient_page import RecipientPage
from fieldapp.ui.screens.casework.referral.recipients import Recipients
from fieldapp.ui.screens.loans.lending import Lending
from fieldapp.ui.screens.more import More
from fieldapp.ui.screens.own_phone.receiving import Receiving
from fieldapp.ui.screens.reporting.months import MonthsPage
from fieldapp.ui.screens.sessions import Sessions
from fieldapp.ui.screens.supervision.devices import Devices
from fieldapp.ui.screens.supervision.digits import Digits
from fieldapp.ui.screens.supervision.exercise import ExercisePage
from fieldapp.ui.screens.supervision.invite import Invite
from fieldapp.ui.screens.supervision.revoke import Revoke
from fieldapp.ui.staffing_routes import STAFFING_ROUTES, UNDER_LENDING

_UNDER_QUEUE: Final = [
    ft.Route(path="follow-up/:id", component=FollowUpPage),
    ft.Route(path="next/:id", component=NextFollowUp),
    ft.Route(path="person/:contact", component=Person),
    ft.Route(path="hand-on/:contact", component=HandOn),
    ft.Route(path="assign/:contact", component=Assign),
    ft.Route(path="referral/:id", component=ReferralPage),
    ft.Route(path="correct/:contact", component=Correct),
    ft.Route(path="extract/:contact", component=ExtractPage),
    ft.Route(path="dispose/:contact", component=Dispose),
    *UNDER_QUEUE,
    *board_routes.UNDER_QUEUE,
]
_UNDER_DEVICES: Final = [
    ft.Route(path="invite", component=Invite),
    ft.Route(path="digits/:device", component=Digits),
    ft.Route(path="revoke/:device", component=Revoke),
    *UNDER_DEVICES,
]

_UNDER_RECIPIENTS: Final = [
    ft.Route(path="new", component=RecipientPage),
    ft.Route(path=":recipient", component=RecipientPage),
]
_UNDER_MORE: Final = [
    ft.Route(path="parcel", component=Receiving),
    ft.Route(path="audit", component=AuditSums),
    ft.Route(path="loans", component=Lending, children=UNDER_LENDING),
    ft.Route(path="months", component=MonthsPage),
    ft.Route(path="recipients", component=Recipients, children=_UNDER_RECIPIENTS),
    ft.Route(path="disposals", component=Disposals, children=[ft.Route(path=":contact", component=CarryOut)]),
]

CASEWORK_ROUTES: Final[list[ft.Route]] = [
    # The first page after unlocking is the queue.
    ft.Route(index=True, component=Queue),
    ft.Route(path="/queue", component=Queue, children=_UNDER_QUEUE),
    ft.Route(path="/sessions", component=Sessions, children=UNDER_SESSIONS),
    *STAFFING_ROUTES,
    ft.Route(path="/more", component=More, children=[*UNDER_MORE, *board_routes.UNDER_MORE, *_UNDER_MORE]),
]
SUPERVISION_ROUTES: Final[list[ft.Route]] = [
    ft.Route(path="/more/exercise", component=ExercisePage),
    ft.Route(path="/devices", component=Devices, children=_UNDER_DEVICES),
]
