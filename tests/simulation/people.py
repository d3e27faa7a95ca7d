"""Somebody with a phone in a world: what she holds, and what her clock says."""

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SavedVisit
from sync.protocol.circle import Role

if TYPE_CHECKING:
    from tests.simulation.world import World

NAMES = ("Karin", "Anna", "Siv", "Bertil", "Cilla", "David", "Elsa", "Farid", "Gun", "Hassan", "Inga", "Jonas")
SECRET_NAME, SECRET_NUMBER = "Zorndyk", "0705551"
PASSPHRASE = "gran ljus tegel 47"


@dataclass(slots=True, eq=False)
class Person:
    """`phone` is None while it is locked, dead or not set up; `device` is the id of the newest device."""

    index: int
    role: Role
    world: "World"
    phone: Phone | None = None
    device: bytes = b""
    earlier: list[bytes] = field(default_factory=list)
    clock_error: timedelta = timedelta()
    removed: bool = False
    busy: bool = False
    last_visit: SavedVisit | None = None
    copied_device: bytes = b""
    invited_with: str = ""
    left: set[bytes] = field(default_factory=set)

    @property
    def name(self) -> str:
        return NAMES[self.index]

    @property
    def folder(self) -> Path:
        return self.world.phones / self.name.lower()

    @property
    def copy(self) -> Path:
        return self.world.folder / "copies" / self.name.lower()

    @property
    def is_member(self) -> bool:
        return bool(self.device)

    @property
    def person_id(self) -> bytes:
        return self.open.me.person

    @property
    def open(self) -> Phone:
        assert self.phone is not None
        return self.phone

    def now(self) -> datetime:
        return self.world.time + self.clock_error

    def holds(self, phone: Phone) -> None:
        self.phone = phone
        if phone.id != self.device:
            if self.device:
                self.earlier.append(self.device)
            self.device = phone.id

    def keep_copy(self) -> None:
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.folder, self.copy)
        self.copied_device = self.device

    @property
    def has_copy(self) -> bool:
        return bool(self.copied_device) and self.copied_device == self.device

    def put_copy_back(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.copy, self.folder)
