"""The document at /v1/openapi.json tells the truth about every route."""

import hashlib
import secrets
from typing import Any

import pytest
import requests

from sync.protocol.circle import Circle, Role
from sync.protocol.framing import pack_push
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind
from sync.protocol.tokens import Door
from sync.server.app import create_app
from tests.server.people import OCTETS, Founding, InviteCard, Phone, b64
from tests.server.schema_check import shape_errors

OPERATIONS = {
    "POST /v1/claim",
    "GET /v1/invites/{id}",
    "GET /v1/invites/{id}/log",
    "POST /v1/invites/{id}/enrol",
    "POST /v1/boards/{board}/challenge",
    "POST /v1/boards/{board}/token",
    "POST /v1/boards/{board}/hello",
    "GET /v1/boards/{board}/log",
    "GET /v1/boards/{board}/revocation",
    "POST /v1/boards/{board}/log",
    "PUT /v1/boards/{board}/invites/{id}",
    "POST /v1/boards/{board}/grants",
    "GET /v1/boards/{board}/mailboxes/{recipient}",
    "POST /v1/boards/{board}/envelopes",
    "GET /v1/boards/{board}/streams/{circle}",
    "GET /v1/boards/{board}/devices",
    "GET /v1/boards/{board}/caseworkers",
    "GET /v1/boards/{board}/set-aside",
    "POST /v1/boards/{board}/set-aside/{id}/adopt",
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


def test_the_document_is_served_with_its_reader(server):
    assert server.get("/v1/docs").status_code == 200


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
        "POST /v1/boards/{board}/token",
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
    for path in ("/healthz", "/readyz", "/metrics"):
        heard[f"GET {path}"] += [server.get(path)]


def test_the_application_can_be_made_without_being_served(tmp_path):
    app = create_app(str(tmp_path / "none.sqlite3"))

    assert set(_operations(app.openapi())) == OPERATIONS
