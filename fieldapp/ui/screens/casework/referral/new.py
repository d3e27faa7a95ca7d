"""A new referral, prepared together with the person: to whom, about what, how soon, and with whose yes."""

import asyncio
from dataclasses import replace
from functools import partial

import flet as ft

from fieldapp.actions import drafts, referring
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of
from fieldapp.actions.recipients import recipients
from fieldapp.actions.referral_records import content_or_nothing, referral_of
from fieldapp.actions.views import SafetyState
from fieldapp.domain import referral_form
from fieldapp.domain.consent import GivenBy
from fieldapp.domain.contact import Contact
from fieldapp.domain.referral_form import ReferralForm, ReferralQuestion
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.filling import Filling, use_filling
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import memo
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import big
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.referral import questions
from fieldapp.ui.screens.supporter.agree.saved_line import saved_line, state_of_visit
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.screens.supporter.visit.around import trouble
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, ngettext


@screen
def NewReferral() -> ft.View:
    phone, lock = use_phone(), use_lock()
    params = ft.use_route_params()
    contact, before, after = (params.get(name, "") for name in ("contact", "before", "follow_up"))
    body = Referring(phone, contact, before, after, state_of_visit(phone, contact))
    here = places.refer(contact, instead_of=before, after=after)
    back = places.person(contact) if referring.may_send(phone) else start_of(phone)
    title = _("Another recipient") if before else _("New referral")
    return task_view(here, title, body, lock=lock, close=going(back), close_words=_("Close, the draft is kept"))


@component
def _Referring(phone: Phone, contact_id: str, before: str, after: str, saved: SafetyState | None) -> ft.Control:
    filling = use_filling(partial(_started, phone, contact_id, before))
    form, contact, offered = filling.form, contact_of(phone, contact_id), recipients(phone)
    left = form.missing
    shown_left = left if filling.tried else ()
    if not offered:
        return c.frame(c.page_body(_nobody_to_refer_to(phone)), _add_bar(phone))
    page = c.page_body(
        *_summary(shown_left, filling),
        *trouble(filling.problem),
        c.code(contact.code, "usual" if big() else "large"),
        *saved_line(phone, contact_id, saved),
        questions.to_whom(form, offered, shown_left, filling.answer),
        questions.about(form, shown_left, filling.answer),
        questions.how_soon(form, filling.answer),
        questions.what_is_told(form, contact, shown_left, filling.answer),
        questions.consent(form, contact, shown_left, filling.answer),
        ref=filling.body,
    )
    act = partial(_save, phone, contact_id, before, after, filling)
    save = partial(filling.save, is_complete=not left, act=act)
    words = _("Save the referral") if referring.may_send(phone) else _("Propose the referral")
    button = c.primary(words, save, ft.Icons.CHECK, busy=_("Saving…") if filling.busy else "")
    return c.frame(page, c.bottom_bar(c.hint(_("Nothing is sent by saving.")), button))


Referring = memo(_Referring)


def _started(phone: Phone, contact_id: str, before: str) -> Filling[ReferralForm]:
    name = referring.draft_name(contact_id)
    kept = drafts.load(phone, name)
    start = referral_form.from_json(kept) if kept else _first(phone, contact_of(phone, contact_id), before)
    return Filling(phone, name, start, apply=replace, to_json=referral_form.to_json)


def _first(phone: Phone, contact: Contact, before: str) -> ReferralForm:
    """What the referral before it asked is asked again; the yes is not: it was to another recipient."""
    given_by = None if contact.is_child else GivenBy.PERSON
    if not before:
        return ReferralForm(given_by=given_by)
    content = content_or_nothing(phone, before)
    priority = referral_of(phone, before).priority
    return ReferralForm(need=content.need, content=content.content, priority=priority, given_by=given_by)


async def _save(phone: Phone, contact_id: str, before: str, after: str, filling: Filling[ReferralForm]) -> None:
    family = _("Tell the family which recipient has been asked instead") if before else ""
    refer = partial(referring.refer, instead_of=before, ends=after, tell_family=family)
    referral_id = await asyncio.to_thread(refer, phone, contact_id, filling.form)
    if referring.may_send(phone):
        await go(places.referral(referral_id))
    else:
        await go(start_of(phone))
        say(_("The referral is proposed. A coordinator sends it."))


def _nobody_to_refer_to(phone: Phone) -> ft.Control:
    if referring.may_send(phone):
        return c.empty(_("No recipients yet"), _("Add the recipient first. It can then be chosen here."))
    return c.empty(_("No recipients yet"), _("Ask a coordinator to add the recipient. Agree a follow-up meanwhile."))


def _add_bar(phone: Phone) -> ft.Control | None:
    if not referring.may_send(phone):
        return None
    return c.bottom_bar(c.primary(_("Add a recipient"), going(places.NEW_RECIPIENT), ft.Icons.ADD))


def _summary(left: tuple[ReferralQuestion, ...], filling: Filling[ReferralForm]) -> list[ft.Control]:
    if not left:
        return []
    title = ngettext(
        "{n} question left before it can be saved", "{n} questions left before it can be saved", len(left)
    ).format(n=len(left))
    return [c.error_summary(title, [(one.value, label(one)) for one in left], filling.go_to)]
