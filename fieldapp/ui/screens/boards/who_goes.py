"""One person in a handover: whether she agrees and to what, another ground, or the day you are in touch."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import handing_over
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentContent, GivenBy
from fieldapp.domain.handover_items import HandoverItem
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one, use_made
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Outcome
from fieldapp.ui.words import _, ngettext

REASON_CHARACTERS: Final = 300
YES: Final = "yes"
NO: Final = "no"
GROUND: Final = "ground"
DAYS: Final = (1, 3, 7)
CONTENT: Final = (
    ConsentContent.NAME,
    ConsentContent.PHONE,
    ConsentContent.AGE,
    ConsentContent.NEEDS,
    ConsentContent.LANGUAGE,
)
_ADULT: Final = (GivenBy.PERSON,)
_CHILD: Final = (GivenBy.BOTH_GUARDIANS, GivenBy.SOLE_GUARDIAN, GivenBy.GUARDIAN, GivenBy.OTHER_GUARDIAN)


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    """What is being answered; `days`: from today until somebody here is in touch."""

    answer: str | None = None
    content: tuple[ConsentContent, ...] = (ConsentContent.NAME, ConsentContent.PHONE)
    giver: GivenBy | None = None
    basis: Basis | None = None
    reason: str = ""
    days: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.answer and not self.days


Set = Callable[[Said], Outcome]


@screen
def WhoGoes() -> ft.View:
    lock, phone = use_lock(), use_phone()
    place = ft.use_route_params()
    session, board, contact_id = place["id"], place["board"], place["contact"]
    said, set_said = use_made(Said)
    tried, set_tried = ft.use_state(False)
    errand, run = use_errand()
    back = addresses.hand_over_to(session, board)
    found = next((item for item in handing_over.items(phone, session, board) if item.contact.id == contact_id), None)
    page = partial(page_view, lock, phone, addresses.who_goes(session, board, contact_id), back=going(back))
    if found is None:
        return page(_("Handover"), c.trouble(_("It is not here"), _("Go back and open it again.")))
    givers = _CHILD if found.contact.is_child else _ADULT

    async def save() -> None:
        set_tried(True)
        only = givers[0] if len(givers) == 1 else None
        told = replace(said, giver=said.giver or only)
        if not said.is_empty and await run("save", _keep, phone, contact_id, board, told):
            await go(back)

    return page(
        found.contact.code,
        *([c.trouble(_("It was not saved"), errand.problem)] if errand.problem else []),
        *_questions(phone, found, said, set_said, givers, tried=tried),
        bottom=c.bottom_bar(c.primary(_("Save"), save, ft.Icons.CHECK, busy=_("Saving…") if errand.going_on else "")),
    )


def _keep(phone: Phone, contact_id: str, board: str, said: Said) -> None:
    if said.answer == GROUND:
        handing_over.record_basis(phone, contact_id, board, said.basis, said.reason, said.content)
    elif said.answer in (YES, NO):
        answer = ConsentAnswer.YES if said.answer == YES else ConsentAnswer.NO
        content = said.content if said.answer == YES else ()
        handing_over.record_consent(phone, contact_id, board, said.giver, answer, content)
    if said.days:
        handing_over.retain(phone, contact_id, phone.today() + timedelta(days=said.days))


def _questions(
    phone: Phone, found: HandoverItem, said: Said, set_said: Set, givers: tuple[GivenBy, ...], *, tried: bool
) -> list[ft.Control]:
    answers = c.choices(
        _answers(phone), one(said.answer), lambda answer: set_said(replace(said, answer=answer)), columns=1
    )
    error = _("Choose one, or a day") if tried and said.is_empty else ""
    shown = [
        c.question(
            "answer", _("May the other board know who this is?"), answers, error=error, done=said.answer is not None
        )
    ]
    if said.answer in (YES, NO) and len(givers) > 1:
        shown.append(_givers(givers, said.giver, lambda giver: set_said(replace(said, giver=giver))))
    if said.answer == GROUND:
        shown.append(_ground(said, set_said))
    if said.answer in (YES, GROUND):
        shown.append(_content(said, set_said))
    elif found.due is None:
        shown.append(_days(said.days, lambda days: set_said(replace(said, days=days))))
    return shown


def _answers(phone: Phone) -> list[c.Option[str]]:
    offered = [c.Option(YES, _("Yes, the person agrees")), c.Option(NO, _("No, stays with us"))]
    if allowed(phone, Deed.DECIDE_WITHOUT_CONSENT):
        offered.append(c.Option(GROUND, _("Another ground, I decide")))
    return offered


def _givers(givers: tuple[GivenBy, ...], chosen: GivenBy | None, choose: Callable[[GivenBy], Outcome]) -> ft.Control:
    offered = c.choices(c.options(givers), one(chosen), choose, columns=1)
    return c.question("giver", _("Who has answered?"), offered, done=chosen is not None)


def _ground(said: Said, set_said: Set) -> ft.Control:
    offered = c.choices(
        c.options(Basis), one(said.basis), lambda basis: set_said(replace(said, basis=basis)), columns=1
    )
    why = c.field(
        _("Reason"),
        said.reason,
        lambda words: set_said(replace(said, reason=words)),
        lines=2,
        max_length=REASON_CHARACTERS,
    )
    is_done = said.basis is not None and bool(said.reason.strip())
    return c.question("ground", _("On which ground?"), offered, why, done=is_done)


def _content(said: Said, set_said: Set) -> ft.Control:
    def turn(what: ConsentContent) -> Outcome:
        chosen = {*said.content} ^ {what}
        return set_said(replace(said, content=tuple(each for each in CONTENT if each in chosen)))

    offered = c.choices(c.options(CONTENT), said.content, turn, several=True)
    return c.question("content", _("What may be told?"), offered, done=True)


def _days(chosen: int, choose: Callable[[int], Outcome]) -> ft.Control:
    offered = [c.Option(days, ngettext("In {n} day", "In {n} days", days).format(n=days)) for days in DAYS]
    helper, tiles = _("Whoever stays with you needs a day."), c.choices(offered, [chosen], choose)
    return c.question("day", _("When are you in touch?"), tiles, helper=helper, done=bool(chosen))
