"""What may be answered about a referral, and how it may stand."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from fieldapp.domain.priority import Priority


class ReferralPriority(StrEnum):
    """IASC's three (inter-agency referral form, 2017): a day, three days, two weeks."""

    ACUTE = "acute"
    URGENT = "urgent"
    NORMAL = "normal"

    @property
    def answer_time(self) -> timedelta:
        return _ANSWER_TIMES[self]

    @property
    def in_list(self) -> Priority:
        return Priority.NORMAL if self is ReferralPriority.NORMAL else Priority.HIGH


_ANSWER_TIMES: Final = {
    ReferralPriority.ACUTE: timedelta(hours=24),
    ReferralPriority.URGENT: timedelta(hours=72),
    ReferralPriority.NORMAL: timedelta(days=14),
}


class ReferralState(StrEnum):
    """What is stored. Whether it waits for consent, is ready or is unanswered follows from consents and clock."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    CONTACT_ESTABLISHED = "contact_established"
    RETURNED = "returned"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    REDIRECTED = "redirected"
    DECLINED_BY_PERSON = "declined_by_person"
    WITHDRAWN = "withdrawn"
    CLOSED_BY_COORDINATOR = "closed_by_coordinator"


class ReferralStanding(StrEnum):
    """What a page shows."""

    DRAFT = "draft"
    AWAITING_CONSENT = "awaiting_consent"
    READY = "ready"
    SENT = "sent"
    NO_RESPONSE = "no_response"
    RECEIVED = "received"
    CONTACT_ESTABLISHED = "contact_established"
    RETURNED = "returned"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    REDIRECTED = "redirected"
    DECLINED_BY_PERSON = "declined_by_person"
    WITHDRAWN = "withdrawn"
    CLOSED_BY_COORDINATOR = "closed_by_coordinator"


class ReferralTask(StrEnum):
    """What is to be done next; all a list says of a referral, never to whom it went."""

    SEND_REFERRAL = "send_referral"
    GET_ANSWER = "get_answer"
    CONFIRM_CONTACT = "confirm_contact"
    CLOSE_REFERRAL = "close_referral"
    FIND_ANOTHER_WAY = "find_another_way"
    TELL_RECIPIENT = "tell_recipient"


class ReferralChannel(StrEnum):
    PHONE = "phone"
    SECURE_MESSAGE = "secure_message"
    LETTER = "letter"
    MEETING = "meeting"


class ReferralEnding(StrEnum):
    """Why a coordinator ends a referral whose contact was never confirmed."""

    HELPED_ELSEWHERE = "helped_elsewhere"
    NO_LONGER_NEEDED = "no_longer_needed"
    MADE_BY_MISTAKE = "made_by_mistake"
    PERSON_DECEASED = "person_deceased"
    DUPLICATE = "duplicate"
