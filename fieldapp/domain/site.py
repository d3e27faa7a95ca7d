"""A place where support is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fieldapp.domain.field_values import as_choice, as_text


class SiteKind(StrEnum):
    PREMISES = "premises"
    PHONE = "phone"
    OUTREACH = "outreach"
    SCHOOL = "school"
    FAITH_COMMUNITY = "faith_community"
    DIGITAL = "digital"
    OTHER = "other"


@dataclass(frozen=True, slots=True, repr=False)
class Site:
    name: str
    kind: SiteKind = SiteKind.PREMISES

    @classmethod
    def from_json(cls, site: Any) -> "Site | None":
        if not isinstance(site, Mapping) or not as_text(site.get("name")):
            return None
        return cls(as_text(site["name"]), as_choice(SiteKind, site.get("kind")) or SiteKind.OTHER)

    def to_json(self) -> dict[str, str]:
        return {"name": self.name, "kind": self.kind.value}
