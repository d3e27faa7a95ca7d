"""One request for all that a device has to say: its heartbeat and what waits; the answer is everything it was told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.protocol.framing import Contact
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.limits import BATCH_ITEMS, LOG_ITEMS
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.server import devices, grants, membership
from sync.server.devices import Hello
from sync.server.district import Caller, District
from sync.server.membership import Answer
from sync.server.refusals import BatchTooLarge
from sync.server.streams import Arriving, Receipt


@dataclass(frozen=True, slots=True)
class Told:
    """`entries`: the log after what the heartbeat knows; None when it knows another log, or there is too much."""

    hello: Hello
    entries: Sequence[bytes] | None
    statements: Sequence[Answer] = ()
    grants: Sequence[Answer] = ()
    receipts: Sequence[Receipt] = ()


def hear(district: District, caller: Caller, contact: Contact) -> Told:
    """What waits is put in its place first, so that the answer tells of it too. Raises `BatchTooLarge`."""
    if max(map(len, (contact.statements, contact.grants, contact.envelopes))) > BATCH_ITEMS:
        raise BatchTooLarge
    heartbeat = devices.verified(caller, contact.heartbeat)
    if caller.device.state is DeviceState.WAITING_FOR_ROLE:
        # It hears of its role first: what it has is left unanswered, and so it keeps it.
        contact = Contact(contact.heartbeat, contact.state)
    # What comes with it is judged by the log as it then stands, also by other threads: it is committed first.
    stated = membership.push(district, caller.board, contact.statements)[0] if contact.statements else []
    arriving = Arriving.at_the_gate(district, caller, contact.envelopes) if contact.envelopes else None
    with district.database.writing() as connection:
        roster, at = district.rosters.at(connection, caller.board), district.now()
        granted = grants.file(connection, roster, contact.grants, at) if contact.grants else []
        receipts = arriving.file(connection, district) if arriving else []
        hello = devices.heard(connection, roster, heartbeat, contact.heartbeat, at)
        entries = _entries(connection, roster, heartbeat)
    return Told(hello, entries, stated, granted, receipts)


def _entries(connection: Connection, roster: Roster, heartbeat: Heartbeat) -> Sequence[bytes] | None:
    known, head = heartbeat.log, roster.head
    if known.seq > head.seq or roster.hashes[known.seq] != known.hash or head.seq - known.seq > LOG_ITEMS:
        return None
    return membership.entries(connection, roster.board_id, known.seq, head)
