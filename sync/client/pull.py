"""Reading what moved: the log, mailboxes, streams. Checks density, chains and signatures before anything is kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from sync.client import answers
from sync.client.ahead import Asked, one_ahead
from sync.client.errors import ServerNotUnderstood
from sync.client.ledger import Ledger, Received
from sync.client.looking import Found, Page, looked_into
from sync.client.token import Caller
from sync.client.transport import unb64
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, Stub, next_hash
from sync.protocol.errors import BadSignature, LogTampered, MadeByNewerVersion, Malformed, StreamTampered
from sync.protocol.framing import unpack_pages, unpack_pull
from sync.protocol.grants import Grant, Recipient
from sync.protocol.limits import PULL_CIRCLES
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
    found = answers.whole_log(lambda after: call.get("/log", after=after), ledger.roster())
    ledger.take_log(found.entries, found.head)


def mailbox(ledger: Ledger, call: Caller, recipient: Recipient, last: int) -> None:
    after = ledger.mailbox_cursor(recipient)
    while after < last:
        told = call.get(f"/mailboxes/{recipient.hex()}", after=after)
        # What came after our hello may be signed by somebody our log does not know yet: next time.
        page = answers.listed(told, "grants")[: last - after]
        if not page:
            raise ServerNotUnderstood
        after += len(page)
        ledger.take_grants(recipient, list(_sound(ledger.roster(), map(unb64, page))), after)


def letters(ledger: Ledger, call: Caller, last: int) -> None:
    """What other boards have written up to number `last`."""
    after = ledger.letter_cursor()
    while after < last:
        told = call.get("/letters", after=after)
        page = answers.listed(told, "letters")
        if not page:
            raise ServerNotUnderstood
        after += len(page)
        ledger.take_letters([unb64(letter) for letter in page], after)


def _sound(roster: Roster, grants: Iterable[bytes]) -> Iterator[Grant]:
    """What is no grant at all, or a newer version's, is left alone: it must not stop those after it."""
    for raw in grants:
        try:
            grant = Grant.from_bytes(raw)
        except (Malformed, MadeByNewerVersion):
            continue
        if is_sound(roster, grant):
            yield grant


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
    """How many envelopes were fetched; the streams that moved travel together. Raises `StreamTampered`."""
    at = {circle: ledger.stream_cursor(circle) for circle in heads}
    behind = {circle: head for circle, head in heads.items() if at[circle].seq < head.seq}
    total = sum(head.seq - at[circle].seq for circle, head in behind.items())
    fetched = 0
    with one_ahead() as ahead:

        def ask() -> Asked[list[tuple[Circle, list[Found]]]]:
            after = {circle: at[circle].seq for circle in list(behind)[:PULL_CIRCLES]}
            devices = ledger.roster().devices
            return ahead(lambda: looked_into(devices, _asked(call, after)) if after else [])

        asked = ask()
        while behind:
            progress("fetching", fetched, total)
            pages = asked()
            if not pages:
                behind = _still_to_read(ledger, call, behind)
                asked = ask()
            for left, (circle, page) in zip(reversed(range(len(pages))), pages, strict=True):
                received = _verified(ledger, call, circle, page, at, behind)
                if not left:
                    # The server looks up what comes next while this is opened and counted in.
                    asked = ask()
                ledger.take_envelopes(circle, received)
                fetched += len(received)
    return fetched


def _verified(
    ledger: Ledger,
    call: Caller,
    circle: Circle,
    page: Sequence[Found],
    at: dict[Circle, Head],
    behind: dict[Circle, Head],
) -> list[Received]:
    """Moves `at` on, and leaves `behind` what is not read to its end yet. Raises `StreamTampered`."""
    _follow_disposals(ledger, call, circle, (found.what for found in page))
    received = list(_checked(ledger.roster(), circle, at[circle], page, upto=behind[circle]))
    if not received:
        raise StreamTampered("ends early")
    at[circle] = received[-1].head
    if at[circle] == behind[circle]:
        del behind[circle]
    return received


def _still_to_read(ledger: Ledger, call: Caller, behind: dict[Circle, Head]) -> dict[Circle, Head]:
    """A session may have been closed since the heads were named: then the log says so by now."""
    rest_of_log(ledger, call)
    left = {circle: head for circle, head in behind.items() if ledger.roster().may_read(ledger.device, circle)}
    if len(left) == len(behind):
        raise StreamTampered("ends early")
    return left


def _asked(call: Caller, after: dict[Circle, int]) -> list[tuple[Circle, Page]]:
    """Pages of what was asked for, and nothing else."""
    raw = call.post_for_bytes("/pull", {"after": {circle.hex(): seq for circle, seq in after.items()}})
    try:
        pages = [(Circle.from_bytes(circle), list(unpack_pull(page))) for circle, page in unpack_pages(raw)]
    except Malformed as error:
        raise ServerNotUnderstood from error
    if len({circle for circle, _ in pages} & after.keys()) < len(pages):
        raise ServerNotUnderstood
    return pages


def place(call: Caller, circle: Circle, seq: int) -> Head | None:
    """The head hash that the server has after number `seq` of a stream; None when it has no such number."""
    try:
        for found, chained, _ in unpack_pull(call.get_bytes(f"/streams/{circle.hex()}", after=seq - 1)):
            return Head(found, chained) if found == seq else None
    except Malformed as error:
        raise ServerNotUnderstood from error
    return None


def _follow_disposals(ledger: Ledger, call: Caller, circle: Circle, found: Iterable[Envelope | Stub]) -> None:
    """Something may have been disposed of since the log was read: then the log says so by now."""
    if any(isinstance(what, Stub) and not ledger.roster().is_disposed(circle, what.id) for what in found):
        rest_of_log(ledger, call)


def _checked(roster: Roster, circle: Circle, at: Head, page: Iterable[Found], *, upto: Head) -> Iterator[Received]:
    """Stops at `upto`: later authors may be in a part of the log that was not read yet."""
    for found in page:
        seq, chained, envelope = found.seq, found.chained, found.what
        if seq > upto.seq:
            return
        if seq != at.seq + 1 or chained != next_hash(at.hash, seq, envelope.id):
            raise StreamTampered("chain")
        if seq == upto.seq and chained != upto.hash:
            raise StreamTampered("another head")
        _check_author(roster, circle, envelope, found.signed_by)
        at = Head(seq, chained)
        yield Received(at, envelope)


def _check_author(roster: Roster, circle: Circle, envelope: Envelope | Stub, signed_by: bytes | None) -> None:
    if isinstance(envelope, Stub):
        if not roster.is_disposed(circle, envelope.id):
            raise StreamTampered("gone, and nobody has disposed of it")
        return
    author = roster.devices.get(envelope.header.author)
    if author is None or envelope.header.circle != circle or envelope.header.board != roster.board_id:
        raise StreamTampered("author")
    if signed_by == author.signing:
        return
    # The log has come to know this device since the page was looked into, or somebody else has signed.
    try:
        envelope.verify(author.signing)
    except BadSignature as error:
        raise StreamTampered("signature") from error
