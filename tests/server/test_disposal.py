"""What was disposed of: its bytes go for good, its place stays."""

import hashlib
import secrets
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import update

from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Stub
from sync.protocol.statement import Kind
from sync.server.engine import Database, database_url
from sync.server.tables import envelopes
from tests.server.people import Phone, Town
from tests.server.running import run_command


def _id(envelope: bytes) -> bytes:
    return hashlib.sha256(envelope).digest()


def _dispose(phone: Phone, circle: Circle, *envelopes: bytes, **fields: object) -> dict[str, object]:
    ids = {circle.hex(): [_id(envelope).hex() for envelope in envelopes]}
    return phone.state(phone.says(Kind.DISPOSED, envelopes=ids, reason="Gallrat", **fields))[0]


def _own_circle(town: Town, supporter: Phone) -> Circle:
    return Circle.own(town.session(supporter), supporter.device)


def _emptied(town: Town, circle: Circle) -> None:
    database = Database(database_url(str(town.server.database)))
    with closing(database), database.writing() as connection:
        connection.execute(update(envelopes).where(envelopes.c.circle == circle.to_bytes()).values(envelope=b""))


def test_the_bytes_go_and_the_stream_stays_dense_and_chained(town):
    supporter = town.member()
    circle = _own_circle(town, supporter)
    made = [supporter.envelope(circle) for _ in range(3)]
    places = supporter.push(*made)
    answer = _dispose(town.supervisor, circle, made[1])
    pulled = town.supervisor.pull(circle)
    again = supporter.push(made[1])[0]
    checked = run_command("check", "--database", str(town.server.database)).stdout

    assert answer["status"] == "stored"
    assert [raw for *_, raw in pulled] == [made[0], Stub(_id(made[1])).to_bytes(), made[2]]
    assert [[seq, head.hex()] for seq, head, _ in pulled] == [[place["seq"], place["hash"]] for place in places]
    assert (again["status"], again["seq"]) == ("duplicate", 2)
    assert "0 problems" in checked
    assert "1 stubs" in checked


def test_what_is_brought_back_after_it_was_disposed_of_gets_its_place_and_stays_gone(town):
    supporter = town.member()
    circle = _own_circle(town, supporter)
    late = supporter.envelope(circle)
    _dispose(town.supervisor, circle, late)
    answer = supporter.push(late)[0]

    assert (answer["status"], answer["seq"]) == ("stored", 1)
    assert [raw for *_, raw in supporter.pull(circle)] == [Stub(_id(late)).to_bytes()]


def test_only_a_supervisor_disposes_and_not_while_a_promise_is_open(town):
    supporter, coordinator = town.member(), town.member(Role.COORDINATOR)
    circle, watch_id = _own_circle(town, supporter), secrets.token_bytes(16)
    envelope = supporter.envelope(circle)
    supporter.push(envelope, watch=supporter.watch(date(2026, 12, 1), watch_id=watch_id))
    refused = [
        _dispose(coordinator, circle, envelope),
        _dispose(town.supervisor, circle, envelope, watch=[watch_id.hex()]),
    ]
    closed = supporter.watch(date(2026, 12, 1), watch_id=watch_id, revision=2, is_open=False)
    supporter.push(supporter.envelope(circle), watch=closed)

    assert [answer["code"] for answer in refused] == ["not_a_supervisor", "still_open"]
    assert town.supervisor.pull(circle)[0][2] == envelope
    assert _dispose(town.supervisor, circle, envelope, watch=[watch_id.hex()])["status"] == "stored"


def test_what_was_set_aside_and_disposed_of_is_not_listed_let_in_or_kept_again(town):
    supporter = town.member()
    circle = Circle.of_board()
    junk, other = supporter.envelope(circle), supporter.envelope(circle)
    supporter.push(junk, other)
    before = supporter.hello()["state"]
    _dispose(town.supervisor, circle, junk)
    again = supporter.push(junk)[0]
    listed = town.supervisor.ask("GET", "/set-aside").json()["items"]
    adopted = town.supervisor.ask("POST", f"/set-aside/{_id(junk).hex()}/adopt")

    assert (again["status"], again["code"]) == ("set_aside", "disposed")
    assert [item["id"] for item in listed] == [_id(other).hex()]
    assert adopted.status_code == 404
    assert supporter.hello()["state"] != before
    assert "0 problems" in run_command("check", "--database", str(town.server.database)).stdout


def test_what_was_set_aside_is_read_page_by_page(town):
    supporter = town.member()
    made = [supporter.envelope(Circle.of_board()) for _ in range(103)]
    supporter.push(*made[:100])
    supporter.push(*made[100:])
    first = town.supervisor.ask("GET", "/set-aside").json()
    second = town.supervisor.ask("GET", "/set-aside", params={"after": first["items"][-1]["id"]}).json()

    assert (len(first["items"]), first["more"], len(second["items"]), second["more"]) == (100, True, 3, False)
    assert {item["id"] for item in first["items"] + second["items"]} == {_id(one).hex() for one in made}


@pytest.mark.parametrize("named", [{}, [], {"00": ["aa"]}, None])
def test_a_disposal_of_nothing_or_of_nonsense_is_refused(town, named):
    said = town.supervisor.says(Kind.DISPOSED, envelopes=named, reason="Gallrat")

    assert town.supervisor.state(said)[0]["code"] == "malformed"


def test_check_says_when_something_is_empty_that_nobody_disposed_of(town):
    supporter = town.member()
    circle = _own_circle(town, supporter)
    supporter.push(supporter.envelope(circle))
    _emptied(town, circle)

    assert "nobody has disposed of it" in run_command("check", "--database", str(town.server.database)).stdout
