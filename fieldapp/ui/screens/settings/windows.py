"""The follow-up windows of each kind of incident."""

from functools import partial

import flet as ft

from fieldapp.actions import board_settings
from fieldapp.actions.phone import Phone
from fieldapp.domain.board_settings import BoardSettings, Setting, WindowsNotInOrder, check_windows
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.windows import WINDOWS, Days, FollowUpKind, Windows
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.settings import addresses, words
from fieldapp.ui.screens.settings.deciding import Deciding, decision_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label, sentence

Typed = dict[FollowUpKind, tuple[str, str, str]]


@screen
def WindowsPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    found = board_settings.settings(phone)
    body = c.page_body(
        c.text(_("Days after the incident. What has been promised already keeps its days."), "body_medium"),
        c.rows(*(_incident(found, kind) for kind in IncidentType)),
    )
    return decision_view(addresses.WINDOWS, _(words.TITLES[Setting.WINDOWS]), lock, c.frame(body))


def _incident(found: BoardSettings, kind: IncidentType) -> ft.Control:
    told = _("Windows of its own") if kind in found.windows else _("The usual windows")
    return c.row(c.text(label(kind), "title_small"), c.text(told, "body_medium"), do=going(addresses.windows(kind)))


@screen
def IncidentWindows() -> ft.View:
    lock, phone = use_lock(), use_phone()
    kind = IncidentType(ft.use_route_params()["kind"])
    now = board_settings.settings(phone).windows_for(kind)
    typed, write = ft.use_state({each: _as_typed(now[each]) for each in WINDOWS})

    def change(each: FollowUpKind, place: int, text: str) -> None:
        numbers = list(typed[each])
        numbers[place] = text.strip()
        write({**typed, each: (numbers[0], numbers[1], numbers[2])})

    usual = c.quiet(_("Back to the usual days"), lambda: write({each: _as_typed(WINDOWS[each]) for each in WINDOWS}))
    controls = [*(_window(each, typed[each], partial(change, each)) for each in WINDOWS), usual]
    changed = [each for each in WINDOWS if typed[each] != _as_typed(now[each])]
    body = Deciding(controls, _told(now, changed), _said(typed, changed), partial(_decide, phone, kind, typed))
    return decision_view(addresses.windows(kind), label(kind), lock, body)


def _window(kind: FollowUpKind, typed: tuple[str, str, str], change: partial[None]) -> ft.Control:
    names = (_("Earliest"), _("Target"), _("Latest"))
    fields = [
        ft.Container(
            c.field(
                name, typed[place], partial(change, place), keyboard=ft.KeyboardType.NUMBER, error=_wrong(typed[place])
            ),
            expand=1,
        )
        for place, name in enumerate(names)
    ]
    return c.card(c.header(label(kind), "title_medium"), ft.Row([*fields], spacing=8), spacing=12)


def _wrong(text: str) -> str:
    return "" if text.isdigit() else _("Write a day")


def _as_typed(given: Days) -> tuple[str, str, str]:
    return str(given.earliest), str(given.target), str(given.latest)


def _read(typed: Typed) -> dict[FollowUpKind, Days]:
    """Raises WindowsNotInOrder."""
    if not all(one.isdigit() and len(one) < 5 for days in typed.values() for one in days):
        raise WindowsNotInOrder
    found = {kind: Days(*map(int, days)) for kind, days in typed.items()}
    check_windows(found)
    return found


def _said(typed: Typed, changed: list[FollowUpKind]) -> str:
    try:
        return _told(_read(typed), changed)
    except WindowsNotInOrder as problem:
        return sentence(problem)


def _told(found: Windows, changed: list[FollowUpKind]) -> str:
    """Only what is changed is read before it is decided."""
    return "\n".join(f"{label(kind)}: {words.window(found[kind])}" for kind in changed)


def _decide(phone: Phone, kind: IncidentType, typed: Typed) -> None:
    board_settings.decide_windows(phone, kind, _read(typed))
