"""Bodies that are hostile or broken are answered with a refusal, never with a fault."""

import pytest
import requests

from tests.server.people import b64


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"device": ' + b"9" * 10_000 + b"}",
        b'{"device": "\\ud800"}',
        b'{"device": "' + b"z" * 32 + b'"}',
        b"null",
        b"[]",
    ],
)
def test_what_is_no_json_of_ours_is_malformed(town, body):
    answer = requests.post(
        town.supervisor.at("/challenge"), data=body, headers={"Content-Type": "application/json"}, timeout=30
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert answer.json()["sentence"].startswith("This does not look like something")


def test_deeply_nested_statements_are_malformed(town):
    said = town.supervisor.head()
    raw = bytes([1]) + bytes(32) + (5000).to_bytes(4, "big") + b"[" * 5000 + bytes(64)
    answer = town.supervisor.ask("POST", "/log", json={"statements": [b64(raw)]}).json()

    assert answer["answers"][0]["code"] == "malformed"
    assert answer["head"] == said.to_json()


def test_unknown_addresses_and_methods_are_refused_in_our_own_words(server):
    nowhere = server.get("/v1/nothing")
    wrong = requests.delete(server.url + "/v1/claim", timeout=30)

    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "unknown_address")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "wrong_method")


@pytest.mark.parametrize("after", ["-1", "x", str(2**63), str(10**40)])
def test_a_number_out_of_range_is_malformed(town, after):
    answer = town.supervisor.ask("GET", "/log", params={"after": after})

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_the_largest_number_is_past_the_end(town):
    assert town.supervisor.ask("GET", "/log", params={"after": 2**63 - 1}).json()["entries"] == []


def test_health_readiness_and_numbers_are_told_to_who_runs_the_server(server, town):
    metrics = server.get("/metrics").text

    assert server.get("/healthz").json() == {"status": "up"}
    assert server.get("/readyz").json() == {"status": "ready"}
    assert 'district_requests_total{method="POST",route="/v1/claim",status="201"}' in metrics
    assert town.board.hex() not in metrics
