"""The card about a child: who looks after it now, who has been told, and the duty to report."""

from collections.abc import Callable
from datetime import datetime

import flet as ft

from fieldapp.domain.contact_choices import ChildConcern, GuardianInformed
from fieldapp.domain.visit_choices import LeftWith
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import memo, one
from fieldapp.ui.screens.supporter.time_row import time_row
from fieldapp.ui.screens.supporter.visit.who import Answer
from fieldapp.ui.words import _

Now = Callable[[], datetime]


@component
def _Child(
    alone: bool | None, informed: GuardianInformed | None, reason: str, error: str, answer: Answer
) -> ft.Control:
    yes_no = [c.Option(True, _("Yes")), c.Option(False, _("No"))]
    advice = [c.notice(c.status.child_alone(), _("Call a guardian, otherwise the social emergency unit"), live=True)]
    told = c.choices(c.options(GuardianInformed), one(informed), lambda chosen: answer(guardian_informed=chosen))
    return c.question(
        "child_alone",
        _("Child"),
        c.text(_("Is the child without a guardian?"), "title_small"),
        c.choices(yes_no, one(alone), lambda chosen: answer(child_alone=chosen)),
        *(advice if alone else []),
        c.text(_("Has a guardian been told? (optional)"), "title_small"),
        told,
        *(_reason(reason, answer) if informed is GuardianInformed.UNSUITABLE else []),
        done=alone is not None,
        error=error,
    )


def _reason(reason: str, answer: Answer) -> list[ft.Control]:
    return [c.TextAnswer(_("Why not suitable?"), reason, lambda typed: answer(guardian_informed_reason=typed))]


@component
def _LeftWithWhom(left_with: LeftWith | None, error: str, answer: Answer) -> ft.Control:
    tiles = c.choices(
        c.options(LeftWith), one(left_with), lambda chosen: answer(left_with=chosen), columns=1, name=_("Left with")
    )
    return c.question("left_with", _("Left with"), tiles, done=left_with is not None, error=error)


@component
def _Concern(concern: ChildConcern, at: datetime | None, now: Now, answer: Answer) -> ft.Control:
    def choose(chosen: ChildConcern) -> None:
        reported = chosen is ChildConcern.REPORTED
        answer(child_concern=chosen, child_concern_at=(at or now()) if reported else None)

    when = [time_row(_("Done at"), at, lambda moment: answer(child_concern_at=moment))] if at else []
    return c.question(
        "concern",
        _("Report of concern"),
        c.long_choices(c.options(ChildConcern), [concern], choose),
        *when,
        helper=_("Report at once, to the social services. Do not write the content here."),
    )


Child = memo(_Child)
LeftWithWhom = memo(_LeftWithWhom)
Concern = memo(_Concern)
