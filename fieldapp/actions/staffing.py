"""Who works in a session, for how long, and who has been called in."""

from collections.abc import Iterator

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.roster import roster
from fieldapp.actions.rota import duty_of
from fieldapp.actions.shifts import of_session
from fieldapp.actions.views import CallOutRow, RosterRow, ShiftRow, StaffView
from fieldapp.domain.call_out import Availability, CallOut, order
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action
from fieldapp.domain.shift import ReliefTalk, Shift, hours
from fieldapp.store import records
from sync.protocol.circle import Circle


def staff(phone: Phone, session: str) -> StaffView:
    """Who is there now, who was, and whom to call next."""
    shifts = sorted(of_session(phone, session), key=_began, reverse=True)
    rows = tuple(_shift_row(phone, shift) for shift in shifts)
    on_now = {shift.member for shift in shifts if shift.is_on}
    return StaffView(
        on=tuple(row for row in rows if row.off_at is None),
        off=tuple(row for row in rows if row.off_at),
        hours=hours(shifts, phone.now()),
        call_outs=tuple(sorted(_call_outs(phone, session, on_now), key=_whom_next)),
    )


def _began(shift: Shift) -> str:
    return shift.on_at.isoformat() if shift.on_at else ""


def _shift_row(phone: Phone, shift: Shift) -> ShiftRow:
    now, who = phone.now(), duty_of(phone, shift.member)
    return ShiftRow(
        id=shift.id,
        name=who.name,
        phone=who.phone,
        on_at=shift.on_at or now,
        off_at=shift.off_at,
        worked=shift.worked(now),
        has_break_now=shift.has_break_now,
        break_due_at=shift.break_due_at,
        warnings=shift.warnings(now),
        relief_talk=shift.relief_talk,
    )


def _call_outs(phone: Phone, session: str, on_now: set[str]) -> Iterator[CallOutRow]:
    found = map(CallOut.from_record, records.records(phone.store, "call_out"))
    calls = {call.member: call for call in found if call.session_id == session}
    for colleague in roster(phone):
        if colleague.person in calls or _can_be_called(colleague):
            call = calls.get(colleague.person, CallOut())
            yield CallOutRow(colleague, call.answer, call.called_at, colleague.person in on_now, call.in_conflict)


def _can_be_called(colleague: RosterRow) -> bool:
    return colleague.active and colleague.role in (Role.SUPPORTER, Role.UNKNOWN)


def _whom_next(row: CallOutRow) -> tuple[bool, int, bool, str]:
    return row.is_on, order(row.answer), not row.colleague.trained, row.colleague.name.casefold()


def note_answer(phone: Phone, session: str, person: str, answer: Availability) -> None:
    """What a colleague said when she was called. Raises NotAllowed."""
    check_allowed(phone, Action.STAFF_SESSION)
    with one_action(phone) as action:
        action.create(
            Circle.shared(bytes.fromhex(session)),
            "call_out",
            person,
            session_id=session,
            member=person,
            answer=answer,
            called_at=phone.now(),
        )


def note_relief_talk(phone: Phone, session: str, shift: str, talk: ReliefTalk) -> None:
    """Two booleans on her shift, and never a word. Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Action.STAFF_SESSION)
    if all(known.id != shift for known in of_session(phone, session)):
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.set(
            Circle.shared(bytes.fromhex(session)),
            "shift",
            shift,
            relief_talk_offered=talk is not ReliefTalk.NOT_OFFERED,
            relief_talk_done=talk is ReliefTalk.DONE,
        )
