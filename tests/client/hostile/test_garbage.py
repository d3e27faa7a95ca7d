"""A server that answers anything at all: the phone refuses it, says so in words, keeps what it has and goes on."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from fieldapp.actions import safety, sessions
from fieldapp.store import log
from sync.client.errors import AnswerLost, ServerNotUnderstood
from sync.client.transport import ANSWER_BYTES, Transport, b64, unb64
from sync.errors import StodkedjanError
from sync.protocol.circle import Role
from sync.protocol.errors import LogTampered
from sync.protocol.members import device_id
from sync.protocol.statement import Head, Kind, Statement
from tests.client.relay import Asked, Told, relay, serving, through
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.people import Keys, flipped
from tests.server.running import RunningServer

Ask = Callable[[Asked], Told]
OCTETS = "application/octet-stream"


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    met(hands)
    return hands


def random_json(chance: random.Random, depth: int = 3) -> Any:
    kinds: list[Callable[[], Any]] = [
        lambda: chance.choice([None, True, False, "", "x", "00" * 32, b64(b"abc"), -1, 2**70, 1.5, "9" * 5000]),
        lambda: [random_json(chance, depth - 1) for _ in range(chance.randrange(4))],
        lambda: {chance.choice(NAMES): random_json(chance, depth - 1) for _ in range(chance.randrange(6))},
    ]
    return chance.choice(kinds if depth else kinds[:1])()


NAMES = [
    *("challenge", "token", "server_epoch", "state", "unchanged", "head", "heads", "mailboxes", "entries", "earlier"),
    *("answers", "envelopes", "statements", "grants", "status", "seq", "hash", "code", "devices", "x"),
]


def spoiled(chance: random.Random, honest: Told) -> Told:
    """The honest answer with one thing in it that is something else, or something else altogether."""
    if honest.kind.startswith(OCTETS) or chance.random() < 0.3:
        return Told(chance.choice([200, 200, 204, 301, 404, 500]), chance.randbytes(chance.randrange(300)), honest.kind)
    answer = json.loads(honest.body)
    if isinstance(answer, dict) and answer:
        answer[chance.choice(list(answer))] = random_json(chance)
    return Told(honest.status, json.dumps(answer).encode())


@pytest.mark.parametrize("seed", range(12))
def test_whatever_it_answers_the_phone_stays_whole(seed: int, server: RunningServer, anna: Hands) -> None:
    chance = random.Random(seed)

    def lie(asked: Asked, ask: Ask) -> Told:
        honest = ask(asked)
        return spoiled(chance, honest) if chance.random() < 0.5 else honest

    made = safety.safety(anna.phone)
    with relay(server.url, lie) as between:
        through(anna, between.url)
        for _ in range(6):
            # Anything else than an error with a sentence for the person fails this test.
            with suppress(StodkedjanError):
                anna.sync()
    through(anna, server.url)
    anna.restart()
    anna.sync()
    after = safety.safety(anna.phone)

    assert after.all_safe
    assert after.receipted >= made.waiting


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"challenge": ' + b"9" * 10_000 + b"}", b"<html></html>"],
)
def test_what_is_no_answer_is_not_understood(body: bytes) -> None:
    with relay("", lambda asked, ask: Told(200, body)) as between, pytest.raises(ServerNotUnderstood):
        Transport(between.url).post("/v1/challenge", {})


def endless(write: Callable[[Any], Iterator[bytes]], *headers: tuple[str, str]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            for header in headers:
                self.send_header(*header)
            self.end_headers()
            try:
                for piece in write(self):
                    self.wfile.write(piece)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Not here."""

    return Handler


def chunks_without_end(_handler: Any) -> Iterator[bytes]:
    while True:
        yield b"10000\r\n" + bytes(0x10000) + b"\r\n"


def test_a_body_without_end_is_given_up() -> None:
    handler = endless(chunks_without_end, ("Transfer-Encoding", "chunked"))
    with serving(handler) as url:
        transport = Transport(url)
        with pytest.raises(ServerNotUnderstood):
            transport.get("/")
        transport.close()

    assert transport.bytes_received <= ANSWER_BYTES


