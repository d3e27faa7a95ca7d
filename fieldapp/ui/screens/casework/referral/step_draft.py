"""What has been answered so far in one of a referral's sheets."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fieldapp.actions.views import ReferralView
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentHow, GivenBy
from fieldapp.domain.referral_choices import ReferralChannel, ReferralEnding, ReferralState
from fieldapp.ui.words import N_

REMINDED: Final = "reminded"
WORDS: Final = {
    ReferralState.RECEIVED.value: (N_("Received"), N_("The recipient says that it has it")),
    ReferralState.CONTACT_ESTABLISHED.value: (N_("Contact confirmed"), N_("The recipient has reached the person")),
    REMINDED: (N_("Reminded"), N_("The recipient was asked again and gets some more days")),
    ReferralState.SENT.value: (N_("Send it again"), N_("To the same recipient, with what was missing")),
    ReferralState.REDIRECTED.value: (N_("Another recipient"), N_("This one ends and a new one is prepared")),
    ReferralState.RETURNED.value: (N_("Sent back or refused"), N_("It comes back to the queue")),
    ReferralState.UNREACHABLE.value: (N_("The recipient does not reach the person"), N_("It comes back to the queue")),
    ReferralState.DECLINED_BY_PERSON.value: (N_("The person declines"), N_("The referral ends")),
    ReferralState.CLOSED_BY_COORDINATOR.value: (N_("End without contact"), N_("A reason is needed")),
}
ORDER: Final = tuple(WORDS)


class Sheet(StrEnum):
    NONE = ""
    CONSENT = "consent"
    GROUND = "ground"
    SEND = "send"
    STEP = "step"
    WITHDRAW = "withdraw"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, repr=False)
class StepDraft:
    """`problem` is already in words."""

    sheet: Sheet = Sheet.NONE
    answer: ConsentAnswer | None = None
    given_by: GivenBy | None = None
    how: ConsentHow = ConsentHow.ORAL
    basis: Basis | None = None
    reason: str = ""
    channels: tuple[ReferralChannel, ...] = ()
    happened: str = ""
    received_by: str = ""
    ending: ReferralEnding | None = None
    problem: str = ""
    saving: bool = False


def offered(view: ReferralView) -> tuple[str, ...]:
    """What can have happened to it now, the usual first."""
    possible = {state.value for state in view.moves}
    if view.state is ReferralState.SENT:
        possible.add(REMINDED)
    if view.state is ReferralState.DRAFT:
        possible.discard(ReferralState.SENT.value)
    return tuple(one for one in ORDER if one in possible)
