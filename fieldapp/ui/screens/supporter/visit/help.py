"""What the person needs, what was given, and whether it was acute."""

from functools import partial

import flet as ft

from fieldapp.domain.visit_choices import AcuteAction, Need, SupportGiven
from fieldapp.domain.visit_form import toggled
from fieldapp.ui import components as c
from fieldapp.ui.calls import call
from fieldapp.ui.component import component
from fieldapp.ui.hooks import memo
from fieldapp.ui.screens.supporter.visit.who import Answer
from fieldapp.ui.words import _

FIRST_NEEDS = (
    Need.TALK,
    Need.INFORMATION_ABOUT_INCIDENT,
    Need.INFORMATION_ABOUT_REACTIONS,
    Need.FOOD_AND_REST,
    Need.CONTACT_WITH_RELATIVES,
    Need.CHILD_AND_PARENT_SUPPORT,
    Need.SAFETY,
    Need.INTERPRETER,
)
MORE_NEEDS = tuple(need for need in Need if need not in FIRST_NEEDS)
NUMBERS = {AcuteAction.EMERGENCY_112: "112", AcuteAction.HEALTH_LINE_1177: "1177"}


@component
def _Needs(needs: tuple[Need, ...], error: str, answer: Answer) -> ft.Control:
    opened, open_more = ft.use_state(any(need in MORE_NEEDS for need in needs))
    offered = FIRST_NEEDS + MORE_NEEDS if opened else FIRST_NEEDS
    words = _("Show more needs ({n})").format(n=len(MORE_NEEDS))
    more = [] if opened else [c.quiet(words, lambda: open_more(True), ft.Icons.EXPAND_MORE)]
    tiles = c.choices(
        c.options(offered), needs, lambda need: answer(needs=toggled(needs, need)), several=True, name=_("Needs")
    )
    return c.question("needs", _("Needs"), tiles, *more, helper=_("Choose at least one"), done=bool(needs), error=error)


@component
def _Support(given: tuple[SupportGiven, ...], error: str, answer: Answer) -> ft.Control:
    def choose(support: SupportGiven) -> None:
        answer(support_given=toggled(given, support, SupportGiven.NOTHING_DECLINED))

    tiles = c.choices(c.options(SupportGiven), given, choose, several=True, name=_("Support given"))
    return c.question(
        "support", _("Support given"), tiles, helper=_("Choose at least one"), done=bool(given), error=error
    )


@component
def _Acute(actions: tuple[AcuteAction, ...], error: str, answer: Answer) -> ft.Control:
    def choose(action: AcuteAction) -> None:
        answer(acute_actions=toggled(actions, action, AcuteAction.NO_DANGER))

    calls = [_call(NUMBERS[action]) for action in actions if action in NUMBERS]
    tiles = c.choices(c.options(AcuteAction), actions, choose, several=True, name=_("Acute danger right now?"))
    return c.question(
        "acute",
        _("Acute danger right now?"),
        tiles,
        *calls,
        helper=_("Danger to life: call 112 first, write afterwards"),
        done=bool(actions),
        error=error,
    )


def _call(number: str) -> ft.Control:
    return c.primary(_("Call {number}").format(number=number), partial(call, number), ft.Icons.CALL)


Needs = memo(_Needs)
Support = memo(_Support)
Acute = memo(_Acute)
