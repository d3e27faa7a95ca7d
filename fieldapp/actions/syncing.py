"""The exchange with the district server."""

from collections.abc import Callable

from fieldapp.actions.alarm import alarming
from fieldapp.actions.leaving import leave_when_sent
from fieldapp.actions.phone import Phone
from fieldapp.actions.purge import purge_closed
from fieldapp.actions.rotation import heal_role_keys
from fieldapp.actions.views import SyncOutcome, SyncProgress
from sync.client.backoff import Backoff as Backoff
from sync.client.errors import ServerUnreachable as ServerUnreachable


def synchronise(phone: Phone, progress: Callable[[SyncProgress], None]) -> SyncOutcome:
    """Sends what waits and fetches what is new; a second call waits for the first.

    What was done before an error stays done. Raises the errors of sync.client.errors.
    """
    with alarming(phone):
        sent, fetched = phone.link.exchange(lambda step, done, total: progress(SyncProgress(step, done, total)))
        if heal_role_keys(phone) | leave_when_sent(phone):
            more_sent, more_fetched = phone.link.exchange(lambda step, done, total: None)
            sent, fetched = sent + more_sent, fetched + more_fetched
        purge_closed(phone)
    return SyncOutcome(sent, fetched)
