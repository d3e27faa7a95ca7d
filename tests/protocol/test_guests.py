"""What a guest is let into, and when it ends; hostile guests included."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync.protocol.circle import Circle, Role
from sync.protocol.guest_rules import GRACE, LONGEST
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Kind, Statement
from tests.protocol.guests import UNTIL, BorrowingBoard
from tests.protocol.people import NOON, Handset, public
from tests.protocol.test_roster import refused


@pytest.fixture
def board() -> BorrowingBoard:
    return BorrowingBoard()


def all_circles(board: BorrowingBoard, guest: Handset, stranger: Handset) -> dict[str, Circle]:
    return {
        "board": Circle.of_board(),
        "shared": Circle.shared(board.session),
        "own": Circle.own(board.session, guest.id),
        "protected": Circle.protected(bytes(16)),
        "audit": Circle.audit(guest.id),
        "shared of another session": Circle.shared(board.other_session),
        "own of another session": Circle.own(board.other_session, guest.id),
        "a colleague's": Circle.own(board.session, stranger.id),
        "a colleague's audit": Circle.audit(stranger.id),
    }


def reached(roster: Roster, device: bytes, circles: dict[str, Circle]) -> tuple[set[str], set[str]]:
    """What it reads, and what it writes."""
    reads = {name for name, circle in circles.items() if roster.may_read(device, circle)}
    return reads, {name for name, circle in circles.items() if roster.may_write(device, circle)}


def left_by_delivery_key(board: BorrowingBoard, guest: Handset, signer: Ed25519PrivateKey) -> Statement:
    """As a phone that has destroyed its other keys says it: it knows no head any more."""
    fields = {"session": board.session.hex(), "device": guest.id.hex()}
    return Statement.make(
        Kind.SESSION_LEFT,
        board=board.id,
        head=Head(),
        at=NOON,
        signer=public(signer),
        sign=signer.sign,
        **fields,
    )


def test_a_guest_reaches_her_own_work_and_the_shared_facts_and_only_while_she_is_checked_in(
    board: BorrowingBoard,
) -> None:
    stranger, guest = board.with_role(Role.SUPPORTER), board.guest()
    board.say(Kind.SESSION_JOINED, stranger.signing, session=board.session.hex())
    circles = all_circles(board, guest, stranger)
    before = reached(board.roster, guest.id, circles)
    board.joins(guest)
    within = reached(board.roster, guest.id, circles)
    board.say(Kind.SESSION_LEFT, guest.signing, session=board.session.hex())

    mine = {"shared", "own", "protected", "audit"}
    assert before == ({"audit"}, {"audit"})
    assert within == (mine, mine)
    assert reached(board.roster, guest.id, circles) == (set(), set())


def test_a_guest_is_told_apart_and_ready_at_once(board: BorrowingBoard) -> None:
    guest = board.guest()
    device = board.roster.devices[guest.id]

    assert (device.state, device.label) == (DeviceState.ACTIVE, "L1")
    assert device.guest is not None
    assert (device.guest.session, device.guest.until, device.guest.home) == (board.session, UNTIL, board.home)


def test_a_guest_opens_no_session_and_joins_no_other(board: BorrowingBoard) -> None:
    guest = board.guest()
    own = board.made(Kind.SESSION_OPENED, guest.signing, session=bytes(16).hex())
    other = board.made(Kind.SESSION_JOINED, guest.signing, session=board.other_session.hex())

    assert refused(board, own) == "guest_opens_none"
    assert refused(board, other) == "another_session"


def test_a_guest_comes_while_the_hour_lasts_and_a_short_grace(board: BorrowingBoard) -> None:
    early, late = board.guest(), board.guest()
    board.joins(early, at=UNTIL + GRACE)
    too_late = UNTIL + GRACE + timedelta(seconds=1)

    assert refused(board, board.made(Kind.SESSION_JOINED, late.signing, at=too_late, session=board.session.hex())) == (
        "guest_time_over"
    )


def test_once_the_log_has_ended_a_guest_no_clock_brings_her_back(board: BorrowingBoard) -> None:
    guest, coordinator = board.guest(), board.with_role(Role.COORDINATOR)
    ended = {"device": guest.id.hex()}
    too_early = board.made(Kind.GUEST_ENDED, coordinator.signing, at=UNTIL, **ended)

    assert refused(board, too_early) == "guest_still_here"

    board.say(Kind.GUEST_ENDED, coordinator.signing, at=UNTIL + timedelta(minutes=1), **ended)
    set_back = board.made(Kind.SESSION_JOINED, guest.signing, at=NOON, session=board.session.hex())

    assert refused(board, set_back) == "unknown_signer"


def test_only_caseworkers_end_a_guest_and_only_a_guest(board: BorrowingBoard) -> None:
    guest, anna = board.checked_in(), board.with_role(Role.SUPPORTER)
    by_supporter = board.made(Kind.GUEST_ENDED, anna.signing, at=UNTIL, device=guest.id.hex())
    of_supporter = board.made(Kind.GUEST_ENDED, board.supervisor.signing, at=UNTIL, device=anna.id.hex())

    assert refused(board, by_supporter) == "not_a_caseworker"
    assert refused(board, of_supporter) == "not_a_guest"

    board.say(Kind.GUEST_ENDED, board.supervisor.signing, device=guest.id.hex())

    assert board.roster.active(guest.id) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"home": bytes(16).hex()}, "unknown_peer"),
        ({"session": bytes(16).hex()}, "session_not_open"),
        ({"until": (NOON + LONGEST + timedelta(minutes=1)).isoformat()}, "guest_too_long"),
        ({"until": NOON.isoformat()}, "guest_too_long"),
    ],
)
def test_who_is_invited_as_a_guest(board: BorrowingBoard, changed: dict[str, Any], code: str) -> None:
    key = Ed25519PrivateKey.generate()
    invite = board.guest_invite(bytes(16), key, **changed)

    assert refused(board, board.made(Kind.INVITE_MADE, board.supervisor.signing, **invite)) == code


def test_only_a_supervisor_invites_a_guest(board: BorrowingBoard) -> None:
    coordinator = board.with_role(Role.COORDINATOR)
    invite = board.guest_invite(bytes(16), Ed25519PrivateKey.generate())

    assert refused(board, board.made(Kind.INVITE_MADE, coordinator.signing, **invite)) == "not_a_supervisor"


def test_an_invite_of_a_guest_is_used_once(board: BorrowingBoard) -> None:
    guest, second = Handset(), Handset()
    second.person = guest.person
    key = board.invite_guest(guest.person)
    board.say(Kind.DEVICE_ADDED, key, **guest.enrolment(Role.BORROWED))

    assert refused(board, board.made(Kind.DEVICE_ADDED, key, **second.enrolment(Role.BORROWED))) == "invite_used"


def test_an_invite_of_a_guest_adds_nobody_with_another_role(board: BorrowingBoard) -> None:
    guest = Handset()
    key = board.invite_guest(guest.person)

    assert refused(board, board.made(Kind.DEVICE_ADDED, key, **guest.enrolment(Role.SUPPORTER))) == "not_as_invited"


def test_a_guest_is_nobody_else_here(board: BorrowingBoard) -> None:
    """Whoever is one person reads what all her phones have written: a guest is a new person each time."""
    anna, guest, key = board.with_role(Role.SUPPORTER), board.guest(), Ed25519PrivateKey.generate()
    as_anna = board.guest_invite(anna.person, key)
    as_guest = {
        "key": public(key).hex(),
        "person": guest.person.hex(),
        "role": Role.SUPPORTER,
        "expires": UNTIL.isoformat(),
    }
    first, second = Handset(), Handset()
    second.person = first.person
    keys = [board.invite_guest(first.person), board.invite_guest(first.person)]
    board.say(Kind.DEVICE_ADDED, keys[0], **first.enrolment(Role.BORROWED))

    assert refused(board, board.made(Kind.INVITE_MADE, board.supervisor.signing, **as_anna)) == "known_person"
    assert refused(board, board.made(Kind.INVITE_MADE, board.supervisor.signing, **as_guest)) == "known_person"
    assert refused(board, board.made(Kind.DEVICE_ADDED, keys[1], **second.enrolment(Role.BORROWED))) == "known_person"


def test_no_guest_becomes_anything_else_and_nobody_a_guest(board: BorrowingBoard) -> None:
    anna, guest = board.with_role(Role.SUPPORTER), board.guest()
    promoted = {"person": guest.person.hex(), "role": Role.COORDINATOR, "reason": "…"}
    lent = {"person": anna.person.hex(), "role": Role.BORROWED, "reason": "…"}

    for fields in (promoted, lent):
        assert refused(board, board.made(Kind.ROLE_CHANGED, board.supervisor.signing, **fields)) == "guest_keeps_role"


def ends(board: BorrowingBoard, guest: Handset) -> Iterator[Statement]:
    """All the ways in which a guest's work ends; none of them can be said after another."""
    device = guest.id.hex()
    yield board.made(Kind.SESSION_LEFT, guest.signing, session=board.session.hex())
    yield left_by_delivery_key(board, guest, guest.delivery)
    yield board.made(Kind.GUEST_ENDED, board.supervisor.signing, device=device)
    yield board.made(Kind.DEVICE_REVOKED, board.supervisor.signing, device=device, reason="…")
    yield board.made(Kind.DEVICE_WIPED, guest.delivery, device=device, reason="checked_out", left=0, in_file=False)


