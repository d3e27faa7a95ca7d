"""In the demo: what to do next, from the alarm to the evaluation. On the first page of each role."""

from datetime import datetime
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import walkthrough as actions
from fieldapp.actions.allowed import role_of
from fieldapp.domain.member import Role
from fieldapp.domain.walkthrough import Step, Walkthrough
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.screens.boards import addresses as boards
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.supporter.fold import fold
from fieldapp.ui.state import Shell, use_phone
from fieldapp.ui.words import N_, _, label

I = ft.Icons  # noqa: E741 - read as a table of icons
TOLD: Final = {
    Step.OPEN_SESSION: N_(
        "A shooting in Hässelby gård. The alarm came from the duty officer. Four answers open the session, also without"
        " coverage."
    ),
    Step.MEET_ANONYMOUS: N_("A neighbour who saw it. No name is needed. Choose that there is no follow-up."),
    Step.MEET_AND_PROMISE: N_(
        "A relative of the injured. Write her first name, choose that we follow up, and agree a call within a week."
    ),
    Step.SECURE: N_("The phone sends by itself. Wait until nothing is only on this phone."),
    Step.HAND_OVER: N_(
        "It is morning. Ask her whether she may be handed over, tick the checklist and send it to Hässelby-Vällingby."
        " You answer for everybody until they have taken over."
    ),
    Step.TAKE_OVER: N_(
        "It comes by itself when Johan has handed over. See who comes with a name, and take over: from then on"
        " you answer for them."
    ),
    Step.RECEIVE: N_("It comes by itself. Do the steps on Johan's and Siv's pages first."),
    Step.CALL: N_("Open the person: that is logged. Nobody is called for real. Note an attempt."),
    Step.REFER: N_(
        "Choose a recipient and what may be told. Nothing is sent by saving: say afterwards that it is sent."
    ),
    Step.TAKE_WEEK: N_("The card below says how many are open, due and overdue. Take it over."),
    Step.START_CLOSING: N_("Nobody can join any more. The phones hand over what they have."),
    Step.CLOSE: N_(
        "The gate says what is left. Keep the others' pages open until their phones have handed over everything."
    ),
    Step.EVALUATE: N_("Look at the coverage. Write what worked and what did not, and finish."),
}
OVER: Final = {
    Role.SOCIAL_EMERGENCY: N_("Your steps are done. Go on as the coordinator: open Siv's page."),
    Role.SUPPORTER: N_("Your steps are done. Go on as the coordinator: open Siv's page."),
    Role.COORDINATOR: N_("Your steps are done. Go on as the supervisor: open Karin's page."),
    Role.SUPERVISOR: N_("Your steps are done. You have gone the whole way, from the alarm to the evaluation."),
}


def walkthrough_card(shell: Shell, *, folded: bool = False) -> list[ft.Control]:
    """Nothing outside the demo. `folded`: where there is work to do, only the name of the next step."""
    return [WalkthroughCard(shell.guided_since, folded)] if shell.guided_since else []


@component
def WalkthroughCard(since: datetime, folded: bool) -> ft.Control:
    phone = use_phone()
    opened, turn = ft.use_state(not folded)
    found = actions.walkthrough(phone, since)
    count = _("{done} of {total} done").format(done=found.done_count, total=len(found.steps))
    told = count if opened or found.next is None else label(found.next)
    head = [c.text(_("Exercise: the next step"), "title_medium"), c.hint(told)]
    lines = [*_next(found, role_of(phone)), *map(partial(_line, found), found.steps)]
    stretch = ft.CrossAxisAlignment.STRETCH
    inside = ft.Column([*lines], spacing=10, tight=True, horizontal_alignment=stretch)
    school = c.icon(I.SCHOOL_OUTLINED, 26)
    return fold(*head, opened=opened, turn=lambda: turn(not opened), inside=inside, before=school)


def _next(found: Walkthrough, role: Role) -> list[ft.Control]:
    step = found.next
    if step is None:
        return [c.text(_(OVER.get(role, "")), "body_large")]
    place = place_of(found, step)
    button = [c.secondary(_("Show me where"), going(place), I.ARROW_FORWARD)] if place else []
    return [c.text(label(step), "title_small"), c.text(_(TOLD[step]), "body_medium"), *button]


def _line(found: Walkthrough, step: Step) -> ft.Control:
    """A step and how it stands, also for the ear."""
    is_done = step in found.done
    mark = I.CHECK if is_done else I.ARROW_FORWARD if step is found.next else I.RADIO_BUTTON_UNCHECKED
    words = _("Done: {step}") if is_done else _("Next: {step}") if step is found.next else _("Later: {step}")
    return c.fact(mark, words.format(step=label(step)), style="body_small")


def place_of(found: Walkthrough, step: Step) -> str:
    """Where it is done; "" when it comes by itself."""
    session = addresses.session(found.session_id)
    return {
        Step.OPEN_SESSION: "/open",
        Step.MEET_ANONYMOUS: "/visit",
        Step.MEET_AND_PROMISE: "/visit",
        Step.SECURE: places.SAFETY,
        Step.HAND_OVER: boards.hand_over(found.session_id),
        Step.TAKE_OVER: boards.incoming(found.letter) if found.letter else "",
        Step.CALL: places.person(found.contact_id),
        Step.REFER: places.referral(found.referral_id) if found.referral_id else places.refer(found.contact_id),
        Step.START_CLOSING: session,
        Step.CLOSE: session,
        Step.EVALUATE: addresses.evaluation(found.session_id),
    }.get(step, "")
