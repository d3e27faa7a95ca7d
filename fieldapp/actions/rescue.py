"""Without the passphrase: deliver what waits with the key that can do nothing else."""

from collections.abc import Callable
from pathlib import Path

from fieldapp.actions.views import SyncOutcome
from fieldapp.store.delivery_key import DeliveryKeyUnusable
from fieldapp.store.door import Door
from fieldapp.store.label import Label
from fieldapp.store.outbox import Item, Kind
from fieldapp.store.spool import Spool
from sync.client.delivery import Delivery
from sync.client.ledger import Waiting
from sync.client.transport import Transport
from sync.errors import FixAndRetry
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.members import WipeReason
from sync.protocol.roster import Roster

Progress = Callable[[int, int], None]


class StillWaiting(FixAndRetry):
    """Something on this phone has not been delivered yet. Find coverage and send it first. Nothing is deleted."""


def waiting(folder: Path) -> int:
    """How many envelopes wait."""
    return len(Spool(folder).waiting(Kind.ENVELOPE))


def deliver_locked(folder: Path, progress: Progress = lambda done, total: None) -> SyncOutcome:
    """Sends what waits. Raises what sync.client does, and DeliveryKeyUnusable or KeystoreEmpty."""
    return _deliver(folder, Spool(folder).waiting(), progress)


def deliver_again(folder: Path) -> SyncOutcome:
    """Sends every sealed copy: the server has lost some. Raises as deliver_locked does."""
    return _deliver(folder, Spool(folder).all(), lambda done, total: None)


def _deliver(folder: Path, items: list[Item], progress: Progress) -> SyncOutcome:
    spool = Spool(folder)
    if not items or Door(folder).label() is None:
        return SyncOutcome(0, 0)
    delivery, done, sent = delivery_of(folder), 0, 0
    for kind in Kind:
        of_kind = [Waiting(item.id, item.raw, item.watch) for item in items if item.kind is kind]
        for start in range(0, len(of_kind), BATCH_ITEMS):
            progress(done, len(items))
            batch = of_kind[start : start + BATCH_ITEMS]
            answered = delivery.deliver(kind, batch)
            spool.delivered(answered)
            done += len(batch)
            sent += len(answered) if kind is Kind.ENVELOPE else 0
    return SyncOutcome(sent, 0)


def is_revoked(folder: Path) -> bool:
    """Whether the board's log, checked from the pinned root on, revokes this device. Raises as deliver_locked does."""
    return why_revoked(folder) is not None


def why_revoked(folder: Path) -> WipeReason | None:
    """As the same log says it; None while it does not. Raises as deliver_locked does."""
    label = address(folder)
    roster, device = Roster(bytes.fromhex(label.board)), bytes.fromhex(label.device)
    return reason_in(roster, device) if delivery_of(folder).revocation(roster) else None


def reason_in(roster: Roster, device: bytes) -> WipeReason:
    """Why a phone is to be emptied that the log has shut out."""
    if roster.exercise_ended_at:
        return WipeReason.EXERCISE_ENDED
    known = roster.devices.get(device)
    return WipeReason.CHECKED_OUT if known and known.guest else WipeReason.REVOKED


def address(folder: Path) -> Label:
    """Where to deliver, and as whom. Raises DeliveryKeyUnusable when that is lost."""
    if label := Door(folder).label():
        return label
    raise DeliveryKeyUnusable


def delivery_of(folder: Path) -> Delivery:
    label = address(folder)
    board, device = bytes.fromhex(label.board), bytes.fromhex(label.device)
    return Delivery(Transport(label.server), board, device, Door(folder).delivery().sign)
