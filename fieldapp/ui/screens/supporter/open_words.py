"""The choices of the opening form, in the order of the page, and what is said when one is left."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fieldapp.actions.sessions import OpenSession
from fieldapp.domain.form_json import answers_of, form_from
from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.site import SiteKind
from fieldapp.ui import components as c
from fieldapp.ui.words import N_, _, label, ngettext

TYPES = (
    IncidentType.SHOOTING,
    IncidentType.EXPLOSION,
    IncidentType.STABBING,
    IncidentType.FIRE,
    IncidentType.DEATH,
    IncidentType.TRAFFIC_ACCIDENT,
    IncidentType.THREAT,
    IncidentType.DISAPPEARANCE,
    IncidentType.EVACUATION,
    IncidentType.OTHER,
)
SOURCES = tuple(AlarmSource)
SITES = (SiteKind.PREMISES, SiteKind.PHONE, SiteKind.OUTREACH, SiteKind.OTHER)
PREMISES = N_("The citizens' office")
LEFT = {
    "incident_type": N_("Choose what has happened"),
    "area": N_("Write the area"),
    "alarm_source": N_("Choose where the alarm came from"),
    "site_kind": N_("Choose the support centre"),
}
TITLES = {
    "incident_type": N_("What has happened?"),
    "area": N_("Area"),
    "alarm_source": N_("Alarm from"),
    "site_kind": N_("Support centre"),
}


def site_options() -> list[c.Option[SiteKind]]:
    """Premises are called what people here call them."""
    return [c.Option(kind, _(PREMISES) if kind is SiteKind.PREMISES else label(kind)) for kind in SITES]


def site_name(kind: SiteKind) -> str:
    """What the place is called until somebody writes something better."""
    return _(PREMISES) if kind is SiteKind.PREMISES else "" if kind is SiteKind.OTHER else label(kind)


def since(alarm: datetime, now: datetime) -> str:
    minutes = max(0, int((now - alarm).total_seconds() // 60))
    return ngettext("{n} min since the alarm", "{n} min since the alarm", minutes).format(n=minutes)


def to_json(form: OpenSession) -> dict[str, Any]:
    return answers_of(form)


def from_json(draft: Mapping[str, Any]) -> OpenSession:
    return form_from(OpenSession, draft)
