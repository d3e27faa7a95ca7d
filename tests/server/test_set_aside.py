import hashlib
import secrets

from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Envelope
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind
from tests.server.people import Phone, flipped


def _adopt(phone: Phone, envelope: bytes):
    return phone.ask("POST", f"/set-aside/{hashlib.sha256(envelope).hexdigest()}/adopt")


def test_a_supervisor_lets_in_what_came_late_as_its_author_sealed_it(town):
    supporter = town.member()
    session = town.session(supporter)
    circle = Circle.own(session, supporter.device)
    [first] = supporter.push(supporter.envelope(circle))
    town.close(session)
    late = supporter.envelope(circle)
    supporter.push(late)
    adopted = _adopt(town.supervisor, late)
    pulled = town.supervisor.pull(circle)

    assert adopted.json()["place"] == [2, pulled[1][1].hex()]
    assert pulled[1][2] == late
    assert pulled[0][1].hex() == first["hash"]
    assert town.supervisor.ask("GET", "/set-aside").json()["items"] == []
    assert supporter.push(late)[0]["status"] == "duplicate"


def test_letting_in_again_after_a_lost_answer_is_answered_as_the_first_time(town):
    supporter = town.member()
    late = supporter.envelope(Circle.of_board())
    supporter.push(late)
    first, again = _adopt(town.supervisor, late), _adopt(town.supervisor, late)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()


def test_with_a_late_envelope_come_the_grants_that_open_it(town):
    supporter = town.member()
    session = town.session(supporter)
    shared, to = Circle.shared(session), Recipient.of_role(Role.COORDINATOR, 1)
    supporter.state(supporter.says(Kind.SESSION_LEFT, session=session.hex()))
    later = {"epoch": 1_000}
    late = supporter.envelope(shared, **later)
    key_id = Envelope.from_bytes(late).header.key_id
    supporter.push_grants(supporter.grant(shared, to, key_id, **later), supporter.grant(shared, to, **later))
    supporter.push(late)
    coordinator = town.member(Role.COORDINATOR)
    before = coordinator.hello()["mailboxes"].get(to.hex())
    _adopt(town.supervisor, late)

    assert before is None
    assert coordinator.hello()["mailboxes"][to.hex()] == 1
    assert [item["kind"] for item in town.supervisor.ask("GET", "/set-aside").json()["items"]] == ["grant"]


def test_grants_that_came_before_their_session_was_known_come_in_with_what_they_open(town):
    supporter, session = town.member(), secrets.token_bytes(16)
    own, to = Circle.own(session, supporter.device), Recipient.of_role(Role.COORDINATOR, 1)
    sealed = supporter.envelope(own)
    [answer] = supporter.push_grants(supporter.grant(own, to, Envelope.from_bytes(sealed).header.key_id))
    supporter.state(supporter.says(Kind.SESSION_OPENED, session=session.hex()))
    [stored] = supporter.push(sealed)

    assert (answer["status"], stored["status"]) == ("set_aside", "stored")
    assert town.member(Role.COORDINATOR).hello()["mailboxes"][to.hex()] == 1
    assert town.supervisor.ask("GET", "/set-aside").json()["items"] == []


def test_what_was_changed_on_the_way_cannot_be_let_in(town):
    supporter = town.member()
    tampered = flipped(supporter.envelope(Circle.audit(supporter.device)))
    supporter.push(tampered)
    answer = _adopt(town.supervisor, tampered)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert len(town.supervisor.ask("GET", "/set-aside").json()["items"]) == 1


def test_what_is_not_aside_cannot_be_let_in(town):
    answer = _adopt(town.supervisor, b"never came")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_aside")


def test_only_supervisors_let_in(town):
    answer = _adopt(town.member(Role.COORDINATOR), b"")

    assert (answer.status_code, answer.json()["code"]) == (403, "not_a_supervisor")


def test_a_supporter_hears_the_caseworkers_and_nobody_else(town):
    supporter, colleague, coordinator = town.member(), town.member(), town.member(Role.COORDINATOR)
    colleague.hello()
    coordinator.hello(held={Circle.of_board(): 3})
    told = supporter.ask("GET", "/caseworkers").json()["devices"]

    assert [one["device"] for one in told] == [coordinator.device.hex()]
