"""The form for a visit: what is still unanswered, and what the answers become."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from fieldapp.domain.contact_choices import (
    AffectedAs,
    AgeBand,
    ChildConcern,
    Connection,
    ContactWay,
    GuardianInformed,
    IdentityLevel,
    ProtectedGrade,
    is_child,
)
from fieldapp.domain.form_json import answers_of, form_from
from fieldapp.domain.visit_choices import (
    AcuteAction,
    FollowUpReason,
    LeftWith,
    Need,
    Outcome,
    Reaction,
    SupportGiven,
    VisitMode,
)
from sync.errors import FixAndRetry

Option = TypeVar("Option", bound=StrEnum)


class Question(StrEnum):
    """In the order on the page."""

    NAME = "name"
    PROTECTED_GRADE = "protected_grade"
    AGE = "age"
    CHILD_ALONE = "child_alone"
    LEFT_WITH = "left_with"
    AFFECTED = "affected"
    NEEDS = "needs"
    SUPPORT = "support"
    ACUTE = "acute"
    OUTCOME = "outcome"
    TOLD = "told"


ALWAYS_ASKED: Final = (
    Question.AGE,
    Question.AFFECTED,
    Question.NEEDS,
    Question.SUPPORT,
    Question.ACUTE,
    Question.OUTCOME,
    Question.TOLD,
)


class VisitIncomplete(FixAndRetry):
    """The visit cannot be saved yet. Answer the questions that are marked, then save again."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class VisitForm:
    identity_level: IdentityLevel = IdentityLevel.ANONYMOUS
    name: str = ""
    protected_grade: ProtectedGrade | None = None
    assigned_staff: tuple[str, ...] = ()
    contact_way: ContactWay | None = None
    age_band: AgeBand | None = None
    affected_as: AffectedAs | None = None
    connection: Connection | None = None
    language: str = ""
    interpreter: bool = False
    needs: tuple[Need, ...] = ()
    support_given: tuple[SupportGiven, ...] = ()
    acute_actions: tuple[AcuteAction, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    followup_reasons: tuple[FollowUpReason, ...] = ()
    outcome: Outcome | None = None
    note: str = ""
    info_given: bool = False
    child_alone: bool | None = None
    left_with: LeftWith | None = None
    guardian_informed: GuardianInformed | None = None
    guardian_informed_reason: str = ""
    child_concern: ChildConcern = ChildConcern.NOT_RELEVANT
    child_concern_at: datetime | None = None
    mode: VisitMode = VisitMode.VISIT
    site: str = ""
    started_at: datetime | None = None
    duration_min: int = 0
    returning_code: str = ""
    written_again: bool = False

    @property
    def is_child(self) -> bool:
        return is_child(self.age_band)

    @property
    def is_protected(self) -> bool:
        return self.identity_level is IdentityLevel.PROTECTED


_UNANSWERED: Final[Mapping[Question, Callable[[VisitForm], bool]]] = {
    Question.NAME: lambda form: form.identity_level.has_name and not form.name.strip(),
    Question.PROTECTED_GRADE: lambda form: form.is_protected and form.protected_grade is None,
    Question.AGE: lambda form: form.age_band is None,
    Question.CHILD_ALONE: lambda form: form.is_child and form.child_alone is None,
    Question.LEFT_WITH: lambda form: form.is_child and form.child_alone is True and form.left_with is None,
    Question.AFFECTED: lambda form: form.affected_as is None,
    Question.NEEDS: lambda form: not form.needs,
    Question.SUPPORT: lambda form: not form.support_given,
    Question.ACUTE: lambda form: not form.acute_actions,
    Question.OUTCOME: lambda form: form.outcome is None,
    # Somebody who just left could not be told; asking for a yes would teach people to tick without telling.
    Question.TOLD: lambda form: not form.info_given and form.outcome is not Outcome.UNKNOWN,
}


def missing(form: VisitForm) -> tuple[Question, ...]:
    """What has to be answered before the visit can be saved, in the order on the page."""
    return tuple(question for question in Question if _UNANSWERED[question](form))


def check_complete(form: VisitForm) -> None:
    """Raises VisitIncomplete; so a child alone is never let go without a word on with whom."""
    if missing(form):
        raise VisitIncomplete


def toggled(chosen: tuple[Option, ...], option: Option, alone: Option | None = None) -> tuple[Option, ...]:
    """The choice after a tap on `option`; `alone` is the one that excludes all others ("nothing", "no danger")."""
    if option in chosen:
        return tuple(other for other in chosen if other != option)
    if option == alone:
        return (option,)
    return (*(other for other in chosen if other != alone), option)


def contact_answers(form: VisitForm) -> dict[str, Any]:
    """What a new_change sets on the contact; an answer to a question that no longer applies stays behind."""
    answers = {
        "identity_level": form.identity_level,
        "age_band": form.age_band,
        "affected_as": form.affected_as,
        "connection": form.connection,
        "language": form.language,
        "interpreter": form.interpreter,
        "name": form.name.strip() if form.identity_level.has_name else "",
    }
    return _given(answers | _child_answers(form) | _protected_answers(form))


def visit_answers(form: VisitForm) -> dict[str, Any]:
    """What a new_change sets on the visit."""
    return _given(
        {
            "started_at": form.started_at,
            "duration_min": form.duration_min,
            "mode": form.mode,
            "site": form.site,
            "needs": form.needs,
            "support_given": form.support_given,
            "acute_actions": form.acute_actions,
            "reactions": form.reactions,
            "followup_reasons": form.followup_reasons,
            "outcome": form.outcome,
            "note": form.note.strip(),
            "info_given": form.info_given,
            "left_with": form.left_with if form.is_child and form.child_alone else None,
            "returning_code": form.returning_code,
        }
    )


def to_json(form: VisitForm) -> dict[str, Any]:
    return answers_of(form)


def from_json(draft: Mapping[str, Any]) -> VisitForm:
    """A draft as it was; what this version does not know is left out."""
    return form_from(VisitForm, draft)


def _child_answers(form: VisitForm) -> dict[str, Any]:
    if not form.is_child:
        return {}
    return {
        "child_alone": form.child_alone,
        "guardian_informed": form.guardian_informed,
        "guardian_informed_reason": form.guardian_informed_reason.strip(),
        "child_concern": form.child_concern,
        "child_concern_at": form.child_concern_at,
    }


def _protected_answers(form: VisitForm) -> dict[str, Any]:
    if not form.is_protected:
        return {}
    return {
        "protected_grade": form.protected_grade,
        "assigned_staff": form.assigned_staff,
        "contact_way": form.contact_way,
    }


def _given(answers: dict[str, Any]) -> dict[str, Any]:
    return {field: answer for field, answer in answers.items() if answer not in (None, "", ())}
