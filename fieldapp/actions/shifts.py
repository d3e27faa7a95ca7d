"""Checking in and out of a session, and breaks: a supporter's hours, for those who staff it."""

from datetime import datetime
from typing import Final

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.births import fresh
from fieldapp.actions.phone import Phone
from fieldapp.domain.merge import Record
from fieldapp.domain.shift import Break, Shift
from fieldapp.store import records
from sync.protocol.circle import Circle, Role

_ON_SHIFT: Final = (Role.SUPPORTER, Role.BORROWED)


def check_in(action: Action, session: bytes, **said: datetime) -> None:
    """In the same write as the joining: a supporter's shift begins with it. `said`: what a guest has confirmed."""
    phone = action.phone
    if phone.role in _ON_SHIFT and mine(phone, session.hex()) is None:
        about = {"session_id": session.hex(), "member": phone.me.person.hex(), "on_at": phone.now()}
        action.create(Circle.shared(session), "shift", fresh(), **about, **said)


def end(action: Action, session: str, at: datetime) -> None:
    """In the same write as the wish to check out."""
    _set_off(action, session, at)


def resume(action: Action, session: str) -> None:
    """The check-out was taken back: the shift that ended last goes on."""
    _set_off(action, session, None)


def _set_off(action: Action, session: str, at: datetime | None) -> None:
    phone = action.phone
    last = mine(phone, session) if at else _newest(phone, session)
    if last:
        action.set(Circle.shared(bytes.fromhex(session)), "shift", last.id, off_at=at)


def take_break(phone: Phone, session: str) -> None:
    _set_breaks(phone, session, begins=True)


def end_break(phone: Phone, session: str) -> None:
    _set_breaks(phone, session, begins=False)


def _set_breaks(phone: Phone, session: str, *, begins: bool) -> None:
    """A tap too many changes nothing."""
    shift = mine(phone, session)
    if shift is None or shift.has_break_now == begins:
        return
    ended = tuple(one if one.ended_at else Break(one.began_at, phone.now()) for one in shift.breaks)
    breaks = (*ended, Break(phone.now())) if begins else ended
    with one_action(phone) as action:
        written = [one.to_json() for one in breaks]
        action.set(Circle.shared(bytes.fromhex(session)), "shift", shift.id, breaks=written)


def mine(phone: Phone, session: str) -> Shift | None:
    """The shift I am on in this session."""
    newest = _newest(phone, session)
    return newest if newest and newest.is_on else None


def _newest(phone: Phone, session: str) -> Shift | None:
    me = phone.me.person.hex()
    hers = [shift for shift in of_session(phone, session) if shift.member == me and shift.on_at]
    return max(hers, key=lambda shift: shift.on_at.isoformat() if shift.on_at else "", default=None)


def of_session(phone: Phone, session: str) -> list[Shift]:
    found: list[Record] = records.records(phone.store, "shift")
    return [shift for shift in map(Shift.from_record, found) if shift.session_id == session]