@pytest.mark.parametrize("way", range(5))
def test_however_it_ends_every_circle_she_could_read_gets_a_new_key(board: BorrowingBoard, way: int) -> None:
    guest = board.checked_in()
    stranger = board.with_role(Role.SUPPORTER)
    circles = all_circles(board, guest, stranger)
    due = {name: board.roster.epoch_due(circle) for name, circle in circles.items()}
    board.roster.add(list(ends(board, guest))[way])
    renewed = {name for name, circle in circles.items() if board.roster.epoch_due(circle) > due[name]}

    assert renewed >= {"shared", "own", "protected", "audit"}
    assert renewed.isdisjoint({"board", "shared of another session", "a colleague's", "a colleague's audit"})
    assert reached(board.roster, guest.id, circles) == (set(), set())
    assert board.roster.sessions[board.session].left == {guest.id}
    assert (guest.id in board.roster.sessions[board.session].purged) is (
        board.roster.devices[guest.id].wiped is not None
    )
    assert not board.roster.could_grant(guest.id, circles["shared"], board.roster.epoch_due(circles["shared"]))


def test_closing_the_session_ends_its_guests(board: BorrowingBoard) -> None:
    guest, other = board.checked_in(), board.guest()
    board.say(Kind.SESSION_CLOSING, board.supervisor.signing, session=board.session.hex())
    board.say(Kind.SESSION_CLOSED, board.supervisor.signing, session=board.session.hex())

    assert board.roster.active(guest.id) is None
    assert board.roster.active(other.id) is None


def test_a_guest_gives_no_key_of_another_session(board: BorrowingBoard) -> None:
    guest = board.checked_in()

    assert board.roster.could_grant(guest.id, Circle.shared(board.session))
    assert not board.roster.could_grant(guest.id, Circle.shared(board.other_session))
    assert not board.roster.could_grant(guest.id, Circle.own(board.other_session, guest.id))
    assert not board.roster.may_grant(guest.id, Circle.of_board())


def test_only_a_guests_own_delivery_key_says_that_she_has_left(board: BorrowingBoard) -> None:
    guest, thief, anna = board.checked_in(), board.checked_in(), board.with_role(Role.SUPPORTER)
    board.say(Kind.SESSION_JOINED, anna.signing, session=board.session.hex())

    assert refused(board, left_by_delivery_key(board, guest, thief.delivery)) == "not_its_delivery_key"
    assert refused(board, left_by_delivery_key(board, anna, anna.delivery)) == "not_its_delivery_key"

    board.roster.add(left_by_delivery_key(board, guest, guest.delivery))

    assert refused(board, left_by_delivery_key(board, guest, guest.delivery)) == "already_left"
