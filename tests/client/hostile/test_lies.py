"""A server that lies: what it says of places, histories and receipts, and what is said of it on the screen."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace

import pytest

from fieldapp.actions import noticing, persons, queue, safety, sessions, visits
from fieldapp.actions.views import Notice
from fieldapp.store import cursors, outbox, server_contact
from sync.client.errors import ServerNotUnderstood
from sync.errors import StodkedjanError
from sync.protocol.circle import Circle, Role
from sync.protocol.envelope import Envelope, next_hash
from sync.protocol.errors import StreamTampered
from sync.protocol.framing import Contact, pack_push
from tests.client.relay import Asked, Told, relay, through
from tests.client.restoring import stored
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer

Ask = Callable[[Asked], Told]


@pytest.fixture
def siv(story: Story) -> Hands:
    return story.with_role("Siv Samordnare", Role.COORDINATOR)


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    met(hands)
    hands.sync()
    return hands


def notices(hands: Hands) -> set[Notice]:
    return {each.notice for each in noticing.noticed(hands.phone)}


def own_circle(hands: Hands) -> Circle:
    session = sessions.current(hands.phone)
    assert session is not None
    return Circle.own(bytes.fromhex(session.id), hands.phone.id)


def waiting(hands: Hands) -> list[outbox.Item]:
    return outbox.waiting(hands.phone.store, outbox.Kind.ENVELOPE)


def cut_back(server: RunningServer, circle: Circle, to: int) -> None:
    """The server forgets the end of a stream, and says nothing of it."""
    with closing(sqlite3.connect(server.database)) as database, database:
        key = (circle.to_bytes(), to)
        database.execute("DELETE FROM envelopes WHERE circle = ? AND seq > ?", key)
        query = "SELECT hash FROM envelopes WHERE circle = ? AND seq = ?"
        row = (to, database.execute(query, key).fetchone()[0], key[0])
        database.execute("UPDATE streams SET seq = ?, hash = ? WHERE circle = ?", row)


def test_two_who_are_shown_different_histories_find_it_out(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    """One history ends in Anna's visit, the other in what Siv wrote in its place; Anna's next envelope tells."""
    siv.sync()
    circle = own_circle(anna)
    before = cursors.stream(anna.phone.store, circle).seq
    met(anna)
    anna.sync()
    cut_back(server, circle, before)
    persons.take(siv.phone, queue.queue(siv.phone).coming[0].follow_up_id)
    siv.sync()
    met(anna)
    next_ones = [(item.raw, item.watch) for item in waiting(anna)]
    siv.phone.link.call(lambda call: call.post_bytes("/envelopes", pack_push(next_ones)))
    assert Notice.FORK not in notices(siv)
    siv.sync()

    assert Notice.FORK in notices(siv)


def test_members_of_an_honest_server_find_no_fork(siv: Hands, anna: Hands) -> None:
    for _ in range(3):
        met(anna)
        siv.sync()
        row = queue.queue(siv.phone).coming[0]
        persons.take(siv.phone, row.follow_up_id)
        siv.sync()
        anna.sync()
        siv.sync()

    assert notices(siv) == notices(anna) == set()


def falsely_stored(asked: Asked, ask: Ask, *, skipping: int = 0) -> Told:
    """Drops the envelopes, and says that they were stored: the first right after what the phone knows."""
    contact = Contact.from_bytes(asked.body)
    honest = ask(replace(asked, body=replace(contact, state="", envelopes=()).to_bytes()))
    answer = json.loads(honest.body)
    if not contact.envelopes:
        return honest
    heads = {circle: list(head) for circle, head in answer.get("heads", {}).items()}
    answer["envelopes"] = [_false_receipt(raw, heads, skipping) for raw, _ in contact.envelopes]
    return Told(200, json.dumps(answer).encode())


def _false_receipt(raw: bytes, heads: dict[str, list], skipping: int) -> dict[str, object]:
    envelope = Envelope.from_bytes(raw)
    at = heads[envelope.header.circle.hex()]
    seq = at[0] + 1 + skipping
    chained = next_hash(bytes.fromhex(at[1]), seq, envelope.id).hex()
    at[:] = [at[0] + 1, chained]
    return {"id": envelope.id.hex(), "status": "stored", "seq": seq, "hash": chained}


@pytest.mark.parametrize("skipping", [0, 5], ids=["right after", "further on"])
def test_a_receipt_for_what_was_dropped_is_found_out_and_it_waits_again(
    server: RunningServer, anna: Hands, skipping: int
) -> None:
    def lie(asked: Asked, ask: Ask) -> Told:
        if asked.is_for("POST", "/contact"):
            return falsely_stored(asked, ask, skipping=skipping)
        return Told(503, b"{}") if asked.is_for("POST", "/envelopes") else ask(asked)

    met(anna)
    made = {item.id for item in waiting(anna)}
    with relay(server.url, lie) as between:
        through(anna, between.url)
        with suppress(StodkedjanError):
            anna.sync()
        still = {item.id for item in waiting(anna)}
    through(anna, server.url)
    anna.sync()

    assert still == made
    assert Notice.TAKEN_BACK in notices(anna)
    assert made <= stored(server, anna.phone.board)
    assert safety.safety(anna.phone).all_safe


def test_a_receipt_without_a_place_is_none(server: RunningServer, anna: Hands) -> None:
    def lie(asked: Asked, ask: Ask) -> Told:
        honest = ask(asked)
        answer = json.loads(honest.body) if asked.is_for("POST", "/contact") else {}
        for item in answer.get("envelopes", []):
            item.pop("seq", None)
        return Told(200, json.dumps(answer).encode()) if answer else honest

    met(anna)
    before = safety.safety(anna.phone).waiting
    with relay(server.url, lie) as between:
        through(anna, between.url)
        with pytest.raises(ServerNotUnderstood):
            anna.sync()

    assert safety.safety(anna.phone).waiting == before


def test_what_a_server_forgets_without_a_word_waits_again_and_is_said(server: RunningServer, anna: Hands) -> None:
    circle = own_circle(anna)
    before = cursors.stream(anna.phone.store, circle).seq
    met(anna)
    made = {item.id for item in waiting(anna)}
    anna.sync()
    cut_back(server, circle, before)
    anna.sync()

    assert Notice.TAKEN_BACK in notices(anna)
    assert made <= stored(server, anna.phone.board)
    assert safety.safety(anna.phone).all_safe


def test_a_stream_that_is_hidden_from_its_author_waits_again(server: RunningServer, anna: Hands) -> None:
    circle = own_circle(anna)

    def lie(asked: Asked, ask: Ask) -> Told:
        honest = ask(asked)
        if not asked.is_for("POST", "/contact"):
            return Told(503, b"{}") if asked.is_for("POST", "/envelopes") else honest
        answer = json.loads(honest.body)
        answer.get("heads", {}).pop(circle.hex(), None)
        return Told(200, json.dumps(answer).encode())

    sent = safety.safety(anna.phone).receipted
    met(anna)
    with relay(server.url, lie) as between:
        through(anna, between.url)
        with suppress(StodkedjanError):
            anna.sync()

    assert sent > 0
    assert safety.safety(anna.phone).waiting >= len(visits.my_visits(anna.phone))
    assert Notice.TAKEN_BACK in notices(anna)


def test_a_server_that_withholds_what_its_head_promises_is_found_out(
    server: RunningServer, siv: Hands, anna: Hands
) -> None:
    def lie(asked: Asked, ask: Ask) -> Told:
        return Told(200, b"", "application/octet-stream") if asked.is_for("POST", "/pull") else ask(asked)

    with relay(server.url, lie) as between:
        through(siv, between.url)
        with pytest.raises(StreamTampered):
            siv.sync()

    assert visits.contacts(siv.phone) == []


def test_an_envelope_that_is_numbered_twice_is_found_out(server: RunningServer, siv: Hands, anna: Hands) -> None:
    siv.sync()
    circle, key = own_circle(anna), own_circle(anna).to_bytes()
    with closing(sqlite3.connect(server.database)) as database, database:
        query = "SELECT board, id, author, envelope, received_at FROM envelopes WHERE circle = ? AND seq = 1"
        board, id_, author, raw, at = database.execute(query, (key,)).fetchone()
        seq, head = database.execute("SELECT seq, hash FROM streams WHERE circle = ?", (key,)).fetchone()
        row = (board, key, seq + 1, bytes(32), next_hash(head, seq + 1, id_), author, raw, at)
        database.execute(
            "INSERT INTO envelopes (board, circle, seq, id, hash, author, envelope, received_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        database.execute("UPDATE streams SET seq = ?, hash = ? WHERE circle = ?", (seq + 1, row[4], key))
    before = cursors.stream(siv.phone.store, circle)
    with pytest.raises(StreamTampered):
        siv.sync()

    assert cursors.stream(siv.phone.store, circle) == before


def test_an_old_answer_told_again_loses_nothing(server: RunningServer, anna: Hands) -> None:
    told: list[Told] = []

    def replay(asked: Asked, ask: Ask) -> Told:
        if not asked.is_for("POST", "/contact"):
            return ask(asked)
        told.append(told[0] if told else ask(asked))
        return told[0]

    with relay(server.url, replay) as between:
        through(anna, between.url)
        anna.sync()
        met(anna)
        made = {item.id for item in waiting(anna)}
        with suppress(StodkedjanError):
            anna.sync()
        with suppress(StodkedjanError):
            anna.sync()
        receipted = made - {item.id for item in waiting(anna)}
    through(anna, server.url)
    anna.sync()

    assert receipted <= stored(server, anna.phone.board)
    assert made <= stored(server, anna.phone.board)


def test_a_server_that_never_says_anything_new_gives_no_receipts(server: RunningServer, anna: Hands) -> None:
    def freeze(asked: Asked, ask: Ask) -> Told:
        if asked.is_for("POST", "/contact"):
            contact = Contact.from_bytes(asked.body)
            answer = {"state": contact.state or "x", "unchanged": True, "server_epoch": epoch}
            return Told(200, json.dumps(answer).encode())
        if asked.is_for("POST", "/envelopes"):
            return Told(503, b"{}")
        return ask(asked)

    epoch = server_contact.last(anna.phone.store).epoch
    met(anna)
    before = safety.safety(anna.phone).waiting
    with relay(server.url, freeze) as between:
        through(anna, between.url)
        with suppress(StodkedjanError):
            anna.sync()

    assert safety.safety(anna.phone).waiting == before > 0
