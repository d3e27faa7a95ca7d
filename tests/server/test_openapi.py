"""The document at /v1/openapi.json tells the truth about every route."""

import hashlib
import secrets
from typing import Any

import pytest
import requests

from sync.protocol.circle import Circle, Role
from sync.protocol.framing import Contact, pack_push
from sync.protocol.grants import Recipient
from sync.protocol.statement import Head, Kind
from sync.protocol.tokens import Door
from sync.server.app import create_app
from tests.server.neighbours import guest_in, lay, letter_from, pinned, read_as_peer, show_log
from tests.server.people import OCTETS, Founding, InviteCard, Phone, b64, bring_back, flipped
from tests.server.schema_check import shape_errors

OPERATIONS = {
    "POST /v1/claim",
    "GET /v1/invites/{id}",
    "GET /v1/invites/{id}/log",
    "POST /v1/invites/{id}/enrol",
    "POST /v1/boards/{board}/challenge",
    "POST /v1/boards/{board}/recover",
    "POST /v1/boards/{board}/token",
    "POST /v1/boards/{board}/hello",
    "POST /v1/boards/{board}/contact",
    "POST /v1/boards/{board}/pull",
    "GET /v1/boards/{board}/news",
    "GET /v1/boards/{board}/log",
    "GET /v1/boards/{board}/revocation",
    "POST /v1/boards/{board}/log",
    "POST /v1/boards/{board}/log/back",
    "POST /v1/boards/{board}/healed",
    "PUT /v1/boards/{board}/invites/{id}",
    "POST /v1/boards/{board}/grants",
    "GET /v1/boards/{board}/mailboxes/{recipient}",
    "POST /v1/boards/{board}/envelopes",
    "GET /v1/boards/{board}/streams/{circle}",
    "GET /v1/boards/{board}/devices",
    "GET /v1/boards/{board}/caseworkers",
    "GET /v1/boards/{board}/set-aside",
    "POST /v1/boards/{board}/set-aside/{id}/adopt",
    "POST /v1/boards/{board}/peers/{peer}/log",
    "GET /v1/boards/{board}/peers/{peer}/log",
    "POST /v1/boards/{board}/peers/{peer}/reading",
    "POST /v1/boards/{board}/letters",
    "GET /v1/boards/{board}/letters",
    "GET /v1/boards/{board}/kept",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
}


@pytest.fixture(scope="module")
def document(server) -> dict[str, Any]:
    return dict(server.get("/v1/openapi.json").json())


def _operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def test_every_route_is_in_the_document_and_nothing_else(document):
    assert set(_operations(document)) == OPERATIONS


def test_nothing_is_served_that_fetches_scripts_from_elsewhere(server):
    assert server.get("/v1/docs").status_code == 404


def test_every_operation_says_in_words_what_it_does_and_how_it_may_refuse(document):
    silent = [name for name, operation in _operations(document).items() if not operation.get("description")]
    unrefusing = [
        (name, status)
        for name, operation in _operations(document).items()
        for status in ("413", "422", "503")
        if "RefusalShape" not in str(operation["responses"].get(status))
    ]

    assert silent == []
    assert unrefusing == []


def test_bodies_of_envelopes_are_declared_as_octets(document):
    operations = _operations(document)
    push, pull = operations["POST /v1/boards/{board}/envelopes"], operations["GET /v1/boards/{board}/streams/{circle}"]

    assert list(push["requestBody"]["content"]) == ["application/octet-stream"]
    assert list(pull["responses"]["200"]["content"]) == ["application/octet-stream"]


def test_routes_of_a_board_ask_for_a_token(document):
    open_ones = {name for name, operation in _operations(document).items() if "security" not in operation}

    assert open_ones == {name for name in OPERATIONS if "/boards/" not in name} | {
        "POST /v1/boards/{board}/challenge",
        "POST /v1/boards/{board}/recover",
        "POST /v1/boards/{board}/token",
        "POST /v1/boards/{board}/log/back",
        "POST /v1/boards/{board}/peers/{peer}/log",
        "POST /v1/boards/{board}/peers/{peer}/reading",
        "POST /v1/boards/{board}/letters",
    }


def test_real_answers_are_as_the_document_says(document, server, town):
    heard: dict[str, list[requests.Response]] = {name: [] for name in OPERATIONS}
    _answers(heard, server, town)
    errors = [
        (name, answer.status_code, error)
        for name, answers in heard.items()
        for answer in answers
        for error in _wrong(document, name, answer)
    ]

    assert errors == []
    assert [name for name, answers in heard.items() if not any(answer.ok for answer in answers)] == []


