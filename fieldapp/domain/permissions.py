"""Who may do what by default, and over how much; the table is the one in the domain description."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from fieldapp.domain.member import Role


class Action(StrEnum):
    OPEN_SESSION = "open_session"
    CREATE_VISIT = "create_visit"
    READ_VISIT = "read_visit"
    SEE_WORK_LIST = "see_work_list"
    OPEN_PERSON = "open_person"
    OPEN_PROTECTED = "open_protected"
    SEND_REFERRAL = "send_referral"
    RECEIVE_HANDOVER = "receive_handover"
    CLOSE_SESSION = "close_session"
    MERGE_OR_CORRECT = "merge_or_correct"
    READ_AUDIT_LOG = "read_audit_log"
    LOOK_AFTER_DEVICES = "look_after_devices"
    KEEP_RECIPIENTS = "keep_recipients"
    DECIDE_WITHOUT_CONSENT = "decide_without_consent"
    EXTRACT_PERSON = "extract_person"
    PROPOSE_DISPOSAL = "propose_disposal"
    KEEP_ROTA = "keep_rota"
    KEEP_ROSTER = "keep_roster"
    STAFF_SESSION = "staff_session"
    ANSWER_FOR_BREACH = "answer_for_breach"
    EVALUATE = "evaluate"
    LINK_SESSIONS = "link_sessions"
    AGREE_LOAN = "agree_loan"
    END_EXERCISE = "end_exercise"
    CONNECT_BOARDS = "connect_boards"
    PROPOSE_HANDOVER = "propose_handover"


class Scope(StrEnum):
    NO = "no"
    PROPOSE = "propose"
    SUMMARY = "summary"
    OWN = "own"
    ASSIGNED = "assigned"
    SHIFT = "shift"
    SESSION = "session"
    BOARD = "board"

    @property
    def is_permission(self) -> bool:
        """A proposal or a summary is something else than the thing itself."""
        return self not in (Scope.NO, Scope.PROPOSE, Scope.SUMMARY)


_NO, _OWN, _BOARD, _PROPOSE, _ASSIGNED = Scope.NO, Scope.OWN, Scope.BOARD, Scope.PROPOSE, Scope.ASSIGNED

_COLUMNS: Final = (
    Role.SUPPORTER,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.SOCIAL_EMERGENCY,
    Role.BORROWED,
)
_TABLE: Final[Mapping[Action, tuple[Scope, ...]]] = {
    Action.OPEN_SESSION: (_BOARD, _BOARD, _BOARD, _NO, _BOARD, _NO),
    Action.CREATE_VISIT: (Scope.SESSION, _BOARD, _BOARD, _NO, _OWN, Scope.SHIFT),
    Action.READ_VISIT: (_OWN, Scope.SESSION, _BOARD, _NO, _OWN, Scope.SHIFT),
    Action.SEE_WORK_LIST: (_OWN, _BOARD, _BOARD, _NO, _OWN, _NO),
    Action.OPEN_PERSON: (_OWN, _BOARD, _BOARD, _NO, _OWN, _NO),
    Action.OPEN_PROTECTED: (_ASSIGNED, _ASSIGNED, _BOARD, _NO, _ASSIGNED, _ASSIGNED),
    Action.SEND_REFERRAL: (_PROPOSE, _BOARD, _BOARD, _NO, _BOARD, _PROPOSE),
    Action.RECEIVE_HANDOVER: (_NO, _BOARD, _BOARD, _NO, _BOARD, _NO),
    Action.CLOSE_SESSION: (_NO, _PROPOSE, _BOARD, _NO, _PROPOSE, _NO),
    Action.MERGE_OR_CORRECT: (_PROPOSE, _BOARD, _BOARD, _NO, _PROPOSE, _NO),
    Action.READ_AUDIT_LOG: (_NO, _NO, Scope.SUMMARY, _BOARD, _NO, _NO),
    Action.LOOK_AFTER_DEVICES: (_NO, _NO, _BOARD, _NO, _NO, _NO),
    Action.KEEP_RECIPIENTS: (_NO, _BOARD, _BOARD, _NO, _BOARD, _NO),
    Action.DECIDE_WITHOUT_CONSENT: (_NO, _PROPOSE, _BOARD, _NO, _PROPOSE, _NO),
    Action.EXTRACT_PERSON: (_NO, _NO, _BOARD, _NO, _NO, _NO),
    Action.PROPOSE_DISPOSAL: (_NO, _NO, _BOARD, _NO, _NO, _NO),
    Action.KEEP_ROTA: (_NO, _BOARD, _BOARD, _NO, _NO, _NO),
    Action.KEEP_ROSTER: (_NO, _BOARD, _BOARD, _NO, _NO, _NO),
    Action.STAFF_SESSION: (_NO, _BOARD, _BOARD, _NO, _OWN, _NO),
    Action.ANSWER_FOR_BREACH: (_NO, _NO, _BOARD, _NO, _NO, _NO),
    Action.EVALUATE: (_NO, _NO, _BOARD, _NO, _NO, _NO),
    Action.LINK_SESSIONS: (_NO, _PROPOSE, _BOARD, _NO, _PROPOSE, _NO),
    Action.AGREE_LOAN: (_NO, _PROPOSE, _BOARD, _NO, _NO, _NO),
    Action.END_EXERCISE: (_NO, _NO, _BOARD, _NO, _NO, _NO),
    Action.CONNECT_BOARDS: (_NO, _NO, _BOARD, _NO, _NO, _NO),
    Action.PROPOSE_HANDOVER: (_NO, _BOARD, _BOARD, _NO, _BOARD, _NO),
}


def scope(role: str, action: Action) -> Scope:
    """Over how much a role (of the roster or of the membership log) may do something; unknown roles: nothing."""
    return _TABLE[action][_COLUMNS.index(Role(role))] if role in _COLUMNS else Scope.NO


def may(role: str, action: Action) -> bool:
    return scope(role, action).is_permission
