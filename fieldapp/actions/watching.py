"""Watch lines once more: a server that was restored counts again what is promised."""

from datetime import date

from fieldapp.actions.phone import Phone
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.merge import Record
from fieldapp.domain.referral import Referral
from fieldapp.store import held
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.watch import MOST_LINES, WatchLine

_Watched = tuple[str, int, date, bool]
"""Watch id, revision, latest day, whether it is open."""


def watch_again(phone: Phone, write: Write) -> None:
    """Beside the envelopes that are brought back go lines for every promise of their circle, signed by who brings
    them: the author of the first ones may be gone. What the server knows already wins over the same word again."""
    for circle, ids in held.carried_by_circle(write).items():
        lines = _lines(phone, write, circle)
        for place, id_ in enumerate(ids):
            if piece := lines[place * MOST_LINES : (place + 1) * MOST_LINES]:
                held.carry_beside(write, id_, b"".join(piece))


def _lines(phone: Phone, write: Write, circle: Circle) -> list[bytes]:
    promises = (_of_follow_up(record) for record in _of(write, "follow_up", circle))
    away = (_of_referral(phone, record) for record in _of(write, "referral", circle))
    return [_signed(phone, found) for found in (*promises, *away) if found]


def _of(write: Write, record_type: str, circle: Circle) -> list[Record]:
    return [row["record"] for row in write.all(record_type) if row["circle"] == circle.hex()]


def _of_follow_up(record: Record) -> _Watched | None:
    promise = FollowUp.from_record(record)
    if not promise.watch_id or promise.window is None:
        return None
    return promise.watch_id, promise.watch_rev, promise.window.latest, promise.is_open


def _of_referral(phone: Phone, record: Record) -> _Watched | None:
    away = Referral.from_record(record)
    if not away.watch_id:
        return None
    return away.watch_id, away.watch_rev, away.watch_day(phone.zone, phone.today()), away.is_open


def _signed(phone: Phone, found: _Watched) -> bytes:
    watch_id, revision, latest, is_open = found
    line = WatchLine(phone.board, bytes.fromhex(watch_id), revision, latest, is_open, phone.id)
    return line.signed(phone.keys.signing.sign).to_bytes()
