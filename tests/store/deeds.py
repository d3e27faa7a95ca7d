"""What a phone may be killed in; each takes text, as it comes from another process."""

from datetime import UTC, datetime
from pathlib import Path

from fieldapp.actions import wiping
from fieldapp.actions.views import WipeReason
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.store.door import Door
from fieldapp.store.store import Store

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def change_passphrase(folder: str, old: str, new: str) -> None:
    Door(Path(folder)).change_passphrase(old, new, now=NOW)


def renew(folder: str, passphrase: str) -> None:
    door = Door(Path(folder))
    store = Store(Path(folder), door.unlock(passphrase, now=NOW))
    door.renew(passphrase, store, now=NOW, cost=FLOOR)


def wipe(folder: str, step: str) -> None:
    if step == "begin":
        wiping.begin(Path(folder), WipeReason.WRONG_PASSPHRASES, clock=lambda: NOW)
    elif step == "resume":
        wiping.resume(Path(folder), clock=lambda: NOW)
    else:
        wiping.leave_anyway(Path(folder))
