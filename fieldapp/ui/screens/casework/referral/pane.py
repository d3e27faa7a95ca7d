"""A referral beside the list, before it is opened: what is to be done, when and by whom."""

import flet as ft

from fieldapp.actions import referral_page as actions
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ReferralCard
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.referral.standing import unanswered
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label, moment, sentence

I = ft.Icons  # noqa: E741 - read as a table of icons
EDGE = ft.Padding.only(left=8, right=8, top=16)


@component
def ReferralPane(referral_id: str, *, key: str = "") -> ft.Control:
    phone = use_phone()
    card = _find(phone, referral_id)
    if card is None:
        return c.page_body(c.trouble(_("The referral is not here"), sentence(GoneMeanwhile())), in_pane=True)
    body = ft.Container(c.page_body(*_parts(card, phone), in_pane=True), expand=True, padding=EDGE)
    open_it = c.primary(_("Open the referral"), going(places.referral(referral_id)), I.LOCK_OPEN)
    return ft.Column([body, c.bottom_bar(open_it, in_pane=True)], spacing=0, expand=True)


def _find(phone: Phone, referral_id: str) -> ReferralCard | None:
    try:
        return actions.card(phone, referral_id)
    except GoneMeanwhile:
        return None


def _parts(card: ReferralCard, phone: Phone) -> list[ft.Control]:
    task = label(card.task) if card.task else _("The referral is over.")
    by = _("By {when}").format(when=moment(card.due_at)) if card.due_at else ""
    late = [c.status_line(unanswered(card.due_at, phone.zone, phone.now()))] if card.unanswered else []
    veil = _("Recipient and content are shown only when you open the referral. That you open is logged.")
    who = card.contact_person or _("Nobody responsible")
    return [
        c.code(card.code, "large"),
        c.text(task, "body_large", ft.Colors.ON_SURFACE_VARIANT),
        c.card(
            c.header(_("When"), "title_medium"),
            c.fact(I.KEYBOARD_DOUBLE_ARROW_UP, label(card.priority)),
            *([c.fact(I.SCHEDULE, by)] if by else []),
            *late,
        ),
        c.card(
            c.header(_("Who is responsible"), "title_medium"),
            c.fact(I.ACCOUNT_BALANCE_OUTLINED, _("{board}, the follow-up queue").format(board=card.owner)),
            c.fact(I.PERSON_OUTLINE, _("Contact person: {who}").format(who=who)),
            c.status_line(c.status.kept(c.Kept(card.safety))),
        ),
        c.fact(I.VISIBILITY_OUTLINED, veil, color=ft.Colors.ON_SURFACE_VARIANT),
    ]
