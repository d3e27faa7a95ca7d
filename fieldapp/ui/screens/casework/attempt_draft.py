"""What has been answered so far about one attempt."""

from dataclasses import dataclass
from typing import Final

from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.follow_up import FollowUpResult

RESULTS: Final = (
    AttemptResult.REACHED,
    AttemptResult.NO_ANSWER,
    AttemptResult.MESSAGE_LEFT,
    AttemptResult.WRONG_NUMBER,
)
ONWARD: Final = (
    FollowUpResult.FEELS_BETTER,
    FollowUpResult.CONTINUED_NEED,
    FollowUpResult.REFERRED,
    FollowUpResult.DECLINES,
)
GOES_ON: Final = (FollowUpResult.CONTINUED_NEED, FollowUpResult.REFERRED)
WAYS: Final = (ContactWay.PHONE, ContactWay.SMS, ContactWay.VIA_OTHER, ContactWay.PERSON_CONTACTS_US)


@dataclass(frozen=True, slots=True, repr=False)
class AttemptDraft:
    """`problem` is the msgid of what is missing, or what could not be done, already in words."""

    way: ContactWay = ContactWay.PHONE
    changes_way: bool = False
    result: AttemptResult | None = None
    onward: FollowUpResult | None = None
    gives_up: bool = False
    together: bool = True
    new_phone: str = ""
    problem: str = ""
    saving: bool = False

    @property
    def is_reached(self) -> bool:
        return self.result is AttemptResult.REACHED

    @property
    def ending(self) -> FollowUpResult | None:
        """What ends the follow-up at once; where the need goes on the next one, or the referral, is asked for first."""
        if self.is_reached:
            return None if self.goes_on else self.onward
        return FollowUpResult.UNREACHABLE if self.gives_up else None

    @property
    def goes_on(self) -> bool:
        return self.is_reached and self.onward in GOES_ON
