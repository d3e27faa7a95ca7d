"""An exercise (D5): a board of its own that touches nothing real, is evaluated, and is then gone from every phone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions import door, evaluating, exercises, peers, places, rescue, sessions, wiping
from fieldapp.actions.connecting import BoardForm
from fieldapp.actions.errors import ExerciseNotEvaluated, ExerciseOver, NotAllowed, OtherKindOfBoard
from fieldapp.actions.views import Situation
from fieldapp.domain.evaluation import EvaluationText
from fieldapp.store.store_files import files_in
from sync.client.errors import Refused
from sync.protocol.circle import Role
from sync.protocol.members import WipeReason
from sync.protocol.statement import Kind
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer

DRILL = BoardForm("Övning Hässelby", "EX", True, "Karin Chef")


@pytest.fixture
def drill(tmp_path: Path, server: RunningServer) -> Iterator[Story]:
    told = Story(tmp_path / "drill", server.url, server.new_claim_code(), DRILL)
    yield told
    told.end()


def evaluated(chief: Hands, session: str) -> None:
    texts = dict.fromkeys(EvaluationText, "Det gick bra")
    evaluating.write(chief.phone, session, texts)
    evaluating.finish(chief.phone, session)


def emptied(hands: Hands) -> bool:
    """As its page does when the exchange says that the exercise is over."""
    with pytest.raises(ExerciseOver):
        hands.sync()
    door.close_and_wipe_revoked(hands.phone)
    return wiping.go_on(hands.folder) and list(hands.folder.iterdir()) == []


def test_it_is_evaluated_and_kept_first_and_then_every_phone_is_emptied(drill: Story) -> None:
    chief, anna = drill.supervisor, drill.with_role("Anna", Role.SUPPORTER)
    bertil = drill.with_role("Bertil", Role.SUPPORTER)
    session = sessions.open_session(anna.phone, ALARM)
    met(anna)
    drill.sync_all(anna, chief)
    with pytest.raises(ExerciseNotEvaluated):
        exercises.end(chief.phone)
    evaluated(chief, session.id)
    with pytest.raises(ExerciseNotEvaluated):
        exercises.end(chief.phone)
    exercises.note_kept(chief.phone)
    with pytest.raises(NotAllowed):
        exercises.end(anna.phone)
    exercises.end(chief.phone)
    bertil.lock()

    assert emptied(anna)
    assert rescue.why_revoked(bertil.folder) is WipeReason.EXERCISE_ENDED
    door.close_and_wipe(bertil.folder, WipeReason.EXERCISE_ENDED, clock=drill.now)
    assert files_in(bertil.folder) == []
    assert wiping.go_on(bertil.folder)
    assert door.look(bertil.folder).situation is Situation.NEW
    assert emptied(chief)


def test_what_waits_on_a_phone_of_an_exercise_does_not_stop_its_end(drill: Story, server: RunningServer) -> None:
    anna = drill.with_role("Anna", Role.SUPPORTER)
    exercises.end(drill.supervisor.phone)
    server.stop()
    sessions.open_session(anna.phone, ALARM)
    met(anna)
    server.start()

    assert emptied(anna)


def test_a_real_board_cannot_be_ended_like_this(story: Story) -> None:
    with pytest.raises(NotAllowed):
        exercises.end(story.supervisor.phone)
    with pytest.raises(Refused, match="not_an_exercise"):
        story.supervisor.phone.link.append(Kind.EXERCISE_ENDED)


def test_an_exercise_and_a_real_board_never_connect_in_either_direction(story: Story, drill: Story) -> None:
    real, exercise = story.supervisor, drill.supervisor
    for one, other in ((real, exercise), (exercise, real)):
        address = peers.own_address(other.phone)
        with pytest.raises(OtherKindOfBoard):
            peers.read_board_code(one.phone, address.link)
        with pytest.raises(Refused, match="exercise_and_real"):
            peers.pin(one.phone, address, "Den andra")

    assert real.phone.roster.peers == {}
    assert exercise.phone.roster.peers == {}


def test_the_chooser_and_the_lock_say_that_it_is_an_exercise(drill: Story) -> None:
    drill.supervisor.lock()

    assert [place.door.exercise for place in places.known(drill.supervisor.folder)] == [True]
