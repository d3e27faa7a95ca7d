"""S10: a handover is refused, the next is not answered; the sender keeps everything, and the log says so."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.actions import auditing, handed_over, handing_over, proposals, taking_over, visits
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.domain.handover import HandoverState, HandoverUnderWay, RefusalIncomplete, StepKind
from fieldapp.domain.read_entry import ReadAction
from sync.client.errors import TakenBackAlready
from sync.protocol.circle import Role
from sync.server import overview
from sync.server.engine import Database, database_url
from tests.journeys.test_s01_shooting_at_night import Night, night
from tests.server.running import RunningServer

# Two boards with five people between them are founded for each test.
pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def told(tmp_path: Path, server: RunningServer) -> Iterator[Night]:
    """Both boards on one server."""
    with night(tmp_path, server, server) as story:
        yield story


def _watched(told: Night, server: RunningServer) -> dict[str, int]:
    with closing(Database(database_url(str(server.database)))) as database, database.reading() as connection:
        found = overview.watches(connection, told.both.day.now())
    boards = {told.here, told.there}
    return {watch.name: watch.handovers_unanswered for watch in found if watch.board in boards}


def test_who_reviews_reads_to_which_board_a_session_was_handed(told: Night) -> None:
    johan, gun = told.both.johan, told.both.night.with_role("Gun Granskare", Role.AUDITOR)
    handing_over.propose(johan.phone, told.form())
    told.both.night.sync_all(johan, gun)
    [line] = [one for one in auditing.entries(gun.phone) if one.record_type == "handover"]

    assert (line.action, line.board, line.reason) == (ReadAction.EXPORT, "Hässelby-Vällingby", "")


def test_the_log_says_who_was_responsible_at_half_past_eight(told: Night, server: RunningServer) -> None:
    both, johan, siv, karin = told.both, told.both.johan, told.siv, told.both.karin
    first = handing_over.propose(johan.phone, told.form())
    both.exchange(johan, siv)
    with pytest.raises(HandoverUnderWay):
        handing_over.propose(johan.phone, told.form())
    [incoming] = proposals.waiting(siv.phone)
    ten = (both.day.time + timedelta(hours=3)).replace(microsecond=0)
    with pytest.raises(RefusalIncomplete):
        taking_over.refuse(siv.phone, incoming.letter, " ", ten)
    taking_over.refuse(siv.phone, incoming.letter, "Ingen bemanning före tio", ten)
    both.exchange(siv, johan, karin)
    refused = handed_over.handover_of(johan.phone, first)
    assert (refused.state, refused.reason, refused.new_start) == (
        HandoverState.REFUSED,
        "Ingen bemanning före tio",
        ten,
    )
    assert told.owners() == {told.here}

    both.pass_time(minutes=5)
    second = handing_over.propose(johan.phone, told.form())
    both.exchange(johan, siv, karin)
    both.pass_time(hours=1, minutes=59)
    assert handed_over.unanswered(johan.phone) == ()
    both.pass_time(minutes=1)
    assert [one.id for one in handed_over.unanswered(johan.phone)] == [second]
    for hands in (siv, karin):
        assert [one.unanswered for one in proposals.waiting(hands.phone)] == [True]
    assert _watched(told, server) == {"Socialnämnden": 1, "Hässelby-Vällingby": 1}

    [late] = proposals.waiting(karin.phone)
    taking_over.take_over(karin.phone, late.letter)
    both.exchange(karin, johan, siv)
    assert _watched(told, server) == {"Socialnämnden": 0, "Hässelby-Vällingby": 0}
    assert handed_over.handover_of(johan.phone, second).state is HandoverState.TAKEN_OVER
    signed = handed_over.of_session(johan.phone, told.session)
    assert [step.kind for step in signed.steps] == [
        StepKind.PROPOSED,
        StepKind.REFUSED,
        StepKind.PROPOSED,
        StepKind.TAKEN_OVER,
    ]
    began, ended = signed.steps[0].at, signed.steps[-1].at
    assert signed.at(began + timedelta(minutes=90)) == told.here
    assert signed.at(ended - timedelta(seconds=1)) == told.here
    assert signed.at(ended) == told.there


def test_what_is_taken_back_cannot_be_taken_over_and_the_other_way_round(told: Night) -> None:
    both, johan, siv = told.both, told.both.johan, told.siv
    first = handing_over.propose(johan.phone, told.form())
    both.exchange(johan, siv)
    [incoming] = proposals.waiting(siv.phone)
    handing_over.withdraw(johan.phone, first)
    johan.sync()
    with pytest.raises(TakenBackAlready):
        taking_over.take_over(siv.phone, incoming.letter)
    both.exchange(siv, johan)
    assert list(proposals.waiting(siv.phone)) == []
    assert visits.contacts(siv.phone) == []
    assert handed_over.handover_of(johan.phone, first).state is HandoverState.WITHDRAWN

    second = handing_over.propose(johan.phone, told.form())
    both.exchange(johan, siv)
    [again] = proposals.waiting(siv.phone)
    taking_over.take_over(siv.phone, again.letter)
    handing_over.withdraw(johan.phone, second)
    with pytest.raises(GoneMeanwhile):
        handing_over.withdraw(johan.phone, second)
    johan.sync()
    assert told.owners() == {told.here}
    both.exchange(siv, johan)

    assert handed_over.handover_of(johan.phone, second).state is HandoverState.TAKEN_OVER
    assert handed_over.owner_of(johan.phone, told.named["Amina"]) == told.there
