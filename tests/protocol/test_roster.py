"""Who may do what, as both sides read it out of the log."""

import os
from datetime import timedelta

import pytest

from sync.protocol.circle import Circle, Role
from sync.protocol.errors import BadSignature, LogTampered, Malformed, StatementRefused
from sync.protocol.members import DeviceState, SessionState, Wiped, WipeReason, session_id
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Kind, Statement
from tests.protocol.people import NOON, BoardInTest, Handset, public


@pytest.fixture
def board() -> BoardInTest:
    return BoardInTest()


def refused(board: BoardInTest, statement: Statement) -> str:
    before = board.roster.head
    with pytest.raises(StatementRefused) as caught:
        board.roster.add(statement)
    assert board.roster.head == before
    return caught.value.code


def test_a_log_folds_to_the_same_roster_on_every_device(board: BoardInTest) -> None:
    supporter, coordinator = board.with_role(Role.SUPPORTER), board.with_role(Role.COORDINATOR)
    session = session_id(board.id, "7F3K2M9T")
    board.say(Kind.SESSION_OPENED, supporter.signing, session=session.hex())
    board.say(Kind.SESSION_JOINED, coordinator.signing, session=session.hex())

    copy = Roster.of(board.id, [Statement.from_bytes(statement.to_bytes()) for statement in board.log])

    assert copy == board.roster
    assert copy.sessions[session].devices.keys() == {supporter.id, coordinator.id}


def test_only_the_pinned_root_founds_the_board(board: BoardInTest) -> None:
    other = BoardInTest()

    with pytest.raises(StatementRefused, match="other_board"):
        Roster(board.id).add(other.log[0])


def test_a_supporter_is_ready_at_once_and_a_coordinator_only_after_the_digits(board: BoardInTest) -> None:
    supporter, coordinator = board.join(Role.SUPPORTER), board.join(Role.COORDINATOR)

    assert board.roster.devices[supporter.id].state is DeviceState.ACTIVE
    assert board.roster.devices[coordinator.id].state is DeviceState.WAITING_FOR_ROLE
    assert not board.roster.may_read(coordinator.id, Circle.of_board())


def test_an_invite_is_used_once_and_only_by_the_role_and_person_it_names(board: BoardInTest) -> None:
    invited, thief = Handset(), Handset()
    key = board.invited(Role.SUPPORTER, invited.person)
    as_coordinator = board.made(Kind.DEVICE_ADDED, key, **invited.enrolment(Role.COORDINATOR))
    as_other = board.made(Kind.DEVICE_ADDED, key, **thief.enrolment(Role.SUPPORTER))

    assert refused(board, as_coordinator) == "not_as_invited"
    assert refused(board, as_other) == "not_as_invited"

    board.say(Kind.DEVICE_ADDED, key, **invited.enrolment(Role.SUPPORTER))
    thief.person = invited.person

    assert refused(board, board.made(Kind.DEVICE_ADDED, key, **thief.enrolment(Role.SUPPORTER))) == "invite_used"


def test_an_invite_that_is_old_withdrawn_or_unknown_adds_nobody(board: BoardInTest) -> None:
    handset = Handset()
    old = board.invited(Role.SUPPORTER, handset.person)
    late = board.made(Kind.DEVICE_ADDED, old, at=NOON + timedelta(days=2), **handset.enrolment(Role.SUPPORTER))
    withdrawn = board.invited(Role.SUPPORTER, handset.person)

    assert refused(board, board.made(Kind.DEVICE_ADDED, old, at=late.at, **handset.enrolment(Role.SUPPORTER))) == (
        "invite_expired"
    )

    board.say(Kind.INVITE_WITHDRAWN, board.supervisor.signing, key=public(withdrawn).hex())

    addition = handset.enrolment(Role.SUPPORTER)
    assert refused(board, board.made(Kind.DEVICE_ADDED, withdrawn, **addition)) == "invite_withdrawn"
    assert refused(board, board.made(Kind.DEVICE_ADDED, Handset().signing, **addition)) == "unknown_signer"


@pytest.mark.parametrize(
    "kind",
    [
        Kind.INVITE_MADE,
        Kind.ROLE_KEY_MADE,
        Kind.DEVICE_REVOKED,
        Kind.SESSION_CLOSING,
        Kind.ROLE_OFFERED,
        Kind.LOCK_RULE_SET,
    ],
)
def test_what_only_a_supervisor_says_is_refused_from_others(board: BoardInTest, kind: Kind) -> None:
    coordinator = board.with_role(Role.COORDINATOR)
    fields = {"role": "coordinator", "epoch": 2, "public": "00" * 32, "device": coordinator.id.hex(), "reason": "x"}

    assert refused(board, board.made(kind, coordinator.signing, **fields)) == "not_a_supervisor"


def test_a_revoked_device_says_nothing_more(board: BoardInTest) -> None:
    lost = board.with_role(Role.SUPPORTER)
    board.say(Kind.DEVICE_REVOKED, board.supervisor.signing, device=lost.id.hex(), reason="lost on the train")

    opened = board.made(Kind.SESSION_OPENED, lost.signing, session=os.urandom(16).hex())

    assert refused(board, opened) == "unknown_signer"
    assert not board.roster.may_read(lost.id, Circle.of_board())