def test_a_body_that_says_it_is_packed_is_not_unpacked() -> None:
    handler = endless(lambda _: iter([b"\x1f\x8b" + bytes(30)]), ("Content-Encoding", "gzip"), ("Content-Length", "32"))
    with serving(handler) as url:
        transport = Transport(url)
        with pytest.raises(ServerNotUnderstood):
            transport.get("/")
        transport.close()


def test_an_answer_that_ends_before_its_time_is_a_lost_one() -> None:
    handler = endless(lambda _: iter([b'{"a": 1']), ("Content-Length", "99"), ("Connection", "close"))
    with serving(handler) as url:
        transport = Transport(url)
        with pytest.raises(AnswerLost):
            transport.get("/")
        transport.close()


def in_the_log(change: Callable[[list[bytes], Hands], list[bytes]], hands: Hands) -> Callable[[Asked, Ask], Told]:
    """Every answer with entries of the log gets others."""

    def lie(asked: Asked, ask: Ask) -> Told:
        honest = ask(asked)
        if not (asked.is_for("POST", "/contact") or asked.is_for("GET", "/log")):
            return honest
        answer = json.loads(honest.body)
        if not answer.get("entries"):
            return honest
        entries = change([unb64(entry) for entry in answer["entries"]], hands)
        head = Head(int(answer["head"][0]) - len(answer["entries"]), hands.phone.roster.head.hash)
        for raw in entries:
            head = head.after(Statement.from_bytes(raw))
        return Told(200, json.dumps(answer | {"entries": list(map(b64, entries)), "head": head.to_json()}).encode())

    return lie


def an_added_member(entries: list[bytes], hands: Hands) -> list[bytes]:
    intruder = Keys()
    fields = {"signing": intruder.public.hex(), "receiving": "11" * 32, "delivery": "22" * 32}
    head = hands.phone.roster.head
    person = {"person": device_id(intruder.public).hex(), "role": "supervisor"}
    said = intruder.statement(Kind.DEVICE_ADDED, hands.phone.board, head, **fields | person)
    return [said.to_bytes()]


def dropped(entries: list[bytes], _hands: Hands) -> list[bytes]:
    return entries[1:]


def reordered(entries: list[bytes], _hands: Hands) -> list[bytes]:
    return entries[::-1]


def altered(entries: list[bytes], _hands: Hands) -> list[bytes]:
    return [flipped(entries[0]), *entries[1:]]


@pytest.mark.parametrize("change", [an_added_member, dropped, reordered, altered])
def test_a_changed_list_of_members_is_refused_and_said(
    story: Story, server: RunningServer, anna: Hands, change: Callable[[list[bytes], Hands], list[bytes]]
) -> None:
    anna.sync()
    head, kept = anna.phone.roster.head, log.entries(anna.phone.store)
    story.invited("Bertil Stöd", Role.SUPPORTER)
    with relay(server.url, in_the_log(change, anna)) as between:
        through(anna, between.url)
        with pytest.raises(LogTampered):
            anna.sync()

    assert anna.phone.roster.head == head
    assert log.entries(anna.phone.store) == kept


def test_an_envelope_of_an_older_version_is_refused(story: Story, server: RunningServer, anna: Hands) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna.sync()

    def lie(asked: Asked, ask: Ask) -> Told:
        honest = ask(asked)
        if not asked.is_for("POST", "/pull"):
            return honest
        # Circle (33), length (4), number (8), hash (32), length (4): then the version byte of the first envelope.
        at = 33 + 4 + 8 + 32 + 4
        return Told(200, honest.body[:at] + b"\0" + honest.body[at + 1 :], honest.kind)

    with relay(server.url, lie) as between:
        through(siv, between.url)
        with pytest.raises(StodkedjanError):
            siv.sync()
    through(siv, server.url)
    siv.sync()

    assert safety.safety(siv.phone).all_safe
