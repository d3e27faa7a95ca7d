"""Reading one person's referrals, to whom they go and what was said about that."""

from fieldapp.actions import one_person
from fieldapp.actions.errors import GoneMeanwhile, NotAssigned
from fieldapp.actions.phone import Phone
from fieldapp.actions.recipients import recipient_of
from fieldapp.domain import referral_consent
from fieldapp.domain.consent import Consent, ConsentPurpose
from fieldapp.domain.contact import Contact
from fieldapp.domain.merge import shown
from fieldapp.domain.recipient import Recipient
from fieldapp.domain.referral import Referral, ReferralContent
from fieldapp.domain.referral_consent import Permit
from fieldapp.store import records


def referral_of(phone: Phone, referral_id: str) -> Referral:
    """Raises GoneMeanwhile."""
    record = records.record(phone.store, "referral", referral_id)
    if record is None:
        raise GoneMeanwhile
    return Referral.from_record(record)


def referrals_of(phone: Phone, contact_id: str) -> list[Referral]:
    """The person's, whichever of her contacts they are about; the newest first."""
    hers = one_person.together(phone, contact_id)
    found = records.each(phone.store, "referral", Referral.from_record)
    mine = [referral for referral in found if referral.contact_id in hers]
    return sorted(mine, key=lambda one: (one.proposed_at.isoformat() if one.proposed_at else "", one.id), reverse=True)


def content_of(phone: Phone, referral_id: str) -> ReferralContent:
    """Raises NotAssigned where only those who look after the person may know."""
    for record in records.records(phone.store, "referral_content"):
        if shown(record, "referral_id") == referral_id:
            return ReferralContent.from_record(record)
    raise NotAssigned


def content_or_nothing(phone: Phone, referral_id: str) -> ReferralContent:
    try:
        return content_of(phone, referral_id)
    except NotAssigned:
        return ReferralContent(id="", referral_id=referral_id)


def consents_of(phone: Phone, contact_id: str, recipient: str) -> list[Consent]:
    """What was said about passing something on to this recipient."""
    hers = one_person.together(phone, contact_id)
    found = records.records(phone.store, "consent")
    mine = (Consent.from_record(record) for record in found if shown(record, "contact_id") in hers)
    return [one for one in mine if (one.purpose, one.recipient) == (ConsentPurpose.REFERRAL, recipient)]


def known_recipient(phone: Phone, recipient_id: str) -> Recipient | None:
    try:
        return recipient_of(phone, recipient_id)
    except GoneMeanwhile:
        return None


def permit_of(phone: Phone, contact: Contact, content: ReferralContent) -> Permit:
    recipient = known_recipient(phone, content.recipient)
    return referral_consent.permit(
        consents_of(phone, contact.id, content.recipient),
        content.recipient,
        is_child=contact.is_child,
        keeps_secrets=recipient is not None and recipient.bound_by_secrecy,
        moment=phone.now(),
    )
