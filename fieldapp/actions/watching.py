"""Watch lines once more: a server that was restored counts again what is promised."""

from fieldapp.actions.phone import Phone
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.merge import Record
from fieldapp.store import held
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.watch import MOST_LINES, WatchLine


def watch_again(phone: Phone, write: Write) -> None:
    """Beside the envelopes that are brought back go lines for every promise of their circle, signed by who brings
    them: the author of the first ones may be gone. What the server knows already wins over the same word again."""
    for circle, ids in held.carried_by_circle(write).items():
        lines = _lines(phone, write, circle)
        for place, id_ in enumerate(ids):
            if piece := lines[place * MOST_LINES : (place + 1) * MOST_LINES]:
                held.carry_beside(write, id_, b"".join(piece))


def _lines(phone: Phone, write: Write, circle: Circle) -> list[bytes]:
    rows = [row["record"] for row in write.all("follow_up") if row["circle"] == circle.hex()]
    return [line for record in rows if (line := _line(phone, record))]


def _line(phone: Phone, record: Record) -> bytes | None:
    promise = FollowUp.from_record(record)
    if not promise.watch_id or promise.window is None:
        return None
    watch_id, latest = bytes.fromhex(promise.watch_id), promise.window.latest
    line = WatchLine(phone.board, watch_id, promise.watch_rev, latest, promise.is_open, phone.id)
    return line.signed(phone.keys.signing.sign).to_bytes()
