"""The person finds an entry wrong, or it has to be put right: words are added, nothing that stands there is changed."""

from functools import partial

import flet as ft

from fieldapp.actions import corrections, persons
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import VisitEntry
from fieldapp.domain.correction import CorrectionKind
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one, use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import N_, _, label, moment

KINDS = {
    CorrectionKind.DISPUTED: N_("Write it in the person's own words"),
    CorrectionKind.CORRECTION: N_("Write what is right instead"),
}


@screen
def Correct() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    visit, set_visit = ft.use_state("")
    kind, set_kind = use_optional(CorrectionKind)
    words, write = ft.use_state("")
    problem, set_problem = ft.use_state("")
    errand, run = use_errand()
    found = _visits(phone, contact)
    chosen = visit or (found[-1].visit_id if len(found) == 1 else "")

    async def save() -> None:
        if not (chosen and kind and words.strip()):
            set_problem(_("Choose the visit, choose which it is, and write"))
        elif await run("save", corrections.add_correction, phone, chosen, kind, words):
            say(_("Added. What stood there before is unchanged."))
            await go(places.person(contact))

    back = going(places.person(contact))
    page = partial(page_view, lock, phone, places.correct(contact), _("Something is wrong"), back=back)
    if not found:
        return page(c.empty(_("No visit is written down here."), _("There is nothing to add to.")))
    visits = [c.Option(entry.visit_id, moment(entry.started_at), label(entry.mode)) for entry in found]
    kinds = [c.Option(which, label(which), _(hint)) for which, hint in KINDS.items()]
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *([c.error_row(problem)] if problem and not errand.problem else []),
        c.text(_("What is written is never changed. This is added beside it and is read with it.")),
        c.question("visit", _("Which visit?"), c.long_choices(visits, [chosen], set_visit), done=bool(chosen)),
        c.question("kind", _("What is it?"), c.long_choices(kinds, one(kind), set_kind), done=kind is not None),
        c.TextAnswer(_("Words"), "", write, lines=3, max_length=corrections.WORDS_CHARACTERS),
        bottom=c.bottom_bar(c.primary(_("Add"), save, ft.Icons.CHECK, busy=_("Saving…") if errand.going_on else "")),
    )


def _visits(phone: Phone, contact: str) -> tuple[VisitEntry, ...]:
    try:
        return persons.reread_person(phone, contact).visits
    except GoneMeanwhile:
        return ()
