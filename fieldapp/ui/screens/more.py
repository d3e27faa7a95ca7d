"""Who I am here, and what is needed now and then."""

import flet as ft

from fieldapp.actions.allowed import allowed
from fieldapp.actions.auditing import may_see_sums
from fieldapp.actions.disposals import may_propose
from fieldapp.actions.phone import Phone
from fieldapp.actions.version import APP_VERSION
from fieldapp.actions.views import Role
from fieldapp.domain.permissions import Action as Deed
from fieldapp.i18n import LANGUAGES
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_choose_place, use_lock
from fieldapp.ui.look import look, speak
from fieldapp.ui.screens.boards import addresses as boards
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import top_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.loans.addresses import LENDING
from fieldapp.ui.screens.own_phone import addresses as own_phone
from fieldapp.ui.screens.reporting.months import months_line
from fieldapp.ui.screens.settings import addresses as settings
from fieldapp.ui.screens.staffing import addresses as staffing
from fieldapp.ui.screens.supervision.exercise import EXERCISE
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, label

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def More() -> ft.View:
    lock, phone, elsewhere = use_lock(), use_phone(), use_choose_place()
    languages = c.segments([c.Option(code, name) for code, name in LANGUAGES.items()], look().language, speak)
    return top_view(
        lock,
        phone,
        places.MORE,
        _("More"),
        _me(phone),
        c.rows(
            _line(I.CLOUD_DONE_OUTLINED, _("Is everything secured?"), going(places.SAFETY)),
            *_late(phone),
            _line(I.MENU_BOOK_OUTLINED, _("Routines"), going(places.ROUTINES)),
            _line(I.CONTACTS_OUTLINED, _("Recipients"), going(places.RECIPIENTS)),
            *_disposals(phone),
            *_audit(phone),
            *months_line(phone),
            *_staffing(phone),
            _line(I.TUNE, _("The board's settings"), going(settings.SETTINGS)),
            *_exercise(phone),
            _line(I.HANDSHAKE_OUTLINED, _("Lending"), going(LENDING)),
            *_boards(phone),
            _line(I.EMERGENCY_OUTLINED, _("Urgent numbers"), going(places.URGENT)),
            _line(I.FILE_OPEN_OUTLINED, _("Take in a file from another phone"), going(own_phone.PARCEL)),
            _line(I.PASSWORD, _("Lock and passphrase"), going(own_phone.LOCK)),
            _line(I.LOCK_OUTLINE, _("Lock the app"), lock),
            _line(I.HOME_WORK_OUTLINED, _("Another place to work"), elsewhere),
        ),
        c.card(c.header(_("Language"), "title_medium"), languages, spacing=12),
        c.hint(_("Stödkedjan {version}").format(version=APP_VERSION)),
    )


def _me(phone: Phone) -> ft.Control:
    return c.card(
        c.header(phone.device_label, "title_medium"),
        c.fact(I.BADGE_OUTLINED, label(phone.role)),
        c.fact(I.ACCOUNT_BALANCE_OUTLINED, phone.board_name),
    )


def _late(phone: Phone) -> list[ft.Control]:
    if phone.role is not Role.SUPERVISOR:
        return []
    return [_line(I.MOVE_TO_INBOX, _("Arrived late"), going(addresses.LATE))]


def _disposals(phone: Phone) -> list[ft.Control]:
    if not may_propose(phone):
        return []
    return [_line(I.INVENTORY_2_OUTLINED, _("Proposed for disposal"), going(places.DISPOSALS))]


def _audit(phone: Phone) -> list[ft.Control]:
    if not may_see_sums(phone):
        return []
    return [_line(I.FACT_CHECK_OUTLINED, _("Who has opened what"), going(places.AUDIT))]


def _exercise(phone: Phone) -> list[ft.Control]:
    if not (phone.exercise and phone.role is Role.SUPERVISOR):
        return []
    return [_line(I.STOP_CIRCLE_OUTLINED, _("End the exercise"), going(EXERCISE))]


def _staffing(phone: Phone) -> list[ft.Control]:
    """Coordinators have it in the navigation."""
    if phone.role is not Role.SUPERVISOR:
        return []
    return [_line(I.GROUPS_OUTLINED, _("Staffing"), going(staffing.STAFFING))]


def _boards(phone: Phone) -> list[ft.Control]:
    if not allowed(phone, Deed.CONNECT_BOARDS):
        return []
    return [_line(I.ACCOUNT_BALANCE_OUTLINED, _("Other boards"), going(boards.BOARDS))]


def _line(icon: ft.IconData, words: str, do: Action) -> ft.Control:
    return c.row(c.text(words), before=c.icon(icon, 24), do=do)