def _wrong(document: dict[str, Any], name: str, answer: requests.Response) -> list[str]:
    declared = _operations(document)[name]["responses"].get(str(answer.status_code))
    if declared is None:
        return ["undeclared status"]
    kind = answer.headers["Content-Type"].split(";")[0]
    if kind not in declared["content"]:
        return [f"undeclared {kind}"]
    if kind != "application/json":
        return []
    return shape_errors(answer.json(), declared["content"][kind]["schema"], document)


def _answers(heard: dict[str, list[requests.Response]], server, town) -> None:
    supervisor, supporter = town.supervisor, town.member()
    founding = Founding(server.url)
    code = server.new_claim_code()
    heard["POST /v1/claim"] += [founding.claim(code), Founding(server.url).claim(code), founding.claim("C")]
    card = InviteCard(Phone(server.url, town.board, Role.AUDITOR))
    heard["GET /v1/invites/{id}"] += [card.look()]
    heard["PUT /v1/boards/{board}/invites/{id}"] += [card.laid_out_by(supervisor), card.laid_out_by(supporter)]
    supervisor.state(card.made_by(supervisor))
    heard["PUT /v1/boards/{board}/invites/{id}"] += [card.laid_out_by(supervisor), card.laid_out_by(supervisor, b"x")]
    heard["GET /v1/invites/{id}"] += [card.look()]
    heard["GET /v1/invites/{id}/log"] += [card.look("/log")]
    late, joining = card.joining(), card.joining()
    town.invite()
    heard["POST /v1/invites/{id}/enrol"] += [card.enrol(late), card.enrol(card.joining()), card.enrol(joining)]
    heard["GET /v1/invites/{id}/log"] += [card.look("/log")]
    challenge = requests.post(supporter.at("/challenge"), json={"device": supporter.device.hex()}, timeout=30)
    heard["POST /v1/boards/{board}/challenge"] += [challenge]
    new = Phone(server.url, founding.supervisor.board, Role.SUPERVISOR)
    fields = dict(new.added(founding.root, Head()).fields)
    said = founding.root.statement(Kind.BOARD_RECOVERED, new.board, Head(), **fields)
    heard["POST /v1/boards/{board}/recover"] += [
        requests.post(new.at("/recover"), json={"statement": b64(raw)}, timeout=30)
        for raw in (said.to_bytes(), said.to_bytes(), flipped(said.to_bytes()))
    ]
    heard["POST /v1/boards/{board}/token"] += [
        supporter.answer(supporter.challenge(), Door.SIGNING),
        supporter.answer(secrets.token_bytes(32), Door.SIGNING),
    ]
    circle = Circle.own(town.session(supporter), supporter.device)
    items = [(supporter.envelope(circle), None), (supporter.envelope(Circle.of_board()), None), (b"x", None)]
    heard["POST /v1/boards/{board}/envelopes"] += [
        supporter.ask("POST", "/envelopes", data=pack_push(items), headers=OCTETS),
        supporter.ask("POST", "/envelopes", data=b"x", headers=OCTETS),
        supporter.ask("POST", "/envelopes", data=pack_push(items[2:] * 101), headers=OCTETS),
    ]
    aside = hashlib.sha256(items[1][0]).hexdigest()
    heard["POST /v1/boards/{board}/set-aside/{id}/adopt"] += [
        phone.ask("POST", f"/set-aside/{item}/adopt")
        for phone, item in ((supporter, aside), (supervisor, aside), (supervisor, "00" * 32))
    ]
    supervisor.hello()
    grant = supporter.grant(circle, Recipient.of_device(supporter.device))
    heard["POST /v1/boards/{board}/grants"] += [
        supporter.ask("POST", "/grants", json={"grants": [b64(grant), b64(grant), ""]}),
    ]
    said = supporter.says(Kind.SESSION_OPENED, session=secrets.token_hex(16))
    stated = {"statements": [b64(said.to_bytes()), "", b64(said.to_bytes())]}
    heard["POST /v1/boards/{board}/log"] += [supporter.ask("POST", "/log", json=stated)]
    first = supporter.ask("POST", "/hello", json={"heartbeat": b64(supporter.heartbeat())})
    again = {"heartbeat": b64(supporter.heartbeat()), "state": first.json()["state"]}
    heard["POST /v1/boards/{board}/hello"] += [first, supporter.ask("POST", "/hello", json=again)]
    contact = Contact(supporter.heartbeat(), "", (said.to_bytes(),), (grant,), tuple(items)).to_bytes()
    heard["POST /v1/boards/{board}/contact"] += [
        supporter.ask("POST", "/contact", data=body, headers=OCTETS) for body in (contact, b"x")
    ]
    asked = {"after": {circle.hex(): 0}}
    heard["POST /v1/boards/{board}/pull"] += [
        supporter.ask("POST", "/pull", json=body) for body in (asked, {"after": {"x": 0}})
    ]
    heard["GET /v1/boards/{board}/news"] += [supporter.ask("GET", "/news", params={"seconds": n}) for n in (0, 99)]
    reads = {
        "GET /v1/boards/{board}/log": "/log",
        "GET /v1/boards/{board}/mailboxes/{recipient}": f"/mailboxes/{Recipient.of_device(supporter.device).hex()}",
        "GET /v1/boards/{board}/streams/{circle}": f"/streams/{circle.hex()}",
        "GET /v1/boards/{board}/devices": "/devices",
        "GET /v1/boards/{board}/caseworkers": "/caseworkers",
        "GET /v1/boards/{board}/set-aside": "/set-aside",
    }
    for name, path in reads.items():
        heard[name] += [phone.ask("GET", path) for phone in (supporter, supervisor, Phone(server.url, town.board))]
    lost = town.member()
    town.revoke(lost)
    heard["GET /v1/boards/{board}/revocation"] += [
        phone.ask("GET", "/revocation")
        for phone in (lost.log_in(Door.DELIVERY), supporter, Phone(server.url, town.board))
    ]
    _answers_of_healing(heard, server)
    _answers_to_neighbours(heard, town, supporter)
    for path in ("/healthz", "/readyz", "/metrics"):
        heard[f"GET {path}"] += [server.get(path)]


