"""The exchange against a real server: one that dies, one that says no, and one that turned hostile."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions import counting, queue, safety, sessions, syncing, visits
from fieldapp.actions.views import SyncProgress
from fieldapp.domain.tally import TallyGroup
from sync.client.errors import ServerUnreachable
from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import NO_HASH, Envelope, next_hash
from sync.protocol.errors import LogTampered, StreamTampered
from sync.protocol.statement import Kind
from tests.client.relay import Asked, Told, relay, through
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    met(hands)
    return hands


def test_a_server_that_dies_before_it_answers_has_given_no_receipt(anna: Hands, server: RunningServer) -> None:
    before = safety.safety(anna.phone)

    def pull_the_plug(progress: SyncProgress) -> None:
        if progress.step == "sending":
            server.kill()

    with pytest.raises(ServerUnreachable):
        syncing.synchronise(anna.phone, pull_the_plug)
    after = safety.safety(anna.phone)
    server.start()
    anna.sync()

    assert before.waiting > 0
    assert (after.waiting, after.receipted) == (before.waiting, before.receipted)
    assert safety.safety(anna.phone).all_safe


def test_what_the_server_will_not_take_is_kept_and_said_and_stands_in_nobody_s_way(story: Story, anna: Hands) -> None:
    closed = sessions.current(anna.phone)
    assert closed is not None
    anna.sync()
    before = safety.safety(anna.phone)
    counting.count(anna.phone, closed.id, TallyGroup.ADULTS, 1)
    for kind in (Kind.SESSION_CLOSING, Kind.SESSION_CLOSED):
        story.supervisor.sync()
        story.supervisor.phone.link.append(kind, session=closed.id)
    sessions.open_session(anna.phone, ALARM)
    met(anna)
    waiting = safety.safety(anna.phone).waiting
    anna.sync()
    after = safety.safety(anna.phone)

    assert before.all_safe
    assert (after.waiting, after.quarantined, after.all_safe) == (0, 1, False)
    assert after.receipted == before.receipted + waiting - 1


@contextmanager
def rewritten(server: RunningServer, circle: Circle) -> Iterator[list[tuple[int, bytes, bytes, bytes]]]:
    """The stream's (seq, id, hash, envelope) rows; what the block makes of them is what the server then has."""
    with closing(sqlite3.connect(server.database)) as database, database:
        key = (circle.to_bytes(),)
        rows = database.execute("SELECT seq, id, hash, envelope FROM envelopes WHERE circle = ? ORDER BY seq", key)
        stream = list(rows.fetchall())
        yield stream
        for seq, *_ in stream:
            database.execute("UPDATE envelopes SET id = ? WHERE circle = ? AND seq = ?", (bytes([seq] * 32), *key, seq))
        for seq, id_, chained, envelope in stream:
            row = (id_, chained, envelope, *key, seq)
            database.execute("UPDATE envelopes SET id = ?, hash = ?, envelope = ? WHERE circle = ? AND seq = ?", row)
        database.execute("UPDATE streams SET hash = ? WHERE circle = ?", (stream[-1][2], *key))


def own_circle(hands: Hands) -> Circle:
    session = sessions.current(hands.phone)
    assert session is not None
    return Circle.own(bytes.fromhex(session.id), hands.phone.id)


def test_a_server_that_swaps_two_envelopes_is_found_out(story: Story, server: RunningServer, anna: Hands) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna.sync()
    with rewritten(server, own_circle(anna)) as stream:
        (one, first, chain_one, raw_one), (two, second, chain_two, raw_two) = stream[:2]
        stream[:2] = [(one, second, chain_one, raw_two), (two, first, chain_two, raw_one)]

    with pytest.raises(StreamTampered):
        siv.sync()
    assert visits.contacts(siv.phone) == []


def test_a_server_that_forges_an_envelope_and_its_whole_chain_is_found_out(
    story: Story, server: RunningServer, anna: Hands
) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna.sync()
    forger = Ed25519PrivateKey.generate()
    with rewritten(server, own_circle(anna)) as stream:
        chained = NO_HASH
        for place, (seq, _, _, raw) in enumerate(stream):
            real = Envelope.from_bytes(raw)
            forged = Envelope.make(real.header, real.nonce, real.ciphertext, forger.sign)
            chained = next_hash(chained, seq, forged.id)
            stream[place] = (seq, forged.id, chained, forged.to_bytes())

    with pytest.raises(StreamTampered, match="signature"):
        siv.sync()
    assert visits.contacts(siv.phone) == []


def test_a_server_that_takes_a_line_out_of_the_log_is_found_out(
    story: Story, server: RunningServer, anna: Hands
) -> None:
    """Whoever knew the line keeps it, and says so."""
    anna.sync()
    log = copied(server.database, server.folder / "before.sqlite3")
    story.invited("Bertil Stöd", Role.SUPPORTER)
    anna.sync()
    server.stop()
    put_back(log, server.database)
    server.start()

    with pytest.raises(LogTampered):
        anna.sync()
    assert queue.follow_ups(anna.phone)


def copied(database: Path, to: Path) -> Path:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
    return to


def put_back(backup: Path, database: Path) -> None:
    with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(database)) as target:
        source.backup(target)
    backup.unlink()


def test_two_runs_do_not_overlap(anna: Hands, server: RunningServer) -> None:
    """The second begins while the first is in the middle of its request; the server sees nothing of it until then."""
    second, came = threading.Thread(target=anna.sync), threading.Event()
    overlapped: list[bool] = []

    def in_the_middle(asked: Asked, ask: Callable[[Asked], Told]) -> Told:
        if asked.is_for("POST", "/contact") and second.ident is None:
            second.start()
            overlapped.append(came.wait(timeout=3))
        elif second.ident is not None and not came.is_set():
            came.set()
        return ask(asked)

    anna.sync()
    met(anna)
    with relay(server.url) as between:
        through(anna, between.url)
        between.lie = in_the_middle
        anna.sync()
        second.join()

    assert overlapped == [False]
    assert safety.safety(anna.phone).all_safe
