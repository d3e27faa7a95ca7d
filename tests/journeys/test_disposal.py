"""A person is disposed of: gone on the server and on every device, and nothing else moves."""

import pytest

from fieldapp.actions import disposing, persons, queue, sessions, visits
from fieldapp.actions.disposing import DisposalReasonMissing, SomethingIsOpen
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.domain.follow_up import FollowUpResult
from fieldapp.store import held
from sync.protocol.circle import Circle, Role
from tests.client.restoring import backed_up, restored
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer, run_command

WHY = "Gallrat efter fem år"


def finished(coordinator: Hands, code: str) -> None:
    [row] = [row for row in queue.queue(coordinator.phone).coming if row.code == code]
    persons.set_result(coordinator.phone, row.follow_up_id, FollowUpResult.FEELS_BETTER)


def test_a_person_is_gone_everywhere_and_the_others_stay(story: Story, server: RunningServer) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    gone, code = met(anna)
    stays, _ = met(anna)
    own = Circle.own(bytes.fromhex(opened.id), anna.phone.id)
    story.sync_all(anna, coordinator)
    finished(coordinator, code)
    story.sync_all(coordinator, story.supervisor, anna)
    before = list(held.copies(coordinator.phone.store, own))
    disposing.dispose_of_person(story.supervisor.phone, gone, WHY)
    story.sync_all(coordinator, anna)
    newcomer = story.with_role("Nils Ny", Role.COORDINATOR)
    newcomer.sync()

    for hands in (story.supervisor, coordinator, anna, newcomer):
        assert {contact.id for contact in visits.contacts(hands.phone)} <= {stays}
        assert visits.visits_of(hands.phone, gone) == []
    assert visits.visits_of(anna.phone, stays)
    assert persons.open_person(coordinator.phone, stays).name == "Amina"
    left = list(held.copies(coordinator.phone.store, own))
    assert 0 < len(left) < len(before)
    checked = run_command("check", "--database", str(server.database))
    assert "0 problems" in checked.stdout
    assert "stubs" in checked.stdout
    # The stream goes on as before.
    met(anna)
    story.sync_all(anna, coordinator, newcomer)
    assert len(visits.contacts(coordinator.phone)) == 2


def test_nothing_is_disposed_of_while_a_follow_up_is_open(story: Story) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    contact_id, code = met(anna)
    story.sync_all(anna, coordinator, story.supervisor)
    chief = story.supervisor.phone
    with pytest.raises(SomethingIsOpen):
        disposing.dispose_of_person(chief, contact_id, WHY)
    assert chief.roster.disposed == {}

    finished(coordinator, code)
    story.sync_all(coordinator, story.supervisor)
    with pytest.raises(NotAllowed):
        disposing.dispose_of_person(coordinator.phone, contact_id, WHY)
    with pytest.raises(DisposalReasonMissing):
        disposing.dispose_of_person(chief, contact_id, " ")
    disposing.dispose_of_person(chief, contact_id, WHY)
    with pytest.raises(GoneMeanwhile):
        disposing.dispose_of_person(chief, contact_id, WHY)


def test_healing_does_not_bring_back_what_was_disposed_of(story: Story, server: RunningServer) -> None:
    coordinator = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    gone, code = met(anna)
    stays, _ = met(anna)
    story.sync_all(anna, coordinator)
    finished(coordinator, code)
    asleep = story.with_role("Sven Sover", Role.COORDINATOR)
    story.sync_all(coordinator, story.supervisor, anna, asleep)
    backup = backed_up(server)
    disposing.dispose_of_person(story.supervisor.phone, gone, WHY)
    story.sync_all(coordinator, anna)
    restored(server, backup)
    # One phone was off all the time, and holds it still.
    story.sync_all(asleep, story.supervisor, coordinator, anna, story.supervisor, coordinator, anna, asleep)

    for hands in (story.supervisor, coordinator, anna, asleep):
        assert {contact.id for contact in visits.contacts(hands.phone)} == {stays}
    assert "0 problems" in run_command("check", "--database", str(server.database)).stdout
