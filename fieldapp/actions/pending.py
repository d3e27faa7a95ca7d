"""What the first run has made already, kept in memory until the server's answer is certain.

An answer can be lost after the server has acted on it. Tried again with the same keys, the server says the same again;
with new ones the claim or the invite would be used up and its keys gone.
"""

from dataclasses import dataclass, field

from fieldapp.actions.founding import Founding
from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.crypto.invites import InviteContents
from sync.client.errors import ServerNotUnderstood, ServerTroubled, ServerUnreachable
from sync.protocol.codes import ConnectCode
from sync.protocol.roster import Roster
from sync.protocol.statement import Statement

MAY_HAVE_ARRIVED = (ServerUnreachable, ServerTroubled, ServerNotUnderstood)


@dataclass(slots=True, repr=False)
class Enrolling:
    """A device on its way into the log: `said` is its own statement, once it may have arrived."""

    contents: InviteContents
    keys: DeviceKeys
    roster: Roster
    entries: list[bytes]
    said: Statement | None = None


@dataclass(slots=True, repr=False)
class Pending:
    """One for each showing of the first run."""

    _code: ConnectCode | None = field(default=None)
    founding: Founding | None = None
    enrolling: Enrolling | None = None

    def of(self, code: ConnectCode) -> "Pending":
        """Another code begins anew."""
        if self._code != code:
            self._code = code
            self.forget()
        return self

    def forget(self) -> None:
        self.founding = self.enrolling = None

    def settle(self, error: BaseException) -> None:
        """After a failure: what the server certainly did not take is made anew, as the answers may be corrected."""
        if not isinstance(error, MAY_HAVE_ARRIVED):
            self.forget()
