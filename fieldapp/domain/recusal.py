"""That somebody of the staff knows a person, and is to follow her up no more (jäv)."""

from dataclasses import dataclass

from fieldapp.domain.field_values import as_text
from fieldapp.domain.merge import Record, shown


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recusal:
    """`person`: who of the staff (hex id)."""

    id: str
    contact_id: str = ""
    person: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "Recusal":
        return cls(
            id=record["id"],
            contact_id=as_text(shown(record, "contact_id")),
            person=as_text(shown(record, "person")),
        )
