"""Looking back on a session: what people write, what is to become better, and putting the session away."""

from datetime import date

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.births import born_id, fresh
from fieldapp.actions.errors import GoneMeanwhile, SessionStillOpen
from fieldapp.actions.phone import Phone
from fieldapp.actions.queue import follow_ups, referrals
from fieldapp.domain.closing import archive_gaps, check_move
from fieldapp.domain.evaluation import (
    ACTION_CHARACTERS,
    OWNER_CHARACTERS,
    TEXT_CHARACTERS,
    Evaluation,
    EvaluationIncomplete,
    EvaluationStage,
    EvaluationText,
    Improvement,
    ImprovementState,
    WaiverReasonMissing,
    check_improvement,
)
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.merge import shown
from fieldapp.domain.permissions import Action
from fieldapp.domain.referral import Referral
from fieldapp.domain.session import SessionState
from fieldapp.store import records
from sync.protocol.circle import Circle

_ONE = "evaluation"


def may_evaluate(phone: Phone) -> bool:
    return allowed(phone, Action.EVALUATE)


def evaluation_of(phone: Phone, session_id: str) -> Evaluation:
    """An empty one while nobody has begun."""
    record = records.record(phone.store, "evaluation", _id_of(session_id))
    return Evaluation.from_record(record) if record else Evaluation(session_id=session_id)


def stage(phone: Phone, session_id: str) -> EvaluationStage:
    return evaluation_of(phone, session_id).stage


def _id_of(session_id: str) -> str:
    return born_id(_shared(session_id), "evaluation", _ONE)


def _shared(session_id: str) -> Circle:
    return Circle.shared(bytes.fromhex(session_id))


def begin(phone: Phone, session_id: str) -> None:
    """The figures are kept from here; a second begin changes nothing. Raises NotAllowed."""
    _check_may_evaluate(phone)
    if stage(phone, session_id) is EvaluationStage.NOT_BEGUN:
        _set(phone, session_id, started_at=phone.now())


def _check_may_evaluate(phone: Phone) -> None:
    check_allowed(phone, Action.EVALUATE)


def _set(phone: Phone, session_id: str, **fields: object) -> None:
    _check_may_evaluate(phone)
    with one_action(phone) as action:
        # One for each session, whoever begins it: its name is always the same.
        action.create(_shared(session_id), "evaluation", _ONE, session_id=session_id, **fields)


def write(phone: Phone, session_id: str, texts: dict[EvaluationText, str]) -> None:
    """What people wrote, and only what they changed. Raises NotAllowed."""
    begin(phone, session_id)
    before = evaluation_of(phone, session_id)
    changed = {which.value: text.strip()[:TEXT_CHARACTERS] for which, text in texts.items()}
    changed = {name: text for name, text in changed.items() if text != before.text(EvaluationText(name))}
    if changed:
        _set(phone, session_id, **changed)


def finish(phone: Phone, session_id: str) -> None:
    """Raises NotAllowed, EvaluationIncomplete."""
    if evaluation_of(phone, session_id).missing:
        raise EvaluationIncomplete
    _set(phone, session_id, finished_at=phone.now())


def waive(phone: Phone, session_id: str, reason: str) -> None:
    """The session goes without an evaluation. Raises NotAllowed, WaiverReasonMissing."""
    if not reason.strip():
        raise WaiverReasonMissing
    _set(phone, session_id, waived_reason=reason.strip()[:ACTION_CHARACTERS])


def improvements(phone: Phone, session_id: str) -> tuple[Improvement, ...]:
    """The earliest due first, those that are done last."""
    found = (Improvement.from_record(record) for record in records.records(phone.store, "improvement_action"))
    ours = [one for one in found if one.session_id == session_id]
    return tuple(sorted(ours, key=lambda one: (one.state is ImprovementState.DONE, one.due or date.max, one.id)))


def improve(phone: Phone, session_id: str, text: str, owner: str, due: date | None) -> str:
    """What is to become better, who sees to it, by when; gives its id. Raises NotAllowed, ImprovementIncomplete."""
    _check_may_evaluate(phone)
    check_improvement(text, owner, due)
    told = {"text": text.strip()[:ACTION_CHARACTERS], "owner": owner.strip()[:OWNER_CHARACTERS], "due": due}
    with one_action(phone) as action:
        fields = {"session_id": session_id, "state": ImprovementState.OPEN, **told}
        return action.create(_shared(session_id), "improvement_action", fresh(), **fields)


def move_improvement(phone: Phone, improvement_id: str, state: ImprovementState) -> None:
    """Raises NotAllowed, GoneMeanwhile."""
    home = records.circle_of(phone.store, "improvement_action", improvement_id)
    _check_may_evaluate(phone)
    if home is None:
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.set(home, "improvement_action", improvement_id, state=state)


def is_archived(phone: Phone, session_id: str) -> bool:
    record = records.record(phone.store, "session", session_id)
    return record is not None and shown(record, "state") == SessionState.ARCHIVED


def open_promises(phone: Phone, session_id: str) -> tuple[str, ...]:
    """The follow-ups and referrals of this session that nobody has kept yet."""
    promised: list[FollowUp | Referral] = [*follow_ups(phone), *referrals(phone)]
    return tuple(one.id for one in promised if one.is_open and one.session_id == session_id)


def archive(phone: Phone, session_id: str) -> None:
    """Puts a closed session away. Raises NotAllowed, SessionStillOpen, NotReadyToArchive, MoveNotPossible."""
    _check_may_evaluate(phone)
    if not phone.roster.is_closed(bytes.fromhex(session_id)):
        raise SessionStillOpen
    state = SessionState.ARCHIVED if is_archived(phone, session_id) else SessionState.CLOSED
    settled = evaluation_of(phone, session_id).is_settled
    gaps = archive_gaps(open_promises(phone, session_id), evaluation_settled=settled)
    check_move(state, SessionState.ARCHIVED, gaps)
    with one_action(phone) as action:
        action.set(_shared(session_id), "session", session_id, state=SessionState.ARCHIVED)
