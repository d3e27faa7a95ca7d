"""A phone that a server knows no more, brought back from before the phone joined: it joins again, with the keys it has.

All that is on it is good: its visits, their keys and its streams hang on its device id, which follows from those keys.
"""

from fieldapp.actions.connecting import Connection, invited, sign_in
from fieldapp.actions.pending import Enrolling
from fieldapp.actions.phone import Phone
from fieldapp.actions.syncing import synchronise
from fieldapp.actions.views import SyncOutcome
from fieldapp.crypto.invites import InviteSecret
from sync.client.errors import InviteForeign, NotRecognised
from sync.client.transport import Transport
from sync.errors import FixAndRetry


class StillKnown(FixAndRetry):
    """The district server knows this phone. Try to send again; the invite can be used for another phone."""


def is_needed(problem: str) -> bool:
    """Whether the exchange stopped because the server does not know this phone; `problem` is an English msgid."""
    return problem == NotRecognised().sentence()


def join_again(phone: Phone, connection: Connection) -> SyncOutcome:
    """Says its keys into the log that went on without it, and then brings everything there that it holds.

    A role that takes six digits is given anew. Raises InviteForeign, StillKnown, InviteUsed, InviteExpired,
    InviteWithdrawn …
    """
    secret, transport = InviteSecret(connection.code.secret), Transport(connection.server)
    enrolling = _as_invited(phone, transport, secret)
    sign_in(transport, secret, enrolling, phone.now)
    return synchronise(phone, lambda progress: None)


def _as_invited(phone: Phone, transport: Transport, secret: InviteSecret) -> Enrolling:
    enrolling = invited(transport, secret, phone.keys)
    if enrolling.contents.board != phone.board:
        raise InviteForeign
    if phone.id in enrolling.roster.devices:
        raise StillKnown
    return enrolling
