"""After a session is closed, or left, a supporter's phone lets go, once a coordinator's device holds everything."""

from collections.abc import Sequence

from fieldapp.actions.action import one_action
from fieldapp.actions.holding import is_held, word_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import forget
from fieldapp.store import drafts, outbox, purging
from fieldapp.store.door import Door
from sync.client.transport import unb64
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.members import Session
from sync.protocol.statement import Kind


def purge_closed(phone: Phone) -> None:
    """Called after an exchange. The keys are dropped for good at the next unlocking, which also acknowledges."""
    if phone.role is not Role.SUPPORTER:
        return
    for session in list(phone.roster.sessions.values()):
        if _is_to_be_let_go(phone, session) and not purging.is_pending(phone.store, session.id):
            _purge(phone, session)


def _is_to_be_let_go(phone: Phone, session: Session) -> bool:
    if phone.id not in session.devices:
        return False
    if phone.id not in session.purged:
        return phone.roster.is_closed(session.id) or phone.id in session.left
    return phone.roster.is_closed(session.id) and purging.holds(phone.store, Circle.shared(session.id))


def finish_purges(phone: Phone, door: Door, passphrase: str) -> None:
    """Changes the vault's key and the keystore's secret, so that no remnant on the disk opens; then says so."""
    sessions = purging.pending(phone.store)
    if not sessions:
        return
    door.renew(passphrase, phone.store, now=phone.now(), cost=door.cost())
    with one_action(phone) as action:
        for session in sessions:
            action.say(Kind.PURGE_ACKNOWLEDGED, session=session.hex())
            purging.done(action.write, session)


def _purge(phone: Phone, session: Session) -> None:
    # Those of her earlier phones in the same session too: whoever got a new phone has their keys.
    hers = [device.id for device in phone.roster.devices_of(phone.me.person)]
    circles = [*(Circle.own(session.id, device) for device in hers), Circle.shared(session.id)]
    # A visit that is half filled in can still be finished: it then arrives late, and is not lost.
    unfinished = outbox.owes(phone.store, circles) or drafts.load(phone.store, drafts.VISIT)
    # Who let go before has written nothing since.
    if unfinished or not (phone.id in session.purged or _is_held(phone, circles, hers)):
        return
    with phone.store.one_write() as write:
        for circle in [*_to_drop(phone, session.id, circles), *purging.protected_circles(write, session.id)]:
            purging.drop_circle(write, circle)
        drafts.discard_promises(write)
        forget(write, session.id.hex())
        purging.note_pending(write, session.id)


def _to_drop(phone: Phone, session: bytes, circles: Sequence[Circle]) -> list[Circle]:
    """Who checked out may come back tomorrow: the session's facts, which are of nobody, stay until it is closed."""
    return [each for each in circles if each.kind is not CircleKind.SHARED or phone.roster.is_closed(session)]


def _is_held(phone: Phone, circles: Sequence[Circle], authors: Sequence[bytes]) -> bool:
    """Whether a coordinator's own signed word says that it holds, sealed, all that these devices made here."""
    told = phone.link.call(lambda call: call.get("/caseworkers"))
    words = [word_of(phone.roster, unb64(item["heartbeat"]), item["device"]) for item in told["devices"]]
    made = [(circle, author) for circle in circles for author in authors]
    return any(word and all(is_held(phone, *each, word) for each in made) for word in words)
