"""What organisations offer of themselves: noted on the session, and shown wherever they can be chosen."""

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.phone import Phone
from fieldapp.actions.recipients import recipient_of
from fieldapp.domain.incoming_offer import WHAT_CHARACTERS, IncomingOffer, OfferIncomplete, of_session
from fieldapp.domain.permissions import Action as Deed
from fieldapp.store import records
from sync.protocol.circle import Circle


def offers(phone: Phone, session: str) -> tuple[IncomingOffer, ...]:
    """The newest first."""
    return of_session(records.each(phone.store, "incoming_offer", IncomingOffer.from_record), session)


def note_offer(phone: Phone, session: str, recipient_id: str, what: str) -> None:
    """On the session, and on the organisation in the directory, in use again if it was not.

    Raises NotAllowed, OfferIncomplete, GoneMeanwhile.
    """
    check_allowed(phone, Deed.KEEP_RECIPIENTS)
    words = what.strip()[:WHAT_CHARACTERS]
    if not recipient_id or not words:
        raise OfferIncomplete
    recipient_of(phone, recipient_id)
    said = {"session_id": session, "recipient_id": recipient_id, "what": words, "at": phone.now()}
    with one_action(phone) as action:
        shared = Circle.shared(bytes.fromhex(session))
        action.create(shared, "incoming_offer", fresh(), **said, by=phone.me.person.hex())
        action.set(Circle.of_board(), "recipient", recipient_id, offer=words, in_use=True)
