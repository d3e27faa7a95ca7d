"""The permission table, cell by cell: as the app does it, past the app at the server, and by what keys there are."""

import uuid
from collections.abc import Iterator
from dataclasses import asdict

import pytest

from fieldapp.actions import auditing, persons, promises, safety
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import TABLE, Action, Cell, Enforcer, Scope
from fieldapp.domain.referral_consent import BasisNeedsSupervisor
from fieldapp.store import keyring
from sync.errors import StodkedjanError
from sync.protocol.circle import Circle, CircleKind
from sync.protocol.circle import Role as LoggedRole
from sync.protocol.grants import Recipient
from tests.actions.cell_deeds import DEEDS
from tests.actions.cell_forgeries import FORGERIES, STORED, at_another_board, handed_out
from tests.actions.roles_board import RolesBoard, roles_board
from tests.journeys.people import Hands
from tests.server.running import RunningServer

CELLS = [(action, role, cell) for action, row in TABLE.items() for role, cell in row.items()]
LOOKED_AT = {Action.OPEN_PROTECTED: CircleKind.PROTECTED, Action.READ_AUDIT_LOG: CircleKind.AUDIT}


def cells(*enforcers: Enforcer, permitted: bool | None = None, but: tuple[Action, ...] = ()) -> list[pytest.param]:
    return [
        pytest.param(action, role, cell, id=f"{action}-{role}")
        for action, role, cell in CELLS
        if cell.enforcer in enforcers and permitted in (None, cell.scope.is_permission) and action not in but
    ]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory, server: RunningServer) -> Iterator[RolesBoard]:
    with roles_board(tmp_path_factory.mktemp("roles"), server) as made:
        for role in (Role.SUPPORTER, Role.COORDINATOR):
            persons.open_person(made.hands[role].phone, made.met[made.hands[Role.SUPPORTER]].promised)
        made.sync()
        yield made


@pytest.mark.parametrize(("action", "role", "cell"), cells(*Enforcer, permitted=True))
def test_what_is_allowed_works_and_the_server_takes_it(board: RolesBoard, action: Action, role: Role, cell: Cell):
    hands = board.hands[role]
    done = DEEDS[action](board, role)
    # What is noted when a letter has gone, or has come, goes with the next exchange.
    hands.sync()
    hands.sync()

    assert done
    assert safety.safety(hands.phone).all_safe


@pytest.mark.parametrize(("action", "role", "cell"), cells(Enforcer.APP, Enforcer.LOG, permitted=False))
def test_what_is_not_allowed_is_refused_by_the_app(board: RolesBoard, action: Action, role: Role, cell: Cell) -> None:
    with pytest.raises((NotAllowed, BasisNeedsSupervisor)):
        DEEDS[action](board, role)


@pytest.mark.parametrize(("action", "role", "cell"), cells(Enforcer.KEY, permitted=False))
def test_without_the_key_there_is_nothing_to_do_it_to(
    board: RolesBoard, action: Action, role: Role, cell: Cell
) -> None:
    assert not tried(board, action, role)


def tried(board: RolesBoard, action: Action, role: Role) -> object:
    try:
        return DEEDS[action](board, role)
    except StodkedjanError:
        return None


@pytest.mark.parametrize(("action", "role", "cell"), cells(Enforcer.LOG, permitted=False))
def test_another_app_on_the_device_is_refused_by_the_log_and_the_server(
    board: RolesBoard, action: Action, role: Role, cell: Cell
) -> None:
    assert FORGERIES[action](board, role) in REFUSALS[action]


NOT_A_WRITER, NOT_A_SUPERVISOR = {"not_a_writer"}, {"not_a_supervisor"}
REFUSALS = {
    Action.OPEN_SESSION: {"auditors_do_not_work"},
    Action.CREATE_VISIT: NOT_A_WRITER,
    Action.CLOSE_SESSION: NOT_A_SUPERVISOR,
    Action.LOOK_AFTER_DEVICES: NOT_A_SUPERVISOR,
    Action.KEEP_RECIPIENTS: NOT_A_WRITER,
    Action.DISPOSE: NOT_A_SUPERVISOR,
    Action.TAKE_IN_LATE: NOT_A_SUPERVISOR,
    Action.HAND_ON: NOT_A_WRITER,
    Action.KEEP_ROTA: NOT_A_WRITER,
    Action.KEEP_ROSTER: NOT_A_WRITER,
    Action.STAFF_SESSION: NOT_A_WRITER,
    Action.ANSWER_FOR_BREACH: NOT_A_SUPERVISOR,
    Action.EVALUATE: NOT_A_WRITER,
    Action.LINK_SESSIONS: NOT_A_WRITER,
    Action.AGREE_LOAN: NOT_A_SUPERVISOR,
    Action.END_EXERCISE: NOT_A_SUPERVISOR,
    Action.CONNECT_BOARDS: NOT_A_SUPERVISOR,
    Action.PROPOSE_HANDOVER: {"not_a_caseworker"},
    Action.KEEP_ROUTINES: NOT_A_WRITER,
    Action.NOTE_DEVIATION: NOT_A_WRITER,
}


