"""One request for all that a device has to say: its heartbeat and what waits; the answer is everything it was told."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.protocol.framing import Contact
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.limits import BATCH_ITEMS, LOG_ITEMS
from sync.protocol.members import DeviceState
from sync.server import devices, grants, membership, streams
from sync.server.devices import Hello
from sync.server.district import Caller, District
from sync.server.membership import Answer
from sync.server.refusals import BatchTooLarge
from sync.server.streams import Receipt


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
        return _told(district, caller, contact, heartbeat)
    stated = membership.push(district, caller.board, contact.statements)[0] if contact.statements else []
    granted = grants.push(district, caller.board, contact.grants) if contact.grants else []
    receipts = streams.push(district, caller, contact.envelopes) if contact.envelopes else []
    told = _told(district, caller, contact, heartbeat)
    return Told(told.hello, told.entries, stated, granted, receipts)


def _told(district: District, caller: Caller, contact: Contact, heartbeat: Heartbeat) -> Told:
    hello = devices.hear(district, caller, contact.heartbeat)
    with district.database.reading() as connection:
        known, head = heartbeat.log, hello.head
        roster = district.rosters.at(connection, caller.board)
        if known.seq > head.seq or roster.hashes[known.seq] != known.hash or head.seq - known.seq > LOG_ITEMS:
            return Told(hello, None)
        return Told(hello, membership.entries(connection, caller.board, known.seq, head))
