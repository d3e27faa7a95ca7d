"""S13: the district's server is down for 36 hours; phones work on, files are carried, nothing is lost or doubled."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest

from fieldapp.actions import door, parcels, people, persons, queue, safety, sessions, visits
from fieldapp.actions.views import SafetyState
from fieldapp.store import outbox
from fieldapp.ui.screens.supervision.silence import heard, is_silent
from sync.client.errors import ServerUnreachable
from sync.protocol.circle import Role
from tests.client.relay import cutting, through
from tests.client.restoring import stored
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER, met
from tests.server.running import RunningServer


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    hands.sync()
    return hands


@pytest.fixture
def bertil(story: Story, anna: Hands) -> Hands:
    hands = story.with_role("Bertil Stöd", Role.SUPPORTER)
    session = sessions.current(anna.phone)
    assert session is not None
    sessions.join_session(hands.phone, session.code)
    hands.sync()
    return hands


@pytest.fixture
def siv(story: Story) -> Hands:
    return story.with_role("Siv Samordnare", Role.COORDINATOR)


@pytest.fixture
def outage(story: Story, server: RunningServer, anna: Hands, bertil: Hands, siv: Hands) -> Iterator[RunningServer]:
    """Everybody has been heard, and then the server is gone."""
    for hands in (story.supervisor, siv):
        people.fetch_devices(hands.phone)
    server.stop()
    yield server
    server.start()


def made_by(*everybody: Hands) -> set[bytes]:
    return {item.id for hands in everybody for item in outbox.waiting(hands.phone.store, outbox.Kind.ENVELOPE)}


def three_minutes_fast(story: Story, hands: Hands) -> None:
    hands.lock()
    hands.holds(door.unlock(hands.folder, PASSPHRASE, clock=lambda: story.now() + timedelta(minutes=3)))


def test_registering_goes_on_and_every_phone_s_silence_is_counted(
    story: Story, outage: RunningServer, anna: Hands, bertil: Hands, siv: Hands
) -> None:
    for _ in range(3):
        met(anna)
        story.pass_time(hours=10)
        with pytest.raises(ServerUnreachable):
            anna.sync()
    story.pass_time(hours=1, minutes=10)

    assert {row.state for row in visits.my_visits(anna.phone)} == {SafetyState.WAITING}
    for hands in (story.supervisor, siv):
        others = [row for row in people.devices(hands.phone) if not row.is_this]
        assert {anna.phone.device_label, bertil.phone.device_label} <= {row.label for row in others}
        assert {heard(row.heard_at, story.now()) for row in others} == {"Senast hörd för 31 h sedan"}
        assert all(is_silent(row, story.now()) for row in others)
        assert not any(is_silent(row, story.now() - timedelta(hours=8)) for row in others)


def test_a_coordinator_carries_what_two_phones_hold_and_the_server_gets_each_once(
    outage: RunningServer, anna: Hands, bertil: Hands, siv: Hands
) -> None:
    codes = {met(anna)[1], met(bertil)[1]}
    made = made_by(anna, bertil)
    for hands in (anna, bertil):
        content = parcels.hand_over(hands.phone).content
        assert not [told for told in (MOTHER.name, MOTHER.note, CALL_HER.phone) if told.encode() in content]
        taken = parcels.take_in(siv.phone, content)
        assert taken.kept
        assert safety.safety(hands.phone).waiting > 0
    siv.restart()
    assert len(parcels.kept(siv.phone)) == 2

    outage.start()
    siv.sync()
    siv.sync()
    assert parcels.kept(siv.phone) == ()
    assert made <= stored(outage, siv.phone.board)
    assert {row.code for row in queue.queue(siv.phone).coming} == codes
    for hands in (anna, bertil):
        hands.sync()
        assert safety.safety(hands.phone).all_safe
    siv.sync()
    assert sorted(row.code for row in queue.queue(siv.phone).coming) == sorted(codes)


def test_a_first_exchange_that_breaks_after_the_outage_goes_on_where_it_was(
    outage: RunningServer, anna: Hands, siv: Hands
) -> None:
    codes = {met(anna)[1] for _ in range(5)}
    made = made_by(anna)
    size = sum(len(item.raw) for item in outbox.waiting(anna.phone.store, outbox.Kind.ENVELOPE))
    outage.start()
    with cutting(outage.url, up=int(size * 0.6)) as url:
        through(anna, url)
        with suppress(ServerUnreachable):
            anna.sync()
    left = made_by(anna)
    assert left
    assert left <= made
    through(anna, outage.url)
    anna.sync()
    siv.sync()

    assert safety.safety(anna.phone).all_safe
    assert made <= stored(outage, anna.phone.board)
    assert sorted(row.code for row in queue.queue(siv.phone).coming) == sorted(codes)


def test_a_clock_three_minutes_wrong_neither_reorders_nor_loses(
    story: Story, outage: RunningServer, anna: Hands, siv: Hands
) -> None:
    three_minutes_fast(story, anna)
    contact, code = met(anna)
    outage.start()
    story.sync_all(anna, siv)
    follow_up = next(row for row in queue.queue(siv.phone).coming if row.code == code).follow_up_id
    persons.take(siv.phone, follow_up)
    story.sync_all(siv, anna)

    mine, hers = persons.reread_person(siv.phone, contact), persons.reread_person(anna.phone, contact)
    assert mine.follow_ups[0].contact_person == hers.follow_ups[0].contact_person != ""
    assert mine.conflicts == hers.conflicts == ()
