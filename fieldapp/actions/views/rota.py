"""Who is on duty, and the week as it is taken over."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, repr=False)
class Duty:
    """`person` is "" when nobody is planned; `phone` is the number at work, "" when none is known."""

    person: str
    name: str
    label: str
    phone: str
    is_me: bool


@dataclass(frozen=True, slots=True, repr=False)
class RotaRow:
    monday: date
    duty: Duty
    is_now: bool
    is_swapped: bool
    in_conflict: bool


@dataclass(frozen=True, slots=True, repr=False)
class WeekView:
    """`answers` is who is responsible for the queue now: until somebody takes the week over, whoever had the last."""

    monday: date
    duty: Duty
    answers: Duty
    taken_at: datetime | None

    @property
    def waits_for_me(self) -> bool:
        return self.taken_at is None and self.duty.is_me
