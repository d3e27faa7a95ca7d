"""What can go wrong between a phone and its server, by remedy."""

from sync.errors import AskForHelp, FixAndRetry, StodkedjanError, TryAgainLater


class ServerUnreachable(TryAgainLater):
    """Could not reach the district server. Your work is safe on this phone and is sent by itself later."""


class AnswerLost(ServerUnreachable):
    """The connection broke before the district server had answered. Your work is safe on this phone and is sent by
    itself later."""


class ServerTroubled(TryAgainLater):
    """The district server has a problem of its own. Your work is safe on this phone and is sent by itself later."""


class ServerNotUnderstood(AskForHelp):
    """The district server gave an answer that could not be understood. Nothing is lost. Tell your supervisor."""


class NotRecognised(AskForHelp):
    """The district server does not accept this phone any more. Nothing is lost. Talk to your supervisor."""


class TooMuchAtOnce(TryAgainLater):
    """The district server takes less at a time. The app tries again with less."""


class ClaimUnknown(FixAndRetry):
    """The server does not know this code. Compare it with what the server printed."""


class ClaimUsed(FixAndRetry):
    """This board has already been claimed. Ask its supervisor for an invite."""


class InviteUnknown(FixAndRetry):
    """The server does not know this invite. Compare the code, and the server's address."""


class InviteUsed(FixAndRetry):
    """This invite has already been used. If that was not you, tell your supervisor now. Ask for a new one."""


class InviteExpired(FixAndRetry):
    """This invite is too old. Ask your supervisor for a new one."""


class InviteWithdrawn(FixAndRetry):
    """This invite has been withdrawn. Ask your supervisor for a new one."""


class InviteForeign(AskForHelp):
    """This invite is for another board than the one on this server. Ask your supervisor for a new one."""


class NoDistrictServer(FixAndRetry):
    """There is no district server at this address. Compare the address with the one beside the code."""


class LogMoved(TryAgainLater):
    """Somebody else changed the board at the same moment. Try again."""


class ServerBroughtBack(TryAgainLater):
    """The district server was brought back from a backup and is getting back what it lost. Wait a minute, then try
    again. Nothing is lost."""


class NotPinnedThere(AskForHelp):
    """The other board has not connected itself with this one. Ask its supervisor to do that. It is sent by itself
    afterwards."""


class NotKnownThere(AskForHelp):
    """The other board's server does not accept this phone as a coordinator's or supervisor's. Tell your supervisor."""


class ForkedThere(AskForHelp):
    """The other board knows another list of members of this board. Call its supervisor: both boards have to be
    connected again."""


class KeyRotatedThere(TryAgainLater):
    """The other board's coordinators have got a new key. It is sealed again and sent by itself."""


class AnsweredAlready(FixAndRetry):
    """The proposal has already been answered. Read the answer."""


class TakenBackAlready(FixAndRetry):
    """The proposal has been taken back by the other board. Nothing was taken over."""


class Refused(AskForHelp):
    """The district server did not accept this. Nothing is lost. Tell your supervisor."""

    def __init__(self, code: str, status: int) -> None:
        super().__init__(f"{code} ({status})")
        self.code = code
        self.status = status


NO_CODE = "no_code"
_BY_CODE: dict[str, type[StodkedjanError]] = {
    "unknown_claim": ClaimUnknown,
    "claim_used": ClaimUsed,
    "unknown_invite": InviteUnknown,
    "invite_used": InviteUsed,
    "invite_expired": InviteExpired,
    "invite_withdrawn": InviteWithdrawn,
    "not_next": LogMoved,
    "not_recognised": NotRecognised,
    "not_a_peer": NotPinnedThere,
    "not_their_caseworker": NotKnownThere,
    "peer_log_forked": ForkedThere,
    "role_key_rotated": KeyRotatedThere,
    "handover_answered": AnsweredAlready,
    "handover_withdrawn": TakenBackAlready,
    "healing": ServerBroughtBack,
}


def refusal(code: str, status: int) -> StodkedjanError:
    """The error a refusal's code stands for."""
    if status == 413:
        return TooMuchAtOnce(code)
    if status >= 500 or status == 429:
        return ServerTroubled(code)
    if status == 404 and code == NO_CODE:
        return NoDistrictServer(code)
    return _BY_CODE[code](code) if code in _BY_CODE else Refused(code, status)
