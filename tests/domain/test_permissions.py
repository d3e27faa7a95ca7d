from pathlib import Path

import pytest

from fieldapp.domain import permissions
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import COLUMNS, TABLE, Action, Scope, acting, may, scope
from sync.protocol.circle import Role as LoggedRole

ROLES = (
    Role.SUPPORTER,
    Role.COORDINATOR,
    Role.SUPERVISOR,
    Role.AUDITOR,
    Role.SOCIAL_EMERGENCY,
    Role.BORROWED,
)


@pytest.mark.parametrize(
    ("action", "row"),
    [
        (Action.OPEN_SESSION, "yyy-y-"),
        (Action.CREATE_VISIT, "yyy-yy"),
        (Action.READ_VISIT, "yyy-yy"),
        (Action.SEE_WORK_LIST, "yyy-y-"),
        (Action.OPEN_PERSON, "yyy-y-"),
        (Action.OPEN_PROTECTED, "yyy-yy"),
        (Action.SEND_REFERRAL, "-yy-y-"),
        (Action.RECEIVE_HANDOVER, "-yy-y-"),
        (Action.CLOSE_SESSION, "--y---"),
        (Action.MERGE_OR_CORRECT, "-yy---"),
        (Action.READ_AUDIT_LOG, "---y--"),
        (Action.LOOK_AFTER_DEVICES, "--y---"),
        (Action.KEEP_RECIPIENTS, "-yy-y-"),
        (Action.DECIDE_WITHOUT_CONSENT, "--y---"),
        (Action.EXTRACT_PERSON, "--y---"),
        (Action.PROPOSE_DISPOSAL, "--y---"),
        (Action.KEEP_ROTA, "-yy---"),
        (Action.KEEP_ROSTER, "-yy---"),
        (Action.STAFF_SESSION, "-yy-y-"),
        (Action.ANSWER_FOR_BREACH, "--y---"),
        (Action.EVALUATE, "--y---"),
        (Action.LINK_SESSIONS, "--y---"),
        (Action.AGREE_LOAN, "--y---"),
        (Action.END_EXERCISE, "--y---"),
        (Action.CONNECT_BOARDS, "--y---"),
        (Action.PROPOSE_HANDOVER, "-yy-y-"),
        (Action.DISPOSE, "--y---"),
        (Action.TAKE_IN_LATE, "--y---"),
        (Action.HAND_ON, "-yy-y-"),
        (Action.ASSIGN_PROTECTED, "--y---"),
        (Action.KEEP_ROUTINES, "--y---"),
        (Action.NOTE_DEVIATION, "yyy-yy"),
    ],
)
def test_who_may_do_what(action: Action, row: str) -> None:
    assert "".join("y" if may(role, action) else "-" for role in ROLES) == row


def test_every_action_has_a_row() -> None:
    assert all(scope(role, action) in Scope for role in ROLES for action in Action)


def test_how_far_a_permission_reaches() -> None:
    assert scope(Role.SUPPORTER, Action.READ_VISIT) is Scope.OWN
    assert scope(Role.SUPPORTER, Action.OPEN_PROTECTED) is Scope.ASSIGNED
    assert scope(Role.COORDINATOR, Action.CLOSE_SESSION) is Scope.PROPOSE
    assert scope(Role.SUPERVISOR, Action.READ_AUDIT_LOG) is Scope.SUMMARY


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", [Role.UNKNOWN, "emperor"])
def test_a_role_of_tomorrow_may_do_nothing(role: str, action: Action) -> None:
    assert not may(role, action)


def test_the_membership_log_names_the_same_roles() -> None:
    assert [may(role, Action.CREATE_VISIT) for role in LoggedRole] == [True, True, True, False, True]


def test_the_readme_prints_the_table_as_it_is() -> None:
    readme = (Path(permissions.__file__).parent / "README.md").read_text(encoding="utf-8")
    for action, row in TABLE.items():
        cells = " | ".join(f"{cell.scope} {cell.enforcer}" for cell in row.values())

        assert f"| {action} | {cells} |" in readme
    assert f"| | {' | '.join(COLUMNS)} |" in readme


@pytest.mark.parametrize(
    ("logged", "rostered", "acts_as"),
    [
        (Role.SUPPORTER, Role.BORROWED, Role.BORROWED),
        (Role.COORDINATOR, Role.SOCIAL_EMERGENCY, Role.SOCIAL_EMERGENCY),
        (Role.SUPPORTER, Role.SUPERVISOR, Role.SUPPORTER),
        (Role.SUPPORTER, Role.SOCIAL_EMERGENCY, Role.SUPPORTER),
        (Role.AUDITOR, Role.COORDINATOR, Role.AUDITOR),
        (Role.SUPERVISOR, Role.UNKNOWN, Role.SUPERVISOR),
    ],
)
def test_the_roster_narrows_a_role_and_never_widens_it(logged: Role, rostered: Role, acts_as: Role) -> None:
    assert acting(logged, rostered) is acts_as


def test_nobody_narrowed_may_more_than_her_role_in_the_log() -> None:
    for logged, narrowed in ((Role.SUPPORTER, Role.BORROWED), (Role.COORDINATOR, Role.SOCIAL_EMERGENCY)):
        assert all(may(logged, action) for action in Action if may(narrowed, action))
