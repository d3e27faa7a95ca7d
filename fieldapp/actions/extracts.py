"""The extract that a person asks for: her own record, whole, and nobody else's."""

from datetime import UTC, datetime

from fieldapp.actions import one_person
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.corrections import corrections_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, follow_ups_of
from fieldapp.actions.queue import attempts_of
from fieldapp.actions.reads import log_read
from fieldapp.actions.referral_records import content_or_nothing, known_recipient, referrals_of
from fieldapp.actions.views import Extract, ExtractedConsent, ExtractedFollowUp, ExtractedReferral
from fieldapp.actions.visits import visits_of
from fieldapp.domain.attempt import Attempt
from fieldapp.domain.consent import Consent
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.merge import shown
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction, check_reason
from fieldapp.domain.referral import Referral
from fieldapp.store import records

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def extract(phone: Phone, contact_id: str, reason: str) -> Extract:
    """Logged with its reason, durably, before it is handed out. Raises NotAllowed, ReasonMissing, GoneMeanwhile."""
    check_allowed(phone, Deed.EXTRACT_PERSON)
    contact = contact_of(phone, contact_id)
    check_reason(reason, protected=contact.is_protected, action=ReadAction.EXPORT)
    log_read(phone, "contact", contact_id, ReadAction.EXPORT, reason)
    # Also what was registered twice and joined.
    ids, visits = one_person.together(phone, contact_id), visits_of(phone, contact_id)
    return Extract(
        contact=contact,
        made_at=phone.now(),
        made_by=phone.device_label,
        board_name=phone.board_name,
        visits=tuple(sorted(visits, key=lambda visit: visit.started_at or _LONG_AGO)),
        corrections=tuple(row for one in ids for row in corrections_of(phone, one)),
        follow_ups=tuple(_follow_up(phone, found) for found in follow_ups_of(phone, contact_id)),
        consents=tuple(found for one in ids for found in _consents(phone, one)),
        referrals=tuple(_referral(phone, found) for found in referrals_of(phone, contact_id)),
    )


def may_extract(phone: Phone) -> bool:
    return allowed(phone, Deed.EXTRACT_PERSON)


def _follow_up(phone: Phone, follow_up: FollowUp) -> ExtractedFollowUp:
    tries = reversed(attempts_of(phone, follow_up.id))
    return ExtractedFollowUp(follow_up, tuple(map(Attempt.from_record, tries)))


def _consents(phone: Phone, contact_id: str) -> list[ExtractedConsent]:
    found = records.records(phone.store, "consent")
    mine = [Consent.from_record(record) for record in found if shown(record, "contact_id") == contact_id]
    in_order = sorted(mine, key=lambda one: one.at or _LONG_AGO)
    return [ExtractedConsent(one, _name(phone, one.recipient)) for one in in_order]


def _referral(phone: Phone, referral: Referral) -> ExtractedReferral:
    content = content_or_nothing(phone, referral.id)
    return ExtractedReferral(referral, content, _name(phone, content.recipient))


def _name(phone: Phone, recipient_id: str) -> str:
    recipient = known_recipient(phone, recipient_id)
    return recipient.name if recipient else ""