def test_a_session_opened_offline_finds_its_place_although_the_log_went_on(board: BoardInTest) -> None:
    supporter = board.with_role(Role.SUPPORTER)
    opened = board.made(Kind.SESSION_OPENED, supporter.signing, session=session_id(board.id, "7F3K2M9T").hex())
    board.join(Role.SUPPORTER)

    board.roster.add(opened)

    assert board.roster.in_session(supporter.id, session_id(board.id, "7F3K2M9T"))


def test_other_statements_fit_only_right_after_the_head_they_name(board: BoardInTest) -> None:
    late = board.made(Kind.INVITE_WITHDRAWN, board.supervisor.signing, key="00" * 32)
    board.join(Role.SUPPORTER)

    assert refused(board, late) == "not_next"


def test_an_offline_statement_that_names_a_head_nobody_saw_is_refused(board: BoardInTest) -> None:
    supporter = board.with_role(Role.SUPPORTER)
    forked = Statement.make(
        Kind.SESSION_OPENED,
        board=board.id,
        head=Head(3, os.urandom(32)),
        at=NOON,
        signer=public(supporter.signing),
        sign=supporter.signing.sign,
        session="00" * 16,
    )

    assert refused(board, forked) == "unknown_head"


def test_joining_before_the_opening_arrived_is_kept_and_then_opened(board: BoardInTest) -> None:
    first, second = board.with_role(Role.SUPPORTER), board.with_role(Role.SUPPORTER)
    session = os.urandom(16)
    board.say(Kind.SESSION_JOINED, second.signing, session=session.hex())
    board.say(Kind.SESSION_OPENED, first.signing, session=session.hex())

    assert board.roster.sessions[session].opened_by == first.id
    assert board.roster.sessions[session].devices.keys() == {first.id, second.id}


def test_a_supporter_reads_and_writes_only_its_own_work(board: BoardInTest) -> None:
    anna, bertil = board.with_role(Role.SUPPORTER), board.with_role(Role.SUPPORTER)
    coordinator = board.with_role(Role.COORDINATOR)
    session = os.urandom(16)
    board.say(Kind.SESSION_OPENED, anna.signing, session=session.hex())
    board.say(Kind.SESSION_JOINED, bertil.signing, session=session.hex())
    annas, roster = Circle.own(session, anna.id), board.roster

    assert roster.may_write(anna.id, annas)
    assert roster.may_read(anna.id, annas)
    assert not roster.may_read(bertil.id, annas)
    assert not roster.may_write(bertil.id, annas)
    assert roster.may_read(coordinator.id, annas)
    assert roster.may_write(coordinator.id, annas)
    assert not roster.may_write(anna.id, Circle.own(os.urandom(16), anna.id))


def test_shared_facts_are_for_the_session_and_audit_for_those_who_review(board: BoardInTest) -> None:
    member, stranger = board.with_role(Role.SUPPORTER), board.with_role(Role.SUPPORTER)
    auditor, coordinator = board.with_role(Role.AUDITOR), board.with_role(Role.COORDINATOR)
    session = os.urandom(16)
    board.say(Kind.SESSION_OPENED, member.signing, session=session.hex())
    shared, audit, roster = Circle.shared(session), Circle.audit(coordinator.id), board.roster

    assert roster.may_read(member.id, shared)
    assert roster.may_write(member.id, shared)
    assert not roster.may_read(stranger.id, shared)
    assert not roster.may_read(auditor.id, shared)
    assert roster.may_read(auditor.id, audit)
    assert roster.may_write(coordinator.id, audit)
    assert not roster.may_write(member.id, audit)
    assert not roster.may_read(member.id, audit)


def test_a_session_closes_in_two_steps_by_a_supervisor(board: BoardInTest) -> None:
    supporter, session = board.with_role(Role.SUPPORTER), os.urandom(16)
    board.say(Kind.SESSION_OPENED, supporter.signing, session=session.hex())
    too_early = board.made(Kind.SESSION_CLOSED, board.supervisor.signing, session=session.hex())

    assert refused(board, too_early) == "not_closing"

    chief = board.supervisor.signing
    board.say(Kind.SESSION_CLOSING, chief, session=session.hex())
    board.say(Kind.DEVICE_WRITTEN_OFF, chief, session=session.hex(), device=supporter.id.hex(), reason="lost")
    board.say(Kind.SESSION_CLOSED, chief, session=session.hex())
    board.say(Kind.PURGE_ACKNOWLEDGED, supporter.signing, session=session.hex())

    closed = board.roster.sessions[session]
    assert closed.state is SessionState.CLOSED
    assert closed.written_off == {supporter.id: "lost"}
    assert closed.purged == {supporter.id}
    joining = board.made(Kind.SESSION_JOINED, board.with_role(Role.SUPPORTER).signing, session=session.hex())
    assert refused(board, joining) == "session_closed"


