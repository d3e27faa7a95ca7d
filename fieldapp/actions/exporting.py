"""The de-identified export of twenty-four months: all sessions of the board, small figures hidden, and logged."""

from collections.abc import Iterator
from typing import Final

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.evaluating import may_evaluate
from fieldapp.actions.measuring import work_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.reads import note_read
from fieldapp.actions.sessions import incident_of
from fieldapp.domain.long_export import LongExport, SessionWork, since
from fieldapp.domain.long_export import long_export as counted
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.session import Session
from fieldapp.store import records

_WHAT: Final = "months_24"


def may_export(phone: Phone) -> bool:
    return may_evaluate(phone)


def long_export(phone: Phone) -> LongExport:
    """Of every session that was opened within the period and can be read here. Raises NotAllowed."""
    check_allowed(phone, Deed.EVALUATE)
    return counted(_sessions(phone), phone.today())


def _sessions(phone: Phone) -> Iterator[SessionWork]:
    first = since(phone.today())
    for session in map(Session.from_record, records.records(phone.store, "session")):
        began = session.opened_at.astimezone(phone.zone).date() if session.opened_at else None
        if began and began >= first:
            incident = incident_of(phone, session.id)
            kind = incident.type if incident else None
            yield SessionWork(began=began, kind=kind, work=work_of(phone, (session.id,)))


def note_export(phone: Phone) -> None:
    """In the log, before the file is handed out. Raises NotAllowed."""
    check_allowed(phone, Deed.EVALUATE)
    with one_action(phone) as action:
        note_read(action, "board", _WHAT, ReadAction.EXPORT)
