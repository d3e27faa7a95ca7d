"""Reading what moved: the log, mailboxes, streams. Checks density, chains and signatures before anything is kept."""

from collections.abc import Callable, Iterable

from sync.client.errors import ServerNotUnderstood
from sync.client.ledger import Ledger, Received
from sync.client.token import Caller
from sync.client.transport import unb64
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, next_hash
from sync.protocol.errors import BadSignature, LogTampered, Malformed, StreamTampered
from sync.protocol.framing import unpack_pull
from sync.protocol.grants import Grant, Recipient
from sync.protocol.roster import Roster
from sync.protocol.statement import Head


def log(ledger: Ledger, call: Caller, head: Head) -> None:
    """Follows the membership log up to `head`; raises `LogTampered`."""
    known = ledger.roster().head
    if known == head:
        return
    if head.seq < known.seq:
        raise LogTampered("shorter than before")
    rest_of_log(ledger, call)


def rest_of_log(ledger: Ledger, call: Caller) -> None:
    """Everything after what is known; raises `LogTampered`."""
    told = call.get("/log", after=ledger.roster().head.seq)
    ledger.take_log([unb64(entry) for entry in told["entries"]], Head.from_json(told["head"]))


def mailbox(ledger: Ledger, call: Caller, recipient: Recipient, last: int) -> None:
    after = ledger.mailbox_cursor(recipient)
    while after < last:
        told = call.get(f"/mailboxes/{recipient.hex()}", after=after)
        # What came after our hello may be signed by somebody our log does not know yet: next time.
        page = told["grants"][: last - after]
        if not page:
            raise ServerNotUnderstood
        after += len(page)
        grants = [Grant.from_bytes(unb64(grant)) for grant in page]
        ledger.take_grants(recipient, [grant for grant in grants if is_sound(ledger.roster(), grant)], after)


def is_sound(roster: Roster, grant: Grant) -> bool:
    """A grant by somebody who could never give it is left alone, or a member could hand out keys to be sealed with.

    Whether the granter still is a member is not asked: what it gave while it was one still opens what it sealed.
    """
    context = grant.context
    granter = roster.devices.get(context.granter)
    if granter is None or context.board != roster.board_id:
        return False
    if not roster.could_grant(granter.id, context.circle, context.epoch):
        return False
    try:
        grant.verify(granter.signing)
    except BadSignature:
        return False
    return True


def streams(ledger: Ledger, call: Caller, heads: dict[Circle, Head], progress: Callable[[str, int, int], None]) -> int:
    """How many envelopes were fetched."""
    cursors = {circle: ledger.stream_cursor(circle) for circle in heads}
    total = sum(max(0, head.seq - cursors[circle].seq) for circle, head in heads.items())
    fetched = 0
    for circle, head in heads.items():
        at = cursors[circle]
        while at.seq < head.seq:
            progress("fetching", fetched, total)
            page = unpack_pull(call.get_bytes(f"/streams/{circle.hex()}", after=at.seq))
            received = list(_checked(ledger.roster(), circle, at, page, upto=head))
            if not received:
                raise StreamTampered("ends early")
            ledger.take_envelopes(circle, received)
            at = received[-1].head
            fetched += len(received)
    return fetched


def _checked(
    roster: Roster, circle: Circle, at: Head, page: Iterable[tuple[int, bytes, bytes]], *, upto: Head
) -> Iterable[Received]:
    """Stops at `upto`: later authors may be in a part of the log that was not read yet."""
    for seq, chained, raw in page:
        if seq > upto.seq:
            return
        envelope = Envelope.from_bytes(raw)
        if seq != at.seq + 1 or chained != next_hash(at.hash, seq, envelope.id):
            raise StreamTampered("chain")
        if seq == upto.seq and chained != upto.hash:
            raise StreamTampered("another head")
        _check_author(roster, circle, envelope)
        at = Head(seq, chained)
        yield Received(at, envelope)


def _check_author(roster: Roster, circle: Circle, envelope: Envelope) -> None:
    author = roster.devices.get(envelope.header.author)
    if author is None or envelope.header.circle != circle or envelope.header.board != roster.board_id:
        raise StreamTampered("author")
    try:
        envelope.verify(author.signing)
    except (BadSignature, Malformed) as error:
        raise StreamTampered("signature") from error
