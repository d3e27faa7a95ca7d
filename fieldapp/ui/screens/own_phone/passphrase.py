"""A new passphrase for an open phone."""

import asyncio

import flet as ft

from fieldapp.actions import passphrase
from fieldapp.actions.door import PhoneWiped, WaitBeforeNextTry
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.entry.countdown import waiting_words
from fieldapp.ui.screens.entry.new_passphrase import passphrase_rules
from fieldapp.ui.screens.entry.steps import problem
from fieldapp.ui.screens.entry.strength_hint import strength_hint
from fieldapp.ui.screens.own_phone import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@screen
def PassphrasePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    old, set_old = ft.use_state("")
    new, set_new = ft.use_state("")
    again, set_again = ft.use_state("")
    trouble, set_trouble = ft.use_state("")
    differs, set_differs = ft.use_state(False)
    busy, set_busy = ft.use_state(False)

    async def change() -> None:
        set_trouble("")
        set_differs(new != again)
        if new == again and not busy:
            await do_change()

    async def do_change() -> None:
        set_busy(True)
        try:
            await asyncio.to_thread(passphrase.change, phone, old, new)
        except PhoneWiped:
            # Every page of this program is locked by now, and the lock screen says why.
            return
        except WaitBeforeNextTry as later:
            set_trouble(waiting_words(later.seconds))
            set_busy(False)
            return
        except StodkedjanError as error:
            set_trouble(sentence(error))
            set_busy(False)
            return
        say(_("The passphrase is changed. Use the new one from now on."))
        await go(addresses.LOCK)

    unlike = _("The two are not the same. Write the same passphrase in both fields.") if differs else ""
    body = c.page_body(
        *problem(trouble),
        c.PassphraseField(_("The passphrase you have now"), old, set_old),
        passphrase_rules(),
        c.PassphraseField(_("New passphrase"), new, set_new),
        strength_hint(new),
        c.PassphraseField(_("The new passphrase again"), again, set_again, error=unlike, submitted=change),
        c.hint(_("A wrong passphrase counts as a try at the lock: after ten the phone is emptied.")),
    )
    button = c.primary(_("Change the passphrase"), change, ft.Icons.CHECK, busy=_("Changing…") if busy else "")
    bar = c.app_bar(_("Change the passphrase"), lock=lock, back=going(addresses.LOCK))
    page = c.frame(body, c.bottom_bar(button))
    return ft.View(route=addresses.CHANGE, padding=0, spacing=0, appbar=bar, controls=[page])
