"""Who goes with a handover: with a name only after a yes or on a recorded ground, anonymous as a bare code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fieldapp.domain.consent import Consent, ConsentAnswer, ConsentContent, ConsentPurpose
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.referral_consent import Permit, permit


class Lot(StrEnum):
    """What becomes of a person in a handover."""

    GOES_WITH_NAME = "goes_with_name"
    GOES_AS_CODE = "goes_as_code"
    STAYS_REFUSED = "stays_refused"
    STAYS_NOT_ASKED = "stays_not_asked"
    STAYS_PROTECTED = "stays_protected"

    @property
    def stays(self) -> bool:
        return self not in (Lot.GOES_WITH_NAME, Lot.GOES_AS_CODE)


@dataclass(frozen=True, slots=True, repr=False)
class HandoverItem:
    """`content`: what may be told. `due`: the first day by which somebody here is in touch with a person who stays."""

    contact: Contact
    lot: Lot
    content: frozenset[ConsentContent]
    follow_ups: tuple[FollowUp, ...]
    without_consent: bool = False

    @property
    def due(self) -> date | None:
        days = [one.window.latest for one in self.follow_ups if one.window and one.owner_queue]
        return min(days, default=None)

    @property
    def is_settled(self) -> bool:
        """Whoever stays has an owner and a day; a protected person's are seen to by who is assigned."""
        return not self.lot.stays or self.lot is Lot.STAYS_PROTECTED or self.due is not None


def permit_for(contact: Contact, consents: Iterable[Consent], board: str, moment: datetime) -> Permit:
    """`board`: hex id of the board that is to take over. Boards are bound by secrecy."""
    return permit(
        consents,
        board,
        purpose=ConsentPurpose.HANDOVER,
        is_child=contact.is_child,
        keeps_secrets=True,
        moment=moment,
    )


def item(
    contact: Contact, consents: Iterable[Consent], follow_ups: Iterable[FollowUp], *, board: str, moment: datetime
) -> HandoverItem:
    """What becomes of one person. `follow_ups`: hers that are open."""
    said = list(consents)
    found, promised = permit_for(contact, said, board, moment), tuple(follow_ups)
    if contact.is_protected:
        return HandoverItem(contact, Lot.STAYS_PROTECTED, frozenset(), promised)
    if contact.identity_level is IdentityLevel.ANONYMOUS:
        return _anonymous(contact, said, promised, board)
    if found.is_covered:
        return HandoverItem(contact, Lot.GOES_WITH_NAME, found.content, promised, found.without_consent)
    return HandoverItem(contact, _why_stays(said, board), frozenset(), promised)


def _anonymous(contact: Contact, said: list[Consent], promised: tuple[FollowUp, ...], board: str) -> HandoverItem:
    """Nothing but the code goes: a promise somebody has to keep needs more than that, so with one she stays."""
    if promised or _answered_no(said, board):
        return HandoverItem(contact, _why_stays(said, board), frozenset(), promised)
    return HandoverItem(contact, Lot.GOES_AS_CODE, frozenset(), ())


def _why_stays(said: list[Consent], board: str) -> Lot:
    return Lot.STAYS_REFUSED if _answered_no(said, board) else Lot.STAYS_NOT_ASKED


def _answered_no(said: list[Consent], board: str) -> bool:
    about = [one for one in said if (one.purpose, one.recipient) == (ConsentPurpose.HANDOVER, board)]
    return any(one.answer is ConsentAnswer.NO or one.withdrawn_at for one in about)
