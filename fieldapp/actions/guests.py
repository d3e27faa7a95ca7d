"""A guest: somebody another board has lent for one session. Inviting her, checking in, and the end of it."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.actions import door, shifts
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import NameMissing, ReminderNotConfirmed, VisitUnfinished
from fieldapp.actions.people import lay_out
from fieldapp.actions.phone import Phone
from fieldapp.actions.rotation import let_in
from fieldapp.actions.sessions import make_mine, view
from fieldapp.actions.views import GuestView, InviteView, SessionView
from fieldapp.domain.member import Role as MemberRole
from fieldapp.domain.permissions import Action
from fieldapp.store import drafts
from fieldapp.store.spool import Spool
from sync.protocol import guest_rules
from sync.protocol.circle import Circle, Role
from sync.protocol.limits import NAME_CHARACTERS
from sync.protocol.members import WipeReason
from sync.protocol.roster import CASEWORKERS
from sync.protocol.statement import Kind

PERSON_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GuestForm:
    """`home`: the pinned board (hex id) that lends her. `loan`: of which loan she is, "" when none was written down."""

    name: str
    session: str
    until: datetime
    home: str
    loan: str = ""


def invite(phone: Phone, form: GuestForm) -> InviteView:
    """Bound to one session and one hour; a new person here each time, so that no shift reads another's visits.

    Raises NameMissing, NotAllowed, and what stands in sync.client.errors (Refused when the rules say no).
    """
    check_allowed(phone, Action.AGREE_LOAN)
    name = form.name.strip()[:NAME_CHARACTERS]
    if not name:
        raise NameMissing
    person = phone.random(PERSON_BYTES)
    bound = {"session": form.session, "until": form.until.isoformat(timespec="seconds"), "home": form.home}
    made = lay_out(phone, name, Role.BORROWED, person, form.until - phone.now(), **bound)
    with one_action(phone) as action:
        peer = phone.roster.peers[bytes.fromhex(form.home)]
        about = {"name": name, "role": MemberRole.BORROWED, "home_board": peer.name, "loan_id": form.loan}
        action.set(Circle.of_board(), "member", person.hex(), **about)
    return made


def mine(phone: Phone) -> GuestView | None:
    """On a guest's phone: where she works and until when; None on everybody else's."""
    guest = phone.me.guest
    if guest is None:
        return None
    return GuestView(
        session=guest.session.hex(),
        until=guest.until,
        home_board=name_of_board(phone, guest.home),
        board_name=phone.board_name,
        checked_in=view(phone, guest.session.hex()).joined,
    )


def name_of_board(phone: Phone, board: bytes) -> str:
    peer = phone.roster.peers.get(board)
    return peer.name if peer else ""


def check_in(phone: Phone, *, reminded: bool) -> SessionView:
    """Her shift begins. `reminded`: she has confirmed the reminder of secrecy. Raises ReminderNotConfirmed."""
    guest = phone.me.guest
    if guest is None or not reminded:
        raise ReminderNotConfirmed
    with one_action(phone) as action:
        action.say(Kind.SESSION_JOINED, session=guest.session.hex())
        shifts.check_in(action, guest.session, secrecy_confirmed_at=phone.now())
        make_mine(action, guest.session, "")
    return view(phone, guest.session.hex())


def check_out(phone: Phone) -> None:
    """Works without a network. Every key on the phone is destroyed here and now: nothing that was met can be opened
    any more. What waits is sealed, and is delivered afterwards.

    Raises VisitUnfinished.
    """
    guest = phone.me.guest
    if guest is None:
        return
    if drafts.load(phone.store, drafts.VISIT):
        raise VisitUnfinished
    with one_action(phone) as action:
        shifts.end(action, guest.session.hex(), phone.now())
    _destroy(phone)


def end_overdue(phone: Phone) -> bool:
    """On a caseworker's phone: says in the log whose hour is past, so that no clock set back and no server brings her
    back; True when it did."""
    if phone.role not in CASEWORKERS or not phone.me.is_active:
        return False
    active, now = [one for one in phone.roster.devices.values() if one.is_active], phone.now()
    over = [one.id.hex() for one in active if guest_rules.is_over(one.guest, now)]
    for device in over:
        phone.link.append(Kind.GUEST_ENDED, device=device)
    if over:
        let_in(phone)
    return bool(over)


def end(phone: Phone, device: str) -> None:
    """A supervisor ends it before the hour. Raises NotAllowed, and what stands in sync.client.errors."""
    check_allowed(phone, Action.AGREE_LOAN)
    phone.link.append(Kind.GUEST_ENDED, device=device)
    let_in(phone)


def _destroy(phone: Phone) -> None:
    # What was saved a moment ago has to be among what is delivered.
    Spool(phone.folder).mend(phone.store)
    door.close_and_wipe(phone.folder, WipeReason.CHECKED_OUT, clock=phone.now)
