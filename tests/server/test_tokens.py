import secrets
from datetime import UTC, datetime, timedelta

import pytest
import requests

from sync.protocol.circle import Circle, Role
from sync.protocol.framing import pack_push
from sync.protocol.grants import Recipient
from sync.protocol.tokens import Door
from sync.server import schema, tokens
from sync.server.district import District
from sync.server.engine import Database, database_url
from sync.server.refusals import NotRecognised
from tests.server.people import OCTETS, Keys, Phone, found_town


def test_a_challenge_is_good_once(town):
    challenge = town.supervisor.challenge()
    first = town.supervisor.answer(challenge, Door.SIGNING)
    replayed = town.supervisor.answer(challenge, Door.SIGNING)

    assert first.status_code == 200
    assert first.json()["expires_in_seconds"] == 900
    assert (replayed.status_code, replayed.json()["code"]) == (401, "not_recognised")


def test_a_wrong_signature_is_not_recognised_and_does_not_spend_the_challenge(town):
    challenge = town.supervisor.challenge()
    wrong = town.supervisor.answer(challenge, Door.SIGNING, Keys())

    assert wrong.json()["code"] == "not_recognised"
    assert town.supervisor.answer(challenge, Door.SIGNING).status_code == 200


def test_a_challenge_that_the_server_did_not_make_is_not_recognised(town):
    made_up = secrets.token_bytes(32)

    assert town.supervisor.answer(made_up, Door.SIGNING).status_code == 401


def test_a_challenge_made_for_another_device_or_board_is_not_recognised(town, server):
    supporter, elsewhere = town.member(), found_town(server)

    assert town.supervisor.answer(supporter.challenge(), Door.SIGNING).status_code == 401
    assert town.supervisor.answer(elsewhere.supervisor.challenge(), Door.SIGNING).status_code == 401


def test_the_delivery_key_does_not_open_the_signing_door(town):
    challenge = town.supervisor.challenge()

    assert town.supervisor.answer(challenge, Door.SIGNING, town.supervisor.delivery).status_code == 401
    assert town.supervisor.answer(challenge, Door.DELIVERY, town.supervisor.signing).status_code == 401


@pytest.mark.parametrize("known_board", [True, False])
def test_unknown_devices_and_boards_get_a_challenge_that_opens_nothing(town, known_board):
    stranger = Phone(town.server.url, town.board if known_board else secrets.token_bytes(16))
    challenge = stranger.challenge()
    answer = stranger.answer(challenge, Door.SIGNING)

    assert len(challenge) == 32
    assert (answer.status_code, answer.json()["code"]) == (401, "not_recognised")


def test_without_a_token_nothing_is_answered(town):
    without = requests.get(town.supervisor.at("/log"), timeout=30)
    town.supervisor.token = "made-up"
    made_up = town.supervisor.ask("GET", "/log")

    assert (without.status_code, without.json()["code"]) == (401, "not_recognised")
    assert without.headers["WWW-Authenticate"] == "Bearer"
    assert made_up.status_code == 401


def test_a_token_is_good_for_its_own_board_only(town, server):
    stranger = found_town(server).supervisor
    stranger.board = town.board

    assert stranger.ask("GET", "/log").status_code == 401


def test_a_revoked_device_is_shut_out_at_once(town):
    supporter = town.member()
    before = supporter.ask("GET", "/log")
    town.revoke(supporter)

    assert before.status_code == 200
    assert supporter.ask("GET", "/log").status_code == 401
    assert supporter.answer(supporter.challenge(), Door.SIGNING).status_code == 401


def test_the_delivery_door_only_takes_the_devices_own_envelopes(town):
    supporter, colleague = town.member(), town.member()
    circle = Circle.shared(town.session(supporter, colleague))
    own, others = supporter.envelope(circle), colleague.envelope(circle)
    supporter.log_in(Door.DELIVERY)
    answers = supporter.push(own, others)

    assert [(answer["status"], answer["code"]) for answer in answers] == [
        ("stored", None),
        ("set_aside", "not_a_carrier"),
    ]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/log"),
        ("POST", "/hello"),
        ("GET", f"/streams/{Circle.of_board().hex()}"),
        ("GET", f"/mailboxes/{Recipient.recovery().hex()}"),
        ("GET", "/devices"),
        ("GET", "/set-aside"),
        ("PUT", "/invites/" + "00" * 16),
    ],
)
def test_the_delivery_door_opens_nothing_else(town, method, path):
    town.supervisor.log_in(Door.DELIVERY)
    answer = town.supervisor.ask(method, path, json={})

    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_door")


