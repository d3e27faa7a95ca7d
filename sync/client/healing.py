"""When the server is not the one it was: bringing back what it lost."""

import contextlib
from collections.abc import Mapping

from sync.client import answers, pull, statements
from sync.client.errors import AnsweredAlready, Refused, TakenBackAlready
from sync.client.ledger import Ledger
from sync.client.token import Caller, board_path
from sync.client.transport import Transport, b64
from sync.protocol.circle import Circle, Role
from sync.protocol.errors import LogTampered
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.roster import Roster
from sync.protocol.statement import MADE_OFFLINE, MAY_BE_LOST, Head, Statement

HEALING = "healing"
"""The board takes nothing new until its devices have brought back what the server lost."""
NOT_HEALING = "not_healing"


def bring_log(ledger: Ledger, transport: Transport) -> int:
    """Gives the server the statements it lacks, when its log is the beginning of ours; how many. Needs no token: a
    server that has lost the log knows nobody, and each statement proves itself."""
    path, roster = board_path(ledger.board) + "/log/back", ledger.roster()
    try:
        at = start = answers.head(transport.post(path, {"after": 0, "statements": []}))
    except Refused as refused:
        if refused.code == NOT_HEALING:
            return 0
        raise
    while _is_beginning(roster, at) and (lacking := ledger.log_after(at.seq)[:BATCH_ITEMS]):
        before, brought = at, {"after": at.seq, "statements": [b64(raw) for raw in lacking]}
        at = answers.head(transport.post(path, brought))
        if at.seq <= before.seq:
            break
    return at.seq - start.seq


def say_healed(ledger: Ledger, call: Caller) -> None:
    """A supervisor's device that has brought back what it holds and comes again lets the log go on. Others may come
    later with more: what keeps somebody out they insist on, the rest is said anew by whoever said it."""
    me = ledger.roster().active(ledger.device)
    if me is not None and me.role is Role.SUPERVISOR:
        call.post("/healed", {})


def _is_beginning(roster: Roster, head: Head) -> bool:
    return head.seq < len(roster.hashes) and roster.hashes[head.seq] == head.hash


def log(ledger: Ledger, call: Caller, transport: Transport, head: Head) -> None:
    """After a restore: the server gets what its log lacks, while it heals. One that went on differently since then, or
    goes on without the rest, is taken over when nothing is lost by it that keeps somebody out; what this device had
    said is said again. Raises `LogTampered`."""
    known = ledger.roster()
    if _is_beginning(known, head) and (head == known.head or bring_log(ledger, transport)):
        return
    theirs = Roster(ledger.board)
    found = answers.whole_log(lambda after: call.get("/log", after=after), theirs)
    theirs.follow(found.entries, found.head)
    there = {_meaning(raw) for raw in found.entries}
    lost = [Statement.from_bytes(raw) for raw in ledger.log_after(0) if _meaning(raw) not in there]
    signed_here = [statement for statement in lost if statement.signer == known.devices[ledger.device].signing]
    if any(statement.kind not in MAY_BE_LOST and statement not in signed_here for statement in lost):
        raise LogTampered("a restored log without what keeps somebody out")
    ledger.take_other_log(found.entries, found.head, signed_here)
    for statement in signed_here:
        if statement.kind not in MADE_OFFLINE:
            _say_again(ledger, call, statement)


def _say_again(ledger: Ledger, call: Caller, lost: Statement) -> None:
    # What the log has no place for any more is for a supervisor to decide, not for the exchange.
    with contextlib.suppress(Refused, AnsweredAlready, TakenBackAlready):
        statements.append(ledger, call, lambda: ledger.signed_again(lost))


def _meaning(raw: bytes) -> tuple[str, bytes, str]:
    """What a statement says, wherever in the log it stands: signed anew after a restore it is as good."""
    statement = Statement.from_bytes(raw)
    return statement.kind, statement.signer, repr(sorted(statement.fields.items()))


def shared(ledger: Ledger, call: Caller, heads: Mapping[Circle, Head]) -> dict[Circle, Head]:
    """For each stream this phone has read or written: how far the server's is still the same."""
    return {circle: _shared(ledger, call, circle, heads.get(circle, Head())) for circle in ledger.known_streams()}


def _shared(ledger: Ledger, call: Caller, circle: Circle, head: Head) -> Head:
    at = ledger.stream_cursor(circle)
    if head.seq <= at.seq:
        return head if ledger.hash_at(circle, head.seq) == head.hash else Head()
    return at if at.seq and pull.place(call, circle, at.seq) == at else Head()


def taken_back(ledger: Ledger, heads: Mapping[Circle, Head]) -> dict[Circle, Head]:
    """The streams of which this server, the same as before, no longer has all that it showed or gave receipts for; and
    how far each is still the same."""
    found: dict[Circle, Head] = {}
    for circle in ledger.known_streams():
        at, head = ledger.stream_cursor(circle), heads.get(circle, Head())
        is_shown = circle in heads or ledger.roster().may_read(ledger.device, circle)
        if at.seq and is_shown and (head.seq < at.seq or (head.seq == at.seq and head.hash != at.hash)):
            found[circle] = head if head.seq and ledger.hash_at(circle, head.seq) == head.hash else Head()
    return found
