"""The end of a session, and what comes after it."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.actions.views.session import SessionView
from fieldapp.domain.closing import DeviceCount


@dataclass(frozen=True, slots=True, repr=False)
class SessionDevice:
    """One device of a session, and what it last said of itself."""

    count: DeviceCount
    label: str
    name: str
    heard_at: datetime | None
    purged: bool
    left: bool

    @property
    def device(self) -> str:
        return self.count.device


@dataclass(frozen=True, slots=True, repr=False)
class PersonWithout:
    """Somebody who was promised a call and has nobody or no day for it."""

    contact_id: str
    code: str


@dataclass(frozen=True, slots=True)
class ClosingView:
    """The gate: what stands between a session and its end. `kept` people have an owner and a date."""

    session: SessionView
    devices: tuple[SessionDevice, ...]
    people_without: tuple[PersonWithout, ...]
    kept: int
    late: int

    @property
    def unsettled(self) -> tuple[SessionDevice, ...]:
        return tuple(device for device in self.devices if not device.count.is_settled)

    @property
    def is_ready(self) -> bool:
        return not self.unsettled and not self.people_without


@dataclass(frozen=True, slots=True, repr=False)
class LateItem:
    """One envelope that came after its session was closed, or that the server would not take.

    `codes` are the contact codes it is about, empty while it cannot be opened here.
    """

    id: str
    at: datetime
    device_label: str
    reason: str
    session_code: str
    codes: tuple[str, ...]
    needs_follow_up: bool


@dataclass(frozen=True, slots=True, repr=False)
class LateGroup:
    """What came late from one device for one session."""

    device_label: str
    session_code: str
    items: tuple[LateItem, ...]
