"""From the lock screen, without the passphrase: deliver what waits, and start over."""

from pathlib import Path

from fieldapp.actions.views import SyncOutcome
from fieldapp.store.door import Door
from fieldapp.store.label import Label
from fieldapp.store.outbox import Kind
from fieldapp.store.spool import Spool
from sync.client.delivery import Delivery
from sync.client.ledger import Waiting
from sync.client.transport import Transport
from sync.errors import FixAndRetry


class StillWaiting(FixAndRetry):
    """Something on this phone has not been delivered yet. Find coverage and send it first. Nothing is deleted."""


def waiting(folder: Path) -> int:
    """How many envelopes wait."""
    return len(Spool(folder).waiting(Kind.ENVELOPE))


def deliver_locked(folder: Path) -> SyncOutcome:
    """Sends what waits with the delivery key, which can do nothing else. Raises what sync.client does."""
    label, spool = Door(folder).label(), Spool(folder)
    if label is None or not spool.waiting():
        return SyncOutcome(0, 0)
    delivery, sent = _delivery(folder, label), 0
    for kind in Kind:
        items = [Waiting(item.id, item.raw, item.watch) for item in spool.waiting(kind)]
        answered = delivery.deliver(kind, items)
        spool.delivered(answered)
        sent += len(answered) if kind is Kind.ENVELOPE else 0
    return SyncOutcome(sent, 0)


def _delivery(folder: Path, label: Label) -> Delivery:
    board, device = bytes.fromhex(label.board), bytes.fromhex(label.device)
    return Delivery(Transport(label.server), board, device, Door(folder).delivery().sign)


def start_over(folder: Path) -> None:
    """Destroys the vault and its keys on this phone; only what the server has remains. Raises StillWaiting."""
    if Spool(folder).waiting():
        raise StillWaiting
    Door(folder).wipe()
    Door(folder).leave()
