"""The questions in the order of the page; those that do not apply are not there."""

from collections.abc import Collection

import flet as ft

from fieldapp.domain.visit_form import Question, VisitForm
from fieldapp.ui.screens.supporter.visit.child import Child, Concern, LeftWithWhom, Now
from fieldapp.ui.screens.supporter.visit.folded import More, TimeAndPlace
from fieldapp.ui.screens.supporter.visit.help import Acute, Needs, Support
from fieldapp.ui.screens.supporter.visit.onward import Note, Onward, Told
from fieldapp.ui.screens.supporter.visit.person import Affected, Age
from fieldapp.ui.screens.supporter.visit.who import Answer, Protected, Who
from fieldapp.ui.screens.supporter.visit.words import error


def questions(
    form: VisitForm,
    left: Collection[Question],
    answer: Answer,
    now: Now,
    *,
    sites: tuple[str, ...] = (),
    names: bool = True,
) -> list[ft.Control]:
    """`sites`: the places of the session, to choose from; `names`: whether the board has them written down."""
    return [*_person(form, left, answer, now, names), *_visit(form, left, answer, now, sites)]


def _person(form: VisitForm, left: Collection[Question], answer: Answer, now: Now, names: bool) -> list[ft.Control]:
    who = Who(form.identity_level, form.name, form.returning_code, error(Question.NAME, left), answer, names)
    grade = error(Question.PROTECTED_GRADE, left)
    protected = [Protected(form.protected_grade, form.contact_way, grade, answer)] if form.is_protected else []
    return [
        who,
        *protected,
        Age(form.age_band, error(Question.AGE, left), answer),
        *(_child(form, left, answer, now) if form.is_child else []),
        Affected(form.affected_as, error(Question.AFFECTED, left), answer),
    ]


def _child(form: VisitForm, left: Collection[Question], answer: Answer, now: Now) -> list[ft.Control]:
    left_open = error(Question.CHILD_ALONE, left)
    alone = Child(form.child_alone, form.guardian_informed, form.guardian_informed_reason, left_open, answer)
    left_with = LeftWithWhom(form.left_with, error(Question.LEFT_WITH, left), answer)
    concern = Concern(form.child_concern, form.child_concern_at, now, answer)
    return [alone, *([left_with] if form.child_alone else []), concern]


def _visit(
    form: VisitForm, left: Collection[Question], answer: Answer, now: Now, sites: tuple[str, ...]
) -> list[ft.Control]:
    return [
        Needs(form.needs, error(Question.NEEDS, left), answer),
        Support(form.support_given, error(Question.SUPPORT, left), answer),
        Acute(form.acute_actions, error(Question.ACUTE, left), answer),
        Onward(form.outcome, error(Question.OUTCOME, left), answer),
        Note(form.note, answer),
        Told(form.info_given, error(Question.TOLD, left), answer),
        TimeAndPlace(form.started_at or now(), form.site, sites, form.mode, form.duration_min, answer),
        More(form, answer),
    ]
