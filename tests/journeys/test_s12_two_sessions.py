"""S12: two sessions for one explosion, linked without anything personal crossing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.actions import (
    handed_over,
    handing_over,
    linking,
    measuring,
    proposals,
    sessions,
    taking_over,
    visits,
)
from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.handing_over import HandoverForm
from fieldapp.domain.consent import ConsentAnswer, GivenBy
from fieldapp.domain.handover import CheckItem, HandoverKind
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.merge import shown
from fieldapp.store import records
from sync.protocol.circle import Role
from tests.journeys.neighbours import TwoBoards, two_boards
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, MOTHER, met
from tests.server.running import RunningServer

BLAST = replace(ALARM, incident_type=IncidentType.EXPLOSION)


@pytest.fixture
def two(story: Story, server: RunningServer) -> tuple[Hands, Hands, str, str]:
    """Anna and Bertil each open a session offline, within ten minutes of each other, and each meets somebody."""
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    server.stop()
    one = sessions.open_session(anna.phone, BLAST)
    met(anna)
    story.pass_time(minutes=9)
    other = sessions.open_session(bertil.phone, replace(BLAST, area="Vinsta"))
    met(bertil, replace(MOTHER, name="Leyla"))
    server.start()
    story.sync_all(anna, bertil, story.supervisor)
    return anna, bertil, one.id, other.id


def test_linking_makes_one_incident_of_two_sessions_and_moves_nothing_personal(
    story: Story, two: tuple[Hands, Hands, str, str]
) -> None:
    anna, bertil, one, other = two
    chief = story.supervisor.phone
    owners = {view.id: view.board_name for view in sessions.sessions(chief)}
    [(first, second)] = linking.proposals(chief)
    assert {first.id, second.id} == {one, other}

    linking.link(chief, one, other)
    story.sync_all(story.supervisor, anna, bertil, story.supervisor)

    assert linking.proposals(chief) == ()
    assert [view.id for view in linking.linked_to(chief, one)] == [other]
    assert [view.id for view in linking.linked_to(chief, other)] == [one]
    assert {view.id: view.board_name for view in sessions.sessions(chief)} == owners
    for hands, session in ((anna, one), (bertil, other)):
        assert {contact.session_id for contact in visits.contacts(hands.phone)} == {session}
        assert {visit.session_id for visit in visits.valid_visits(hands.phone)} == {session}
        assert {record["id"] for record in records.records(hands.phone.store, "session")} == {session}
    [said] = records.records(anna.phone.store, "same_incident")
    assert [shown(said, name) for name in ("one", "other")] == sorted((one, other))
    assert set(said["fields"]) == {"born", "one", "other", "verdict"}


def test_only_the_figures_are_joint(story: Story, two: tuple[Hands, Hands, str, str]) -> None:
    anna, bertil, one, other = two
    chief = story.supervisor.phone
    linking.link(chief, one, other)
    for hands in (anna, anna, bertil, bertil):
        met(hands)
    story.sync_all(anna, bertil, story.supervisor)

    assert measuring.figures(chief, (one,)).visits is None
    assert measuring.figures(chief, (one, other)).visits == 6
    assert measuring.figures(chief, (one,)).coverage.flagged == 3
    assert measuring.figures(chief, (one, other)).coverage.flagged == 6
    with pytest.raises(NotAllowed):
        measuring.figures(anna.phone, (one,))


def test_the_incident_goes_on_elsewhere_in_a_third_session(story: Story, two: tuple[Hands, Hands, str, str]) -> None:
    anna, _, one, other = two
    chief = story.supervisor.phone
    linking.link(chief, one, other)
    story.pass_time(hours=14)
    third = sessions.open_session(anna.phone, replace(BLAST, area="Järva", alarm_received_at=story.time))
    story.sync_all(anna, story.supervisor)

    assert linking.proposals(chief) == ()
    assert third.id in {view.id for view in linking.linkable(chief, one)}
    linking.link(chief, other, third.id)
    assert {view.id for view in linking.linked_to(chief, third.id)} == {one, other}
    linking.unlink(chief, third.id)
    assert linking.linked_to(chief, third.id) == ()
    assert [view.id for view in linking.linked_to(chief, one)] == [other]


def test_two_incidents_are_remembered_as_two_and_a_coordinator_links_none(
    story: Story, two: tuple[Hands, Hands, str, str]
) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    _, _, one, other = two
    assert linking.proposals(siv.phone) == ()
    for deed in (linking.link, linking.keep_apart):
        with pytest.raises(NotAllowed):
            deed(siv.phone, one, other)
    linking.keep_apart(story.supervisor.phone, one, other)

    assert linking.proposals(story.supervisor.phone) == ()
    assert linking.linked_to(story.supervisor.phone, one) == ()


@pytest.fixture
def boards(tmp_path: Path, server: RunningServer) -> Iterator[TwoBoards]:
    with two_boards(tmp_path, server, server) as both:
        yield both


def test_what_two_boards_opened_is_one_incident_and_each_keeps_its_own_people(
    boards: TwoBoards, server: RunningServer
) -> None:
    johan, karin = boards.johan, boards.karin
    server.stop()
    night = sessions.open_session(johan.phone, BLAST)
    amina, _ = met(johan)
    boards.pass_time(minutes=9)
    ours = sessions.open_session(karin.phone, replace(BLAST, area="Vinsta"))
    met(karin, replace(MOTHER, name="Leyla"))
    server.start()
    boards.exchange(johan, karin)
    # Servers and boards read nothing of each other: what is known of the other's session is what its board sends.
    assert linking.proposals(karin.phone) == ()
    there = karin.phone.board.hex()
    handing_over.record_consent(johan.phone, amina, there, GivenBy.PERSON, ConsentAnswer.NO, ())
    handing_over.propose(johan.phone, _how_things_stand(boards, night.id))
    boards.exchange(johan, karin)
    [incoming] = proposals.waiting(karin.phone)
    assert taking_over.read(karin.phone, incoming.letter).operational.visits == 1
    theirs = taking_over.take_over(karin.phone, incoming.letter)
    boards.exchange(karin, johan)

    assert [{one.id, other.id} for one, other in linking.proposals(karin.phone)] == [{ours.id, theirs}]
    linking.link(karin.phone, ours.id, theirs)
    boards.exchange(karin, johan)
    assert [contact.name for contact in visits.contacts(karin.phone)] == ["Leyla"]
    assert [contact.name for contact in visits.contacts(johan.phone)] == ["Amina"]
    assert handed_over.owner_of(johan.phone, amina) == johan.phone.board.hex()
    assert sessions.view(karin.phone, ours.id).board_name == "Hässelby-Vällingby"
    assert sessions.view(johan.phone, night.id).board_name == "Socialnämnden"
    assert list(records.records(johan.phone.store, "same_incident")) == []


def _how_things_stand(boards: TwoBoards, session: str) -> HandoverForm:
    """The operational part; nobody in it has agreed to go with it."""
    return HandoverForm(
        session=session,
        board=boards.karin.phone.board.hex(),
        kind=HandoverKind.EMERGENCY_TO_DISTRICT,
        agreed_start=boards.day.time,
        ticked=tuple(CheckItem),
    )
