"""One recipient: what is known of it, looked up and kept right by coordinators."""

from dataclasses import replace
from functools import partial
from typing import Any

import flet as ft

from fieldapp.actions import recipients as actions
from fieldapp.actions.phone import Phone
from fieldapp.domain.recipient import Recipient, RecipientForm, RecipientQuestion, RecipientType
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one, use_made
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.casework.referral.recipients import checked
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons
NAME_CHARACTERS, WORDS_CHARACTERS = 80, 200


@screen
def RecipientPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    recipient_id = ft.use_route_params().get("recipient", "")
    known = next((found for found in actions.recipients(phone, all_of_them=True) if found.id == recipient_id), None)
    form, set_form = use_made(lambda: RecipientForm.of(known) if known else RecipientForm())
    tried, set_tried = ft.use_state(False)
    errand, run = use_errand()
    missing = form.missing if tried else ()

    def answer(**changes: Any) -> None:
        kind: RecipientType | None = changes.get("type")
        if kind and form.bound_by_secrecy is None:
            changes["bound_by_secrecy"] = kind.usually_bound
        set_form(replace(form, **changes))

    async def save() -> None:
        set_tried(True)
        if not form.missing and await run("save", actions.save_recipient, phone, form, known.id if known else ""):
            say(_("The recipient is saved."))
            await go(places.RECIPIENTS)

    async def verify() -> None:
        if known and await run("verify", actions.verify, phone, known.id):
            say(_("Noted that the details are right today."))

    title = _("Recipient") if known else _("New recipient")
    here = places.recipient(recipient_id) if known else places.NEW_RECIPIENT
    button = c.primary(_("Save"), save, I.CHECK, busy=_("Saving…") if errand.going_on == "save" else "")
    may = actions.may_keep(phone)
    return page_view(
        lock,
        phone,
        here,
        title,
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *([_verified(known, phone, verify)] if known and may else []),
        *_questions(form, missing, answer, is_known=known is not None),
        back=going(places.RECIPIENTS),
        bottom=c.bottom_bar(button) if may else None,
    )


def _verified(known: Recipient, phone: Phone, verify: Any) -> ft.Control:
    button = c.quiet(_("The details are right today"), verify, I.FACT_CHECK_OUTLINED)
    return c.card(c.status_line(checked(known, phone.today())), ft.Row([button], wrap=True))


def _questions(
    form: RecipientForm, missing: tuple[RecipientQuestion, ...], answer: Any, *, is_known: bool
) -> list[ft.Control]:
    unnamed = _("Name: write what the recipient is called") if RecipientQuestion.NAME in missing else ""
    untyped = _("Choose what kind of recipient it is") if RecipientQuestion.TYPE in missing else ""
    unsaid = _("Choose whether it is bound by secrecy") if RecipientQuestion.SECRECY in missing else ""
    bound = [
        c.Option(True, _("Yes, by law"), _("Public authorities, health care and schools")),
        c.Option(False, _("No"), _("Civil society: only what the person has agreed to is told")),
    ]
    return [
        c.TextAnswer(_("Name"), form.name, lambda words: answer(name=words), error=unnamed, max_length=NAME_CHARACTERS),
        c.question(
            "type",
            _("What kind?"),
            c.choices(c.options(RecipientType), one(form.type), lambda kind: answer(type=kind)),
            done=form.type is not None,
            error=untyped,
        ),
        c.question(
            "secrecy",
            _("Bound by secrecy?"),
            c.long_choices(bound, one(form.bound_by_secrecy), lambda said: answer(bound_by_secrecy=said)),
            done=form.bound_by_secrecy is not None,
            error=unsaid,
        ),
        *_details(form, answer),
        *([_in_use(form, answer)] if is_known else []),
    ]


def _details(form: RecipientForm, answer: Any) -> list[ft.Control]:
    fields = (
        ("phone", _("Public telephone number"), form.phone, ft.KeyboardType.PHONE),
        ("opening_hours", _("Opening hours (optional)"), form.opening_hours, ft.KeyboardType.TEXT),
        ("target_group", _("For whom (optional)"), form.target_group, ft.KeyboardType.TEXT),
        ("languages", _("Languages (optional)"), form.languages, ft.KeyboardType.TEXT),
        ("secure_channel", _("Secure way to write (optional)"), form.secure_channel, ft.KeyboardType.TEXT),
        ("offer", _("What they have offered now (optional)"), form.offer, ft.KeyboardType.TEXT),
    )
    return [
        c.TextAnswer(
            title, value, partial(_set, answer, name), keyboard=keyboard, max_length=WORDS_CHARACTERS, key=name
        )
        for name, title, value, keyboard in fields
    ]


def _set(answer: Any, name: str, words: str) -> None:
    answer(**{name: words})


def _in_use(form: RecipientForm, answer: Any) -> ft.Control:
    return c.tick(_("Can be chosen for new referrals"), form.in_use, lambda now: answer(in_use=now))
