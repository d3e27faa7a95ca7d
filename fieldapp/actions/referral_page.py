"""What screens see of a referral: a card before it is opened, a line on the person's page, and all of it, logged."""

from datetime import UTC, datetime

from fieldapp.actions.consenting import may_decide
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of
from fieldapp.actions.reads import log_read
from fieldapp.actions.referral_records import (
    consents_of,
    content_of,
    content_or_nothing,
    known_recipient,
    permit_of,
    referral_of,
    referrals_of,
)
from fieldapp.actions.referring import may_send
from fieldapp.actions.safety import states
from fieldapp.actions.views import ConsentWord, ReferralCard, ReferralRow, ReferralView, SafetyState, Told
from fieldapp.actions.visits import visits_of
from fieldapp.domain.consent import ConsentContent
from fieldapp.domain.contact import Contact
from fieldapp.domain.read_entry import ReadAction, check_reason
from fieldapp.domain.referral import MOVES, Referral, ReferralContent
from fieldapp.domain.referral_consent import Permit
from fieldapp.domain.visit_choices import FollowUpReason

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def card(phone: Phone, referral_id: str) -> ReferralCard:
    """What may be seen without opening anything. Raises GoneMeanwhile."""
    return _card(phone, referral_of(phone, referral_id))


def _card(phone: Phone, referral: Referral) -> ReferralCard:
    return ReferralCard(
        referral_id=referral.id,
        contact_id=referral.contact_id,
        code=referral.code,
        task=referral.task,
        priority=referral.priority,
        due_at=referral.due_at,
        unanswered=referral.is_unanswered(phone.now()),
        owner=phone.board_name,
        contact_person=phone.label_of(referral.contact_person),
        is_mine=referral.contact_person == phone.me.person.hex(),
        protected=referral.protected,
        safety=states(phone).get(referral.id, SafetyState.RECEIPTED),
    )


def rows(phone: Phone, contact: Contact) -> tuple[ReferralRow, ...]:
    """Of a person who is open: those still open first, each kind with the newest first."""
    safe = states(phone)
    found = [_row(phone, contact, one, safe) for one in referrals_of(phone, contact.id)]
    return tuple(sorted(found, key=lambda row: not row.is_open))


def _row(phone: Phone, contact: Contact, referral: Referral, safe: dict[str, SafetyState]) -> ReferralRow:
    content = content_or_nothing(phone, referral.id)
    recipient = known_recipient(phone, content.recipient)
    permit = permit_of(phone, contact, content)
    return ReferralRow(
        referral_id=referral.id,
        recipient=recipient.name if recipient else "",
        standing=referral.standing(phone.now(), is_covered=permit.is_covered, is_complete=recipient is not None),
        is_open=referral.is_open,
        due_at=referral.due_at,
        at=referral.proposed_at or _LONG_AGO,
        safety=safe.get(referral.id, SafetyState.RECEIPTED),
    )


def open_referral(phone: Phone, referral_id: str, reason: str = "") -> ReferralView:
    """Logs the read, durably, before anything is shown. Raises ReasonMissing, NotAssigned, GoneMeanwhile."""
    referral = referral_of(phone, referral_id)
    check_reason(reason, protected=referral.protected)
    content_of(phone, referral_id)
    log_read(phone, "referral", referral_id, ReadAction.READ, reason)
    return reread_referral(phone, referral_id)


def reread_referral(phone: Phone, referral_id: str) -> ReferralView:
    """The one that is already open, after something was written. Raises NotAssigned, GoneMeanwhile."""
    referral, content = referral_of(phone, referral_id), content_of(phone, referral_id)
    contact = contact_of(phone, referral.contact_id)
    permit, recipient = permit_of(phone, contact, content), known_recipient(phone, content.recipient)
    words = sorted(consents_of(phone, contact.id, content.recipient), key=lambda one: one.at or _LONG_AGO)
    return ReferralView(
        card=_card(phone, referral),
        opened_at=phone.now(),
        state=referral.state,
        standing=referral.standing(phone.now(), is_covered=permit.is_covered, is_complete=recipient is not None),
        recipient=recipient,
        told=_told(phone, contact, content, permit),
        asked_for=content.content,
        is_child=contact.is_child,
        guardians=permit.guardians,
        missing=permit.missing,
        without_consent=permit.without_consent,
        words=tuple(ConsentWord(one, phone.label_of(one.recorded_by)) for one in words),
        proposed_at=referral.proposed_at,
        sent_at=referral.sent_at,
        channels=content.channels,
        reminded_at=referral.reminded_at,
        received_at=referral.received_at,
        received_by=content.received_by,
        first_contact_at=referral.first_contact_at,
        recipient_told_at=referral.recipient_told_at,
        ending=content.ending,
        redirected_to=referral.redirected_to,
        redirected_from=referral.redirected_from,
        moves=MOVES[referral.state],
        may_send=may_send(phone),
        may_decide=may_decide(phone),
    )


def _told(phone: Phone, contact: Contact, content: ReferralContent, permit: Permit) -> Told:
    agreed = permit.content & frozenset(content.content)
    has_phone = ConsentContent.PHONE in agreed and contact.phone != ""
    speaks = ConsentContent.LANGUAGE in agreed
    return Told(
        content=agreed,
        code=contact.code,
        name=contact.name if ConsentContent.NAME in agreed else "",
        phone=contact.phone if has_phone else "",
        ok_leave_message=contact.ok_leave_message if has_phone else None,
        best_time=contact.best_time if has_phone else None,
        age_band=contact.age_band if ConsentContent.AGE in agreed else None,
        need=content.need if ConsentContent.NEEDS in agreed else None,
        reasons=_reasons(phone, contact.id) if ConsentContent.REASONS in agreed else (),
        language=contact.language if speaks else "",
        interpreter=contact.interpreter if speaks else False,
    )


def _reasons(phone: Phone, contact_id: str) -> tuple[FollowUpReason, ...]:
    found = (reason for visit in visits_of(phone, contact_id) for reason in visit.followup_reasons)
    return tuple(dict.fromkeys(found))
