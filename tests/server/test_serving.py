"""How the server listens and stops: HTTPS, workers, numbers of all workers, in-flight pushes."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import psutil
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sync.protocol.circle import Circle
from sync.server.cli import main
from tests.server.crowd import check_whole
from tests.server.people import Phone, found_town
from tests.server.running import RunningServer


@pytest.fixture
def certificate(tmp_path):
    return make_certificate(tmp_path)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Chain and key of a certificate that nobody signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "district")]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "chain.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(plain)
    return folder / "chain.pem", folder / "key.pem"


def test_with_a_certificate_it_answers_with_https(tmp_path, certificate):
    chain, key = certificate
    options = ["--tls-cert", str(chain), "--tls-key", str(key)]
    with RunningServer(tmp_path / "d", options=options, typed=True) as server:
        answer = requests.get(f"{server.url}/readyz", verify=str(chain), timeout=30)

    assert server.url.startswith("https://")
    assert answer.json() == {"status": "ready"}


@pytest.mark.parametrize("broken", ["missing", "swapped"])
def test_a_certificate_that_cannot_be_used_is_told(tmp_path, certificate, broken, capsys):
    chain, key = certificate if broken == "missing" else certificate[::-1]
    path = str(tmp_path / "d.sqlite3")
    named = [str(tmp_path / "none.pem") if broken == "missing" else str(chain), "--tls-key", str(key)]
    codes = [
        main(["init", "--database", path]),
        main(["serve", "--database", path, "--port", "0", "--tls-cert", *named]),
    ]

    assert codes == [0, 1]
    assert "certificate and key cannot be used" in capsys.readouterr().err


@pytest.fixture(scope="module")
def crew(tmp_path_factory):
    """Two workers."""
    with RunningServer(tmp_path_factory.mktemp("crew"), options=["--workers", "2"], typed=True) as running:
        yield running


def test_the_numbers_are_those_of_all_workers(crew):
    for _ in range(20):
        crew.get("/healthz")
    counted = [
        line for line in crew.get("/metrics").text.splitlines() if "/healthz" in line and "requests_total" in line
    ]

    assert counted == ['district_requests_total{method="GET",route="/healthz",status="200"} 20.0']


def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(crew):
    town = found_town(crew)
    circle = Circle.of_board()
    first = town.supervisor.push(town.supervisor.envelope(circle))
    for worker in _workers(crew):
        worker.send_signal(signal.SIGKILL)
    answered = _insisting(town.supervisor, town.supervisor.envelope(circle))

    assert [first[0]["seq"], answered["seq"]] == [1, 2]
    assert len(_workers(crew)) == 2


def _workers(server: RunningServer) -> list[psutil.Process]:
    return [one for one in psutil.Process(server.pid).children() if "spawn_main" in " ".join(one.cmdline())]


def _insisting(phone: Phone, envelope: bytes):
    while True:
        try:
            return phone.push(envelope)[0]
        except requests.RequestException:
            continue


def test_when_it_is_told_to_stop_pushes_under_way_are_whole_or_nothing(postgres, tmp_path):
    with RunningServer(tmp_path, database=postgres.new_database(), typed=True) as server:
        town = found_town(server)
        phones = [town.member() for _ in range(2)]
        circle = Circle.shared(town.session(*phones))
        busy = threading.Barrier(len(phones) + 1)
        with ThreadPoolExecutor(len(phones)) as pool:
            pushing = [pool.submit(_push_until_it_stops, phone, circle, busy) for phone in phones]
            busy.wait()
            exit_code = server.stop()
            receipted = [receipt for future in pushing for receipt in future.result()]
        server.start()
        pulled = []
        while news := town.supervisor.pull(circle, len(pulled)):
            pulled += news

    check_whole(pulled)
    assert exit_code == 0
    assert {(one["seq"], one["hash"]) for one in receipted} <= {(seq, hash_.hex()) for seq, hash_, _ in pulled}
    assert len(pulled) % 10 == 0
    assert '"fault"' not in server.log_text()


def _push_until_it_stops(phone: Phone, circle: Circle, busy: threading.Barrier):
    receipts = phone.push(*(phone.envelope(circle) for _ in range(10)))
    busy.wait()
    try:
        while True:
            receipts += phone.push(*(phone.envelope(circle) for _ in range(10)))
    except requests.RequestException:
        return receipts


def test_workers_do_not_outlive_a_supervisor_that_was_killed(tmp_path):
    with RunningServer(tmp_path, options=["--workers", "2"], typed=True) as server:
        server.get("/healthz")
        workers = _workers(server)
        server.kill()
        gone, alive = psutil.wait_procs(workers, timeout=20)

    assert (len(gone), alive) == (2, [])
