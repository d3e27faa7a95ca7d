"""What each device last said of itself, against what has been received from it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from sync.protocol.circle import Role
from sync.protocol.errors import Malformed
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.members import Device
from sync.protocol.roster import CASEWORKERS, Roster
from sync.protocol.statement import Head
from sync.server import grants, letters, set_aside, streams
from sync.server.board_state import standing
from sync.server.district import Caller, District
from sync.server.engine import insert_or_replace, locked
from sync.server.streams import Place
from sync.server.tables import envelopes, heartbeats


@dataclass(frozen=True, slots=True)
class Hello:
    """The answer to a heartbeat; `state` is a digest of all the rest. `earlier` is a heartbeat of the same device that
    had issued more than this one says: the device is an older copy of itself, and is shown its own word. `aside`: how
    many envelopes of this device are set aside; when one is let in, its author asks again. `letters`: the last number
    of what other boards have written, for those who may read it."""

    server_epoch: str
    head: Head
    heads: dict[bytes, Place]
    mailboxes: dict[bytes, int]
    aside: int = 0
    letters: int = 0
    healing: bool = False
    earlier: bytes | None = None

    @property
    def state(self) -> str:
        told = [
            self.server_epoch,
            self.healing,
            self.head.to_json(),
            sorted((circle.hex(), seq, hash_.hex()) for circle, (seq, hash_) in self.heads.items()),
            sorted((recipient.hex(), last) for recipient, last in self.mailboxes.items()),
            self.letters,
            self.aside,
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def hear(district: District, caller: Caller, raw: bytes) -> Hello:
    """Stores the heartbeat with the server's own time and says what there is to fetch."""
    heartbeat = verified(caller, raw)
    with district.database.writing() as connection:
        roster = district.rosters.at(connection, caller.board)
        return heard(connection, roster, heartbeat, raw, district.now())


def heard(connection: Connection, roster: Roster, heartbeat: Heartbeat, raw: bytes, at: datetime) -> Hello:
    """As `hear`, for a heartbeat that was verified; part of a writing transaction."""
    key, values = {"board": roster.board_id, "device": heartbeat.device}, {"heard_at": at, "heartbeat": raw}
    before: bytes = locked(connection, heartbeats, key, **values).heartbeat
    earlier = before if _takes_back(heartbeat, before) else None
    # What it once said stands until it has been shown it, or nobody would know any more what is missing.
    insert_or_replace(connection, heartbeats, key, heard_at=at, heartbeat=earlier or raw)
    return replace(_hello(connection, roster, heartbeat.device), earlier=earlier)


def verified(caller: Caller, raw: bytes) -> Heartbeat:
    """Raises `Malformed` or `BadSignature`."""
    heartbeat = Heartbeat.verified(raw, caller.device.signing)
    if (heartbeat.board, heartbeat.device) != (caller.board, caller.device.id):
        raise Malformed("another device's heartbeat")
    return heartbeat


def _takes_back(heartbeat: Heartbeat, before: bytes) -> bool:
    said = Heartbeat.from_bytes(before)
    return any(heartbeat.issued.get(circle, 0) < number for circle, number in said.issued.items())


def hello(district: District, caller: Caller) -> Hello:
    with district.database.reading() as connection:
        return _hello(connection, district.rosters.at(connection, caller.board), caller.device.id)


def _hello(connection: Connection, roster: Roster, device: bytes) -> Hello:
    """The device as the log has it now: it may have been given its role since its token was looked up."""
    board, now = roster.board_id, standing(connection, roster.board_id)
    return Hello(
        server_epoch=now.server_epoch,
        head=roster.head,
        heads=dict(streams.heads(connection, board, roster, device)),
        mailboxes=grants.last_numbers(connection, board, grants.mailboxes_of(roster, roster.devices[device])),
        aside=set_aside.count_by(connection, board, device),
        letters=letters.last_number(connection, board) if roster.is_caseworker(device) else 0,
        healing=now.healing,
    )


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """`received`: how many envelopes of this device each stream holds, by circle."""

    device: Device
    heard_at: datetime | None
    heartbeat: bytes | None
    received: dict[bytes, int]

    @property
    def is_active_caseworker(self) -> bool:
        return self.device.is_active and self.device.role in CASEWORKERS


def reported(district: District, board: bytes) -> list[DeviceReport]:
    with district.database.reading() as connection:
        return reports(connection, district.rosters.at(connection, board))


def count_kept(district: District, caller: Caller) -> int:
    """How many envelopes of this device the server has, in their streams and set aside."""
    mine = (envelopes.c.board == caller.board) & (envelopes.c.author == caller.device.id)
    with district.database.reading() as connection:
        stored: int = connection.scalar(select(func.count()).select_from(envelopes).where(mine)) or 0
        return stored + set_aside.count_by(connection, caller.board, caller.device.id)


def reports(connection: Connection, roster: Roster) -> list[DeviceReport]:
    """Every device of the board, those never heard of too."""
    heard = {
        row.device: row for row in connection.execute(select(heartbeats).where(heartbeats.c.board == roster.board_id))
    }
    received = _received(connection, roster.board_id)
    return [
        DeviceReport(
            device=device,
            heard_at=heard[device.id].heard_at if device.id in heard else None,
            heartbeat=heard[device.id].heartbeat if device.id in heard else None,
            received=received.get(device.id, {}),
        )
        for device in roster.devices.values()
    ]


def last_heard(connection: Connection, roster: Roster, roles: Collection[Role]) -> datetime | None:
    """When a device with one of these roles was last in contact."""
    wanted = [device.id for device in roster.devices.values() if device.is_active and device.role in roles]
    mine = (heartbeats.c.board == roster.board_id) & heartbeats.c.device.in_(wanted)
    newest = select(heartbeats.c.heard_at).where(mine).order_by(heartbeats.c.heard_at.desc())
    heard: datetime | None = connection.scalar(newest.limit(1))
    return heard


def _received(connection: Connection, board: bytes) -> dict[bytes, dict[bytes, int]]:
    count = func.count().label("received")
    query = select(envelopes.c.author, envelopes.c.circle, count).where(envelopes.c.board == board)
    counts: dict[bytes, dict[bytes, int]] = defaultdict(dict)
    for row in connection.execute(query.group_by(envelopes.c.author, envelopes.c.circle)):
        counts[row.author][row.circle] = row.received
    return counts