@pytest.mark.parametrize(("action", "role", "cell"), cells(Enforcer.KEY, but=(Action.RECEIVE_HANDOVER,)))
def test_the_device_holds_the_keys_of_what_the_cell_says_and_no_other(
    board: RolesBoard, action: Action, role: Role, cell: Cell
) -> None:
    phone = board.hands[role].phone
    held = {key.circle for key, _ in keyring.circle_keys(phone.store)}
    looked_at = circles(board, LOOKED_AT.get(action, CircleKind.OWN))
    expected = {circle for circle, of in looked_at.items() if is_within(board, role, cell.scope, circle, of)}

    assert looked_at
    assert held & looked_at.keys() == expected
    for circle in looked_at.keys() - expected:
        assert_not_readable(board, role, circle, looked_at[circle])


def circles(board: RolesBoard, kind: CircleKind) -> dict[Circle, Hands]:
    """Those of the kind in which something was written, with whose they are."""
    found = {
        CircleKind.OWN: {
            Circle.own(bytes.fromhex(session_of(board, hands)), hands.phone.id): hands for hands in board.met
        },
        CircleKind.PROTECTED: {
            Circle.protected(uuid.UUID(met.protected).bytes): hands for hands, met in board.met.items()
        },
        CircleKind.AUDIT: {
            Circle.audit(board.hands[role].phone.id): board.hands[role] for role in (Role.SUPPORTER, Role.COORDINATOR)
        },
    }
    return found[kind]


def session_of(board: RolesBoard, hands: Hands) -> str:
    return board.jour_session if hands is board.hands[Role.SOCIAL_EMERGENCY] else board.session


def is_within(board: RolesBoard, role: Role, scope: Scope, circle: Circle, of: Hands) -> bool:
    hands = board.hands[role]
    same_board = of.phone.board == hands.phone.board
    if circle.kind is CircleKind.AUDIT and of is hands:
        # Everybody writes her own lines; whoever reviews reads those of all.
        return True
    if scope is Scope.ASSIGNED:
        chief = board.chief_of(role).phone
        contact = promises.contact_of(chief, str(uuid.UUID(bytes=circle.subject))) if same_board else None
        return contact is not None and hands.phone.me.person.hex() in contact.assigned_staff
    whole_board = scope in (Scope.SESSION, Scope.BOARD, Scope.SUMMARY)
    return of is hands if scope in (Scope.OWN, Scope.SHIFT) else whole_board and same_board


def assert_not_readable(board: RolesBoard, role: Role, circle: Circle, of: Hands) -> None:
    phone = board.hands[role].phone
    if of.phone.board != phone.board:
        assert at_another_board(phone, of.phone.board) == "not_recognised"
        return
    given = handed_out(phone, circle)
    if given is not None:
        # Which protected person is whose the server does not know; it gives what nobody but the assigned can open.
        assert circle.kind is CircleKind.PROTECTED
        assert not any(keyring.circle_key(phone.store, envelope.header.key_id) for envelope in given)


WITHOUT_HANDOVERS = [role for role, cell in TABLE[Action.RECEIVE_HANDOVER].items() if cell.scope is Scope.NO]


@pytest.mark.parametrize("role", WITHOUT_HANDOVERS)
def test_what_is_handed_over_lies_in_a_mailbox_that_is_shut_for_the_others(board: RolesBoard, role: Role) -> None:
    mailbox = Recipient.of_role(LoggedRole.COORDINATOR, 1).to_bytes().hex()

    assert not is_answered(board.hands[role].phone, f"/mailboxes/{mailbox}")
    assert is_answered(board.hands[Role.COORDINATOR].phone, f"/mailboxes/{mailbox}")


def is_answered(phone: Phone, path: str) -> bool:
    try:
        phone.link.call(lambda call: call.get(path))
    except StodkedjanError:
        return False
    return True


def test_a_supervisor_sees_sums_where_an_auditor_sees_lines(board: RolesBoard) -> None:
    board.sync()
    lines = auditing.entries(board.hands[Role.AUDITOR].phone)
    sums = auditing.sums(board.hands[Role.SUPERVISOR].phone)
    siv = board.hands[Role.COORDINATOR].phone.device_label

    assert siv in {line.label for line in lines}
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    [hers] = [each for each in sums if each.label == siv]
    assert sum(count for _, count in hers.counts) == sum(line.label == siv for line in lines)
    assert "Amina" not in str([asdict(line) for line in lines])
    with pytest.raises(NotAllowed):
        auditing.sums(board.hands[Role.COORDINATOR].phone)


def test_every_action_has_a_deed_and_every_cell_of_the_log_a_forgery() -> None:
    held_by_the_log = {action for action, _, cell in CELLS if cell.enforcer is Enforcer.LOG}

    assert set(DEEDS) == set(TABLE) == set(Action)
    assert held_by_the_log <= FORGERIES.keys()
    assert REFUSALS.keys() == FORGERIES.keys()
    assert STORED not in set().union(*REFUSALS.values())
