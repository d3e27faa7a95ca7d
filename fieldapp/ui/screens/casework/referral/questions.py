"""The questions of a new referral, a card each."""

from collections.abc import Callable, Sequence
from typing import Final

import flet as ft

from fieldapp.domain.consent import ConsentAnswer, ConsentContent, ConsentHow
from fieldapp.domain.contact import Contact
from fieldapp.domain.recipient import Recipient
from fieldapp.domain.referral_choices import ReferralPriority
from fieldapp.domain.referral_form import ReferralForm, ReferralQuestion, may_speak
from fieldapp.domain.visit_choices import Need
from fieldapp.domain.visit_form import toggled
from fieldapp.ui import components as c
from fieldapp.ui.hooks import one
from fieldapp.ui.words import N_, _, label

Answer = Callable[..., None]
Missing = Sequence[ReferralQuestion]
Q = ReferralQuestion

NEEDS: Final = (
    Need.TALK,
    Need.CHILD_AND_PARENT_SUPPORT,
    Need.HEALTH_CARE,
    Need.VICTIM_SUPPORT,
    Need.SAFETY,
    Need.HOUSING,
    Need.MONEY,
    Need.FUNERAL_OR_RITUAL,
    Need.CONTACT_WITH_SCHOOL,
    Need.CONTACT_WITH_EMPLOYER,
    Need.OTHER,
)
HOW_SOON: Final = {
    ReferralPriority.ACUTE: N_("An answer within 24 hours"),
    ReferralPriority.URGENT: N_("An answer within 72 hours"),
    ReferralPriority.NORMAL: N_("An answer within 14 days"),
}


def to_whom(form: ReferralForm, offered: Sequence[Recipient], missing: Missing, answer: Answer) -> ft.Control:
    options = [c.Option(one.id, one.name, _about(one)) for one in offered]
    tiles = c.long_choices(options, [form.recipient], lambda chosen: answer(recipient=chosen))
    error = _("Choose a recipient") if Q.RECIPIENT in missing else ""
    return c.question(Q.RECIPIENT.value, _("To whom?"), tiles, done=bool(form.recipient), error=error)


def _about(one: Recipient) -> str:
    bound = _("Bound by secrecy") if one.bound_by_secrecy else _("Not bound by secrecy")
    return " · ".join(filter(None, (label(one.type), bound, one.offer)))


def about(form: ReferralForm, missing: Missing, answer: Answer) -> ft.Control:
    tiles = c.choices(c.options(NEEDS), one(form.need), lambda chosen: answer(need=chosen))
    error = _("Choose what the person needs help with") if Q.NEED in missing else ""
    title = _("What does the person need help with?")
    return c.question(Q.NEED.value, title, tiles, done=form.need is not None, error=error)


def how_soon(form: ReferralForm, answer: Answer) -> ft.Control:
    options = [c.Option(priority, label(priority), _(words)) for priority, words in HOW_SOON.items()]
    tiles = c.long_choices(options, [form.priority], lambda chosen: answer(priority=chosen))
    return c.question(Q.PRIORITY.value, _("How soon?"), tiles, done=True)


def what_is_told(form: ReferralForm, contact: Contact, missing: Missing, answer: Answer) -> ft.Control:
    hidden = (ConsentContent.NAME, ConsentContent.PHONE) if contact.is_protected else ()
    options = c.options(one for one in ConsentContent if one not in hidden)
    tiles = c.choices(options, form.content, lambda chosen: answer(content=toggled(form.content, chosen)), several=True)
    error = _("Choose what may be told") if Q.CONTENT in missing else ""
    helper = _("Only what is chosen here is told. As little as the recipient needs.")
    return c.question(
        Q.CONTENT.value, _("What may be told?"), tiles, helper=helper, done=bool(form.content), error=error
    )


def consent(form: ReferralForm, contact: Contact, missing: Missing, answer: Answer) -> ft.Control:
    error = _("Choose who has answered and what the answer is") if Q.CONSENT in missing else ""
    words = c.choices(
        c.options(ConsentAnswer), one(form.answer), lambda said: answer(answer=said), columns=1, name=_("Answer")
    )
    helper = _("Under 18 both guardians have to agree. One can answer now and the other later.")
    return c.question(
        Q.CONSENT.value,
        _("Does the person agree to it?"),
        words,
        *(who_and_how(form, contact, answer) if form.answer in (ConsentAnswer.YES, ConsentAnswer.NO) else []),
        helper=helper if contact.is_child else "",
        done=Q.CONSENT not in form.missing,
        error=error,
    )


def who_and_how(form: ReferralForm, contact: Contact, answer: Answer) -> list[ft.Control]:
    who = may_speak(is_child=contact.is_child)
    givers = c.choices(
        c.options(who), one(form.given_by), lambda giver: answer(given_by=giver), columns=1, name=_("Who has answered?")
    )
    ways = c.choices(c.options(ConsentHow), [form.how], lambda way: answer(how=way), name=_("How?"))
    return [c.header(_("Who has answered?"), "title_small"), givers, c.header(_("How?"), "title_small"), ways]
