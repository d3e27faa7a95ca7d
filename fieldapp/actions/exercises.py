"""Ending an exercise: it is evaluated first, as everything is, and then every phone of it is emptied."""

from fieldapp.actions import evaluating, sessions
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import ExerciseNotEvaluated, ExerciseOver, NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ExerciseView
from fieldapp.domain.evaluation import EvaluationStage
from fieldapp.domain.permissions import Action
from sync.protocol.statement import Kind

_KEPT, _KEY = "exercise_kept", "evaluation"


def ending(phone: Phone) -> ExerciseView:
    """What has to be there before it can end: every session looked back on, and that saved as a file."""
    evaluations = {one: evaluating.evaluation_of(phone, one.id) for one in sessions.sessions(phone)}
    finished = any(said.stage is EvaluationStage.FINISHED for said in evaluations.values())
    return ExerciseView(
        not_evaluated=tuple(one for one, said in evaluations.items() if not said.is_settled),
        kept=not finished or phone.store.get(_KEPT, _KEY) is not None,
        phones=sum(device.is_active and device.id != phone.id for device in phone.roster.devices.values()),
    )


def note_kept(phone: Phone) -> None:
    """An evaluation of this board was saved as a file: the only thing of an exercise that stays."""
    if phone.exercise:
        with phone.store.one_write() as write:
            write.put(_KEPT, _KEY, {"at": phone.now().isoformat()})


def end(phone: Phone) -> None:
    """Every phone is emptied at its next contact, this one too.

    Raises NotAllowed, ExerciseNotEvaluated, and what stands in sync.client.errors.
    """
    check_allowed(phone, Action.END_EXERCISE)
    if not phone.exercise:
        raise NotAllowed
    if not ending(phone).is_ready:
        raise ExerciseNotEvaluated
    phone.link.append(Kind.EXERCISE_ENDED)


def check_goes_on(phone: Phone) -> None:
    """Raises ExerciseOver."""
    if phone.roster.exercise_ended_at:
        raise ExerciseOver
