"""The form in which a referral is prepared with the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.consent import ConsentAnswer, ConsentContent, ConsentHow, GivenBy
from fieldapp.domain.form_json import answers_of, form_from
from fieldapp.domain.referral_choices import ReferralPriority
from fieldapp.domain.visit_choices import Need


class ReferralQuestion(StrEnum):
    """In the order on the page."""

    RECIPIENT = "recipient"
    NEED = "need"
    PRIORITY = "priority"
    CONTENT = "content"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReferralForm:
    """`answer` is what was said about passing on `content` to this recipient, and by whom."""

    recipient: str = ""
    need: Need | None = None
    priority: ReferralPriority = ReferralPriority.NORMAL
    content: tuple[ConsentContent, ...] = ()
    answer: ConsentAnswer | None = None
    given_by: GivenBy | None = None
    how: ConsentHow = ConsentHow.ORAL

    @property
    def missing(self) -> tuple[ReferralQuestion, ...]:
        asked = self.answer in (ConsentAnswer.YES, ConsentAnswer.NO)
        answers = {
            ReferralQuestion.RECIPIENT: bool(self.recipient),
            ReferralQuestion.NEED: self.need is not None,
            ReferralQuestion.CONTENT: bool(self.content),
            ReferralQuestion.CONSENT: self.answer is not None and (not asked or self.given_by is not None),
        }
        return tuple(question for question, answered in answers.items() if not answered)


MAY_SPEAK_FOR_A_CHILD: Final = (
    GivenBy.BOTH_GUARDIANS,
    GivenBy.GUARDIAN,
    GivenBy.OTHER_GUARDIAN,
    GivenBy.SOLE_GUARDIAN,
)


def may_speak(*, is_child: bool) -> tuple[GivenBy, ...]:
    return MAY_SPEAK_FOR_A_CHILD if is_child else (GivenBy.PERSON,)


def to_json(form: ReferralForm) -> dict[str, Any]:
    return answers_of(form)


def from_json(draft: Mapping[str, Any]) -> ReferralForm:
    return form_from(ReferralForm, draft)
