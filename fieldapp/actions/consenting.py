"""A yes or no to one recipient, another ground than consent, and a yes taken back."""

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import allowed, scope_of
from fieldapp.actions.consent_records import keep_consent, shareable
from fieldapp.actions.errors import ConsentIncomplete, NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, home_of
from fieldapp.actions.referral_records import consents_of, content_of, known_recipient, referral_of, referrals_of
from fieldapp.actions.referring import change
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentHow, ConsentPurpose, GivenBy
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.permissions import Scope
from fieldapp.domain.referral import ReferralMoveNotPossible, check_move
from fieldapp.domain.referral_choices import ReferralState
from fieldapp.domain.referral_consent import BasisNeedsSupervisor, BasisReasonMissing, NoBasisForThisRecipient
from fieldapp.store import records

REASON_CHARACTERS = 300


def record_consent(
    phone: Phone, referral_id: str, given_by: GivenBy | None, answer: ConsentAnswer | None, how: ConsentHow
) -> None:
    """To this referral's recipient and to what it asks to tell. Raises ConsentIncomplete, NotAllowed, GoneMeanwhile."""
    _check_role(phone)
    if given_by is None or answer not in (ConsentAnswer.YES, ConsentAnswer.NO):
        raise ConsentIncomplete
    with one_action(phone) as action:
        _add(action, referral_id, answer=answer, given_by=given_by, how=how)


def record_basis(phone: Phone, referral_id: str, basis: Basis | None, reason: str) -> None:
    """A supervisor's documented ground to pass it on although somebody has not agreed.

    Raises BasisNeedsSupervisor, BasisReasonMissing, NoBasisForThisRecipient, GoneMeanwhile.
    """
    if not may_decide(phone):
        raise BasisNeedsSupervisor
    if basis is None or not reason.strip():
        raise BasisReasonMissing
    recipient = known_recipient(phone, content_of(phone, referral_id).recipient)
    if recipient is None or not recipient.bound_by_secrecy:
        raise NoBasisForThisRecipient
    words = reason.strip()[:REASON_CHARACTERS]
    with one_action(phone) as action:
        _add(action, referral_id, answer=ConsentAnswer.NOT_ASKED, basis_without_consent=basis, basis_reason=words)


def may_decide(phone: Phone) -> bool:
    return allowed(phone, Deed.DECIDE_WITHOUT_CONSENT)


def withdraw(phone: Phone, referral_id: str) -> None:
    """The person takes the yes to this recipient back: every open referral to it is withdrawn with it.

    One that was sent stays in the queue until the recipient has been told. Raises NotAllowed,
    ReferralMoveNotPossible, NotAssigned, GoneMeanwhile.
    """
    _check_role(phone)
    referral, recipient = referral_of(phone, referral_id), content_of(phone, referral_id).recipient
    check_move(referral, ReferralState.WITHDRAWN)
    others = [one for one in referrals_of(phone, referral.contact_id) if one.id != referral_id]
    same = [one for one in others if one.is_open and content_of(phone, one.id).recipient == recipient]
    with one_action(phone) as action:
        _take_back(action, referral.contact_id, recipient)
        for one in (referral, *(one for one in same if one.state is not ReferralState.WITHDRAWN)):
            change(action, one, state=ReferralState.WITHDRAWN)


def recipient_told(phone: Phone, referral_id: str) -> None:
    """That the consent was withdrawn. Raises NotAllowed, ReferralMoveNotPossible, GoneMeanwhile."""
    _check_role(phone)
    referral = referral_of(phone, referral_id)
    if referral.state is not ReferralState.WITHDRAWN:
        raise ReferralMoveNotPossible
    with one_action(phone) as action:
        change(action, referral, recipient_told_at=phone.now())


def _check_role(phone: Phone) -> None:
    if scope_of(phone, Deed.SEND_REFERRAL) is Scope.NO:
        raise NotAllowed


def _add(action: Action, referral_id: str, /, **said: object) -> None:
    phone = action.phone
    referral, content = referral_of(phone, referral_id), content_of(phone, referral_id)
    contact = contact_of(phone, referral.contact_id)
    about = {"recipient": content.recipient, "content": shareable(contact, content.content)}
    keep_consent(action, home_of(action, contact), contact, ConsentPurpose.REFERRAL, **about, **said)


def _take_back(action: Action, contact_id: str, recipient: str) -> None:
    """Also a ground without consent: whoever takes a yes back has not been heard otherwise."""
    for one in consents_of(action.phone, contact_id, recipient):
        home = records.circle_of(action.write, "consent", one.id)
        stands = one.answer is ConsentAnswer.YES or one.basis_without_consent
        if home and stands and one.withdrawn_at is None:
            action.set(home, "consent", one.id, withdrawn_at=action.phone.now())
