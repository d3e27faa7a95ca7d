"""Which screen is at which address, for each role."""

from typing import Final

import flet as ft

from fieldapp.ui.casework_routes import CASEWORK_ROUTES, SUPERVISION_ROUTES
from fieldapp.ui.screens.audit.lines import AuditLog
from fieldapp.ui.screens.casework.referral.new import NewReferral
from fieldapp.ui.screens.own_phone.lock_page import LockPage
from fieldapp.ui.screens.own_phone.longest import LongestPage
from fieldapp.ui.screens.own_phone.passphrase import PassphrasePage
from fieldapp.ui.screens.own_phone.rejoin import Rejoin
from fieldapp.ui.screens.staffing.deviations import MyDeviations
from fieldapp.ui.screens.supporter.again import Again
from fieldapp.ui.screens.supporter.agree.view import Agree
from fieldapp.ui.screens.supporter.count import Count
from fieldapp.ui.screens.supporter.guest import CheckOut
from fieldapp.ui.screens.supporter.handed import Handed
from fieldapp.ui.screens.supporter.home import Home
from fieldapp.ui.screens.supporter.join import Join
from fieldapp.ui.screens.supporter.lapsed import Lapsed
from fieldapp.ui.screens.supporter.local_words import LocalWordsPage
from fieldapp.ui.screens.supporter.my_visits import MyVisits
from fieldapp.ui.screens.supporter.open_session import Open
from fieldapp.ui.screens.supporter.routines import Routines
from fieldapp.ui.screens.supporter.safety import SafetyPage
from fieldapp.ui.screens.supporter.slip import Slip
from fieldapp.ui.screens.supporter.urgent import Urgent
from fieldapp.ui.screens.supporter.visit.view import Visit
from fieldapp.ui.settings_routes import SETTINGS_ROUTES
from sync.protocol.circle import Role

_DEVIATIONS: Final = ft.Route("deviations", component=MyDeviations)


def routes(role: Role) -> list[ft.Route]:
    if role is Role.SUPERVISOR:
        return [*CASEWORK_ROUTES, *SUPERVISION_ROUTES, *_tasks("/"), *_shared()]
    if role is Role.COORDINATOR:
        return [*CASEWORK_ROUTES, *_tasks("/"), *_shared()]
    if role is Role.AUDITOR:
        return [ft.Route("/", component=AuditLog), *_shared()]
    if role is Role.BORROWED:
        tasks = [*_work(""), ft.Route("leave", component=CheckOut), _DEVIATIONS]
        return [ft.Route("/", component=Home, children=tasks), ft.Route("/visits", component=MyVisits), *_shared()]
    tasks = [*_tasks(""), ft.Route("handed/:contact", component=Handed), _DEVIATIONS]
    return [ft.Route("/", component=Home, children=tasks), ft.Route("/visits", component=MyVisits), *_shared()]


def lapsed_routes() -> list[ft.Route]:
    """A phone that was not in contact for too long: new visits and what waits, and nothing of what was there."""
    return [ft.Route("/", component=Lapsed, children=_tasks("")), *_shared()]


def _tasks(root: str) -> list[ft.Route]:
    """What is done on top of the start page; the phone's own back button leads there."""
    return [ft.Route(f"{root}open", component=Open), ft.Route(f"{root}join", component=Join), *_work(root)]


def _work(root: str) -> list[ft.Route]:
    """What is done in a session."""
    return [
        ft.Route(f"{root}count", component=Count),
        ft.Route(f"{root}visit", component=Visit),
        ft.Route(f"{root}again", component=Again),
        ft.Route(f"{root}agree/:contact", component=Agree),
        ft.Route(f"{root}slip/:contact", component=Slip),
        ft.Route(f"{root}refer/:contact", component=NewReferral),
        ft.Route(f"{root}refer/:contact/instead/:before", component=NewReferral),
        ft.Route(f"{root}refer/:contact/after/:follow_up", component=NewReferral),
        ft.Route(f"{root}safety", component=SafetyPage),
    ]


def _shared() -> list[ft.Route]:
    under_lock = [ft.Route("passphrase", component=PassphrasePage), ft.Route("longest", component=LongestPage)]
    return [
        ft.Route("/routines", component=Routines, children=[ft.Route(":card", component=LocalWordsPage)]),
        ft.Route("/urgent", component=Urgent),
        ft.Route("/rejoin", component=Rejoin),
        ft.Route("/lock", component=LockPage, children=under_lock),
        *SETTINGS_ROUTES,
    ]
