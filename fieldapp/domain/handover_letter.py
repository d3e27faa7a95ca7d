"""What the letter of a proposal says, and nothing beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.domain.consent import ConsentContent
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AgeBand, ContactWay
from fieldapp.domain.field_values import as_choice, as_choices, as_flag, as_instant, as_number, as_text
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.handover import CheckItem, HandoverKind, ProposalUnreadable
from fieldapp.domain.incident import AlarmSource, Incident, IncidentType, Level, Violence
from fieldapp.domain.priority import Priority
from fieldapp.domain.site import Site
from fieldapp.domain.visit_choices import Need
from fieldapp.domain.windows import DueWindow, FollowUpKind


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Operational:
    """How things stand, without any person in it: it always passes."""

    visits: int = 0
    people: int = 0
    heads: int = 0
    on_shift: int = 0
    sites: tuple[Site, ...] = ()
    needs: Mapping[Need, int]
    promised: Mapping[FollowUpKind, int]
    tomorrow: str = ""
    risks: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "visits": self.visits,
            "people": self.people,
            "heads": self.heads,
            "on_shift": self.on_shift,
            "sites": [site.to_json() for site in self.sites],
            "needs": dict(self.needs),
            "promised": dict(self.promised),
            "tomorrow": self.tomorrow,
            "risks": self.risks,
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Operational":
        sites = (Site.from_json(site) for site in _listed(said.get("sites")))
        needs = {as_choice(Need, need): _count(count) for need, count in _mapped(said.get("needs")).items()}
        kinds = {as_choice(FollowUpKind, kind): _count(n) for kind, n in _mapped(said.get("promised")).items()}
        return cls(
            visits=_count(said.get("visits")),
            people=_count(said.get("people")),
            heads=_count(said.get("heads")),
            on_shift=_count(said.get("on_shift")),
            sites=tuple(site for site in sites if site),
            needs={need: count for need, count in needs.items() if need},
            promised={kind: count for kind, count in kinds.items() if kind},
            tomorrow=as_text(said.get("tomorrow")),
            risks=as_text(said.get("risks")),
        )


@dataclass(frozen=True, slots=True, repr=False)
class PromiseHanded:
    kind: FollowUpKind
    window: DueWindow
    priority: Priority
    agreement: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PersonHanded:
    """As much of a person as she has agreed to, or a supervisor has decided; a bare code has nothing else."""

    code: str
    name: str = ""
    phone: str = ""
    age_band: AgeBand = AgeBand.UNKNOWN
    language: str = ""
    contact_way: ContactWay | None = None
    ok_leave_message: bool | None = None
    needs: tuple[Need, ...] = ()
    promises: tuple[PromiseHanded, ...] = ()
    without_consent: bool = False
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Proposal:
    kind: HandoverKind
    agreed_start: datetime
    checklist: tuple[CheckItem, ...]
    incident: Incident
    session_id: str
    opened_at: datetime | None
    operational: Operational
    people: tuple[PersonHanded, ...]
    codes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "agreed_start": self.agreed_start.isoformat(),
            "checklist": list(self.checklist),
            "incident": _incident(self.incident),
            "session": self.session_id,
            "opened_at": self.opened_at.isoformat() if self.opened_at else None,
            "operational": self.operational.to_json(),
            "people": [_person(one) for one in self.people],
            "codes": list(self.codes),
        }

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Proposal":
        """Raises ProposalUnreadable: what another board wrote is believed as far as it can be read."""
        kind, start = as_choice(HandoverKind, said.get("kind")), as_instant(said.get("agreed_start"))
        if kind is None or start is None:
            raise ProposalUnreadable
        return cls(
            kind=kind,
            agreed_start=start,
            checklist=as_choices(CheckItem, said.get("checklist")),
            incident=_read_incident(_mapped(said.get("incident"))),
            session_id=as_text(said.get("session")),
            opened_at=as_instant(said.get("opened_at")),
            operational=Operational.from_json(_mapped(said.get("operational"))),
            people=tuple(_read_person(_mapped(one)) for one in _listed(said.get("people"))),
            codes=tuple(code for code in map(as_text, _listed(said.get("codes"))) if code),
        )


def told(
    contact: Contact, content: Iterable[ConsentContent], follow_ups: Iterable[FollowUp], needs: Iterable[Need]
) -> PersonHanded:
    """Exactly what is covered: without the number nothing of how to reach her either."""
    may, reaches = set(content), ConsentContent.PHONE in set(content)
    return PersonHanded(
        code=contact.code,
        name=contact.name if ConsentContent.NAME in may else "",
        phone=contact.phone if reaches else "",
        age_band=contact.age_band if ConsentContent.AGE in may else AgeBand.UNKNOWN,
        language=contact.language if ConsentContent.LANGUAGE in may else "",
        contact_way=contact.contact_way if reaches else None,
        ok_leave_message=contact.ok_leave_message if reaches else None,
        needs=tuple(needs) if ConsentContent.NEEDS in may else (),
        promises=tuple(
            PromiseHanded(one.kind, one.window, one.priority, one.agreement if ConsentContent.NEEDS in may else "")
            for one in follow_ups
            if one.window
        ),
    )


def _incident(incident: Incident) -> dict[str, Any]:
    """No free text but the area: the impact note may say more than it should."""
    return {
        "type": incident.type,
        "intentional_violence": incident.intentional_violence,
        "area": incident.area,
        "level": incident.level,
        "alarm_source": incident.alarm_source,
        "occurred_at": incident.occurred_at.isoformat() if incident.occurred_at else None,
        "alarm_received_at": incident.alarm_received_at.isoformat() if incident.alarm_received_at else None,
    }


def _read_incident(said: Mapping[str, Any]) -> Incident:
    return Incident(
        id="",
        type=as_choice(IncidentType, said.get("type")) or IncidentType.OTHER,
        intentional_violence=as_choice(Violence, said.get("intentional_violence")) or Violence.UNCLEAR,
        area=as_text(said.get("area")),
        level=as_choice(Level, said.get("level")) or Level.INTERNAL,
        alarm_source=as_choice(AlarmSource, said.get("alarm_source")) or AlarmSource.OTHER,
        occurred_at=as_instant(said.get("occurred_at")),
        alarm_received_at=as_instant(said.get("alarm_received_at")),
    )


def _person(one: PersonHanded) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "phone": one.phone,
        "age_band": one.age_band,
        "language": one.language,
        "contact_way": one.contact_way,
        "ok_leave_message": one.ok_leave_message,
        "needs": list(one.needs),
        "promises": [_promise(promise) for promise in one.promises],
        "without_consent": one.without_consent,
        "agreed_at": one.agreed_at.isoformat() if one.agreed_at else None,
    }


def _promise(one: PromiseHanded) -> dict[str, Any]:
    about = {"kind": one.kind, "window": one.window.to_json()}
    return about | {"priority": one.priority, "agreement": one.agreement}


def _read_person(said: Mapping[str, Any]) -> PersonHanded:
    return PersonHanded(
        code=as_text(said.get("code")),
        name=as_text(said.get("name")),
        phone=as_text(said.get("phone")),
        age_band=as_choice(AgeBand, said.get("age_band")) or AgeBand.UNKNOWN,
        language=as_text(said.get("language")),
        contact_way=as_choice(ContactWay, said.get("contact_way")),
        ok_leave_message=as_flag(said.get("ok_leave_message")),
        needs=as_choices(Need, said.get("needs")),
        promises=tuple(_read_promises(_listed(said.get("promises")))),
        without_consent=said.get("without_consent") is True,
        agreed_at=as_instant(said.get("agreed_at")),
    )


def _read_promises(listed: Iterable[Any]) -> Iterable[PromiseHanded]:
    for said in map(_mapped, listed):
        window = DueWindow.from_json(said.get("window"))
        if window is None:
            # A promise whose days cannot be read must not be lost without a word.
            raise ProposalUnreadable
        kind = as_choice(FollowUpKind, said.get("kind")) or FollowUpKind.CUSTOM
        priority = as_choice(Priority, said.get("priority")) or Priority.NORMAL
        yield PromiseHanded(kind, window, priority, as_text(said.get("agreement")))


def _count(value: Any) -> int:
    return max(0, as_number(value) or 0)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapped(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
