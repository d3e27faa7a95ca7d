"""What one page knows: the unlocked phone, how the exchange goes, and when to look again."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

import flet as ft

from fieldapp.actions.phone import Clock, Phone, wall_clock


@ft.observable
@dataclass
class SyncState:
    """How the exchange with the server goes. `problem` is an English msgid, "" while all is well."""

    running: bool = False
    step: str = ""
    done: int = 0
    total: int = 0
    problem: str = ""


@ft.observable
@dataclass(repr=False)
class Shell:
    """One page's grip on the phone. What the screens depend on is told again after each write.

    `root` is the first of several places on the phone, `folder` the one this page is in; `choosing` while it is asked
    which.
    `guided_since`: when the demo was made whose next step is shown; None everywhere else.
    """

    folder: Path
    phone: Phone | None = None
    waits_for_role: bool = False
    lapsed: bool = False
    clock: Clock = wall_clock
    guided_since: datetime | None = None
    root: Path | None = None
    choosing: bool = False

    @property
    def first_place(self) -> Path:
        return self.root or self.folder


@ft.observable
@dataclass
class Written:
    """`times` goes up after durable writes, so that screens read again.

    Apart from Shell: what stands above the screens is not drawn again for it, and no tap falls between two drawings.
    """

    times: int = 0


ShellContext = ft.create_context(cast(Shell | None, None))
WrittenContext = ft.create_context(cast(Written | None, None))
SyncContext = ft.create_context(cast(SyncState | None, None))


class NoLongerShown(Exception):
    """A part is drawn once more while it is being taken away: the lock or another screen came first."""


def use_shell() -> Shell:
    """The shell of this page; the calling component renders again when it changes. A hook."""
    shell = ft.use_context(ShellContext)
    if shell is None:
        raise NoLongerShown
    ft.use_state(shell)
    return shell


def use_phone() -> Phone:
    """The unlocked phone; only below the lock. The calling component renders again after each write. A hook."""
    phone, written = use_shell().phone, ft.use_context(WrittenContext)
    if phone is None or written is None:
        raise NoLongerShown
    return phone


def use_sync() -> SyncState:
    """How the exchange goes. A hook."""
    sync = ft.use_context(SyncContext)
    if sync is None:
        raise NoLongerShown
    ft.use_state(sync)
    return sync
