"""Keys sealed to one reader each, in numbered mailboxes. The server can open none of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from sync.protocol.circle import Role
from sync.protocol.errors import StatementRefused
from sync.protocol.grants import Grant, Recipient, RecipientKind
from sync.protocol.members import Device
from sync.protocol.roster import Roster
from sync.server import set_aside
from sync.server.board_state import is_healing
from sync.server.district import Caller, District
from sync.server.ended_grants import GONE, is_for, is_still_for
from sync.server.engine import locked, where
from sync.server.membership import DUPLICATE, NOT_ACCEPTED, STORED, Answer
from sync.server.refusals import NotAReader
from sync.server.set_aside import Aside, AsideKind
from sync.server.tables import grants, mailboxes

MAILBOX_ITEMS = 1000


def verify(roster: Roster, grant: Grant, *, healing: bool = False) -> None:
    """Raises `BadSignature` or `StatementRefused`. While the board heals it is enough that its giver could ever have
    given it: it comes back to where it was."""
    context = grant.context
    if context.board != roster.board_id:
        raise StatementRefused("other_board")
    granter = roster.devices.get(context.granter)
    if granter is None:
        raise StatementRefused("unknown_granter")
    grant.verify(granter.signing)
    if healing:
        may_bring = roster.could_grant(context.granter, context.circle, context.epoch)
    else:
        may_bring = roster.may_bring(context.granter, context.circle, context.epoch)
    if not may_bring:
        raise StatementRefused("not_a_granter")
    if not is_known(roster, context.recipient):
        raise StatementRefused("unknown_recipient")


def is_known(roster: Roster, recipient: Recipient) -> bool:
    match recipient.kind:
        case RecipientKind.DEVICE:
            return recipient.id in roster.devices
        case RecipientKind.ROLE:
            role = recipient.role_and_epoch
            return role is not None and 0 < role[1] <= len(roster.role_keys.get(role[0], []))
        case RecipientKind.RECOVERY:
            return recipient == Recipient.recovery()


def store(connection: Connection, roster: Roster, grant: Grant) -> Answer:
    """Lays a verified grant in its mailbox; the same granter's second grant of a key to a reader is a duplicate.

    One that is not for its reader any more, which healing may bring back, gets its place and nothing in it.
    """
    context = grant.context
    mailbox = {"board": context.board, "recipient": context.recipient.to_bytes()}
    last: int = locked(connection, mailboxes, mailbox, last=0).last
    given = {"key_id": context.key_id, "granter": context.granter}
    known = where(grants, mailbox | given)
    if connection.execute(select(grants.c.seq).where(known)).first():
        return DUPLICATE
    content = grant.to_bytes() if is_for(roster, context.recipient, context.circle) else GONE
    values = given | {"seq": last + 1, "grant": content}
    connection.execute(insert(grants).values(**mailbox, **values))
    connection.execute(update(mailboxes).where(where(mailboxes, mailbox)).values(last=last + 1))
    return STORED


def push(district: District, board: bytes, raws: Iterable[bytes]) -> list[Answer]:
    with district.database.writing() as connection:
        return file(connection, district.rosters.at(connection, board), raws, district.now())


def file(connection: Connection, roster: Roster, raws: Iterable[bytes], at: datetime) -> list[Answer]:
    """As `push`; part of a writing transaction."""
    healing = is_healing(connection, roster.board_id)
    examined = [_examined(roster, raw, healing=healing) for raw in raws]
    _lock_mailboxes(connection, (each for each in examined if isinstance(each, Grant)))
    return [_answered(connection, roster, each, at) for each in examined]


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why something may not be laid in a mailbox, and the grant if it is one at all."""

    why: Answer
    grant: Grant | None


def _examined(roster: Roster, raw: bytes, *, healing: bool) -> Grant | _Refused:
    grant = None
    try:
        grant = Grant.from_bytes(raw)
        verify(roster, grant, healing=healing)
    except NOT_ACCEPTED as error:
        return _Refused(Answer.refused(error), grant)
    return grant


def _lock_mailboxes(connection: Connection, laid: Iterable[Grant]) -> None:
    """In the order of their names, so that two pushes never wait for each other."""
    for board, recipient in sorted({(grant.context.board, grant.context.recipient.to_bytes()) for grant in laid}):
        locked(connection, mailboxes, {"board": board, "recipient": recipient}, last=0)


def _answered(connection: Connection, roster: Roster, each: Grant | _Refused, at: datetime) -> Answer:
    board = roster.board_id
    match each:
        case _Refused(why, grant):
            if grant is None:
                return why
            _keep_aside(connection, board, grant, why, at)
            return why.set_aside()
        case Grant():
            set_aside.release(connection, board, [each.id])
            return store(connection, roster, each)


def _keep_aside(connection: Connection, board: bytes, grant: Grant, why: Answer, at: datetime) -> None:
    context = grant.context
    aside = Aside(AsideKind.GRANT, grant.to_bytes(), why.code or "refused", context.granter, context.circle.to_bytes())
    set_aside.keep(connection, board, aside, at)


def mailboxes_of(roster: Roster, device: Device) -> set[bytes]:
    """Its own, and those of its role's keys once it has the role."""
    own = {Recipient.of_device(device.id).to_bytes()}
    return own | _role_mailboxes(roster, device.role) if device.is_active else own


def _role_mailboxes(roster: Roster, role: Role) -> set[bytes]:
    epochs = range(1, len(roster.role_keys.get(role, [])) + 1)
    return {Recipient.of_role(role, epoch).to_bytes() for epoch in epochs}


def may_fetch(roster: Roster, device: Device, recipient: Recipient) -> bool:
    """The recovery kit is used on a supervisor's device, so supervisors can fetch what is sealed to it."""
    if recipient.kind is RecipientKind.RECOVERY:
        return device.is_active and device.role is Role.SUPERVISOR
    return recipient.to_bytes() in mailboxes_of(roster, device)


def last_numbers(connection: Connection, board: bytes, recipients: set[bytes]) -> dict[bytes, int]:
    wanted = (mailboxes.c.board == board) & mailboxes.c.recipient.in_(recipients)
    rows = connection.execute(select(mailboxes.c.recipient, mailboxes.c.last).where(wanted))
    return {row.recipient: row.last for row in rows}


def mailbox(district: District, caller: Caller, recipient: Recipient, after: int) -> tuple[list[bytes], int]:
    """The grants after number `after`, and the number of the last of them; nothing where one is gone.
    Raises `NotAReader`."""
    with district.database.reading() as connection:
        roster = district.rosters.at(connection, caller.board)
        if not may_fetch(roster, caller.device, recipient):
            raise NotAReader
        whose = where(grants, {"board": caller.board, "recipient": recipient.to_bytes()})
        query = select(grants.c.seq, grants.c.grant).where(whose, grants.c.seq > after)
        rows = connection.execute(query.order_by(grants.c.seq).limit(MAILBOX_ITEMS)).all()
    found = [row.grant if row.grant and is_still_for(roster, row.grant) else GONE for row in rows]
    return found, rows[-1].seq if rows else after
