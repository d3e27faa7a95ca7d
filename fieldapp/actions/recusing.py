"""I know this person: what was promised goes on with somebody else, and I open her no more."""

from fieldapp.actions import one_person
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, follow_ups_of
from fieldapp.actions.reads import note_read
from fieldapp.actions.referral_records import referrals_of
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.recusal import Recusal
from fieldapp.domain.referral import Referral
from fieldapp.store import records


def recuse(phone: Phone, contact_id: str) -> None:
    """From here this phone shows the person to nobody; what I had taken has nobody in the coordinators' queue.

    Nothing is closed by it, and it is on record. Saying it twice is saying it once. Raises GoneMeanwhile.
    """
    contact_of(phone, contact_id)
    home = records.circle_of(phone.store, "contact", contact_id)
    if home is None:
        raise GoneMeanwhile
    me = phone.me.person.hex()
    hers: list[FollowUp | Referral] = [*follow_ups_of(phone, contact_id), *referrals_of(phone, contact_id)]
    with one_action(phone) as action:
        for promised in hers:
            if promised.is_open and promised.contact_person == me:
                _let_go(action, promised)
        action.create(home, "recusal", f"{contact_id} {me}", contact_id=contact_id, person=me)
        note_read(action, "contact", contact_id, ReadAction.RECUSE)


def _let_go(action: Action, promised: FollowUp | Referral) -> None:
    kind = "follow_up" if isinstance(promised, FollowUp) else "referral"
    home = records.circle_of(action.write, kind, promised.id)
    if home:
        action.set(home, kind, promised.id, contact_person="")


def knows(phone: Phone, contact_id: str, person: str = "") -> bool:
    """Whether somebody (hex id), or whoever has this phone, has said that she knows the person."""
    who, hers = person or phone.me.person.hex(), one_person.together(phone, contact_id)
    found = (Recusal.from_record(record) for record in records.records(phone.store, "recusal"))
    return any(one.person == who and one.contact_id in hers for one in found)
