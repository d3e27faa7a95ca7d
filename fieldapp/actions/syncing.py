"""The exchange with the district server."""

import copy
from collections.abc import Callable

from fieldapp.actions import exercises, guest_hour, handed_over
from fieldapp.actions.alarm import alarming
from fieldapp.actions.errors import PhoneRevoked
from fieldapp.actions.guests import end_overdue
from fieldapp.actions.leaving import leave_when_sent
from fieldapp.actions.letters import deliver, take_in
from fieldapp.actions.parcels import carry_kept
from fieldapp.actions.phone import Phone
from fieldapp.actions.purge import purge_closed
from fieldapp.actions.rotation import heal_role_keys
from fieldapp.actions.views import SyncOutcome, SyncProgress
from sync.client.backoff import Backoff as Backoff
from sync.client.delivery import Delivery
from sync.client.errors import NotRecognised
from sync.client.errors import ServerUnreachable as ServerUnreachable
from sync.client.exchange import Progress
from sync.client.transport import Transport
from sync.protocol.members import DeviceState


def synchronise(phone: Phone, progress: Callable[[SyncProgress], None]) -> SyncOutcome:
    """Sends what waits and fetches what is new; a second call waits for the first.

    What was done before an error stays done. Raises the errors of sync.client.errors, and PhoneRevoked when the
    board's log says so: a server's word alone destroys nothing.
    """
    guest_hour.check(phone)
    exercises.check_goes_on(phone)
    with alarming(phone):
        sent, fetched = _exchanged(phone, lambda step, done, total: progress(SyncProgress(step, done, total)))
        exercises.check_goes_on(phone)
        if heal_role_keys(phone) | leave_when_sent(phone) | end_overdue(phone):
            more_sent, more_fetched = _exchanged(phone, lambda step, done, total: None)
            sent, fetched = sent + more_sent, fetched + more_fetched
        take_in(phone)
        handed_over.go_on(phone)
        deliver(phone)
        handed_over.go_on(phone)
        carry_kept(phone)
        purge_closed(phone)
    return SyncOutcome(sent, fetched)


def _exchanged(phone: Phone, progress: Progress) -> tuple[int, int]:
    try:
        return phone.link.exchange(progress)
    except NotRecognised as refused:
        if _is_revoked(phone):
            raise PhoneRevoked from refused
        raise


def _is_revoked(phone: Phone) -> bool:
    """As the log says that this phone has, or that the server shows it, every signature checked."""
    if phone.me.state is DeviceState.REVOKED:
        return True
    delivery = Delivery(Transport(phone.profile.server), phone.board, phone.id, phone.keys.delivery.sign)
    return delivery.revocation(copy.deepcopy(phone.roster))
