"""Records made the way the app makes them, for the tests of what is read from them."""

from datetime import UTC, datetime
from typing import Any

from fieldapp.domain.clock import HybridClock
from fieldapp.domain.merge import Record, fold, new_change

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)


def stamp(moment: datetime) -> str:
    return HybridClock().tick(moment)


def made(record_type: str, record_id: str = "r", /, *, writer: str = "a.0", **values: Any) -> Record:
    return fold(None, new_change(None, type=record_type, id=record_id, set=values, writer=writer, at=stamp(NOON)))


def edited(record: Record, /, *, made_at: datetime = NOON, **values: Any) -> Record:
    stamped = stamp(made_at)
    return fold(record, new_change(record, type=record["type"], id=record["id"], set=values, writer="a.0", at=stamped))
