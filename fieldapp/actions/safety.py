"""Is everything safe? One source of truth: what has no receipt."""

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Safety, SafetyState
from fieldapp.store import outbox, server_contact


def safety(phone: Phone) -> Safety:
    owed, contact = outbox.summary(phone.store), server_contact.last(phone.store)
    return Safety(
        waiting=owed.waiting,
        receipted=owed.receipted,
        quarantined=owed.quarantined,
        oldest_waiting=owed.oldest_waiting,
        last_receipt_at=contact.receipt_at,
        last_contact_at=contact.at,
    )


def states(phone: Phone) -> dict[str, SafetyState]:
    """For each record changed here its state; a record that is not in it came from the server."""
    return {record: SafetyState(state) for record, state in outbox.states(phone.store).items()}
