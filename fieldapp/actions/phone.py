"""An unlocked device: what every action works on."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fieldapp.actions.profile import Profile
from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.domain.clock import HybridClock
from fieldapp.store import keyring, log
from fieldapp.store.store import Store
from sync.protocol.circle import Role
from sync.protocol.members import Device, DeviceState, device_id
from sync.protocol.roster import Roster
from sync.protocol.statement import Statement

if TYPE_CHECKING:
    from fieldapp.actions.link import Link

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    return datetime.now(UTC)


class Phone:
    """Holds the open store and what was read from it. `repr` shows no key and no name."""

    def __init__(self, folder: Path, store: Store, *, clock: Clock = wall_clock) -> None:
        self.folder = folder
        self.store = store
        self.now = clock
        self.random = os.urandom
        self.profile = Profile.load(store)
        self.keys: DeviceKeys = keyring.device_keys(store)
        self.roster = Roster.of(self.profile.board, map(Statement.from_bytes, log.entries(store)))
        self.stamps = HybridClock(log.last_stamp(store))
        # How log and keys stood when everybody had been given what they are to have; asked anew after each unlocking.
        self.let_in_at: tuple[object, ...] | None = None
        # The logs of other boards as far as they have been read, by board and by the pin under which they were.
        self.their_rosters: dict[tuple[bytes, int], Roster] = {}
        self.looked_at: dict[bytes, datetime] = {}
        self.delivering = threading.Lock()
        self._closing: list[Callable[[], None]] = [store.close]

    def __repr__(self) -> str:
        return f"Phone({self.id.hex()[:8]})"

    @cached_property
    def id(self) -> bytes:
        """This device's id, 16 bytes."""
        return device_id(self.keys.signing_public)

    @property
    def board(self) -> bytes:
        return self.profile.board

    @property
    def writer(self) -> str:
        """How this device signs its changes to records."""
        return f"{self.id.hex()}.{self.keys.incarnation}"

    @property
    def me(self) -> Device:
        return self.roster.devices[self.id]

    @property
    def role(self) -> Role:
        return self.me.role

    @property
    def is_waiting_for_role(self) -> bool:
        return self.me.state is DeviceState.WAITING_FOR_ROLE

    @property
    def board_name(self) -> str:
        return self.roster.founded.name

    @property
    def prefix(self) -> str:
        return self.roster.founded.prefix

    @property
    def exercise(self) -> bool:
        return self.roster.founded.exercise

    @property
    def device_label(self) -> str:
        return self.me.label

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.roster.founded.zone)

    def today(self) -> date:
        return self.now().astimezone(self.zone).date()

    @cached_property
    def link(self) -> "Link":
        """The way to the district server; made when first needed."""
        from fieldapp.actions.link import Link

        link = Link(self)
        self.at_lock(link.close)
        return link

    def at_lock(self, leave: Callable[[], None]) -> None:
        """Something to end before the store is closed."""
        self._closing.insert(0, leave)

    def close(self) -> None:
        for leave in self._closing:
            leave()

    def on_change(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Called in the writing thread after each durable write; call what comes back to stop."""
        return self.store.on_change(lambda tables: listener())

    def label_of(self, person: str) -> str:
        """The newest device label of a person (hex id): what lists show instead of a name."""
        labels = [device.label for device in self.roster.devices.values() if device.person.hex() == person]
        return labels[-1] if labels else ""
