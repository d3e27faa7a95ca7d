"""Several sessions for one incident: proposed on place in time, linked by a supervisor; only session ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from typing import Final, Protocol

from fieldapp.domain.field_values import as_choice, as_text
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.pairs import Pair, Verdict, careful, groups, pair

NEAR: Final = timedelta(hours=1)


class Placed(Protocol):
    """What happened, and when: this board's incident, or what another board tells of its own."""

    @property
    def type(self) -> IncidentType: ...

    @property
    def occurred_at(self) -> datetime | None: ...

    @property
    def alarm_received_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Links:
    """What supervisors have said of pairs of sessions."""

    verdicts: dict[Pair, Verdict]

    @classmethod
    def of(cls, records: Iterable[Record]) -> "Links":
        return cls(careful(_said(record) for record in records))

    def together(self, session: str) -> tuple[str, ...]:
        """The sessions of one incident, also when there is only this one."""
        return groups(self.verdicts).get(session, (session,))

    def is_decided(self, one: str, other: str) -> bool:
        said = self.verdicts.get(pair(one, other), Verdict.OPEN)
        return said is not Verdict.OPEN or other in self.together(one)


def _said(record: Record) -> tuple[Pair, Verdict]:
    one, other = as_text(shown(record, "one")), as_text(shown(record, "other"))
    return pair(one, other), as_choice(Verdict, shown(record, "verdict")) or Verdict.OPEN


def proposed(incidents: Mapping[str, Placed], links: Links) -> tuple[Pair, ...]:
    """`incidents` by session. Pairs nobody has said anything about, of one kind and at nearly the same time."""
    near = (each for each in combinations(sorted(incidents), 2) if may_be_one(*(incidents[one] for one in each)))
    return tuple(each for each in near if not links.is_decided(*each))


def may_be_one(one: Placed, other: Placed) -> bool:
    kinds = {one.type, other.type}
    if len(kinds) == 2 and IncidentType.OTHER not in kinds:
        return False
    between = time_between(one, other)
    return between is not None and between <= NEAR


def time_between(one: Placed, other: Placed) -> timedelta | None:
    """None where either has no time."""
    first, second = one.occurred_at or one.alarm_received_at, other.occurred_at or other.alarm_received_at
    return abs(first - second) if first and second else None