def test_a_new_device_of_the_same_person_has_her_work_and_nobody_else_s(board: BoardInTest) -> None:
    old, other = board.with_role(Role.SUPPORTER), board.with_role(Role.SUPPORTER)
    session = os.urandom(16)
    board.say(Kind.SESSION_OPENED, old.signing, session=session.hex())
    new = Handset(person=old.person)
    board.say(Kind.DEVICE_ADDED, board.invited(Role.SUPPORTER, old.person), **new.enrolment(Role.SUPPORTER))
    circle, roster = Circle.own(session, old.id), board.roster

    assert roster.may_read(new.id, circle)
    assert roster.may_write(new.id, circle)
    assert roster.may_read(new.id, Circle.shared(session))
    assert not roster.may_read(other.id, circle)
    assert not roster.may_read(other.id, Circle.shared(session))


@pytest.mark.parametrize("change", ["drop", "swap", "double", "alter"])
def test_a_server_that_changes_the_log_is_caught(board: BoardInTest, change: str) -> None:
    board.with_role(Role.SUPPORTER)
    entries = [statement.to_bytes() for statement in board.log]
    match change:
        case "drop":
            del entries[3]
        case "swap":
            entries[2], entries[3] = entries[3], entries[2]
        case "double":
            entries.insert(3, entries[3])
        case "alter":
            entries[5] = entries[5].replace(b'"supporter"', b'"superviso"')

    with pytest.raises(LogTampered):
        Roster(board.id).follow(entries, board.roster.head)


def test_a_log_cut_short_does_not_reach_the_head_it_claims(board: BoardInTest) -> None:
    with pytest.raises(LogTampered):
        Roster(board.id).follow([statement.to_bytes() for statement in board.log[:-1]], board.roster.head)


def test_an_unsigned_statement_is_not_taken(board: BoardInTest) -> None:
    supporter = board.with_role(Role.SUPPORTER)
    raw = bytearray(board.made(Kind.SESSION_OPENED, supporter.signing, session="00" * 16).to_bytes())
    raw[-64:] = bytes(64)

    with pytest.raises(BadSignature):
        board.roster.add(Statement.from_bytes(bytes(raw)))


def wiped(board: BoardInTest, device: Handset, by: Handset, **fields: object) -> Statement:
    said = {"device": device.id.hex(), "reason": "wrong_passphrases", "left": 0, "in_file": False} | fields
    return Statement.make(
        Kind.DEVICE_WIPED,
        board=board.id,
        head=Head(),
        at=NOON,
        signer=public(by.delivery),
        sign=by.delivery.sign,
        **said,
    )


def test_a_wiped_phone_says_so_with_its_delivery_key_also_after_it_was_revoked(board: BoardInTest) -> None:
    anna, other = board.with_role(Role.SUPPORTER), board.with_role(Role.SUPPORTER)
    board.say(Kind.DEVICE_REVOKED, board.supervisor.signing, device=anna.id.hex(), reason="lost on the train")

    assert refused(board, wiped(board, anna, other)) == "not_its_delivery_key"
    assert refused(board, board.made(Kind.DEVICE_WIPED, anna.signing, device=anna.id.hex())) == "not_its_delivery_key"
    board.roster.add(wiped(board, anna, anna))
    assert board.roster.devices[anna.id].wiped == Wiped(NOON, WipeReason.WRONG_PASSPHRASES)


def test_a_second_receipt_counts_only_when_it_leaves_less(board: BoardInTest) -> None:
    anna = board.with_role(Role.SUPPORTER)
    board.roster.add(wiped(board, anna, anna, left=3, in_file=True))

    assert refused(board, wiped(board, anna, anna, left=3)) == "already_wiped"
    board.roster.add(wiped(board, anna, anna, left=1))
    assert board.roster.devices[anna.id].wiped == Wiped(NOON, WipeReason.WRONG_PASSPHRASES, left=1)


@pytest.mark.parametrize("broken", [{"left": -1}, {"left": True}, {"left": "3"}, {"reason": "tired"}, {"reason": None}])
def test_a_receipt_that_makes_no_sense_is_refused(board: BoardInTest, broken: dict[str, object]) -> None:
    anna = board.with_role(Role.SUPPORTER)
    with pytest.raises(Malformed):
        board.roster.add(wiped(board, anna, anna, **broken))

    assert board.roster.devices[anna.id].wiped is None


def test_the_longest_time_before_the_lock_is_half_an_hour_until_a_supervisor_decides(board: BoardInTest) -> None:
    assert board.roster.longest_lock_minutes == 30
    board.say(Kind.LOCK_RULE_SET, board.supervisor.signing, longest_lock_minutes=5)

    assert board.roster.longest_lock_minutes == 5


@pytest.mark.parametrize("minutes", [-1, 2, 31, 10**9, True, "5", None, 1.0])
def test_only_a_step_of_the_ladder_can_be_decided(board: BoardInTest, minutes: object) -> None:
    with pytest.raises(Malformed):
        board.say(Kind.LOCK_RULE_SET, board.supervisor.signing, longest_lock_minutes=minutes)

    assert board.roster.longest_lock_minutes == 30
