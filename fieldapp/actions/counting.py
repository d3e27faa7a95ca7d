"""Counting heads: one tap, one write."""

from datetime import datetime

from fieldapp.actions.action import one_action
from fieldapp.actions.births import fresh
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import require
from fieldapp.actions.views import TallyView
from fieldapp.domain.clock import instant
from fieldapp.domain.merge import Record, shown, shown_at
from fieldapp.domain.tally import TallyGroup, counts
from fieldapp.store import records
from sync.protocol.circle import Circle


def count(phone: Phone, session: str, group: TallyGroup, amount: int) -> TallyView:
    """`amount` is +1 or -1; a phone never takes away more than it has counted itself. Raises NoSession."""
    shared = Circle.shared(require(phone, session))
    if amount > 0 or tally(phone, session).mine[group] > 0:
        with one_action(phone) as action:
            fields = {"session_id": session, "group": group, "amount": amount, "device": phone.id.hex()}
            action.create(shared, "tally", fresh(), **fields)
    return tally(phone, session)


def tally(phone: Phone, session: str) -> TallyView:
    taps = [tap for tap in records.records(phone.store, "tally") if shown(tap, "session_id") == session]
    mine = [tap for tap in taps if shown(tap, "device") == phone.id.hex()]
    return TallyView(counts(taps), counts(mine), _last(mine))


def _last(taps: list[Record]) -> datetime | None:
    return instant(max((shown_at(tap, "amount") for tap in taps), default=""))
