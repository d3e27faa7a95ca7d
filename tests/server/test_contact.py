"""One request for everything, several streams in one answer, and waiting for news."""

import time
from concurrent.futures import ThreadPoolExecutor

from sync.protocol.circle import Circle, Role
from sync.protocol.framing import Contact, unpack_pages, unpack_pull
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Kind
from tests.server.people import OCTETS, Phone, unb64


def contact(phone: Phone, **said):
    body = Contact(phone.heartbeat(**said.pop("heartbeat", {})), **said).to_bytes()
    return phone.ask("POST", "/contact", data=body, headers=OCTETS).json()


def test_what_waits_is_in_its_place_before_the_answer_tells_how_the_server_stands(town):
    anna = town.member()
    session = town.session(anna)
    circle = Circle.own(session, anna.device)
    opened = anna.says(Kind.SESSION_OPENED, session="ab" * 16)
    told = contact(anna, statements=(opened.to_bytes(),), envelopes=((anna.envelope(circle), None), (b"x", None)))

    assert [answer["status"] for answer in told["statements"]] == ["stored"]
    assert [answer["status"] for answer in told["envelopes"]] == ["stored", "refused"]
    assert told["heads"][circle.hex()] == [told["envelopes"][0]["seq"], told["envelopes"][0]["hash"]]
    assert contact(anna, state=told["state"])["unchanged"]


def test_the_log_comes_along_for_who_knows_its_beginning_and_for_nobody_else(town):
    anna = town.member()
    head = anna.head()
    told = contact(anna, heartbeat={"log": Head()})
    roster = Roster(town.board)
    roster.follow([unb64(entry) for entry in told["entries"]], Head.from_json(told["head"]))

    assert roster.head == head
    assert contact(anna, heartbeat={"log": head})["entries"] == []
    assert "entries" not in contact(anna, heartbeat={"log": Head(1, bytes(32))})


def test_who_waits_for_a_role_is_told_of_the_board_and_keeps_what_it_has(town):
    card = town.invite(Role.COORDINATOR)
    card.enrol()
    siv = card.phone.log_in()
    told = contact(siv, heartbeat={"log": Head()}, envelopes=((siv.envelope(Circle.of_board()), None),))

    assert told["envelopes"] == []
    assert len(told["entries"]) == told["head"][0]


def test_streams_travel_together_and_what_may_not_be_read_is_left_out(town):
    anna, bertil = town.member(), town.member()
    session = town.session(anna, bertil)
    circles = [Circle.own(session, phone.device) for phone in (anna, bertil)]
    sent = [phone.envelope(circle) for phone, circle in zip((anna, bertil), circles, strict=True)]
    anna.push(sent[0])
    bertil.push(sent[1])
    asked = {"after": {circle.hex(): 0 for circle in circles}}

    def read(phone: Phone) -> dict[bytes, list[bytes]]:
        raw = phone.ask("POST", "/pull", json=asked).content
        return {circle: [envelope for *_, envelope in unpack_pull(page)] for circle, page in unpack_pages(raw)}

    assert read(town.supervisor) == {circle.to_bytes(): [one] for circle, one in zip(circles, sent, strict=True)}
    assert read(anna) == {circles[0].to_bytes(): [sent[0]]}


def test_who_waits_hears_of_an_envelope_within_seconds(town):
    anna, coordinator = town.member(), town.member(Role.COORDINATOR)
    circle = Circle.own(town.session(anna), anna.device)
    state = coordinator.hello()["state"]
    began = time.monotonic()
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(coordinator.ask, "GET", "/news", params={"state": state, "seconds": 25})
        anna.push(anna.envelope(circle))
        answer = waiting.result()

    assert answer.json() == {"moved": True}
    assert time.monotonic() - began < 15


def test_without_news_the_answer_comes_all_the_same(town):
    state = town.supervisor.hello()["state"]

    assert town.supervisor.ask("GET", "/news", params={"state": state, "seconds": 1}).json() == {"moved": False}


def test_those_who_wait_take_no_thread_and_no_connection_from_others(town):
    """Many more wait than there are threads or connections, and the server answers as before."""
    state = town.supervisor.hello()["state"]
    with ThreadPoolExecutor(120) as pool:
        waiting = [
            pool.submit(town.supervisor.ask, "GET", "/news", params={"state": state, "seconds": 12}) for _ in range(100)
        ]
        began = time.monotonic()
        answered = town.supervisor.ask("GET", "/log").status_code
        took = time.monotonic() - began
        still = sum(not each.done() for each in waiting)
        moved = {each.result().json()["moved"] for each in waiting}

    assert answered == 200
    assert took < 10
    assert still > 50
    assert moved == {False}


def test_a_phone_that_had_issued_more_is_shown_its_own_word_until_it_has_taken_it_in(town):
    anna = town.member()
    circle = Circle.own(town.session(anna), anna.device)
    contact(anna, heartbeat={"issued": {circle: 7}})
    shown = [contact(anna, heartbeat={"issued": {circle: 4}}) for _ in range(2)]
    taken_in = contact(anna, heartbeat={"issued": {circle: 7}, "incarnation": 2})

    assert [bool(told.get("earlier")) for told in shown] == [True, True]
    assert "earlier" not in taken_in
