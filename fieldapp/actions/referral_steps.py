"""What happens to a referral after it was prepared, one step at a time."""

from typing import Any

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of
from fieldapp.actions.referral_records import content_of, permit_of, referral_of
from fieldapp.actions.referring import change, may_send
from fieldapp.domain.referral import Referral, ReferralContent, ReferralMoveNotPossible, check_move
from fieldapp.domain.referral_choices import ReferralChannel, ReferralEnding, ReferralState
from fieldapp.domain.referral_consent import check_sending
from fieldapp.store import records

NAME_CHARACTERS = 80


def send(phone: Phone, referral_id: str, channels: tuple[ReferralChannel, ...]) -> None:
    """It was told or written to the recipient. From here its answer is awaited.

    Raises NotAllowed, ReferralMoveNotPossible, ReferralNotConsented (I3), NotAssigned, GoneMeanwhile.
    """
    referral, content = _mine(phone, referral_id)
    check_move(referral, ReferralState.SENT)
    check_sending(permit_of(phone, contact_of(phone, referral.contact_id), content))
    with one_action(phone) as action:
        change(action, referral, state=ReferralState.SENT, sent_at=phone.now())
        _set_content(action, content, channels=channels)


def step(
    phone: Phone, referral_id: str, to: ReferralState, *, received_by: str = "", ending: ReferralEnding | None = None
) -> None:
    """The recipient has received it, has met the person, has sent it back …; or a coordinator ends it with a reason.

    Sending, redirecting and withdrawing have actions of their own.
    Raises NotAllowed, ReferralMoveNotPossible, EndingReasonMissing, NotAssigned, GoneMeanwhile.
    """
    referral, content = _mine(phone, referral_id)
    if to in (ReferralState.SENT, ReferralState.REDIRECTED, ReferralState.WITHDRAWN):
        raise ReferralMoveNotPossible
    check_move(referral, to, ending=ending)
    with one_action(phone) as action:
        change(action, referral, state=to, **_times(phone, to))
        told = {"received_by": received_by.strip()[:NAME_CHARACTERS], "ending": ending}
        if found := {field: value for field, value in told.items() if value}:
            _set_content(action, content, **found)


def remind(phone: Phone, referral_id: str) -> None:
    """The recipient was asked again; it gets three days more, or one. Raises as `step` does."""
    referral, _ = _mine(phone, referral_id)
    if referral.state is not ReferralState.SENT:
        raise ReferralMoveNotPossible
    with one_action(phone) as action:
        change(action, referral, reminded_at=phone.now())


def take(phone: Phone, referral_id: str) -> None:
    """I am the one who keeps an eye on it; it stays in the queue. Raises NotAllowed, GoneMeanwhile."""
    if not may_send(phone):
        raise NotAllowed
    referral = referral_of(phone, referral_id)
    with one_action(phone) as action:
        change(action, referral, contact_person=phone.me.person.hex())


def _mine(phone: Phone, referral_id: str) -> tuple[Referral, ReferralContent]:
    if not may_send(phone):
        raise NotAllowed
    return referral_of(phone, referral_id), content_of(phone, referral_id)


def _times(phone: Phone, to: ReferralState) -> dict[str, Any]:
    stamped = {ReferralState.RECEIVED: "received_at", ReferralState.CONTACT_ESTABLISHED: "first_contact_at"}
    return {stamped[to]: phone.now()} if to in stamped else {}


def _set_content(action: Action, content: ReferralContent, /, **fields: Any) -> None:
    home = records.circle_of(action.write, "referral_content", content.id)
    if home is None:
        raise GoneMeanwhile
    action.set(home, "referral_content", content.id, **fields)
