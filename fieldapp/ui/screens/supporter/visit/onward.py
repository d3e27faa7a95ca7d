"""What happens next, a short note, and what the person has been told."""

import flet as ft

from fieldapp.domain.visit_choices import Outcome
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import memo, one
from fieldapp.ui.screens.supporter.visit.who import Answer
from fieldapp.ui.words import N_, _, label

ORDER = (
    Outcome.FOLLOW_UP_BY_US,
    Outcome.INFORMATION_GIVEN,
    Outcome.SIGNPOSTED,
    Outcome.REFERRED,
    Outcome.DECLINED_MAY_RECONTACT,
    Outcome.DECLINED,
    Outcome.UNKNOWN,
)
EXPLAINED = {
    Outcome.FOLLOW_UP_BY_US: N_("Next step: agree on time and way"),
    Outcome.INFORMATION_GIVEN: N_("The person copes and has been given information"),
    Outcome.SIGNPOSTED: N_("The person knows where to turn"),
    Outcome.REFERRED: N_("We contact a recipient, with consent"),
    Outcome.DECLINED_MAY_RECONTACT: N_("Next step: ask when we may be in touch"),
}
NOTE_CHARACTERS = 500


@component
def _Onward(outcome: Outcome | None, error: str, answer: Answer) -> ft.Control:
    offered = [c.Option(one, label(one), _(EXPLAINED[one]) if one in EXPLAINED else "") for one in ORDER]
    tiles = c.long_choices(offered, one(outcome), lambda chosen: answer(outcome=chosen))
    return c.question("outcome", _("What happens next?"), tiles, done=outcome is not None, error=error)


@component
def _Note(note: str, answer: Answer) -> ft.Control:
    field = c.TextAnswer(_("Note"), note, lambda words: answer(note=words), lines=2, max_length=NOTE_CHARACTERS)
    return c.question(
        "note",
        _("Short note (optional)"),
        field,
        helper=_("Do not write what happened, no other names, no diagnoses"),
    )


@component
def _Told(told: bool, error: str, answer: Answer) -> ft.Control:
    words = _("Yes, about confidentiality, the duty to report and what is written")
    tile = c.tick(words, told, lambda now: answer(info_given=now))
    return c.question("told", _("Have you told what is written?"), tile, done=told, error=error)


Onward = memo(_Onward)
Note = memo(_Note)
Told = memo(_Told)
