"""What a follow-up shows before the person is opened: when, who, attempts."""

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import AttemptRow, FollowUpCard
from fieldapp.ui import components as c
from fieldapp.ui.components.tags import INKS
from fieldapp.ui.look import big, look
from fieldapp.ui.screens.casework.attempt_words import detail_of, icon_of, not_reached_words, title_of
from fieldapp.ui.screens.casework.due import OPEN, due_status, is_high
from fieldapp.ui.screens.casework.window_bar import window_bar
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, label

I = ft.Icons  # noqa: E741 - read as a table of icons
SIDE_BY_SIDE = 1100


def head(card: FollowUpCard, phone: Phone) -> list[ft.Control]:
    high = c.Status(I.KEYBOARD_DOUBLE_ARROW_UP, _("High priority"), c.Tone.INK)
    tags = [*([c.tag(high)] if is_high(card) else []), c.tag(due_status(card, phone.today()))]
    if card.session_code:
        kind = _("{kind} after session {code}").format(kind=label(card.kind), code=card.session_code)
    else:
        kind = label(card.kind)
    return [_code_and_tags(card.code, tags), c.text(kind, "body_large", ft.Colors.ON_SURFACE_VARIANT)]


def _code_and_tags(code: str, tags: list[ft.Control]) -> ft.Control:
    if look().width < SIDE_BY_SIDE:
        marks = ft.Row([*tags], wrap=True, spacing=8, run_spacing=4)
        return ft.Column([c.code(code, "usual" if big() else "large"), marks], spacing=6, tight=True)
    return ft.Row([ft.Container(c.code(code, "large"), expand=True), *tags], spacing=16)


def parts(card: FollowUpCard, phone: Phone, take: Action) -> list[ft.Control]:
    when = c.card(c.header(_("When"), "title_medium"), window_bar(card.window, phone.today()), spacing=12)
    return [when, _beside(_who(card, phone, take), _tries(card, phone)), _veil()]


def _beside(left: ft.Control, right: ft.Control) -> ft.Control:
    if look().width < SIDE_BY_SIDE:
        return ft.Column([left, right], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    halves = [ft.Container(left, expand=1), ft.Container(right, expand=1)]
    return ft.Row([*halves], spacing=14, intrinsic_height=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)


def _who(card: FollowUpCard, phone: Phone, take: Action) -> ft.Control:
    queue = _("{board}, the follow-up queue").format(board=card.owner)
    wanted = _("Contact person: {who}").format(who=card.contact_person)
    person = c.fact(I.PERSON_OUTLINE, wanted) if card.contact_person else _state(c.status.without_owner())
    mine = card.contact_person == phone.label_of(phone.me.person.hex())
    button = [] if mine or card.due not in OPEN else [c.quiet(_("I take it"), take, I.PAN_TOOL_OUTLINED)]
    return c.card(
        c.header(_("Who is responsible"), "title_medium"),
        c.fact(I.ACCOUNT_BALANCE_OUTLINED, queue),
        person,
        _state(c.status.kept(c.Kept(card.safety))),
        *([ft.Row([*button])] if button else []),
    )


def _state(status: c.Status) -> ft.Control:
    """In line with the facts round it."""
    return c.fact(status.icon, status.words, color=INKS[status.tone])


def _tries(card: FollowUpCard, phone: Phone) -> ft.Control:
    lines = [attempt_event(one) for one in card.attempts] or [c.text(_("No attempts yet."), "body_medium")]
    rule = [c.hint(not_reached_words(card.attempts, phone.zone))] if card.due in OPEN else []
    return c.card(c.header(_("Attempts"), "title_medium"), *lines, *rule)


def attempt_event(attempt: AttemptRow) -> ft.Control:
    return ft.Column(
        [c.event(icon_of(attempt), title_of(attempt), detail_of(attempt)), *_unsafe(attempt)], spacing=2, tight=True
    )


def _unsafe(attempt: AttemptRow) -> list[ft.Control]:
    """A receipted attempt says nothing here: what needs care must stand out."""
    kept = c.Kept(attempt.state)
    line = ft.Container(c.kept_line(kept), padding=ft.Padding.only(left=0 if big() else 34))
    return [] if kept is c.Kept.RECEIPTED else [line]


def _veil() -> ft.Control:
    words = _("Name, phone and reason are shown only when you open the person. That you open is logged.")
    return c.fact(I.VISIBILITY_OUTLINED, words, color=ft.Colors.ON_SURFACE_VARIANT)
