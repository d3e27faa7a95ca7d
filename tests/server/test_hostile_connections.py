"""Connections that want to cost more than they may: they end cheaply, and everybody else is answered meanwhile."""

import socket
import time

import pytest
import requests

from sync.protocol.limits import BODY_BYTES
from sync.server import body_limit
from sync.server.limits import Limits
from sync.server.rates import Rate
from sync.server.refusals import TooManyRequests
from tests.server.people import OCTETS, found_town
from tests.server.running import RunningServer

HEAD = b"POST /v1/claim HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """A server with little patience, so that nobody has to wait for it to lose it."""
    options = ["--patience", "0.5", "--device-rate", "40", "--address-rate", "30"]
    with RunningServer(tmp_path_factory.mktemp("hasty"), options=options) as running:
        yield running


def _connected(server: RunningServer) -> socket.socket:
    return socket.create_connection((server.host, server.port), timeout=20)


def _rest(connection: socket.socket) -> bytes:
    """Everything until the other side closes; a connection broken off is an end too."""
    pieces = []
    try:
        while piece := connection.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


@pytest.mark.parametrize("said", [b"", b"GET /healthz HTT", HEAD, HEAD + b"X: " + b"y" * 10_000])
def test_a_head_that_never_ends_is_not_waited_for(hasty, said):
    with _connected(hasty) as loris:
        began = time.monotonic()
        loris.sendall(said)
        rest = _rest(loris)

    assert rest == b""
    assert time.monotonic() - began < 10
    assert hasty.get("/healthz").status_code == 200


def test_a_head_without_end_is_refused_by_its_size(hasty):
    with _connected(hasty) as flood:
        flood.sendall(HEAD + b"X: " + b"y" * 200_000)
        rest = _rest(flood)

    assert rest == b"" or rest.startswith(b"HTTP/1.1 4")
    assert hasty.get("/healthz").status_code == 200


def test_a_body_that_drips_is_told_that_it_is_too_slow(hasty):
    with _connected(hasty) as loris:
        loris.sendall(HEAD + b"Content-Length: 1000\r\n\r\n{")
        rest = _rest(loris)

    assert rest.startswith(b"HTTP/1.1 408")
    assert b'"body_too_slow"' in rest


def test_many_slow_ones_keep_nobody_else_waiting(hasty):
    slow = [_connected(hasty) for _ in range(150)]
    for number, loris in enumerate(slow):
        loris.sendall(HEAD if number % 2 else HEAD + b"Content-Length: 1000\r\n\r\n{")
    answer = hasty.get("/readyz")
    ends = [_rest(loris) for loris in slow]
    for loris in slow:
        loris.close()

    assert answer.status_code == 200
    assert len(ends) == 150


def test_a_body_out_of_all_proportion_is_refused_by_its_announcement(hasty):
    with _connected(hasty) as giant:
        giant.sendall(HEAD + b"Content-Length: " + str(100 * BODY_BYTES).encode() + b"\r\n\r\n")
        rest = _rest(giant)

    assert rest.startswith(b"HTTP/1.1 413")


def test_a_body_in_endless_pieces_is_cut_off(hasty):
    piece = b"10000\r\n" + bytes(0x10000) + b"\r\n"
    with _connected(hasty) as flood:
        flood.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        sent = 0
        try:
            while sent < 20 * BODY_BYTES:
                sent += flood.send(piece)
        except OSError:
            pass
        _rest(flood)

    assert sent < 20 * BODY_BYTES
    assert hasty.get("/healthz").status_code == 200


def test_a_device_that_asks_without_end_is_told_to_wait(hasty):
    supporter, other = found_town(hasty).supervisor, found_town(hasty).supervisor
    answers = [supporter.ask("GET", "/log") for _ in range(50)]
    refused = [answer for answer in answers if answer.status_code == 429]

    assert len(refused) >= 5
    assert refused[0].json()["code"] == "too_many_requests"
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert other.ask("GET", "/log").status_code == 200


def test_an_address_behind_the_proxy_that_asks_without_end_is_told_to_wait(hasty):
    def ask(address):
        return requests.get(f"{hasty.url}/healthz", headers={"X-Forwarded-For": address}, timeout=30)

    statuses = [ask("198.51.100.7").status_code for _ in range(40)]

    assert statuses.count(429) >= 5
    assert ask("198.51.100.8").status_code == 200


def test_a_rate_lets_a_minutes_worth_through_at_once_and_then_evenly():
    clock = [0.0]
    rate = Rate(Limits(device_per_minute=60).device_per_minute, now=lambda: clock[0])
    for _ in range(60):
        rate.check("one")
    with pytest.raises(TooManyRequests) as refused:
        rate.check("one")
    rate.check("other")
    clock[0] += 1
    rate.check("one")

    assert 0 < refused.value.wait_seconds <= 1
    with pytest.raises(TooManyRequests):
        rate.check("one")


def test_the_slowest_link_that_phones_count_on_is_waited_for():
    seconds = BODY_BYTES / body_limit.SLOWEST_BYTES_PER_SECOND

    assert seconds >= BODY_BYTES / 5_000
    assert Limits().patience_seconds >= 15


def test_an_oversized_body_is_forgotten_as_it_comes(hasty):
    town = found_town(hasty)
    answer = town.supervisor.ask("POST", "/envelopes", data=bytes(2 * BODY_BYTES), headers=OCTETS)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
