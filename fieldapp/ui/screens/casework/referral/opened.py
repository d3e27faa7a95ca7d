"""One referral, opened: to whom, what may be told, how it stands, and the next step."""

import asyncio
from dataclasses import dataclass
from functools import partial

import flet as ft

from fieldapp.actions import referral_page as actions
from fieldapp.actions.errors import GoneMeanwhile, NotAssigned
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ReferralView
from fieldapp.domain.read_entry import ReasonMissing
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.casework.reason import use_reason
from fieldapp.ui.screens.casework.referral import parts
from fieldapp.ui.screens.casework.referral.next_step import use_next_step
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """How far the opening has come; what is shown is read again at each drawing."""

    first: ReferralView | None = None
    needs_reason: bool = False
    problem: str = ""


@screen
def ReferralPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    referral_id = ft.use_route_params()["id"]
    opening, set_opening = ft.use_state(Opening())

    async def enter(reason: str) -> None:
        set_opening(await asyncio.to_thread(_opened, phone, referral_id, reason))

    async def enter_at_once() -> None:
        await enter("")

    ft.use_effect(enter_at_once, [referral_id])
    use_reason(opening.needs_reason, enter, places.QUEUE)
    view = _now(phone, opening.first, referral_id)
    steps = use_next_step(phone, view)
    page = partial(page_view, lock, phone, places.referral(referral_id), _("Referral"), back=going(places.QUEUE))
    if view is None or opening.first is None:
        return page(_waiting(opening))
    return page(
        *parts.head(view, opening.first.opened_at),
        *parts.to_whom(view),
        parts.read_out(view),
        *steps.problem,
        aside=[parts.consent(view, steps), parts.clock_card(view, phone), parts.more(view, steps)],
        bottom=steps.bar,
    )


def _opened(phone: Phone, referral_id: str, reason: str) -> Opening:
    try:
        return Opening(first=actions.open_referral(phone, referral_id, reason))
    except ReasonMissing:
        return Opening(needs_reason=True)
    except StodkedjanError as error:
        return Opening(problem=sentence(error))


def _now(phone: Phone, first: ReferralView | None, referral_id: str) -> ReferralView | None:
    """What is written since belongs to the same opening; another referral is another one."""
    if first is None or first.card.referral_id != referral_id:
        return None
    try:
        return actions.reread_referral(phone, referral_id)
    except (GoneMeanwhile, NotAssigned):
        return first


def _waiting(opening: Opening) -> ft.Control:
    if not opening.problem:
        return c.working(_("Opening…"))
    back = c.secondary(_("Back to the queue"), going(places.QUEUE))
    return c.trouble(_("The referral cannot be opened"), opening.problem, back)