def _answers_to_neighbours(heard: dict[str, list[requests.Response]], town, supporter) -> None:
    supervisor, other = town.supervisor, Founding("http://127.0.0.1:9")
    writer, base = other.supervisor, "/v1/boards/{board}"
    bringing = [show_log(writer, supervisor, 0, other.statements)]
    pinned(town, other.root.public)
    bringing += [show_log(writer, supervisor, after, other.statements) for after in (0, 1, 9)]
    heard[f"POST {base}/peers/{{peer}}/log"] += [*bringing, show_log(writer, supervisor, 0, [])]
    heard[f"POST {base}/peers/{{peer}}/reading"] += [
        read_as_peer(phone, supervisor) for phone in (writer, Phone(town.server.url, writer.board))
    ]
    guest = guest_in(town, town.session(supporter), writer.board).log_in(Door.DELIVERY)
    heard[f"GET {base}/kept"] += [phone.ask("GET", "/kept") for phone in (guest, supporter)]
    letter = letter_from(writer, town.board)
    letters = (letter, letter, flipped(letter), letter_from(writer, town.board, epoch=9), b"x")
    heard[f"POST {base}/letters"] += [lay(supervisor, raw) for raw in letters]
    heard[f"GET {base}/letters"] += [phone.ask("GET", "/letters") for phone in (supervisor, supporter)]
    for peer in (writer.board, bytes(16)):
        heard[f"GET {base}/peers/{{peer}}/log"] += [supervisor.ask("GET", f"/peers/{peer.hex()}/log")]


def _answers_of_healing(heard: dict[str, list[requests.Response]], server) -> None:
    founding = Founding(server.url)
    server.expect(founding.supervisor.board)
    first, rest = founding.statements[:2], founding.statements[2:]
    heard["POST /v1/boards/{board}/log/back"] += [
        bring_back(founding.supervisor, after, statements)
        for after, statements in ((0, first), (4, rest), (2, rest), (0, rest), (0, []))
    ]
    founding.supervisor.log_in()
    heard["POST /v1/boards/{board}/healed"] += [founding.supervisor.ask("POST", "/healed") for _ in range(2)]
    heard["POST /v1/boards/{board}/log/back"] += [bring_back(founding.supervisor, 0, [])]


def test_the_application_can_be_made_without_being_served(tmp_path):
    app = create_app(str(tmp_path / "none.sqlite3"))

    assert set(_operations(app.openapi())) == OPERATIONS
