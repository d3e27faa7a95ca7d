"""How old, and how the person is affected."""

import flet as ft

from fieldapp.domain.contact_choices import AffectedAs, AgeBand
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import memo, one
from fieldapp.ui.screens.supporter.visit.who import Answer
from fieldapp.ui.words import _


@component
def _Age(age: AgeBand | None, error: str, answer: Answer) -> ft.Control:
    tiles = c.choices(
        c.options(AgeBand), one(age), lambda chosen: answer(age_band=chosen), columns=4, short=True, name=_("How old?")
    )
    return c.question("age", _("How old?"), tiles, helper=_("Approximately"), done=age is not None, error=error)


@component
def _Affected(affected: AffectedAs | None, error: str, answer: Answer) -> ft.Control:
    tiles = c.choices(
        c.options(AffectedAs), one(affected), lambda chosen: answer(affected_as=chosen), name=_("Affected as")
    )
    return c.question("affected", _("Affected as"), tiles, done=affected is not None, error=error)


Age = memo(_Age)
Affected = memo(_Affected)
