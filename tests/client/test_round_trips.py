"""As few round trips as there can be, and none lost to a link that breaks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from fieldapp.actions import queue, safety, sessions
from fieldapp.store import outbox
from sync.client.errors import AnswerLost, ServerUnreachable
from sync.protocol.circle import Role
from sync.protocol.limits import BATCH_ITEMS
from tests.client.relay import Asked, Relay, Told, cutting, relay, through
from tests.client.restoring import stored
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, MOTHER, met
from tests.server.running import RunningServer

VISITS = 20
SEALED_ABOUT_IT = 186 + 12 + 4 + 16 + 64
"""Header, nonce, length, tag, signature."""


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    hands.sync()
    return hands


@contextmanager
def counted(hands: Hands, upstream: str) -> Iterator[Relay]:
    with relay(upstream) as between:
        through(hands, between.url)
        yield between


def test_a_night_s_visits_have_their_receipts_within_three_round_trips(anna: Hands, server: RunningServer) -> None:
    """Counted, not timed: on a link of 300 ms each request before the last receipt costs that much."""
    for _ in range(VISITS):
        met(anna)
    with counted(anna, server.url) as between:
        waiting: list[int] = []

        def count(asked: Asked, ask) -> Told:
            waiting.append(safety.safety(anna.phone).waiting)
            return ask(asked)

        between.lie = count
        anna.sync()

    with_a_token = [left for left in waiting if left][2:]
    assert safety.safety(anna.phone).all_safe
    assert [asked.path.rpartition("/")[2] for asked in between.asked[:2]] == ["challenge", "token"]
    assert 1 <= len(with_a_token) <= 3


def test_an_ordinary_visit_weighs_less_than_twice_what_was_written_in_it(anna: Hands) -> None:
    met(anna, replace(MOTHER, note="Hennes son är på sjukhuset. Hon vill prata igen när hon har varit där."))
    sealed = [len(item.raw) for item in waiting_of(anna)]

    # A visit and its promise: a kilobyte each and a little, in buckets of one and a half.
    assert len(sealed) == 2
    assert max(sealed) == 1536 + SEALED_ABOUT_IT


def test_a_visit_s_receipt_takes_one_request_and_nothing_new_takes_one(anna: Hands, server: RunningServer) -> None:
    with counted(anna, server.url) as between:
        met(anna)
        anna.sync()
        anna.sync()
        met(anna)
        between.asked.clear()
        anna.sync()
        of_a_visit = [asked.path.rpartition("/")[2] for asked in between.asked]
        between.asked.clear()
        anna.sync()

    assert of_a_visit == ["contact", "contact"]
    assert [len(asked.body) < 2000 for asked in between.asked] == [True]


def test_many_streams_are_read_in_one_request(story: Story, server: RunningServer, anna: Hands) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    for name in ("Bertil", "Cecilia", "David"):
        hands = story.with_role(name, Role.SUPPORTER)
        opened = sessions.open_session(hands.phone, ALARM)
        met(hands)
        hands.sync()
        assert opened
    with counted(siv, server.url) as between:
        siv.sync()

    assert [asked.path.rpartition("/")[2] for asked in between.asked].count("pull") == 1
    assert len(queue.queue(siv.phone).coming) == 3


def test_an_exchange_that_is_cut_at_any_byte_goes_on_without_loss_or_double(
    story: Story, anna: Hands, server: RunningServer
) -> None:
    made = set()
    for cut in (60, 700, 2500, 5200):
        for direction in ("up", "down"):
            met(anna)
            made |= {item.id for item in waiting_of(anna)}
            with cutting(server.url, **{direction: cut}) as url:
                through(anna, url)
                with suppress(ServerUnreachable):
                    for _ in range(8):
                        anna.sync()
    through(anna, server.url)
    anna.sync()
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)

    assert safety.safety(anna.phone).all_safe
    assert made <= stored(server, anna.phone.board)
    assert len(queue.queue(siv.phone).coming) == 8


def waiting_of(hands: Hands) -> list[outbox.Item]:
    return outbox.waiting(hands.phone.store, outbox.Kind.ENVELOPE)


def test_a_link_that_takes_only_a_little_at_a_time_gets_less_at_a_time(anna: Hands, server: RunningServer) -> None:
    sizes: list[int] = []

    def narrow(asked: Asked, ask) -> Told:
        if asked.is_for("POST", "/contact") or asked.is_for("POST", "/envelopes"):
            sizes.append(len(asked.body))
            if len(asked.body) > 20_000:
                return Told(413, b'{"code": "body_too_large"}')
        return ask(asked)

    for _ in range(VISITS):
        met(anna)
    with relay(server.url, narrow) as between:
        through(anna, between.url)
        anna.sync()

    assert safety.safety(anna.phone).all_safe
    too_large = [size for size in sizes if size > 20_000]
    assert too_large == sorted(too_large, reverse=True) == sizes[: len(too_large)]


def test_a_server_that_cannot_be_reached_is_not_asked_again_with_less(anna: Hands, server: RunningServer) -> None:
    for _ in range(3):
        met(anna)
    through(anna, "http://127.0.0.1:9")
    with pytest.raises(ServerUnreachable) as found:
        anna.sync()

    assert not isinstance(found.value, AnswerLost)
    assert anna.phone.link.transport.requests == 1
    assert safety.safety(anna.phone).waiting <= 3 * BATCH_ITEMS


def test_a_coordinator_who_is_online_hears_of_a_visit_within_seconds(
    story: Story, anna: Hands, server: RunningServer
) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    siv.sync()
    siv.sync()
    met(anna)
    anna.sync()
    began = time.monotonic()
    came = siv.phone.link.wait_for_news()
    siv.sync()

    assert came
    assert time.monotonic() - began < 15
    assert len(queue.queue(siv.phone).coming) == 1
