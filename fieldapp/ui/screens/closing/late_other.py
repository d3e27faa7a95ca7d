"""What arrived late and is not taken in: handed on as a file, or disposed of, which needs a reason."""

import asyncio
from collections.abc import Callable

import flet as ft

from fieldapp.actions import late as actions
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.files import give
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.closing.late_item import about_late
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError

REASON_CHARACTERS = 200


@screen
def LateOther() -> ft.View:
    lock, phone = use_lock(), use_phone()
    place = ft.use_route_params()
    session, item_id = place.get("id", ""), place["item"]
    reason, write = ft.use_state("")
    missing, set_missing = ft.use_state("")
    trouble, hand_on = _use_hand_on(phone, item_id)
    errand, run = use_errand()
    back = addresses.late(session)
    item = next((one for one in actions.items(phone) if one.id == item_id), None)

    def typed(words: str) -> None:
        write(words)
        set_missing("")

    async def dispose() -> None:
        if not reason.strip():
            set_missing(_("Reason: write why it is not needed"))
        elif await run("dispose", actions.dispose, phone, [item_id], reason):
            say(_("It is disposed of."))
            await go(back)

    bar = c.app_bar(_("Do not take in"), lock=lock, back=going(back))
    if item is None:
        return _view(session, item_id, bar, _not_here())
    page = c.confirm_page(
        *_told(errand.problem or trouble),
        *about_late(item),
        c.secondary(_("Save as a file"), hand_on, ft.Icons.SAVE_ALT),
        c.hint(_("For the board it belongs to. Nobody else can read it.")),
        c.notice(c.Status(ft.Icons.DELETE_OUTLINE, _("What is disposed of is gone for good."), c.Tone.BRICK), _gone()),
        _reason(typed, missing),
        yes=_("Dispose of it"),
        do=dispose,
        leave=going(back),
        is_severe=True,
        busy=_("Disposing of it…") if errand.going_on else "",
    )
    return _view(session, item_id, bar, page)


def _use_hand_on(phone: Phone, item: str) -> tuple[str, Action]:
    """What went wrong with the last try, and saving it as a file. A hook."""
    trouble, set_trouble = ft.use_state("")

    async def hand_on() -> None:
        try:
            file = await asyncio.to_thread(actions.hand_on, phone, [item])
        except StodkedjanError as error:
            set_trouble(sentence(error))
            return
        set_trouble("")
        if await give(file.name, file.content):
            say(_("The file is saved. It stays here until it is disposed of."))

    return trouble, hand_on


def _reason(typed: Callable[[str], None], missing: str) -> ft.Control:
    return c.TextAnswer(
        _("Reason"),
        "",
        typed,
        helper=_("It stands in the board's log for good. Write no names."),
        error=missing,
        lines=2,
        max_length=REASON_CHARACTERS,
    )


def _not_here() -> ft.Control:
    gone = c.trouble(_("It is not here any more"), _("Go back and fetch the list again."))
    return c.frame(c.page_body(gone))


def _view(session: str, item: str, bar: ft.AppBar, body: ft.Control) -> ft.View:
    return ft.View(route=addresses.late_other(session, item), padding=0, spacing=0, appbar=bar, controls=[body])


def _told(problem: str) -> list[ft.Control]:
    return [c.trouble(_("It did not work"), problem)] if problem else []


def _gone() -> str:
    return _("The phone that sent it lets go of it too. Only that it came, and the reason, is kept.")
