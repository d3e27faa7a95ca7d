"""Several places to work on one phone: the own board, a loan, an exercise. Each has its own passphrase and keys."""

import os
from pathlib import Path

from fieldapp.actions import door, rescue
from fieldapp.actions.phone import Clock, wall_clock
from fieldapp.actions.views import PlaceView
from fieldapp.store import places
from sync.errors import StodkedjanError


def known(root: Path, *, clock: Clock = wall_clock) -> tuple[PlaceView, ...]:
    """What may be shown of each place before any of them is unlocked."""
    places.clear(root)
    return tuple(_view(folder, clock) for folder in places.in_use(root))


def _view(folder: Path, clock: Clock) -> PlaceView:
    return PlaceView(folder, door.look(folder, clock=clock))


def first(root: Path) -> Path:
    """Where the app begins: the only place there is, else the first."""
    found = places.in_use(root)
    return found[0] if len(found) == 1 else root


def new(root: Path) -> Path:
    """The folder of one more place."""
    return places.free(root, os.urandom(places.NAME_BYTES))


def deliver_all(root: Path) -> None:
    """What waits in places that are not open goes too; one that cannot reach its server stops no other."""
    for folder in places.in_use(root):
        if not door.is_open(folder):
            _deliver(folder)


def _deliver(folder: Path) -> None:
    try:
        rescue.deliver_locked(folder)
    except StodkedjanError:
        # How many still wait is said where the place is named.
        return
