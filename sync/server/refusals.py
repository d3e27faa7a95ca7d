"""Every way the district server says no: a code for programs, a sentence for people, a status for HTTP."""

from dataclasses import dataclass
from typing import ClassVar, Self

from sync.errors import AskForHelp, FixAndRetry, StodkedjanError, TryAgainLater
from sync.protocol.errors import BadSignature, CodeMistyped, MadeByNewerVersion, StatementRefused


class Refused(StodkedjanError):
    """The district server said no."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422


class UnknownAddress(Refused, FixAndRetry):
    """There is nothing at this address on the district server. Check the address."""

    code, status = "unknown_address", 404


class WrongMethod(Refused, FixAndRetry):
    """The district server does not answer this kind of call here. Update the app, then try again."""

    code, status = "wrong_method", 405


class UnknownClaim(Refused, FixAndRetry):
    """The district server does not know this claim code. Compare it with the one that was printed."""

    code, status = "unknown_claim", 404


class ClaimUsed(Refused, AskForHelp):
    """This claim code has been used. If it was not by you, tell whoever runs the district server."""

    code, status = "claim_used", 410


class BoardExists(Refused, AskForHelp):
    """This board is already on the district server. Join it with an invite from its supervisor."""

    code, status = "board_exists", 409


class NotFounded(Refused, FixAndRetry):
    """The board's first statements do not make a board with one supervisor. Start over on this device."""

    code, status = "not_founded", 422


class UnknownInvite(Refused, FixAndRetry):
    """The district server does not know this invite. Compare the code, or ask your supervisor for a new one."""

    code, status = "unknown_invite", 404


class InviteUsed(Refused, AskForHelp):
    """This invite has been used. If it was not by you, tell your supervisor at once."""

    code, status = "invite_used", 410


class InviteWithdrawn(Refused, AskForHelp):
    """This invite was withdrawn. Ask your supervisor for a new one."""

    code, status = "invite_withdrawn", 410


class InviteExpired(Refused, AskForHelp):
    """This invite is too old. Ask your supervisor for a new one."""

    code, status = "invite_expired", 410


class InviteExists(Refused, FixAndRetry):
    """There is already another invite with this id. Make a new invite."""

    code, status = "invite_exists", 409


class NotNext(Refused, TryAgainLater):
    """The board's list of members has grown meanwhile. Fetch it and try again."""

    code, status = "not_next", 409


class Healing(Refused, TryAgainLater):
    """The district server is being put back in order after a fault. What waits on this phone is kept and sent later."""

    code, status = "healing", 409


class NotHealing(Refused, FixAndRetry):
    """The board's list of members is complete on the district server. Fetch it instead of bringing it back."""

    code, status = "not_healing", 409


class LogForked(Refused, AskForHelp):
    """The district server knows another list of members than this device. Nothing was changed. Tell your supervisor."""

    code, status = "log_forked", 409


class NotWaiting(Refused, FixAndRetry):
    """The board's log has no waiting invite with this key. Write the invite into the log first."""

    code, status = "not_waiting", 422


class NotRecognised(Refused, TryAgainLater):
    """The district server does not recognise this device. Try again; if it goes on, ask your supervisor."""

    code, status = "not_recognised", 401


class WrongDoor(Refused, FixAndRetry):
    """A locked device can only deliver what waits. Unlock it first."""

    code, status = "wrong_door", 403


class NotRevoked(Refused, FixAndRetry):
    """This device has not been revoked. Go on as usual."""

    code, status = "not_revoked", 404


class NotAGuest(Refused, AskForHelp):
    """Only a guest's phone that has destroyed its keys asks this."""

    code, status = "not_a_guest", 403


class WaitingForRole(Refused, AskForHelp):
    """A supervisor has to confirm this device first. Compare the six digits with your supervisor."""

    code, status = "waiting_for_role", 403


class NotAReader(Refused, AskForHelp):
    """This device may not read this. If it should, ask your supervisor."""

    code, status = "not_a_reader", 403


class NotACaseworker(Refused, AskForHelp):
    """Only coordinators and supervisors may do this."""

    code, status = "not_a_caseworker", 403


class NotAside(Refused, FixAndRetry):
    """This is not set aside any more. Read the list again."""

    code, status = "not_aside", 404


class NotASupervisor(Refused, AskForHelp):
    """Only supervisors may do this."""

    code, status = "not_a_supervisor", 403


class NotAPeer(Refused, AskForHelp):
    """The other board has not connected itself with this one. Ask its supervisor to do that, then try again."""

    code, status = "not_a_peer", 403


class NotTheirCaseworker(Refused, AskForHelp):
    """Only a coordinator's or supervisor's device of the other board may do this, and none that was revoked."""

    code, status = "not_their_caseworker", 403


class PeerLogForked(Refused, AskForHelp):
    """The other board knows another list of members of this board. Call its supervisor: the boards have to be connected
    again."""

    code, status = "peer_log_forked", 409


class RoleKeyRotated(Refused, TryAgainLater):
    """The other board's coordinators have got a new key meanwhile. It is sealed again and sent by itself."""

    code, status = "role_key_rotated", 409


class KnownLetter(Refused, FixAndRetry):
    """The other board has another letter with this number already. Write a new one."""

    code, status = "known_letter", 409


class HandoverAnswered(Refused, FixAndRetry):
    """The other board has answered already. Fetch the answer and read it."""

    code, status = "handover_answered", 409


class HandoverTakenBack(Refused, FixAndRetry):
    """The other board has taken its proposal back. Nothing was taken over."""

    code, status = "handover_withdrawn", 409


class BodyTooLarge(Refused, FixAndRetry):
    """This is too much to send at once. Send it in smaller pieces."""

    code, status = "body_too_large", 413


class BatchTooLarge(Refused, FixAndRetry):
    """There are too many items to send at once. Send fewer at a time."""

    code, status = "batch_too_large", 413


class BodyTooSlow(Refused, TryAgainLater):
    """This came too slowly to wait for. Send it in smaller pieces, or try again in a while."""

    code, status = "body_too_slow", 408


class TooManyRequests(Refused, TryAgainLater):
    """The district server is asked too often from here. Wait a minute and try again. Nothing saved is lost."""

    code, status = "too_many_requests", 429

    def __init__(self, wait_seconds: float = 0) -> None:
        super().__init__()
        self.wait_seconds = wait_seconds


class DatabaseUnavailable(Refused, TryAgainLater):
    """The district server cannot reach its database just now. Try again in a while. Nothing that was saved is lost."""

    code, status = "database_unavailable", 503


class ServerFault(Refused, TryAgainLater):
    """Something went wrong on the district server. Try again in a while. Nothing that was saved is lost."""

    code, status = "server_fault", 500


# The codes of `StatementRefused` that have a status and a sentence of their own.
_BY_CODE = {
    error.code: error
    for error in (InviteUsed, InviteWithdrawn, InviteExpired, NotNext, HandoverAnswered, HandoverTakenBack)
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the other side is told."""

    code: str
    sentence: str
    status: int

    @classmethod
    def of(cls, error: StodkedjanError) -> Self:
        match error:
            case Refused():
                return cls(error.code, error.sentence(), error.status)
            case StatementRefused():
                known = _BY_CODE.get(error.code)
                return cls.of(known()) if known else cls(error.code, error.sentence(), 422)
            case BadSignature():
                return cls("bad_signature", error.sentence(), 422)
            case MadeByNewerVersion():
                return cls("made_by_newer_version", error.sentence(), 422)
            case CodeMistyped():
                return cls("code_mistyped", error.sentence(), 422)
        return cls("malformed", error.sentence(), 422)
