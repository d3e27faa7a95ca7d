import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import next_hash
from sync.protocol.framing import pack_push
from sync.protocol.limits import BODY_BYTES, ENVELOPE_BYTES
from tests.server.people import OCTETS, Phone, Town, b64, flipped


def _own_circle(town: Town, phone: Phone) -> Circle:
    return Circle.own(town.session(phone), phone.device)


def test_a_stream_is_numbered_densely_and_chained(town):
    supporter = town.member()
    circle = _own_circle(town, supporter)
    answers = [*supporter.push(*(supporter.envelope(circle) for _ in range(5)))]
    answers += supporter.push(supporter.envelope(circle))
    head = bytes(32)
    for seq, answer in enumerate(answers, 1):
        head = next_hash(head, seq, bytes.fromhex(answer["id"]))

    assert [answer["seq"] for answer in answers] == [1, 2, 3, 4, 5, 6]
    assert answers[-1]["hash"] == head.hex()


def test_many_phones_at_once_leave_no_hole(town):
    phones = [town.member() for _ in range(4)]
    circle = Circle.shared(town.session(*phones))
    batches = [(phone, [phone.envelope(circle) for _ in range(5)]) for phone in phones * 3]
    with ThreadPoolExecutor(8) as pool:
        answers = [answer for part in pool.map(lambda one: one[0].push(*one[1]), batches) for answer in part]
    pulled = town.supervisor.pull(circle)

    assert sorted(answer["seq"] for answer in answers) == list(range(1, 61))
    assert [seq for seq, _, _ in pulled] == list(range(1, 61))
    assert {(seq, head.hex()) for seq, head, _ in pulled} == {(one["seq"], one["hash"]) for one in answers}


def test_each_stream_has_numbers_of_its_own(town):
    supporter = town.member()
    session = town.session(supporter)
    circles = [Circle.own(session, supporter.device), Circle.shared(session), Circle.audit(supporter.device)]
    answers = supporter.push(*(supporter.envelope(circle) for circle in circles))

    assert [answer["seq"] for answer in answers] == [1, 1, 1]


def test_the_same_envelope_again_is_a_duplicate_with_the_same_place(town):
    supporter = town.member()
    envelope = supporter.envelope(_own_circle(town, supporter))
    [first] = supporter.push(envelope)
    twice_in_one_push = supporter.push(envelope, envelope)

    assert first["status"] == "stored"
    assert twice_in_one_push == [first | {"status": "duplicate"}] * 2


def test_the_same_envelope_twice_in_its_first_push_is_stored_once(town):
    supporter = town.member()
    circle = _own_circle(town, supporter)
    envelope = supporter.envelope(circle)
    answers = supporter.push(envelope, envelope, supporter.envelope(circle))

    assert [answer["status"] for answer in answers] == ["stored", "duplicate", "stored"]
    assert [answer["seq"] for answer in answers] == [1, 1, 2]


def test_one_envelope_pushed_by_many_at_once_is_stored_once(town):
    supporter = town.member()
    envelope = supporter.envelope(_own_circle(town, supporter))
    with ThreadPoolExecutor(8) as pool:
        answers = [one for part in pool.map(lambda _: supporter.push(envelope), range(8)) for one in part]

    assert sorted(answer["status"] for answer in answers) == ["duplicate"] * 7 + ["stored"]
    assert {answer["seq"] for answer in answers} == {1}


def test_bad_items_among_good_ones_stop_none_of_them(town):
    supporter, colleague = town.member(), town.member()
    circle = _own_circle(town, supporter)
    good = [supporter.envelope(circle) for _ in range(2)]
    tampered = flipped(supporter.envelope(circle))
    stranger = Phone(town.server.url, town.board).envelope(circle)
    elsewhere = supporter.envelope(circle, board=secrets.token_bytes(16))
    others = colleague.envelope(Circle.audit(colleague.device))
    newer = bytes([9]) + good[0][1:]
    items = [good[0], b"", b"garbage", tampered, stranger, elsewhere, others, newer, good[1]]
    answers = supporter.push(*items)

    assert [(answer["status"], answer["code"], answer["seq"]) for answer in answers] == [
        ("stored", None, 1),
        ("refused", "malformed", None),
        ("refused", "malformed", None),
        ("set_aside", "bad_signature", None),
        ("set_aside", "unknown_author", None),
        ("set_aside", "other_board", None),
        ("set_aside", "not_a_carrier", None),
        ("refused", "made_by_newer_version", None),
        ("stored", None, 2),
    ]
    assert [answer["id"] for answer in answers] == [hashlib.sha256(item).hexdigest() for item in items]


