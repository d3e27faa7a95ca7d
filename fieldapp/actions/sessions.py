"""Opening and joining a session, also without a network."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fieldapp.actions import leading, shifts
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import check_allowed, check_role, role_of
from fieldapp.actions.births import fresh
from fieldapp.actions.board_settings import settings
from fieldapp.actions.errors import GoneMeanwhile, NoSession, NotAllowed, SessionIncomplete
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.domain.codes import parse_session_code, session_code
from fieldapp.domain.incident import AlarmSource, Incident, IncidentType, default_violence
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.session import OpenedBy, Session
from fieldapp.domain.session import SessionState as DomainState
from fieldapp.domain.site import Site, SiteKind
from fieldapp.store import drafts, records
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.members import SessionState, session_id
from sync.protocol.statement import Kind

_MINE, _CHOSEN = "my_sessions", "chosen_session"
AREA_CHARACTERS = 60


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OpenSession:
    """The four answers; every time is filled in."""

    incident_type: IncidentType | None = None
    area: str = ""
    alarm_source: AlarmSource | None = None
    alarm_received_at: datetime | None = None
    site_kind: SiteKind | None = None
    site_name: str = ""

    def missing(self) -> tuple[str, ...]:
        """The names of the unanswered fields, in the order on the page."""
        answers = {
            "incident_type": self.incident_type,
            "area": self.area.strip(),
            "alarm_source": self.alarm_source,
            "site_kind": self.site_kind,
        }
        return tuple(name for name, answer in answers.items() if not answer)


def open_session(phone: Phone, form: OpenSession) -> SessionView:
    """Raises NotAllowed, SessionIncomplete."""
    check_role(phone, Deed.OPEN_SESSION)
    if form.missing() or form.incident_type is None or form.site_kind is None:
        raise SessionIncomplete
    code = session_code(phone.random(8))
    session, now = session_id(phone.board, code), phone.now()
    alarm = form.alarm_received_at or now
    shared = Circle.shared(session)
    with one_action(phone) as action:
        action.say(Kind.SESSION_OPENED, session=session.hex())
        incident = action.create(
            shared,
            "incident",
            fresh(),
            type=form.incident_type,
            intentional_violence=default_violence(form.incident_type),
            area=form.area.strip()[:AREA_CHARACTERS],
            alarm_source=form.alarm_source,
            alarm_received_at=alarm,
            activated_at=now,
            occurred_at=alarm,
            occurred_approx=True,
        )
        action.set(
            shared,
            "session",
            session.hex(),
            code=code,
            incident_id=incident,
            opened_at=now,
            opened_by_unit=_unit(phone),
            sites=[Site(form.site_name.strip() or form.site_kind.value, form.site_kind).to_json()],
            state=DomainState.OPEN,
            documentation_mode=settings(phone).mode,
        )
        shifts.check_in(action, session)
        leading.begin(action, session)
        make_mine(action, session, code)
    return view(phone, session.hex())


def _unit(phone: Phone) -> OpenedBy:
    return OpenedBy.SOCIAL_EMERGENCY_UNIT if role_of(phone) is Role.SOCIAL_EMERGENCY else OpenedBy.DISTRICT


def join_session(phone: Phone, typed_code: str) -> SessionView:
    """Joining one already joined just chooses it. Raises NotAllowed, also for a guest, domain.codes.CodeMistyped."""
    check_role(phone, Deed.CREATE_VISIT)
    if phone.me.guest:
        raise NotAllowed
    code = parse_session_code(typed_code)
    session = session_id(phone.board, code)
    if not _is_joined(phone, session):
        with one_action(phone) as action:
            action.say(Kind.SESSION_JOINED, session=session.hex())
            shifts.check_in(action, session)
            make_mine(action, session, code)
    choose(phone, session.hex())
    return view(phone, session.hex())


def make_mine(action: Action, session: bytes, code: str) -> None:
    joined_at = action.phone.now().isoformat()
    action.write.put(_MINE, session.hex(), {"code": code, "joined_at": joined_at})
    _choose(action.write, session.hex())


def forget(write: Write, session: str) -> None:
    """The phone no longer works in this session."""
    write.delete(_MINE, session)
    if (write.get(_CHOSEN, "session") or {}).get("session") == session:
        write.delete(_CHOSEN, "session")


def choose(phone: Phone, session: str) -> None:
    """Which of several sessions the start page shows."""
    with phone.store.one_write() as write:
        _choose(write, session)


def _choose(write: Write, session: str) -> None:
    write.put(_CHOSEN, "session", {"session": session})


def current(phone: Phone) -> SessionView | None:
    """The session this phone works in; None when there is none, or it is closed and nothing is half filled in."""
    chosen = phone.store.get(_CHOSEN, "session")
    if chosen is None:
        return None
    found = view(phone, chosen["session"])
    is_over = found.state is SessionState.CLOSED and drafts.load(phone.store, drafts.VISIT) is None
    return found if found.joined and not is_over else None


def require(phone: Phone, session: str) -> bytes:
    """The session's id as bytes. Raises NoSession unless this phone works in it."""
    if not _is_joined(phone, bytes.fromhex(session)):
        raise NoSession
    return bytes.fromhex(session)


