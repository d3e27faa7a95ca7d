"""The person has called: a visit by telephone, and the name she may want to give now."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import flet as ft

from fieldapp.actions import one_person, returning
from fieldapp.actions.returning import Call
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.visit_choices import AcuteAction, Need, SupportGiven
from fieldapp.domain.visit_form import toggled
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import N_, _

LEVELS = (IdentityLevel.ANONYMOUS, IdentityLevel.FIRST_NAME, IdentityLevel.IDENTIFIED)
MISSING = {
    "name": N_("Write the name, or choose anonymous"),
    "needs": N_("Choose at least one need"),
    "support_given": N_("Choose at least one kind of support"),
    "acute_actions": N_("Choose whether there is acute danger"),
    "wants_contact": N_("Ask whether the person wants to be contacted"),
}
Change = Callable[[Call], None]


@screen
def Called() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    call, change = ft.use_state(Call())
    tried, set_tried = ft.use_state(False)
    errand, run = use_errand()
    person = one_person.person(phone, contact)
    back = going(places.person(contact))

    async def save() -> None:
        set_tried(True)
        if not call.missing and await run("save", returning.note_call, phone, contact, call):
            say(_("The call is saved."))
            wants = call.wants_contact is ConsentAnswer.YES
            await go(f"/agree/{contact}" if wants else places.person(contact))

    page = partial(page_view, lock, phone, places.call_from(contact), _("The person has got in touch"), back=back)
    if person is None:
        return page(c.empty(_("The person cannot be read here"), "", c.secondary(_("Back"), back)))
    missing = call.missing if tried else ()
    told = [c.error_row(_(MISSING[field])) for field in missing[:1]]
    button = c.primary(_("Save the call"), save, ft.Icons.CHECK, busy=_("Saving…") if errand.going_on else "")
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.code(person.code),
        *_questions(call, change, missing),
        bottom=c.bottom_bar(*told, button),
    )


def _questions(call: Call, change: Change, missing: tuple[str, ...]) -> list[ft.Control]:
    def error(field: str) -> str:
        return _(MISSING[field]) if field in missing else ""

    return [
        _who(call, change, error("name")),
        c.question("needs", _("Needs"), _needs(call, change), error=error("needs"), done=bool(call.needs)),
        c.question(
            "support_given",
            _("Support given"),
            _support(call, change),
            error=error("support_given"),
            done=bool(call.support_given),
        ),
        c.question(
            "acute_actions",
            _("Acute danger right now?"),
            _acute(call, change),
            error=error("acute_actions"),
            done=bool(call.acute_actions),
        ),
        c.question(
            "wants_contact",
            _("Does the person want us to be in touch?"),
            _wants(call, change),
            error=error("wants_contact"),
            done=call.wants_contact is not None,
        ),
    ]


def _who(call: Call, change: Change, error: str) -> ft.Control:
    name = c.TextAnswer(_("Name"), call.name, lambda words: change(replace(call, name=words)), error=error, key="name")
    number = c.TextAnswer(
        _("Phone number (optional)"),
        call.phone,
        lambda words: change(replace(call, phone=words)),
        keyboard=ft.KeyboardType.PHONE,
        autocorrect=False,
        key="number",
    )
    levels = c.choices(
        c.options(LEVELS), [call.identity_level], lambda level: change(replace(call, identity_level=level)), columns=1
    )
    given = [name] if call.identity_level.has_name else []
    helper = _("Write a name only if the person gives it now and agrees to it.")
    return c.question("name", _("Who is it?"), levels, *given, number, helper=helper, done=not error)


def _needs(call: Call, change: Change) -> ft.Control:
    return c.choices(
        c.options(Need), call.needs, lambda need: change(replace(call, needs=toggled(call.needs, need))), several=True
    )


def _support(call: Call, change: Change) -> ft.Control:
    def choose(given: SupportGiven) -> None:
        chosen = toggled(call.support_given, given, SupportGiven.NOTHING_DECLINED)
        change(replace(call, support_given=chosen))

    return c.choices(c.options(SupportGiven), call.support_given, choose, several=True)


def _acute(call: Call, change: Change) -> ft.Control:
    def choose(action: AcuteAction) -> None:
        change(replace(call, acute_actions=toggled(call.acute_actions, action, AcuteAction.NO_DANGER)))

    return c.choices(c.options(AcuteAction), call.acute_actions, choose, several=True, columns=1)


def _wants(call: Call, change: Change) -> ft.Control:
    offered = c.options((ConsentAnswer.YES, ConsentAnswer.NO, ConsentAnswer.NOT_ASKED))
    chosen = one(call.wants_contact)
    return c.choices(offered, chosen, lambda said: change(replace(call, wants_contact=said)), columns=1)
