"""The status report: what a session's situation is, for staff and for central crisis command, without persons."""

from datetime import datetime, timedelta
from typing import Final

from fieldapp.actions import breaches, disposals, people, sites
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.measuring import work_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.reads import note_read
from fieldapp.actions.roster import members
from fieldapp.actions.shifts import of_session
from fieldapp.actions.views import DeviceRow, DeviceState, Role
from fieldapp.domain.field_values import as_instant, as_text
from fieldapp.domain.merge import shown
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.status_report import Situation, StatusReport
from fieldapp.domain.status_report import status_report as counted
from fieldapp.store import records
from sync.protocol.circle import Circle

SILENT_AFTER: Final = timedelta(hours=24)


def status_report(phone: Phone, session: str) -> StatusReport:
    """As far as this phone has been told. Raises NotAllowed."""
    check_allowed(phone, Deed.STAFF_SESSION)
    heard = [row.heard_at for row in _phones(phone, session)]
    now, known = phone.now(), [at for at in heard if at]
    return counted(
        Situation(
            now=now,
            work=work_of(phone, (session,)),
            shifts=tuple(of_session(phone, session)),
            home={member.id: member.home_board for member in members(phone)},
            hours=tuple((site.name, site.hours) for site in sites.sites(phone, session) if not site.closed),
            phones=len(heard),
            silent=sum(at is None or now - at > SILENT_AFTER for at in heard),
            heard_longest_ago=min(known, default=None),
            open_breaches=_open_breaches(phone),
            disposal_proposed=len(disposals.proposed(phone)),
        )
    )


def _phones(phone: Phone, session: str) -> list[DeviceRow]:
    known = phone.roster.sessions.get(bytes.fromhex(session))
    inside = {device.hex() for device in known.devices} if known else set()
    return [row for row in people.devices(phone) if row.device in inside and row.state is not DeviceState.REVOKED]


def _open_breaches(phone: Phone) -> int:
    return sum(one.is_open for one in breaches.breaches(phone)) if phone.role is Role.SUPERVISOR else 0


def give(phone: Phone, session: str) -> None:
    """Notes when and by whom the report was handed out; the figures are in the file. Raises NotAllowed."""
    check_allowed(phone, Deed.STAFF_SESSION)
    with one_action(phone) as action:
        note_given(action, session)


def note_given(action: Action, session: str) -> None:
    """The same, together with what else one action writes."""
    phone = action.phone
    given = {"session_id": session, "at": phone.now(), "by": phone.me.person.hex()}
    action.create(Circle.shared(bytes.fromhex(session)), "report_given", fresh(), **given)
    note_read(action, "session", session, ReadAction.EXPORT)


def given(phone: Phone, session: str) -> tuple[tuple[datetime, str], ...]:
    """When the report was handed out and on whose device, the newest first."""
    found = (one for one in records.records(phone.store, "report_given") if shown(one, "session_id") == session)
    lines = [(as_instant(shown(one, "at")), phone.label_of(as_text(shown(one, "by")))) for one in found]
    return tuple(sorted(((at, who) for at, who in lines if at), reverse=True))