def close_for_the_night(phone: Phone, session: str) -> None:
    """For everybody to see; visits are still taken, because who comes is met. Raises NotAllowed, GoneMeanwhile."""
    _move(phone, session, DomainState.PAUSED)


def open_again(phone: Phone, session: str) -> None:
    """Raises NotAllowed, GoneMeanwhile."""
    _move(phone, session, DomainState.OPEN)


def _move(phone: Phone, session: str, to: DomainState) -> None:
    check_allowed(phone, Deed.STAFF_SESSION)
    if view(phone, session).state is not SessionState.OPEN:
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.set(Circle.shared(bytes.fromhex(session)), "session", session, state=to)


def sessions(phone: Phone) -> tuple[SessionView, ...]:
    """Every session this phone knows of, the newest first."""
    views = [view(phone, session) for session in _known(phone)]
    return tuple(sorted(views, key=_newest_first, reverse=True))


def _newest_first(session: SessionView) -> tuple[bool, str]:
    return session.state is not SessionState.CLOSED, session.opened_at.isoformat() if session.opened_at else ""


def _known(phone: Phone) -> Iterator[str]:
    mine = [row["key"] for row in phone.store.all(_MINE)]
    shared = [record["id"] for record in records.records(phone.store, "session")]
    yield from dict.fromkeys([*mine, *shared])


def _is_joined(phone: Phone, session: bytes) -> bool:
    """Here, or on an earlier device of the same person."""
    return phone.store.get(_MINE, session.hex()) is not None or phone.roster.in_session(phone.id, session)


def view(phone: Phone, session: str) -> SessionView:
    mine, record = phone.store.get(_MINE, session), records.record(phone.store, "session", session)
    facts = Session.from_record(record) if record else None
    incident = incident_of(phone, session)
    site = facts.sites[0] if facts and facts.sites else None
    logged, lead = phone.roster.sessions.get(bytes.fromhex(session)), leading.lead(phone, session)
    return SessionView(
        id=session,
        code=(mine["code"] if mine else "") or (facts.code if facts else ""),
        state=logged.state if logged else SessionState.OPEN,
        joined=_is_joined(phone, bytes.fromhex(session)),
        facts_known=facts is not None,
        incident_type=incident.type if incident else None,
        area=incident.area if incident else "",
        site_name=site.name if site else "",
        site_kind=site.kind if site else None,
        alarm_source=incident.alarm_source if incident else None,
        alarm_received_at=incident.alarm_received_at if incident else None,
        opened_at=facts.opened_at if facts else None,
        board_name=phone.board_name,
        opened_by=facts.opened_by_unit if facts else OpenedBy.OTHER,
        noted=facts.state if facts else DomainState.OPEN,
        lead=phone.label_of(lead.member) if lead else "",
    )


def incident_of(phone: Phone, session: str) -> Incident | None:
    record = records.record(phone.store, "session", session)
    incident = records.record(phone.store, "incident", Session.from_record(record).incident_id) if record else None
    return Incident.from_record(incident) if incident else None
