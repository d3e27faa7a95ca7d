"""What can be done with a locked device: look at it, unlock it, lock it again."""

import threading
from dataclasses import dataclass
from pathlib import Path

from fieldapp.actions import guest_hour, rescue, wiping
from fieldapp.actions.lease import note_time
from fieldapp.actions.phone import Clock, Phone, wall_clock
from fieldapp.actions.purge import finish_purges
from fieldapp.actions.views import DoorView, Situation
from fieldapp.store.door import Door
from fieldapp.store.door import PhoneWiped as PhoneWiped
from fieldapp.store.outbox import Kind
from fieldapp.store.spool import Spool
from fieldapp.store.store import Store
from fieldapp.store.tries import WaitBeforeNextTry as WaitBeforeNextTry
from sync.protocol.members import WipeReason


@dataclass(slots=True)
class _Opened:
    phone: Phone
    pages: int


_opened: dict[Path, _Opened] = {}
_lock = threading.RLock()


def look(folder: Path, *, clock: Clock = wall_clock) -> DoorView:
    """All that may be shown before unlocking. A wipe that was cut off goes on."""
    note, door = wiping.resume(folder, clock=clock), Door(folder)
    if note is None and not door.is_set_up():
        return DoorView(Situation.NEW)
    label = door.label()
    return DoorView(
        situation=Situation.WIPED if note else Situation.LOCKED,
        device_label=label.device_label if label else "",
        board_name=label.board_name if label else "",
        exercise=label.exercise if label else False,
        waiting=len(Spool(folder).waiting(Kind.ENVELOPE)),
        wait_seconds=0 if note else door.wait_seconds(now=clock()),
        tries_left=None if note else door.tries_left(now=clock()),
        wiped_because=note.reason if note else None,
        saved_as_file=note.in_file if note else False,
        until=label.hour if label else None,
    )


def is_open(folder: Path) -> bool:
    """Whether some page of this program has it unlocked; that page then delivers what waits."""
    with _lock:
        return folder.resolve() in _opened


def unlock(folder: Path, passphrase: str, *, clock: Clock = wall_clock) -> Phone:
    """Several pages of one program share the open phone; each has to know the passphrase.

    Raises WrongPassphrase, WaitBeforeNextTry, PhoneWiped, and what is wrong with the folder.
    """
    with _lock:
        door = Door(folder)
        try:
            vault_key = door.unlock(passphrase, now=clock())
        except PhoneWiped:
            close_and_wipe(folder, clock=clock)
            raise
        if shared := _opened.get(folder.resolve()):
            shared.pages += 1
            return shared.phone
        phone = opened(folder, Store(folder, vault_key), clock=clock)
        finish_purges(phone, door, passphrase)
        note_time(phone)
        _check_hour(phone)
        return phone


def _check_hour(phone: Phone) -> None:
    """Also when the clock was set back: what the phone has shown before counts. Raises PhoneWiped."""
    if guest_hour.is_over(phone):
        close_and_wipe(phone.folder, WipeReason.CHECKED_OUT, clock=phone.now)
        raise PhoneWiped


def close_and_wipe_revoked(phone: Phone) -> None:
    """As the board's log says: the exercise is over, a guest has left, anybody else was revoked."""
    close_and_wipe(phone.folder, rescue.reason_in(phone.roster, phone.id), clock=phone.now)


def opened(folder: Path, store: Store, *, clock: Clock = wall_clock) -> Phone:
    """The phone behind a store that has just been opened."""
    phone = Phone(folder, store, clock=clock)
    Spool(folder).mend(store)
    with _lock:
        _opened[folder.resolve()] = _Opened(phone, 1)
    return phone


def close_and_wipe(
    folder: Path, reason: WipeReason = WipeReason.WRONG_PASSPHRASES, *, clock: Clock = wall_clock
) -> None:
    """Closes every page's phone and destroys what is on it, keys first; what waits can still be delivered."""
    with _lock:
        Door(folder).condemn(reason, now=clock())
        if shared := _opened.pop(folder.resolve(), None):
            shared.phone.close()
        wiping.begin(folder, reason, clock=clock)


def lock(phone: Phone) -> None:
    """Closes the store when the last page locks. Nothing that was saved is lost, drafts neither."""
    with _lock:
        shared = _opened.get(phone.folder.resolve())
        if shared is None or shared.phone is not phone:
            return
        shared.pages -= 1
        if shared.pages == 0:
            del _opened[phone.folder.resolve()]
            phone.close()