def test_what_is_refused_but_can_be_told_apart_is_kept_for_a_supervisor(town):
    supporter = town.member()
    circle = _own_circle(town, supporter)
    tampered = flipped(supporter.envelope(circle))
    supporter.push(tampered, b"garbage")
    supporter.push(tampered)
    [kept] = town.supervisor.ask("GET", "/set-aside").json()["items"]

    assert kept["id"] == hashlib.sha256(tampered).hexdigest()
    assert (kept["kind"], kept["code"]) == ("envelope", "bad_signature")
    assert (kept["author"], kept["circle"]) == (supporter.device.hex(), circle.hex())
    assert kept["envelope"] == b64(tampered)


def test_what_comes_after_its_session_was_closed_is_set_aside(town):
    supporter = town.member()
    session = town.session(supporter)
    circles = [Circle.own(session, supporter.device), Circle.shared(session)]
    before = supporter.envelope(circles[0])
    supporter.push(before)
    town.close(session)
    answers = supporter.push(*(supporter.envelope(circle) for circle in circles), before)

    assert [(answer["status"], answer["code"]) for answer in answers] == [
        ("set_aside", "session_closed"),
        ("set_aside", "session_closed"),
        ("duplicate", None),
    ]


def test_what_an_author_may_not_write_is_set_aside_until_they_may(town):
    supporter, opener = town.member(), town.member()
    session = town.session(opener)
    circle = Circle.own(session, supporter.device)
    envelope = supporter.envelope(circle)
    [too_early] = supporter.push(envelope)
    supporter.state(supporter.says("session_joined", session=session.hex()))
    [in_time] = supporter.push(envelope)

    assert (too_early["status"], too_early["code"]) == ("set_aside", "not_a_writer")
    assert (in_time["status"], in_time["seq"]) == ("stored", 1)
    assert town.supervisor.ask("GET", "/set-aside").json()["items"] == []


@pytest.mark.parametrize("circle", [Circle.of_board(), Circle.of_role(Role.SUPERVISOR), Circle.audit(bytes(16))])
def test_a_supporter_cannot_write_the_boards_roles_or_others_circles(town, circle):
    supporter = town.member()

    assert supporter.push(supporter.envelope(circle))[0]["code"] == "not_a_writer"


def test_whoever_may_read_a_stream_may_carry_for_others(town):
    supporter, colleague = town.member(), town.member()
    circle = Circle.shared(town.session(supporter, colleague))
    own = Circle.own(secrets.token_bytes(16), supporter.device)
    shared, private = supporter.envelope(circle), supporter.envelope(own)
    answers = colleague.push(shared, private)
    by_coordinator = town.member(Role.COORDINATOR).push(private)

    assert [answer["code"] for answer in answers] == [None, "not_a_carrier"]
    assert by_coordinator[0]["code"] == "not_a_writer"


def test_two_envelopes_with_one_device_seq_are_both_stored(town):
    supporter = town.member()
    circle = _own_circle(town, supporter)
    answers = supporter.push(*(supporter.envelope(circle, device_seq=1) for _ in range(2)))

    assert [answer["seq"] for answer in answers] == [1, 2]


def test_an_envelope_of_the_largest_size_is_stored(town):
    supporter = town.member()
    [answer] = supporter.push(supporter.envelope(_own_circle(town, supporter), secrets.token_bytes(ENVELOPE_BYTES)))

    assert answer["status"] == "stored"


def test_a_body_that_is_too_large_is_refused_before_it_is_read(town):
    answer = town.supervisor.ask("POST", "/envelopes", data=bytes(BODY_BYTES + 1), headers=OCTETS)
    in_pieces = town.supervisor.ask("POST", "/envelopes", data=iter([bytes(BODY_BYTES), b"x"]), headers=OCTETS)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert (in_pieces.status_code, in_pieces.json()["code"]) == (413, "body_too_large")


def test_too_many_envelopes_at_once_are_refused_as_a_whole(town):
    answer = town.supervisor.ask("POST", "/envelopes", data=pack_push([(b"x", None)] * 101), headers=OCTETS)

    assert (answer.status_code, answer.json()["code"]) == (413, "batch_too_large")


@pytest.mark.parametrize("body", [b"\0", b"\xff" * 40, pack_push([(b"x", None)])[:-1]])
def test_a_body_with_broken_frames_is_refused_as_a_whole(town, body):
    answer = town.supervisor.ask("POST", "/envelopes", data=body, headers=OCTETS)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_nothing_of_what_was_sealed_is_in_the_answer(town):
    supporter = town.member()
    planted = b"PLANTED" * 20
    body = pack_push([(supporter.envelope(_own_circle(town, supporter), planted), supporter.watch(date(2026, 12, 1)))])
    answer = supporter.ask("POST", "/envelopes", data=body, headers=OCTETS)

    assert set(answer.json()["answers"][0]) == {"id", "status", "seq", "hash", "code"}
    assert b"PLANTED" not in answer.content
