"""What a phone said when it destroyed itself, in its own signed receipt."""

import flet as ft

from fieldapp.actions.views import DeviceRow, Wiped, WipeReason
from fieldapp.ui import components as c
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


def wiped_notice(device: DeviceRow) -> list[ft.Control]:
    if device.wiped is None:
        return []
    words = _("The phone emptied itself {time}").format(time=moment(device.wiped.at))
    status = c.Status(I.PHONELINK_ERASE, f"{words}. {_handed_over(device.wiped)}", _tone(device.wiped))
    return [c.notice(status, _why(device.wiped.reason))]


def _tone(wiped: Wiped) -> c.Tone:
    return c.Tone.BRICK if wiped.left else c.Tone.QUIET


def _handed_over(wiped: Wiped) -> str:
    if not wiped.left:
        return _("Everything was delivered.")
    words = ngettext("{n} record may be missing.", "{n} records may be missing.", wiped.left).format(n=wiped.left)
    return f"{words} {_('It was saved as a file.')}" if wiped.in_file else words


def _why(reason: WipeReason) -> str:
    if reason is WipeReason.REVOKED:
        return _("It was revoked.")
    if reason is WipeReason.CHECKED_OUT:
        return _("The loan is over: the phone has been emptied")
    if reason is WipeReason.EXERCISE_ENDED:
        return _("The exercise is over: the phone has been emptied")
    if reason is WipeReason.FORGOTTEN:
        return _("The passphrase was forgotten, and somebody started over on it.")
    return _("Ten wrong passphrases were tried.")
