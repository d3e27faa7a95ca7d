"""How a session came to be: the times of the alarm chain, who decided by function, on which level, and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import incident_of
from fieldapp.actions.visits import valid_visits
from fieldapp.domain.activation_reason import IMPACT_CHARACTERS, WHY_CHARACTERS, ActivationReason, check_note
from fieldapp.domain.alarm_chain import AlarmChain
from fieldapp.domain.incident import DecidedBy, Incident, Level
from fieldapp.domain.permissions import Action
from fieldapp.domain.session import Session
from fieldapp.store import records
from sync.errors import FixAndRetry
from sync.protocol.circle import Circle


class ActivatedBeforeAlarm(FixAndRetry):
    """The activation cannot be earlier than the alarm. Compare the two times."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ActivationForm:
    """Functions, never names. `why` and `impact` are of what happened, not of persons."""

    alarm_received_at: datetime | None = None
    activated_at: datetime | None = None
    decided_by: DecidedBy | None = None
    level: Level = Level.INTERNAL
    reasons: tuple[ActivationReason, ...] = ()
    why: str = ""
    impact: str = ""


def chain(phone: Phone, session: str) -> AlarmChain:
    """As far as this phone may read: the first visit is known to those who follow up."""
    incident, record = incident_of(phone, session), records.record(phone.store, "session", session)
    began = [visit.started_at for visit in valid_visits(phone) if visit.session_id == session and visit.started_at]
    return AlarmChain(
        alarm_at=incident.alarm_received_at if incident else None,
        activated_at=incident.activated_at if incident else None,
        opened_at=Session.from_record(record).opened_at if record else None,
        first_visit_at=min(began, default=None),
    )


def activation(phone: Phone, session: str) -> ActivationForm:
    """As it stands. Raises GoneMeanwhile while only the session's code is known here."""
    incident = _incident(phone, session)
    return ActivationForm(
        alarm_received_at=incident.alarm_received_at,
        activated_at=incident.activated_at,
        decided_by=incident.decided_by_function,
        level=incident.level,
        reasons=incident.activation_reasons,
        why=incident.activation_why,
        impact=incident.impact_note,
    )


def decide(phone: Phone, session: str, form: ActivationForm) -> None:
    """Writes what differs, so that earlier answers stay in the history.

    Raises NotAllowed, ActivatedBeforeAlarm, NoteAboutAPerson, GoneMeanwhile.
    """
    check_allowed(phone, Action.STAFF_SESSION)
    _check(form)
    incident = _incident(phone, session)
    before = _answers(activation(phone, session))
    changed = {name: after for name, after in _answers(form).items() if before[name] != after}
    if changed:
        with one_action(phone) as action:
            action.set(Circle.shared(bytes.fromhex(session)), "incident", incident.id, **changed)


def _check(form: ActivationForm) -> None:
    alarm, activated = form.alarm_received_at, form.activated_at
    if alarm and activated and activated < alarm:
        raise ActivatedBeforeAlarm
    check_note(form.why)
    check_note(form.impact)


def _answers(form: ActivationForm) -> dict[str, Any]:
    """By the fields of the record."""
    return {
        "alarm_received_at": form.alarm_received_at,
        "activated_at": form.activated_at,
        "decided_by_function": form.decided_by,
        "level": form.level,
        "activation_reasons": tuple(one for one in ActivationReason if one in form.reasons),
        "activation_why": form.why.strip()[:WHY_CHARACTERS],
        "impact_note": form.impact.strip()[:IMPACT_CHARACTERS],
    }


def _incident(phone: Phone, session: str) -> Incident:
    found = incident_of(phone, session)
    if found is None:
        raise GoneMeanwhile
    return found
