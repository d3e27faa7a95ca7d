"""Writing what a board adds to one routine card."""

from functools import partial

import flet as ft

from fieldapp.actions import local_routines
from fieldapp.domain.local_routine import WORDS_CHARACTERS, RoutineCard
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_first
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.supporter.routine_texts import routine_of
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _


@screen
def LocalWordsPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    card = RoutineCard(ft.use_route_params()["card"])
    before = use_first(lambda: local_routines.words_of(phone, card))
    typed, write = ft.use_state(before)
    errand, run = use_errand()

    async def save() -> None:
        if await run("save", local_routines.write, phone, card, typed):
            say(_("It stands on the card of every phone of the board.") if typed.strip() else _("Taken away."))
            await go(places.ROUTINES)

    back = going(places.ROUTINES)
    page = partial(page_view, lock, phone, places.routine(card), _("The board's own words"), back=back)
    if not local_routines.may_write(phone):
        return page(c.empty(_("A supervisor writes the board's own words"), _("Go back to read the card.")))
    empty = c.quiet(_("Empty the field"), partial(write, ""), ft.Icons.BACKSPACE_OUTLINED)
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.header(_(routine_of(card).title), "title_large"),
        c.text(
            _("Whom to call here, where the keys are, which way in: what holds for this board alone."), "body_medium"
        ),
        c.field(
            _("The board's own words"),
            typed,
            write,
            max_length=WORDS_CHARACTERS,
            lines=5,
            helper=_("Write no names of visitors. Everybody with a phone of the board reads this, also offline."),
        ),
        *([ft.Row([empty], wrap=True)] if typed else []),
        c.hint(_("An empty field takes the words away. The app's own text always stays.")),
        bottom=c.bottom_bar(c.primary(_("Save"), save, ft.Icons.CHECK, busy=_("Saving…") if errand.going_on else "")),
    )
