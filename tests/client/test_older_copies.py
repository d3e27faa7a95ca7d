"""A phone put back to an older copy of itself, and what everybody is told of it."""

from pathlib import Path

import pytest

from fieldapp.actions import counting, people, queue, removing, safety, sessions, visits
from fieldapp.domain.tally import TallyGroup
from fieldapp.store import findings, outbox, unopened
from fieldapp.store.findings import Found
from sync.protocol.circle import Role
from tests.client.older_phones import copied, put_back
from tests.client.restoring import stored
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    met(hands)
    hands.sync()
    return hands


def counts(hands: Hands) -> dict[Found, int]:
    return {finding.kind: finding.count for finding in findings.all_of(hands.phone.store)}


def made(hands: Hands) -> int:
    return len(outbox.waiting(hands.phone.store, outbox.Kind.ENVELOPE))


def test_what_the_older_copy_lacks_is_fetched_back_counted_and_said(anna: Hands, tmp_path: Path) -> None:
    copy = copied(anna, tmp_path / "copy")
    contact, _ = met(anna)
    lacking = made(anna)
    anna.sync()
    put_back(anna, copy)
    assert contact not in {row.contact_id for row in visits.my_visits(anna.phone)}
    anna.sync()

    assert counts(anna) == {Found.FETCHED_BACK: lacking}
    assert contact in {row.contact_id for row in visits.my_visits(anna.phone)}
    assert safety.safety(anna.phone).all_safe


def test_numbers_used_twice_are_both_kept_and_the_phone_goes_on_in_a_new_incarnation(
    story: Story, anna: Hands, server: RunningServer, tmp_path: Path
) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    copy = copied(anna, tmp_path / "copy")
    _, first = met(anna)
    anna.sync()
    siv.sync()
    put_back(anna, copy)
    _, second = met(anna)
    twice = {item.id for item in outbox.waiting(anna.phone.store, outbox.Kind.ENVELOPE)}
    before = anna.phone.keys.incarnation
    anna.sync()
    _, third = met(anna)
    story.sync_all(anna, siv)

    assert twice <= stored(server, anna.phone.board)
    assert anna.phone.keys.incarnation == before + 1
    assert {first, second, third} <= {row.code for row in queue.queue(siv.phone).coming}
    assert Found.DOUBLED in counts(siv)
    story.supervisor.sync()
    assert {row.missing for row in people.fetch_devices(story.supervisor.phone)} == {0}


def test_what_is_nowhere_any_more_is_counted_on_the_phone_and_at_the_supervisor_s(
    story: Story, anna: Hands, tmp_path: Path
) -> None:
    copy = copied(anna, tmp_path / "copy")
    met(anna)
    gone = made(anna)
    anna.hello_only()
    put_back(anna, copy)
    anna.sync()
    met(anna)
    anna.sync()
    story.supervisor.sync()
    rows = {row.device: row.missing for row in people.fetch_devices(story.supervisor.phone)}

    assert counts(anna) == {Found.NOT_ANYWHERE: gone}
    assert rows[anna.phone.id.hex()] == gone


def test_a_phone_that_was_only_locked_is_no_older_copy(anna: Hands) -> None:
    before = anna.phone.keys.incarnation
    met(anna)
    anna.restart()
    anna.sync()

    assert counts(anna) == {}
    assert anna.phone.keys.incarnation == before


def test_a_role_s_key_that_was_lost_with_a_supervisor_s_phone_is_made_anew_and_given_what_was_meant_for_it(
    story: Story, anna: Hands, tmp_path: Path
) -> None:
    chief, siv = story.supervisor, story.with_role("Siv Samordnare", Role.COORDINATOR)
    bertil, david = story.with_role("Bertil", Role.COORDINATOR), story.with_role("David", Role.SUPPORTER)
    sessions.join_session(david.phone, sessions.current(anna.phone).code)
    story.sync_all(chief, david, siv)
    copy = copied(chief, tmp_path / "copy")
    removing.revoke_device(chief.phone, bertil.phone.id.hex(), "lost")
    put_back(chief, copy)
    story.sync_all(anna)
    _, code = met(anna)
    counting.count(anna.phone, sessions.current(anna.phone).id, TallyGroup.ADULTS, 1)
    story.sync_all(anna, siv)
    assert unopened.all_of(siv.phone.store)
    # What was sealed meanwhile is not of the newest epoch any more when the role's key comes.
    removing.revoke_device(chief.phone, david.phone.id.hex(), "lost")
    story.sync_all(chief, anna, chief, siv)

    assert not unopened.all_of(siv.phone.store)
    assert code in [row.code for row in queue.queue(siv.phone).coming]
