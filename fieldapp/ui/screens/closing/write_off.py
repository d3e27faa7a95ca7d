"""Writing a phone off: a page of its own, because what the phone holds may be lost."""

import flet as ft

from fieldapp.actions import closing
from fieldapp.actions.views import SessionDevice
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.closing.phones import last_heard
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, ngettext

REASON_CHARACTERS = 200


@screen
def WriteOff() -> ft.View:
    lock, phone = use_lock(), use_phone()
    place = ft.use_route_params()
    session, device_id = place["id"], place["device"]
    reason, write = ft.use_state("")
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()
    back = addresses.session(session)
    device = next((one for one in closing.gate(phone, session).devices if one.device == device_id), None)

    def typed(words: str) -> None:
        write(words)
        set_missing("")

    async def write_off() -> None:
        if not reason.strip():
            set_missing(_("Reason: write why the phone will not deliver what it holds"))
        elif device and await run("write_off", closing.write_off, phone, session, device_id, reason):
            say(_("{label} is written off.").format(label=device.label))
            await go(back)

    bar = c.app_bar(_("Write the phone off"), lock=lock, back=going(back))
    if device is None:
        gone = c.trouble(_("The phone is not in this session"), _("Go back and open it again."))
        return _view(session, device_id, bar, c.frame(c.page_body(gone)))
    field = c.TextAnswer(
        _("Reason"),
        "",
        typed,
        helper=_("It is kept with the session. Write no names."),
        error=missing,
        lines=2,
        max_length=REASON_CHARACTERS,
    )
    page = c.confirm_page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.header(device.label, "title_large"),
        c.notice(c.Status(ft.Icons.REPORT_OUTLINED, loss(device), c.Tone.BRICK), _later(device)),
        c.text(last_heard(device), "body_medium"),
        field,
        yes=_("Write off {label}").format(label=device.label),
        do=write_off,
        leave=going(back),
        is_severe=True,
        busy=_("Writing off…") if errand.going_on else "",
    )
    return _view(session, device_id, bar, page)


def _view(session: str, device: str, bar: ft.AppBar, body: ft.Control) -> ft.View:
    return ft.View(route=addresses.write_off(session, device), padding=0, spacing=0, appbar=bar, controls=[body])


def loss(device: SessionDevice) -> str:
    missing = device.count.missing
    if not missing:
        return _("What is left on the phone may be lost.")
    return ngettext("At least {n} record may be lost.", "At least {n} records may be lost.", missing).format(n=missing)


def _later(device: SessionDevice) -> str:
    return ngettext(
        "If it comes later, it ends up in Arrived late.",
        "If they come later, they end up in Arrived late.",
        device.count.missing or 1,
    )
