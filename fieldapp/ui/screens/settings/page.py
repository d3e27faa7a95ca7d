"""The board's settings: what holds now, for everybody to read, and who decided what when."""

import flet as ft

from fieldapp.actions import board_settings
from fieldapp.actions.phone import Phone
from fieldapp.domain.board_settings import Setting
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.settings import addresses, words
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _
from sync.protocol.circle import Role

I = ft.Icons  # noqa: E741 - read as a table of icons
PLACES = {
    Setting.MODE: (addresses.MODE, I.DESCRIPTION_OUTLINED),
    Setting.WINDOWS: (addresses.WINDOWS, I.EVENT_OUTLINED),
    Setting.RETENTION: (addresses.RETENTION, I.INVENTORY_2_OUTLINED),
    Setting.LONGEST_LOCK: (addresses.LOCK, I.LOCK_CLOCK),
    Setting.TAKEN_AWAY: (addresses.PERMISSIONS, I.RULE),
    Setting.LEASE: (addresses.LEASE, I.PHONELINK_ERASE),
}


@screen
def SettingsPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    may = board_settings.may_decide(phone)
    told = _("Each change is signed, and each phone learns of it when it next reaches the district.")
    body = c.page_body(
        c.hint(told if may else f"{told} {_('A supervisor decides them.')}"),
        c.rows(*(_line(phone, setting) for setting in Setting)),
        c.header(_("Who decided what"), "title_medium"),
        *_history(phone),
    )
    back = going("/routines" if phone.role is Role.SUPPORTER else places.MORE)
    bar = c.app_bar(_("The board's settings"), lock=lock, back=back)
    return ft.View(route=addresses.SETTINGS, padding=0, spacing=0, appbar=bar, controls=[c.frame(body)])


def _line(phone: Phone, setting: Setting) -> ft.Control:
    place, icon = PLACES[setting]
    holds = words.now(setting, board_settings.settings(phone), phone.roster.longest_lock_minutes)
    told = c.text(holds, "body_medium", ft.Colors.ON_SURFACE_VARIANT)
    return c.row(c.text(_(words.TITLES[setting]), "title_small"), told, before=c.icon(icon, 24), do=going(place))


def _history(phone: Phone) -> list[ft.Control]:
    lines = board_settings.history(phone)
    if not lines:
        return [c.text(_("Nothing has been decided yet. What the app came with holds."), "body_medium")]
    return [c.rows(*(_change(line) for line in lines))]


def _change(line: board_settings.SettingsChanged) -> ft.Control:
    who, what = words.changed(line)
    return c.row(c.text(what, "body_medium"), c.hint(who))
