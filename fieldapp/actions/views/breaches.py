"""A data breach, as supervisors see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldapp.domain.data_breach import BreachStepKind
from sync.protocol.members import Wiped


@dataclass(frozen=True, slots=True, repr=False)
class BreachStepRow:
    kind: BreachStepKind
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class BreachView:
    """`issued`, `received`, `missing` as they were when it opened; `missing_now` after what has arrived since.

    `left` is None once somebody has decided whether it is reported. `steps`: the newest first.
    """

    device: str
    label: str
    name: str
    reason: str
    discovered_at: datetime
    deadline: datetime
    left: timedelta | None
    heard_at: datetime | None
    issued: int | None
    received: int
    missing: int
    missing_now: int
    people: int
    is_revoked: bool
    wiped: Wiped | None
    decision: BreachStepKind | None
    is_open: bool
    steps: tuple[BreachStepRow, ...]
