"""Whether somebody may be referred or handed over: who has said yes to this recipient, to what, and whom to ask yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from fieldapp.domain.consent import Consent, ConsentAnswer, ConsentContent, ConsentPurpose, GivenBy
from sync.errors import AskForHelp, FixAndRetry

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_PERSON, _ONE, _OTHER = GivenBy.PERSON, GivenBy.GUARDIAN, GivenBy.OTHER_GUARDIAN
_SPEAKS_FOR: Final = {
    GivenBy.PERSON: (_PERSON,),
    GivenBy.GUARDIAN: (_ONE,),
    GivenBy.OTHER_GUARDIAN: (_OTHER,),
    GivenBy.BOTH_GUARDIANS: (_ONE, _OTHER),
    GivenBy.SOLE_GUARDIAN: (_ONE, _OTHER),
}
_Voices = dict[GivenBy, frozenset[ConsentContent]]


class ReferralNotConsented(FixAndRetry):
    """Nothing may be sent yet. Record the consent that is missing, or ask a supervisor for another ground."""


class BasisNeedsSupervisor(AskForHelp):
    """Only a supervisor can decide to pass something on without consent. Ask your supervisor."""


class BasisReasonMissing(FixAndRetry):
    """A ground other than consent needs a reason. Choose the ground and write why."""


class NoBasisForThisRecipient(FixAndRetry):
    """This recipient is not bound by secrecy. It can be told only what the person has agreed to."""


class Asked(StrEnum):
    """Whose yes is still missing."""

    PERSON = "person"
    GUARDIANS = "guardians"
    OTHER_GUARDIAN = "other_guardian"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Permit:
    """`content`: what may be told. `guardians`: how many have said yes, where that counts."""

    is_covered: bool
    content: frozenset[ConsentContent]
    missing: Asked
    guardians: int
    without_consent: bool = False


def permit(
    consents: Iterable[Consent],
    recipient: str,
    *,
    is_child: bool,
    keeps_secrets: bool,
    moment: datetime,
    purpose: ConsentPurpose = ConsentPurpose.REFERRAL,
) -> Permit:
    """From all consents of one person. `keeps_secrets`: the recipient is bound by secrecy; else only a yes counts.

    The newest word of each giver holds, so the result does not depend on the order in which they arrive.
    """
    about = [one for one in consents if (one.purpose, one.recipient) == (purpose, recipient)]
    agreed = _agreed(about, moment)
    needed = (_ONE, _OTHER) if is_child else (_PERSON,)
    guardians = sum(giver in agreed for giver in (_ONE, _OTHER))
    if all(giver in agreed for giver in needed):
        content = frozenset.intersection(*(agreed[giver] for giver in needed))
        return Permit(is_covered=True, content=content, missing=Asked.NOBODY, guardians=guardians)
    missing = (Asked.GUARDIANS if guardians == 0 else Asked.OTHER_GUARDIAN) if is_child else Asked.PERSON
    basis = _basis(about, moment) if keeps_secrets else None
    return Permit(
        is_covered=basis is not None,
        content=frozenset(basis.content) if basis else frozenset(),
        missing=Asked.NOBODY if basis else missing,
        guardians=guardians,
        without_consent=basis is not None,
    )


def check_sending(found: Permit) -> None:
    """Raises ReferralNotConsented (I3)."""
    if not found.is_covered:
        raise ReferralNotConsented


def _agreed(consents: list[Consent], moment: datetime) -> _Voices:
    agreed: _Voices = {}
    for _at, _id, consent, is_yes in sorted(_words(consents, moment), key=lambda word: word[:2]):
        for giver in _SPEAKS_FOR[consent.given_by] if consent.given_by else ():
            agreed.pop(giver, None)
            if is_yes:
                agreed[giver] = frozenset(consent.content)
    return agreed


def _words(consents: list[Consent], moment: datetime) -> Iterator[tuple[datetime, str, Consent, bool]]:
    """Each yes and no at its time; a yes taken back or run out is a no from then on."""
    for one in consents:
        if one.answer is ConsentAnswer.NOT_ASKED or one.basis_without_consent:
            continue
        yield one.at or _LONG_AGO, one.id, one, one.answer is ConsentAnswer.YES
        for end in (one.withdrawn_at, one.valid_until):
            if end is not None and end <= moment:
                yield end, one.id, one, False


def _basis(consents: list[Consent], moment: datetime) -> Consent | None:
    decided = [
        one
        for one in consents
        if one.basis_without_consent and one.basis_reason and not (one.withdrawn_at and one.withdrawn_at <= moment)
    ]
    return max(decided, key=lambda one: (one.at or _LONG_AGO, one.id), default=None)
