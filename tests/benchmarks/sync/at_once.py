"""A session's devices that all come back into coverage at the same moment."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from sync.protocol.circle import Circle
from sync.protocol.framing import Contact
from tests.benchmarks.rows import Row, percentile_95, timed
from tests.server.people import OCTETS, Phone, found_town
from tests.server.running import RunningServer

BENCH = "at once"
DEVICES, ROUNDS, VISITS = 50, 7, 5


def at_once(folder: Path) -> Iterator[Row]:
    """Each hands over five visits with its heartbeat and reads the session's facts: a contact and a pull. All devices
    are threads of one process here, whose part of the machine is in what they wait for."""
    with RunningServer(folder / "at-once", typed=True) as server:
        town = found_town(server)
        phones = [town.member() for _ in range(DEVICES)]
        session = town.session(*phones)
        seconds = [second for _ in range(ROUNDS) for second in _one_round(phones, session)]
    yield Row(BENCH, f"{DEVICES} devices, median", DEVICES, sorted(seconds)[len(seconds) // 2] * 1000, "ms")
    yield Row(BENCH, f"{DEVICES} devices, p95", DEVICES, percentile_95(seconds) * 1000, "ms")


def _one_round(phones: list[Phone], session: bytes) -> list[float]:
    shared, start = Circle.shared(session), Barrier(len(phones))
    said = [_contact(phone, session) for phone in phones]

    def comes_back(phone: Phone, contact: bytes) -> float:
        start.wait()
        return timed(lambda: _exchange(phone, contact, shared))[0]

    with ThreadPoolExecutor(len(phones)) as pool:
        return list(pool.map(comes_back, phones, said))


def _contact(phone: Phone, session: bytes) -> bytes:
    own, shared = Circle.own(session, phone.device), Circle.shared(session)
    circles = [own] * (VISITS - 1) + [shared]
    envelopes = tuple((phone.envelope(circle, bytes(1024 + 16)), None) for circle in circles)
    return Contact(phone.heartbeat(), envelopes=envelopes).to_bytes()


def _exchange(phone: Phone, contact: bytes, shared: Circle) -> None:
    answer = phone.ask("POST", "/contact", data=contact, headers=OCTETS)
    assert {each["status"] for each in answer.json()["envelopes"]} == {"stored"}
    known = answer.json()["heads"][shared.hex()][0]
    pulled = phone.ask("POST", "/pull", json={"after": {shared.hex(): max(0, known - VISITS)}})
    assert pulled.status_code == 200
