"""One colleague in the roster: name, number at work, training, languages."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import flet as ft

from fieldapp.actions import roster
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Role
from fieldapp.domain.roster import LANGUAGE_CHARACTERS, NAME_CHARACTERS, RosterForm, as_languages
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_made
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.staffing.first_phone import FirstPhone
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _

Answer = Callable[..., None]


@screen
def ColleaguePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    person = ft.use_route_params().get("person", "")
    form, set_form = use_made(partial(_as_listed, phone, person))
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()

    def answer(**answers: Any) -> None:
        set_missing("")
        set_form(replace(form or RosterForm(), **answers))

    async def save() -> None:
        if form is None or not form.name.strip():
            set_missing(_("Name: write the colleague's name"))
        elif await run("save", roster.save, phone, form, person):
            say(_("The roster is saved."))
            await go(addresses.ROSTER)

    here = addresses.colleague(person) if person else addresses.NEW_COLLEAGUE
    title = _("Colleague") if person else _("New colleague")
    page = partial(page_view, lock, phone, here, title, back=going(addresses.ROSTER))
    if form is None:
        return page(c.trouble(_("The colleague is not known here"), _("Go back and open it again.")))
    button = c.primary(_("Save"), save, ft.Icons.CHECK, busy=_("Saving…") if errand.going_on else "")
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *_questions(form, answer, missing),
        *([FirstPhone(person)] if person and phone.role is Role.SUPERVISOR else []),
        bottom=c.bottom_bar(button),
    )


def _as_listed(phone: Phone, person: str) -> RosterForm | None:
    if not person:
        return RosterForm()
    try:
        return roster.colleague(phone, person)
    except GoneMeanwhile:
        return None


def _questions(form: RosterForm, answer: Answer, missing: str) -> list[ft.Control]:
    name = c.TextAnswer(
        _("Name"), form.name, lambda words: answer(name=words), error=missing, max_length=NAME_CHARACTERS
    )
    number = c.TextAnswer(
        _("Telephone at work (optional)"),
        form.phone,
        lambda words: answer(phone=words),
        keyboard=ft.KeyboardType.PHONE,
    )
    languages = c.TextAnswer(
        _("Languages (optional)"),
        ", ".join(form.languages),
        lambda words: answer(languages=as_languages(words)),
        helper=_("With commas between them"),
        max_length=LANGUAGE_CHARACTERS,
    )
    return [
        c.question(
            "who", _("Who is it?"), name, number, helper=_("Never a personal identity number"), done=bool(form.name)
        ),
        c.question("languages", _("What languages does she speak?"), languages, done=bool(form.languages)),
        c.question(
            "ready",
            _("Ready to be called in?"),
            c.tick(_("Trained crisis supporter"), form.trained, lambda yes: answer(trained=yes)),
            c.tick(_("Reminded of secrecy"), form.secrecy_confirmed, lambda yes: answer(secrecy_confirmed=yes)),
            c.tick(_("Can be called in"), form.active, lambda yes: answer(active=yes)),
            done=True,
        ),
    ]
