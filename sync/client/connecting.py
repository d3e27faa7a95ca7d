"""Before a device is a member: claiming a board and using an invite."""

from collections.abc import Sequence
from dataclasses import dataclass

from sync.client import answers
from sync.client.errors import InviteExpired, InviteUsed, InviteWithdrawn
from sync.client.token import board_path
from sync.client.transport import Transport, b64, unb64
from sync.protocol.roster import Roster
from sync.protocol.statement import Statement
from sync.protocol.wire import identifier


@dataclass(frozen=True, slots=True)
class SealedInvite:
    board: bytes
    sealed: bytes


def claim(transport: Transport, code: str, statements: Sequence[Statement], grants: Sequence[bytes]) -> None:
    """Raises `ClaimUnknown`, `ClaimUsed`."""
    transport.post(
        "/v1/claim",
        {
            "code": code,
            "statements": [b64(statement.to_bytes()) for statement in statements],
            "grants": [b64(grant) for grant in grants],
        },
    )


def fetch_invite(transport: Transport, invite_id: bytes) -> SealedInvite:
    told = transport.get(f"/v1/invites/{invite_id.hex()}")
    state = told.get("state")
    if state == "used":
        raise InviteUsed
    if state == "withdrawn":
        raise InviteWithdrawn
    if state == "expired":
        raise InviteExpired
    return SealedInvite(identifier(told.get("board")), unb64(told.get("sealed")))


def fetch_log(transport: Transport, invite_id: bytes, roster: Roster) -> list[bytes]:
    """The entries after the roster's head, which are added to it. Raises `LogTampered`."""
    found = answers.whole_log(lambda after: transport.get(f"/v1/invites/{invite_id.hex()}/log", after=after), roster)
    roster.follow(found.entries, found.head)
    return list(found.entries)


def recover(transport: Transport, statement: Statement) -> None:
    """Signs in a supervisor with the board's root. Raises `NotRecognised` when the server does not have the board."""
    transport.post(board_path(statement.board) + "/recover", {"statement": b64(statement.to_bytes())})


def enrol(transport: Transport, invite_id: bytes, statement: Statement) -> None:
    """Raises `LogMoved` when the log went on meanwhile: fetch it and sign again."""
    transport.post(f"/v1/invites/{invite_id.hex()}/enrol", {"statement": b64(statement.to_bytes())})
