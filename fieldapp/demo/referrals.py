"""The directory of the demo, and the referrals of a month: one nobody has answered, one that waits for a yes."""

from dataclasses import replace
from typing import Final

from fieldapp.actions import recipients, referral_steps, referring
from fieldapp.actions.phone import Phone
from fieldapp.demo.people import Visitor
from fieldapp.domain.consent import ConsentAnswer, ConsentContent, GivenBy
from fieldapp.domain.contact_choices import is_child
from fieldapp.domain.recipient import RecipientForm, RecipientType
from fieldapp.domain.referral_choices import ReferralChannel
from fieldapp.domain.referral_form import ReferralForm
from fieldapp.domain.visit_choices import Need

DIRECTORY: Final = (
    RecipientForm(
        name="BUP Vällingby",
        type=RecipientType.CHILD_PSYCHIATRY,
        phone="08-174 06 20",
        opening_hours="Vardagar 8–16",
        bound_by_secrecy=True,
    ),
    RecipientForm(
        name="Hässelby vårdcentral", type=RecipientType.HEALTH_CENTRE, phone="08-174 06 21", bound_by_secrecy=True
    ),
    RecipientForm(
        name="Hässelby församling",
        type=RecipientType.FAITH_COMMUNITY,
        phone="08-174 06 22",
        bound_by_secrecy=False,
        offer="Samtal varje kväll den här veckan",
    ),
)
FORM: Final = ReferralForm(
    need=Need.TALK,
    content=(ConsentContent.NAME, ConsentContent.AGE, ConsentContent.NEEDS),
    answer=ConsentAnswer.YES,
)


def fill_directory(coordinator: Phone) -> dict[RecipientType, str]:
    """The ids by type."""
    return {form.type: recipients.save_recipient(coordinator, form) for form in DIRECTORY if form.type}


def refer(coordinator: Phone, directory: dict[RecipientType, str], visitor: Visitor, contact_id: str) -> None:
    """Sent when everybody has agreed."""
    child = is_child(visitor.age)
    to = RecipientType.CHILD_PSYCHIATRY if child else RecipientType.FAITH_COMMUNITY
    given_by = GivenBy.BOTH_GUARDIANS if child else GivenBy.PERSON
    form = replace(FORM, recipient=directory[to], given_by=given_by)
    if not visitor.agrees:
        form = replace(form, answer=ConsentAnswer.NOT_ASKED, given_by=None)
    referral_id = referring.refer(coordinator, contact_id, form)
    if visitor.agrees:
        referral_steps.send(coordinator, referral_id, (ReferralChannel.PHONE, ReferralChannel.LETTER))
