"""A place that was added to a session while it went on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.domain.field_values import as_choice, as_text
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.site import SiteKind
from sync.errors import FixAndRetry

NAME_CHARACTERS: Final = 60
HOURS_CHARACTERS: Final = 30


class SiteIncomplete(FixAndRetry):
    """Choose what kind of place it is, and write what it is called."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SiteForm:
    """`hours` as they are told to visitors: "12–21"."""

    kind: SiteKind | None = None
    name: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SessionSite:
    id: str
    session_id: str = ""
    name: str = ""
    kind: SiteKind = SiteKind.OTHER
    hours: str = ""
    closed: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "SessionSite":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            name=as_text(shown(record, "name")),
            kind=as_choice(SiteKind, shown(record, "kind")) or SiteKind.OTHER,
            hours=as_text(shown(record, "hours")),
            closed=shown(record, "closed") is True,
        )


def check_site(form: SiteForm) -> None:
    """Raises SiteIncomplete."""
    if form.kind is None or not form.name.strip():
        raise SiteIncomplete


def site_answers(form: SiteForm) -> Mapping[str, Any]:
    name, hours = form.name.strip()[:NAME_CHARACTERS], form.hours.strip()[:HOURS_CHARACTERS]
    return {"kind": form.kind, "name": name, "hours": hours}
