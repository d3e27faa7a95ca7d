"""What those did whom other boards lent, as counts by lending board: hours for function 8, visits for the audit."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta

from fieldapp.actions.guests import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.actions.shifts import of_session
from fieldapp.actions.views import LentRow
from fieldapp.actions.visits import valid_visits
from fieldapp.domain.loan import LoanHours
from fieldapp.domain.merge import shown
from fieldapp.domain.shift import Shift, hours
from fieldapp.store import records


def by_board(phone: Phone, sessions: Collection[str]) -> tuple[LentRow, ...]:
    """One row for each board that lent somebody who has checked in there, by name."""
    homes = _homes(phone)
    people: dict[str, set[str]] = {}
    worked: Counter[str] = Counter()
    for shift in (shift for session in sessions for shift in of_session(phone, session)):
        if home := homes.get(shift.member):
            people.setdefault(home, set()).add(shift.member)
            worked[home] += int(shift.worked(phone.now()).total_seconds())
    visits = _visits(phone, sessions, homes)
    rows = [
        LentRow(
            board=home,
            board_name=name_of_board(phone, bytes.fromhex(home)),
            people=len(who),
            worked=timedelta(seconds=worked[home]),
            visits=visits[home],
        )
        for home, who in people.items()
    ]
    return tuple(sorted(rows, key=lambda row: row.board_name))


def hours_of(phone: Phone, loan_id: str) -> LoanHours:
    """Of those who came through one loan."""
    people = _people_of(phone, loan_id)
    shifts = [one for one in map(Shift.from_record, records.records(phone.store, "shift")) if one.member in people]
    return LoanHours(len({one.member for one in shifts}), hours(shifts, phone.now()))


def devices_of(phone: Phone, loan_id: str) -> list[str]:
    """The phones of those who came through it and are still here."""
    people = _people_of(phone, loan_id)
    found = (one for one in phone.roster.devices.values() if one.guest and one.is_active)
    return [one.id.hex() for one in found if one.person.hex() in people]


def _people_of(phone: Phone, loan_id: str) -> frozenset[str]:
    found = records.records(phone.store, "member")
    return frozenset(one["id"] for one in found if shown(one, "loan_id") == loan_id)


def _homes(phone: Phone) -> Mapping[str, str]:
    """Which board lent each guest, by her person's id; the log says it, and goes on saying it when she has left."""
    return {one.person.hex(): one.guest.home.hex() for one in phone.roster.devices.values() if one.guest}


def _visits(phone: Phone, sessions: Collection[str], homes: Mapping[str, str]) -> Counter[str]:
    theirs = (visit for visit in valid_visits(phone) if visit.session_id in sessions)
    return Counter(homes[member] for visit in theirs for member in visit.supporters if member in homes)
