"""Who may do what by default, over how much, and what holds it: one table, one cell for each action and role."""

from collections.abc import Mapping
from dataclasses import dataclass
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
    DISPOSE = "dispose"
    TAKE_IN_LATE = "take_in_late"
    HAND_ON = "hand_on"
    ASSIGN_PROTECTED = "assign_protected"
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


class Enforcer(StrEnum):
    """The first of these that holds a cell, also when all that come after it fail.

    `key`: whoever lacks the key of the circle reads nothing, whatever app she runs. `log`: the rules of the membership
    log and of the streams, which the server and every other phone apply to what she signs. `app`: the app alone; she
    could do it with another app, and those who read what she wrote would see whose signature it bears.
    """

    KEY = "key"
    LOG = "log"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Cell:
    scope: Scope
    enforcer: Enforcer

    @classmethod
    def of(cls, words: str) -> "Cell":
        """ "own key" """
        scope, enforcer = words.split()
        return cls(Scope(scope), Enforcer(enforcer))


# Each cell: over how much, and what holds it.
_WRITTEN: Final = """
                       | supporter    | coordinator  | supervisor  | auditor   | social_emergency | borrowed
open_session           | board log    | board log    | board log   | no log    | board log        | no app
create_visit           | session log  | board log    | board log   | no log    | own log          | shift log
read_visit             | own key      | session key  | board key   | no key    | own key          | shift key
see_work_list          | own key      | board key    | board key   | no key    | own key          | no app
open_person            | own key      | board key    | board key   | no key    | own key          | no app
open_protected         | assigned key | assigned key | board key   | no key    | assigned key     | assigned key
send_referral          | propose app  | board app    | board app   | no key    | board app        | propose app
receive_handover       | no key       | board key    | board key   | no key    | board key        | no key
close_session          | no log       | propose log  | board log   | no log    | propose log      | no log
merge_or_correct       | propose app  | board app    | board app   | no key    | propose app      | no app
read_audit_log         | no key       | no key       | summary app | board key | no key           | no key
look_after_devices     | no log       | no log       | board log   | no log    | no log           | no log
keep_recipients        | no log       | board log    | board log   | no log    | board log        | no log
decide_without_consent | no app       | propose app  | board app   | no key    | propose app      | no app
extract_person         | no app       | no app       | board app   | no key    | no app           | no app
propose_disposal       | no app       | no app       | board app   | no key    | no app           | no app
dispose                | no log       | no log       | board log   | no log    | no log           | no log
take_in_late           | no log       | no log       | board log   | no log    | no log           | no log
hand_on                | no log       | board log    | board log   | no key    | board log        | no log
assign_protected       | no app       | no app       | board app   | no key    | no app           | no app
keep_rota              | no log       | board log    | board log   | no log    | no app           | no log
keep_roster            | no log       | board log    | board log   | no log    | no app           | no log
staff_session          | no app       | board app    | board app   | no log    | own app          | no app
answer_for_breach      | no log       | no log       | board log   | no log    | no log           | no log
evaluate               | no app       | no app       | board app   | no log    | no app           | no app
link_sessions          | no log       | propose app  | board app   | no log    | propose app      | no log
agree_loan             | no log       | propose app  | board log   | no log    | no log           | no log
end_exercise           | no log       | no log       | board log   | no log    | no log           | no log
connect_boards         | no log       | no log       | board log   | no log    | no log           | no log
propose_handover       | no log       | board log    | board log   | no log    | board log        | no log
"""


def _read(written: str) -> Mapping[Action, Mapping[Role, Cell]]:
    rows = [[part.strip() for part in line.split("|")] for line in written.strip("\n").splitlines()]
    columns = tuple(map(Role, rows[0][1:]))
    return {Action(row[0]): dict(zip(columns, map(Cell.of, row[1:]), strict=True)) for row in rows[1:]}


TABLE: Final = _read(_WRITTEN)
COLUMNS: Final = tuple(TABLE[Action.OPEN_SESSION])


def cell(role: Role, action: Action) -> Cell:
    """Of a role of the table."""
    return TABLE[action][role]


def scope(role: str, action: Action) -> Scope:
    """Over how much a role (of the roster or of the membership log) may do something; unknown roles: nothing."""
    return TABLE[action][Role(role)].scope if role in COLUMNS else Scope.NO


def may(role: str, action: Action) -> bool:
    return scope(role, action).is_permission


_NARROWED_TO: Final[Mapping[Role, tuple[Role, ...]]] = {
    Role.COORDINATOR: (Role.SOCIAL_EMERGENCY,),
    Role.SUPPORTER: (Role.BORROWED,),
}


def logged_as(rostered: Role) -> Role:
    """The role that keys and log know, of a column that the roster narrows one to."""
    return next((role for role, narrowed in _NARROWED_TO.items() if rostered in narrowed), rostered)


def acting(logged: str, rostered: str) -> Role:
    """The column that holds for somebody: her role in the membership log, which the roster may narrow but not widen.

    Keys and log know four roles. The socialjour's officers are coordinators of a board of their own, and somebody
    borrowed has no more than a supporter.
    """
    role = Role(logged)
    return Role(rostered) if rostered in _NARROWED_TO.get(role, ()) else role