def test_the_delivery_door_takes_what_must_come_before_the_envelopes(town):
    supporter = town.member()
    circle = Circle.audit(supporter.device)
    said = supporter.says("session_opened", session=secrets.token_hex(16))
    grant = supporter.grant(circle, Recipient.of_role(Role.SUPERVISOR, 1))
    supporter.log_in(Door.DELIVERY)

    assert supporter.state(said)[0]["status"] == "stored"
    assert supporter.push_grants(grant)[0]["status"] == "stored"


def test_a_revoked_device_says_nothing_but_brings_the_keys_of_what_it_sealed_before(town):
    supporter = town.member()
    said = supporter.says("session_opened", session=secrets.token_hex(16))
    grant = supporter.grant(Circle.audit(supporter.device), Recipient.recovery())
    town.revoke(supporter)
    later = supporter.grant(Circle.audit(supporter.device), Recipient.recovery(), epoch=99)
    supporter.log_in(Door.DELIVERY)
    answers = [*supporter.state(said), *supporter.push_grants(grant, later)]
    kept = town.supervisor.ask("GET", "/set-aside").json()["items"]

    assert [answer["code"] for answer in answers] == ["unknown_signer", None, "not_a_granter"]
    assert {item["kind"] for item in kept} == {"statement", "grant"}


def test_a_revoked_device_still_delivers_what_waited_into_quarantine(town):
    supporter = town.member()
    circle = Circle.own(town.session(supporter), supporter.device)
    waited = supporter.envelope(circle)
    town.revoke(supporter)
    [answer] = supporter.log_in(Door.DELIVERY).push(waited)
    [kept] = town.supervisor.ask("GET", "/set-aside").json()["items"]

    assert (answer["status"], answer["code"]) == ("set_aside", "device_revoked")
    assert (kept["kind"], kept["code"], kept["circle"]) == ("envelope", "device_revoked", circle.hex())


def test_a_device_that_waits_for_its_role_reads_the_log_but_pushes_nothing(town):
    card = town.invite(Role.COORDINATOR)
    card.enrol()
    waiting = card.phone.log_in()
    pushed = waiting.ask("POST", "/envelopes", data=pack_push([]), headers=OCTETS)

    assert waiting.ask("GET", "/log").status_code == 200
    assert waiting.ask("GET", f"/mailboxes/{Recipient.of_device(waiting.device).hex()}").status_code == 200
    assert (pushed.status_code, pushed.json()["code"]) == (403, "waiting_for_role")


class _Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_challenges_and_tokens_run_out(town, server):
    clock = _Clock()
    database = Database(database_url(str(server.database)))
    schema.upgrade(database)
    district = District(database, now=clock)
    phone = town.supervisor

    with pytest.raises(NotRecognised):
        _exchange_after(district, clock, phone, timedelta(minutes=2, seconds=1))
    token = _exchange_after(district, clock, phone, timedelta(minutes=2))
    clock.time += timedelta(minutes=15)
    caller = tokens.caller_with(district, town.board, token)
    clock.time += timedelta(seconds=1)
    with pytest.raises(NotRecognised):
        tokens.caller_with(district, town.board, token)
    database.close()

    assert caller.device.id == phone.device


def _exchange_after(district: District, clock: _Clock, phone: Phone, wait: timedelta) -> str:
    challenge = tokens.make_challenge(district, phone.board, phone.device)
    clock.time += wait
    signed = phone.signed_answer(challenge, Door.SIGNING)
    return tokens.exchange(district, phone.board, phone.device, Door.SIGNING, challenge=challenge, signature=signed)
