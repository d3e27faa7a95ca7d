import secrets

import pytest

from sync.protocol.circle import Circle, Role
from sync.protocol.framing import pack_pull
from sync.protocol.limits import BATCH_ITEMS, ENVELOPE_BYTES, PULL_BYTES
from tests.server.people import found_town


def test_a_long_stream_is_pulled_a_batch_at_a_time(town):
    supervisor, circle = town.supervisor, Circle.of_board()
    for size in (100, 30):
        supervisor.push(*(supervisor.envelope(circle, b"x") for _ in range(size)))
    first = supervisor.pull(circle)
    second = supervisor.pull(circle, after=first[-1][0])
    third = supervisor.pull(circle, after=second[-1][0])

    assert len(first) == BATCH_ITEMS
    assert [seq for seq, _, _ in first + second] == list(range(1, 131))
    assert third == []


def test_large_envelopes_come_fewer_at_a_time_and_all_of_them_come(town):
    supervisor, circle = town.supervisor, Circle.of_board()
    sealed = secrets.token_bytes(ENVELOPE_BYTES)
    pushed = [supervisor.envelope(circle, sealed) for _ in range(20)]
    supervisor.push(*pushed)
    pulled = []
    while batch := supervisor.pull(circle, after=len(pulled)):
        assert len(pack_pull(batch)) <= PULL_BYTES + ENVELOPE_BYTES
        pulled += batch

    assert [envelope for _, _, envelope in pulled] == pushed


def test_an_empty_stream_is_empty(town):
    assert town.supervisor.pull(Circle.of_board()) == []


@pytest.mark.parametrize("kind", ["own", "shared", "audit"])
def test_a_supporter_reads_no_others_stream(town, kind):
    supporter, other = town.member(), town.member()
    session = town.session(other)
    circle = {
        "own": Circle.own(session, other.device),
        "shared": Circle.shared(session),
        "audit": Circle.audit(other.device),
    }[kind]
    answer = supporter.ask("GET", f"/streams/{circle.hex()}")

    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_reader")
    assert other.pull(circle) == []


def test_the_same_persons_new_phone_reads_the_old_ones_work(town):
    old = town.member()
    circle = Circle.own(town.session(old), old.device)
    old.push(old.envelope(circle))
    new = town.member(person=old.person)

    assert [seq for seq, _, _ in new.pull(circle)] == [1]


def test_an_auditor_reads_audit_streams_and_not_peoples_own(town):
    supporter = town.member()
    auditor = town.member(Role.AUDITOR)
    own = Circle.own(town.session(supporter), supporter.device)

    assert auditor.pull(Circle.audit(supporter.device)) == []
    assert auditor.ask("GET", f"/streams/{own.hex()}").json()["code"] == "not_a_reader"


def test_another_boards_stream_of_the_same_name_is_another_stream(town, server):
    town.supervisor.push(town.supervisor.envelope(Circle.of_board()))

    assert found_town(server).supervisor.pull(Circle.of_board()) == []


@pytest.mark.parametrize("circle", ["00", "09" + "00" * 32, "zz" * 33])
def test_what_is_no_circle_is_malformed(town, circle):
    answer = town.supervisor.ask("GET", f"/streams/{circle}")

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
