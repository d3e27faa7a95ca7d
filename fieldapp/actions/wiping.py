"""A phone that destroys itself: the keys at once, then what waits is delivered, then the rest goes."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.actions import checked_out, rescue
from fieldapp.actions.phone import Clock, wall_clock
from fieldapp.actions.rescue import Progress, StillWaiting
from fieldapp.store.delivery_key import DeliveryKeyUnusable
from fieldapp.store.door import Door
from fieldapp.store.keystore import KeystoreEmpty
from fieldapp.store.outbox import Kind
from fieldapp.store.spool import Spool
from fieldapp.store.wipe_note import WipeNote
from sync.protocol.members import WipeReason
from sync.protocol.parcel import ItemKind, Parcel, ParcelItem, file_name
from sync.protocol.statement import Head, Statement
from sync.protocol.statement import Kind as StatementKind

# Several pages of one program see the same folder.
_alone = threading.Lock()
_IN_PARCEL = {
    Kind.STATEMENT: ItemKind.STATEMENT,
    Kind.GRANT: ItemKind.GRANT,
    Kind.ENVELOPE: ItemKind.ENVELOPE,
}


@dataclass(frozen=True, slots=True)
class ParcelFile:
    """What waits, for another device to carry. The name tells no more than the device's label and the day."""

    name: str
    content: bytes = field(repr=False)


def begin(folder: Path, reason: WipeReason, *, clock: Clock = wall_clock) -> None:
    """Destroys vault and device keys now; only the delivery key lives on. Close the store first.

    A crash at any point is finished by `resume`.
    """
    door = Door(folder)
    door.condemn(reason, now=clock())
    with _alone:
        _destroy(door)


def resume(folder: Path, *, clock: Clock = wall_clock) -> WipeNote | None:
    """Goes on where a crash cut a wipe off; why this phone is being wiped, None when it is not."""
    door = Door(folder)
    door.condemn_when_tries_are_used_up(now=clock())
    door.condemn_when_the_hour_is_past(now=clock())
    note = door.wipe_note()
    if note is None:
        return None
    if note.is_over:
        door.leave()
        return None
    if not note.keys_gone:
        begin(folder, note.reason, clock=clock)
    return note


def _destroy(door: Door) -> None:
    # Without a delivery key nothing can be sent, but a file can still be saved.
    with suppress(DeliveryKeyUnusable, KeystoreEmpty):
        door.wipe()
    if note := door.wipe_note():
        note.without_keys().save(door.folder)


def go_on(folder: Path, progress: Progress = lambda done, total: None) -> bool:
    """Delivers what waits, hands in the receipt, and then removes the rest; whether that is done.

    It is not while the server would not take something that has not been saved as a file either, nor on a guest's
    phone before a coordinator's has everything. Raises what sync.client does, DeliveryKeyUnusable and KeystoreEmpty;
    what was done stays done.
    """
    with _alone:
        return _gone_on(folder, progress)


def _gone_on(folder: Path, progress: Progress) -> bool:
    note = Door(folder).wipe_note()
    if note is None:
        return True
    rescue.deliver_locked(folder, progress)
    if Spool(folder).waiting() and not note.in_file:
        return False
    if note.reason is WipeReason.CHECKED_OUT and not checked_out.may_go(folder, note.at):
        return False
    if Door(folder).label():
        rescue.delivery_of(folder).hand_in(_receipt(folder, note))
    _leave(folder, note)
    return True


def parcel(folder: Path, *, clock: Clock = wall_clock) -> ParcelFile:
    """What waits, exactly as it would have been sent, with the receipt. Raises DeliveryKeyUnusable."""
    label, note = rescue.address(folder), Door(folder).wipe_note()
    items = [ParcelItem(_IN_PARCEL[item.kind], item.raw, item.watch) for item in Spool(folder).waiting()]
    if note:
        # A lost delivery key signs no receipt; what waits is worth more.
        with suppress(DeliveryKeyUnusable, KeystoreEmpty):
            receipt = _receipt(folder, note.saved_as_file())
            items.append(ParcelItem(ItemKind.RECEIPT, receipt.to_bytes()))
    made = Parcel.of(bytes.fromhex(label.board), bytes.fromhex(label.device), items)
    return ParcelFile(file_name(label.device_label, clock()), made.to_bytes())


def saved_as_file(folder: Path) -> None:
    """The person has the parcel: from here the rest may go without coverage too."""
    if note := Door(folder).wipe_note():
        note.saved_as_file().save(folder)


def leave_anyway(folder: Path) -> None:
    """Removes the rest without the server: the file carries what waited, and the receipt. Raises StillWaiting."""
    note = Door(folder).wipe_note()
    if note is None:
        return
    if Spool(folder).waiting() and not note.in_file:
        raise StillWaiting
    _leave(folder, note)


def start_over(folder: Path, *, clock: Clock = wall_clock) -> None:
    """For somebody who forgot the passphrase: destroys everything here once nothing waits any more.

    Raises StillWaiting, and what `go_on` does: then the keys are gone, and the rest follows with coverage.
    """
    if Spool(folder).waiting():
        raise StillWaiting
    begin(folder, WipeReason.FORGOTTEN, clock=clock)
    go_on(folder)


def _leave(folder: Path, note: WipeNote) -> None:
    note.over().save(folder)
    Door(folder).leave()


def _receipt(folder: Path, note: WipeNote) -> Statement:
    """Signed with the delivery key. It names no head: what this phone knew of the log is gone with the vault."""
    label, key = rescue.address(folder), Door(folder).delivery()
    return Statement.make(
        StatementKind.DEVICE_WIPED,
        board=bytes.fromhex(label.board),
        head=Head(),
        at=note.at,
        signer=key.public_key().public_bytes_raw(),
        sign=key.sign,
        device=label.device,
        reason=note.reason,
        left=rescue.waiting(folder),
        in_file=note.in_file,
    )
