"""What ends an exercise, and what is still said after it."""

import pytest

from sync.protocol.circle import Role
from sync.protocol.statement import Kind
from tests.protocol.people import BoardInTest
from tests.protocol.test_roster import refused


@pytest.fixture
def exercise() -> BoardInTest:
    return BoardInTest(exercise=True)


def test_only_an_exercise_can_be_ended_and_only_by_a_supervisor(exercise: BoardInTest) -> None:
    real, anna = BoardInTest(), exercise.with_role(Role.SUPPORTER)

    assert refused(real, real.made(Kind.EXERCISE_ENDED, real.supervisor.signing)) == "not_an_exercise"
    assert refused(exercise, exercise.made(Kind.EXERCISE_ENDED, anna.signing)) == "not_a_supervisor"


def test_after_its_end_phones_only_say_that_they_are_empty(exercise: BoardInTest) -> None:
    anna = exercise.with_role(Role.SUPPORTER)
    exercise.say(Kind.EXERCISE_ENDED, exercise.supervisor.signing)
    wiped = {"device": anna.id.hex(), "reason": "exercise_ended", "left": 0, "in_file": False}

    assert refused(exercise, exercise.made(Kind.SESSION_OPENED, anna.signing, session=bytes(16).hex())) == (
        "exercise_ended"
    )
    assert refused(exercise, exercise.made(Kind.EXERCISE_ENDED, exercise.supervisor.signing)) == "exercise_ended"

    exercise.say(Kind.DEVICE_WIPED, anna.delivery, **wiped)

    assert exercise.roster.devices[anna.id].wiped
