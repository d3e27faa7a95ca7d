"""What a caseworker's device vouches for: that it holds, sealed as it was, all that others made."""

from fieldapp.actions.phone import Phone
from fieldapp.store import authors, held, outbox
from fieldapp.store.authors import Author
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.envelope import Envelope
from sync.protocol.errors import BadSignature, Malformed
from sync.protocol.heartbeat import Heartbeat, Tip
from sync.protocol.roster import CASEWORKERS, Roster

_LET_GO_OF = (CircleKind.OWN, CircleKind.SHARED)


def tips(phone: Phone) -> dict[tuple[Circle, bytes], Tip]:
    """Of every supporter's device that has not let go of its session yet; nobody asks about the others any more."""
    if phone.role not in CASEWORKERS:
        return {}
    return {
        (author.circle, author.device): Tip(author.count, author.last)
        for author in authors.all_of(phone.store)
        if _still_asks(phone, author.circle, author.device)
    }


def _still_asks(phone: Phone, circle: Circle, device: bytes) -> bool:
    session = phone.roster.sessions.get(circle.subject)
    if circle.kind not in _LET_GO_OF or session is None or device not in session.devices:
        return False
    asking = phone.roster.devices[device]
    if asking.guest:
        return asking.wiped is None
    return device not in session.purged and asking.role is Role.SUPPORTER


def is_held(phone: Phone, circle: Circle, author: bytes, word: Heartbeat) -> bool:
    """Whether another device's signed word says that it holds all that `author` made in this stream."""
    return covers(word, _made(phone, circle, author))


def word_of(roster: Roster, raw: bytes, device: str) -> Heartbeat | None:
    """A coordinator's own signed word; None for what somebody else signed, or a device that is none."""
    holder = roster.active(bytes.fromhex(device))
    if holder is None or holder.role is not Role.COORDINATOR:
        return None
    try:
        return Heartbeat.verified(raw, holder.signing)
    except (BadSignature, Malformed):
        return None


def covers(word: Heartbeat, made: Author) -> bool:
    """Whether it says that all this is held."""
    tip = word.tips.get((made.circle, made.device), Tip(0, b""))
    return made.count == 0 or (tip.count >= made.count and tip.last == made.last)


def _made(phone: Phone, circle: Circle, author: bytes) -> Author:
    """What was read, and what a supervisor let in after this phone could read the stream no more."""
    made = authors.of(phone.store, circle, author)
    if author != phone.id:
        return made
    for seq, id_ in outbox.sent(phone.store, circle):
        place, item = held.at(phone.store, circle, seq), outbox.item_of(phone.store.envelopes, id_)
        if item and (place is None or place.id != id_):
            made = made.with_one(Envelope.from_bytes(item.raw).header.device_seq, id_)
    return made
